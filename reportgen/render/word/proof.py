"""The proof of a redline: with all changes accepted a Word file reads as the new document does, with all rejected as the old one.

It reads revisions as the standard explains them (ISO/IEC 29500-1, 17.13.5) and knows nothing of how they were written.
"""

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lxml import etree

from reportgen.ooxml.builder import Element
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.names import q
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.render.word.package import pack
from reportgen.render.word.styles import SPACER

_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_COME, _GONE = ("ins", "moveTo"), ("del", "moveFrom")
_RANGES = tuple(q(f"{move}Range{end}") for move in ("moveFrom", "moveTo") for end in ("Start", "End"))
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body as it reads: tabs, line breaks, pictures (by their bytes) and the text of boxes are part of its text."""

    style: str
    text: str


Content = tuple[Paragraph | Cells, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a redline doesn't read as it must: with the changes accepted or rejected, what stands there and what should."""

    accepted: bool
    found: str
    expected: str


def prove(redline: bytes, old: bytes, new: bytes) -> Difference | None:
    """The first difference between the DOCX `redline` with its changes accepted and `new`, rejected and `old`; None where there is none."""
    for accept, expected in ((True, new), (False, old)):
        for found, right in zip_longest(content(resolve(redline, accept=accept)), content(expected)):
            if found != right:
                return Difference(accept, _words(found), _words(right))
    return None


def resolve(docx: bytes, *, accept: bool) -> bytes:
    """A DOCX file with all its insertions, deletions and moves accepted, or rejected."""
    parts = read_parts(docx, DOCUMENT)
    document = parse(parts[_DOCUMENT])
    settle(document, accept=accept)
    parts[_DOCUMENT] = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)


def settle(document: Element, *, accept: bool) -> None:
    """Accept all insertions, deletions and moves in a `w:document`, or reject them; it is altered."""
    kept, dropped = (_COME, _GONE) if accept else (_GONE, _COME)
    _resolve_rows(document, kept, dropped)
    merging = _resolve_marks(document, kept, dropped)
    for tag in dropped:
        for element in list(document.iter(q(tag))):
            _remove(element)
    for tag in kept:
        for element in list(document.iter(q(tag))):
            _unwrap(element)
    for element in list(document.iter(*_RANGES)):
        _remove(element)
    for text in document.iter(q("delText")):
        text.tag = q("t")
    for paragraph in merging:
        _merge(paragraph)


def content(docx: bytes) -> Content:
    """What a DOCX file says: its paragraphs and tables in their order; revisions that are left in it are told in the text.

    The thin paragraphs that Word needs between tables and at the ends of sections are left out, and tables that touch are one, as Word takes them.
    """
    parts = read_parts(docx, DOCUMENT)
    relations = {relation.get("Id", ""): relation.get("Target", "") for relation in parse(parts[_RELATIONS])}
    body = parse(parts[_DOCUMENT]).find(q("body"))
    read = _Reader({identifier: parts.get(posixpath.normpath(f"word/{target}"), b"") for identifier, target in relations.items()})
    return tuple(read.blocks(body)) if body is not None else ()


class _Reader:
    """Reads text; `parts` are the parts of the file by the relationship that names them."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts

    def blocks(self, parent: Element) -> Iterator[Paragraph | Cells]:
        rows: list[tuple[str, ...]] = []
        for child in parent.iterchildren(q("p"), q("tbl")):
            if child.tag == q("tbl"):
                rows += self._rows(child)
                continue
            if rows:
                yield tuple(rows)
                rows = []
            style, text = _style(child), self._text(child)
            if text or style != SPACER:
                yield Paragraph(style, text)
        if rows:
            yield tuple(rows)

    def _rows(self, table: Element) -> Iterator[tuple[str, ...]]:
        for row in table.iterchildren(q("tr")):
            yield tuple("\n".join(self._text(paragraph) for paragraph in cell.iterchildren(q("p"))) for cell in row.iterchildren(q("tc")))

    def _text(self, element: Element) -> str:
        found: list[str] = []
        for child in element:
            if child.tag == q("t"):
                found.append(child.text or "")
            elif child.tag == q("tab"):
                found.append("\t" if element.tag == q("r") else "")
            elif child.tag == q("br"):
                found.append("\n")
            elif child.tag == q("txbxContent"):
                found.append("【" + "¶".join(self._text(paragraph) for paragraph in child.iterchildren(q("p"))) + "】")
            elif child.tag == _BLIP:
                found.append(f"【图{hashlib.sha256(self._parts.get(child.get(_EMBED, ''), b'')).hexdigest()[:12]}】")
            elif child.get(q("author")) is not None:
                found.append(f"【未处理的修订 {etree.QName(child).localname}】")
            elif isinstance(child.tag, str):
                found.append(self._text(child))
        return "".join(found)


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
    return "" if style is None else style.get(q("val"), "")


def _words(part: Paragraph | Cells | None) -> str:
    if part is None:
        return ""
    return part.text if isinstance(part, Paragraph) else "；".join("，".join(row) for row in part)


def _resolve_rows(document: Element, kept: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    for row in list(document.iter(q("tr"))):
        properties = row.find(q("trPr"))
        marks = [] if properties is None else [mark for mark in properties if _is(mark, *kept, *dropped)]
        if any(_is(mark, *dropped) for mark in marks):
            _remove(row)
        for mark in marks:
            _remove(mark)
    for table in list(document.iter(q("tbl"))):
        if table.find(q("tr")) is None:
            _remove(table)


def _resolve_marks(document: Element, kept: tuple[str, ...], dropped: tuple[str, ...]) -> list[Element]:
    """Take the marks from the ends of paragraphs; the paragraphs whose end goes, so that what follows joins them."""
    merging = []
    for paragraph in document.iter(q("p")):
        properties = paragraph.find(f"{q('pPr')}/{q('rPr')}")
        for mark in [] if properties is None else [mark for mark in properties if _is(mark, *kept, *dropped)]:
            if _is(mark, *dropped):
                merging.append(paragraph)
            _remove(mark)
    return merging


def _merge(paragraph: Element) -> None:
    """Join what is left of `paragraph` with the one that follows, which keeps its form; before a table or an end nothing can join it."""
    rest = [child for child in paragraph if child.tag != q("pPr")]
    following = paragraph.getnext()
    while following is not None and following.tag in (q("bookmarkStart"), q("bookmarkEnd")):
        following = following.getnext()
    if following is not None and following.tag == q("p"):
        begins = 1 if following.find(q("pPr")) is not None else 0
        for position, child in enumerate(rest):
            following.insert(begins + position, child)
        _remove(paragraph)
    elif not rest and following is not None and following.tag == q("tbl"):
        _remove(paragraph)


def _is(element: Element, *tags: str) -> bool:
    return str(element.tag) in map(q, tags)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    for child in list(element):
        element.addprevious(child)
    _remove(element)
