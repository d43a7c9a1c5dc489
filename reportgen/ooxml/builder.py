"""WordprocessingML: its elements as they are made and written, and the units that it counts in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT
from reportgen.ooxml.names import OFFICE, WORD

Element = _Element

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
NAMESPACES: dict[str, str | int] = {"xmlns:w": WORD, "xmlns:r": OFFICE}


@dataclass(slots=True, eq=False)
class Xml:
    """An element on its way into a file, its names with the prefixes that are declared there: `w:p`, `r:id`.

    An element of lxml's takes six times as long to make, and a document has ten thousand. `written` is the text of one that is
    `fixed`.
    """

    tag: str
    attributes: dict[str, str | int]
    children: list["Xml"]
    text: str = ""
    written: str = ""

    def find(self, tag: str) -> "Xml | None":
        """The first child of that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def walk(self) -> Iterator["Xml"]:
        """The element and all within it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()


def w(tag: str, *children: Xml | None, **attributes: str | int) -> Xml:
    """A `w:tag` with `w:` attributes and with those of `children` that are there."""
    return Xml(f"w:{tag}", {f"w:{name}": value for name, value in attributes.items()}, [child for child in children if child is not None])


def fixed(element: Xml) -> Xml:
    """`element` as one that isn't changed any more: it may stand at many places, and is turned into text once."""
    element.written = markup(element)
    return element


def markup(*elements: Xml) -> str:
    """The elements as text."""
    written: list[str] = []
    _write(elements, written)
    return "".join(written)


def part(root: Xml) -> bytes:
    """`root` as a part of a file, with the namespaces `w` and `r` where it is a `w:` element."""
    declared = NAMESPACES if root.tag.startswith("w:") else {}
    return (DECLARATION + markup(Xml(root.tag, declared | root.attributes, root.children))).encode()


def _write(elements: Iterable[Xml], written: list[str]) -> None:
    for element in elements:
        if element.written:
            written.append(element.written)
            continue
        start = f"<{element.tag}"
        for name, value in element.attributes.items():
            start += f' {name}="{value if isinstance(value, int) else _escaped(value)}"'
        if element.children:
            written.append(f"{start}>")
            _write(element.children, written)
            written.append(f"</{element.tag}>")
        elif element.text:
            written.append(f"{start}>{_escaped(element.text)}</{element.tag}>")
        else:
            written.append(f"{start}/>")


def _escaped(text: str) -> str:
    """`text` as it stands in XML; a line break or tab in an attribute would become a space."""
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
_SPECIAL = re.compile(f"[{''.join(map(chr, _ESCAPES))}]")


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
_PARAGRAPH_PROPERTIES = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs", "spacing", "ind", "jc", "rPr", "sectPr", "pPrChange"),
)


_RANK = {f"w:{tag}": rank for rank, tag in enumerate(_PARAGRAPH_PROPERTIES)}


def put(paragraph: Xml, added: Xml) -> None:
    """Put a property into a `w:p` that begins with a `w:pPr`, at its place; one that is there already takes the attributes."""
    properties = paragraph.children[0]
    present = properties.find(added.tag)
    if present is not None:
        present.attributes.update(added.attributes)
        return
    position = sum(1 for child in properties.children if _RANK[child.tag] < _RANK[added.tag])
    properties.children.insert(position, added)
