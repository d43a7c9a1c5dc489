"""The names of Office Open XML: namespaces, elements, and parts of a package (ISO/IEC 29500-1 and -2)."""

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

W = f"{{{WORD}}}"
R = f"{{{OFFICE}}}"
A = f"{{{DRAWING}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
MAIN = "word/document.xml"
"""The part with the text of a Word file, as it is commonly named."""

SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr"),
        *("instrText", "delInstrText", "fldData", "rt", "rubyPr", ""),
    )
)
"""Elements, by their local names, with no text that is shown: properties, the instructions of fields, the reading above a character."""


def q(tag: str) -> str:
    """The qualified name of `w:tag`."""
    return f"{W}{tag}"


def local(element: "Element") -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def relations_of(part: str) -> str:
    """The name of the part that holds the relationships of a part (empty: of the package)."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def resolved(part: str, target: str) -> str:
    """The name of the part that `target` means in a relationship of a part (empty: of the package)."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def targets(relations: "Element", part: str) -> list[tuple[str, str, str]]:
    """What the relationships of a part (empty: of the package) lead to inside the package: identifier, kind (`styles`), name of the part."""
    return [
        (entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], resolved(part, entry.get("Target", "").replace("\\", "/")))
        for entry in relations.iter("{*}Relationship")
        if entry.get("TargetMode") != "External"
    ]


def beside(part: str, target: str) -> str:
    """The part `target` as it is named in a relationship of a part."""
    return posixpath.relpath(target, posixpath.dirname(part) or ".")
