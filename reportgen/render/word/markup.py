"""WordprocessingML elements, and the units that it counts in."""

from lxml import etree
from lxml.etree import _Element

from reportgen.render.layout import MM_PER_PT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Element = _Element
# Both are named at each element: lxml would else take a prefix that any library of the process has registered.
PREFIXES = {"w": W, "r": R}

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """A `w:tag` with `w:` attributes and with those of `children` that are there."""
    element = etree.Element(f"{{{W}}}{tag}", {f"{{{W}}}{name}": str(value) for name, value in attributes.items()}, PREFIXES)
    element.extend(child for child in children if child is not None)
    return element


def q(tag: str) -> str:
    """The qualified name of `w:tag`."""
    return f"{{{W}}}{tag}"


def relation(element: Element, tag: str, identifier: str) -> Element:
    """`element` with the relationship `identifier` as its `r:tag`."""
    element.set(f"{{{R}}}{tag}", identifier)
    return element


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point: page geometry, indents, table widths."""
    return round(mm / MM_PER_PT * 20)


def point_twips(points: float) -> int:
    """Points in twentieths of a point: spacing, line pitch, tracking."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Points in half points: type sizes."""
    return round(points * 2)


def border_eighths(mm: float) -> int:
    """Millimetres in eighths of a point: the weight of a rule."""
    return round(mm / MM_PER_PT * 8)


def emu(mm: float) -> int:
    """Millimetres in English Metric Units: drawings."""
    return round(mm * 36000)


# The order that the schema asks for, of those that are put in after a paragraph is made.
_PARAGRAPH_PROPERTIES = ("pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "spacing", "ind", "jc", "rPr", "sectPr")


def put(paragraph: Element, added: Element) -> None:
    """Put a property into a `w:p` that begins with a `w:pPr`, at its place; one that is there already takes the attributes."""
    properties = paragraph[0]
    present = properties.find(str(added.tag))
    if present is not None:
        present.attrib.update(added.attrib)
        return
    rank = {q(tag): position for position, tag in enumerate(_PARAGRAPH_PROPERTIES)}
    position = sum(1 for child in properties if rank[str(child.tag)] < rank[str(added.tag)])
    properties.insert(position, added)
