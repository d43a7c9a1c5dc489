"""Figures in a Word file: each stands in a bookmark, and a part of the file says which figure that is, and what the file was made of.

Not content controls: python-docx and older readers lose the text inside those.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from reportgen.ooxml.builder import Element, Xml, part
from reportgen.ooxml.names import q
from reportgen.ooxml.package import Parts, open_parts

NAMESPACE = "urn:reportgen:figures:1"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# Names the data store within one file; the same in every file.
_STORE_ID = "{7A0F5C52-3D0B-4C1E-9A57-5B1D6E0F2C31}"


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure where it is shown: `value` is its exact decimal, `text` what a reader sees.

    `text` is None where the bookmark is gone: somebody has deleted the number in Word.
    """

    bookmark: str
    figure: str
    value: str
    label: str
    unit: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Which document a Word file was made of: its season, unit and kind, and the digest of what it shows (`reportgen.render.visible`).

    Of a redline `visible` is that of the newer document, `older` that of the older one; of any other file it is empty.
    """

    season: str
    unit: str
    kind: str
    visible: str
    older: str = ""


def figures_part(figures: list[ShownFigure], origin: Origin | None) -> tuple[bytes, bytes]:
    """The custom XML part that names the figure of each bookmark and tells of the origin, and the part that describes it."""
    entries = [
        Xml("figure", {"bookmark": shown.bookmark, "name": shown.figure, "value": shown.value, "label": shown.label, "unit": shown.unit}, [])
        for shown in figures
    ]
    reference = Xml("ds:schemaRefs", {}, [Xml("ds:schemaRef", {"ds:uri": NAMESPACE}, [])])
    properties = Xml("ds:datastoreItem", {"xmlns:ds": _DATA_STORE, "ds:itemID": _STORE_ID}, [reference])
    told: dict[str, str | int] = {} if origin is None else {name: value for name, value in asdict(origin).items() if value or name != "older"}
    return part(Xml("figures", {"xmlns": NAMESPACE, **told}, entries)), part(properties)


def own_part(parts: Parts) -> Element | None:
    """The part that `figures_part` made, by its namespace: Word numbers the parts anew when it saves. None where a file has none."""
    names = (name for kind, name in parts.relations(parts.main).values() if kind == "customXml")
    return next((root for root in map(parts.xml, names) if root is not None and root.tag == f"{{{NAMESPACE}}}figures"), None)


def read_figures(docx: bytes) -> list[ShownFigure]:
    """The figures of a file that `write_docx` made, in the order they were written, with the text they now show.

    A file without figures, or not made by `write_docx`, has none. Raises Unreadable where `docx` is no Word file.
    """
    parts = open_parts(docx)
    own, document = own_part(parts), parts.xml(parts.main)
    if own is None or document is None:
        return []
    shown = _bookmarked(document)
    return [
        ShownFigure(bookmark, entry.get("name", ""), entry.get("value", ""), entry.get("label", ""), entry.get("unit", ""), shown.get(bookmark))
        for entry in own
        for bookmark in (entry.get("bookmark", ""),)
    ]


def _bookmarked(document: Element) -> dict[str, str]:
    """The text within each bookmark by its name; text that a tracked change deletes isn't in a `w:t`."""
    texts: dict[str, str] = {}
    open_now: dict[str, str] = {}
    for element in _marks(document):
        identifier = element.get(q("id"), "")
        if element.tag == q("bookmarkStart"):
            open_now[identifier] = element.get(q("name"), "")
            texts[open_now[identifier]] = ""
        elif element.tag == q("bookmarkEnd"):
            open_now.pop(identifier, None)
        else:
            for name in open_now.values():
                texts[name] += element.text or ""
    return texts


def _marks(document: Element) -> Iterator[Element]:
    return document.iter(q("bookmarkStart"), q("bookmarkEnd"), q("t"))
