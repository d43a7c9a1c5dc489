"""The proof of a redline: with all changes accepted a Word file reads as the new document does, with all rejected as the old one.

It reads the file as any other (`reportgen.ooxml.text`), and knows nothing of how its revisions were written.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from lxml import etree

from reportgen.ooxml import text
from reportgen.ooxml.builder import Element
from reportgen.ooxml.changes import settle
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.names import MAIN, A, R, W, local, q, relations_of, resolved
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.relations import office, read_relations
from reportgen.ooxml.tables import Table
from reportgen.ooxml.values import val
from reportgen.render.word.package import pack
from reportgen.render.word.styles import SPACER

_TEXTS = re.compile(r"word/(document|(header|footer|footnotes|endnotes)\d*)\.xml")
Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body as it reads, its style by name.

    Tabs, line breaks, pictures (by their bytes; of a chart that which stands in for it) and the text of boxes are part of its text.
    """

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
    for name in filter(_TEXTS.fullmatch, list(parts)):
        root = parse(parts[name])
        settle(root, accept=accept)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)


def content(docx: bytes) -> Content:
    """What a DOCX file says: its paragraphs and tables in their order; revisions that are left in it are told in the text.

    The thin paragraphs that Word needs between tables and at the ends of sections are left out, and tables that touch are one, as Word takes them.
    """
    parts = read_parts(docx, DOCUMENT)
    body = parse(parts[MAIN]).find(q("body"))
    relations = read_relations(parts[relations_of(MAIN)])
    pictures = {identifier: parts.get(resolved(MAIN, relation.target), b"") for identifier, relation in relations.items()}
    named = next((resolved(MAIN, relation.target) for relation in relations.values() if relation.type == office("styles")), "")
    styles = parse(parts[named]).iter(q("style")) if named in parts else ()
    names = {style.get(q("styleId"), ""): val(style.find(q("name"))).lower() for style in styles}
    return () if body is None else tuple(_content(body, pictures, names))


def _content(body: Element, pictures: Mapping[str, bytes], names: Mapping[str, str]) -> Iterator[Paragraph | Cells]:
    """`pictures` are the parts of the file by the relationship that names them, `names` those of the styles."""
    rows: list[tuple[str, ...]] = []
    for block in text.blocks(body):
        if isinstance(block, Table):
            rows += (tuple(_lines(cell.element, "\n", pictures) for cell in row.cells if cell.element is not None) for row in block.rows)
        elif isinstance(block, text.Paragraph):
            if rows:
                yield tuple(rows)
                rows = []
            style, words = val(block.element.find(f"{W}pPr/{W}pStyle")), _text(block, pictures)
            if words or style != SPACER:
                yield Paragraph(names.get(style, style), words)
    if rows:
        yield tuple(rows)


def _lines(parent: Element, between: str, pictures: Mapping[str, bytes]) -> str:
    return between.join(_text(block, pictures) for block in text.blocks(parent) if isinstance(block, text.Paragraph))


def _text(paragraph: text.Paragraph, pictures: Mapping[str, bytes]) -> str:
    found = [f"【未处理的修订 {local(mark)}】" for mark in paragraph.element.iter() if mark.get(q("author")) is not None]
    for part in paragraph.parts:
        if isinstance(part, text.Piece):
            found.append(part.text)
        elif isinstance(part, text.Drawing):
            found += (f"【{_lines(box, '¶', pictures)}】" for box in part.boxes)
            shown = [part.element] if part.instead is None else [part.element, part.instead]  # a chart, and its picture
            blips = (blip.get(f"{R}embed", "") for form in shown for blip in form.iter(f"{A}blip"))
            found += (f"【图{hashlib.sha256(pictures.get(blip, b'')).hexdigest()[:12]}】" for blip in blips)
    return "".join(found)


def _words(part: Paragraph | Cells | None) -> str:
    if part is None:
        return ""
    return part.text if isinstance(part, Paragraph) else "；".join("，".join(row) for row in part)
