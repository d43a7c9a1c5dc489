"""A filled form -> canonical HTML: its paragraphs and tables to be read, and the Word file itself, its figures in bookmarks."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.documents.forms.marking import BOOKMARK, bookmarked, sound
from reportgen.documents.forms.parts import with_text
from reportgen.documents.forms.table import table_widths
from reportgen.ooxml import text
from reportgen.ooxml.names import MAIN, W, local
from reportgen.ooxml.packing import packed
from reportgen.ooxml.tables import Table
from reportgen.ooxml.values import on, val

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,"
_TABS, _BREAKS = ("tab", "ptab"), ("br", "cr")
_SIDES = {"left": "left", "start": "left", "both": "left", "right": "right", "end": "right"}


def read_filled(parts: dict[str, bytes]) -> "_Element":
    """The `article` of a filled form, whose figures stand in its texts as `data`; without marks and attributes of the document."""
    article = etree.Element("article", {"class": "form", "lang": "zh-CN"})
    etree.SubElement(article, "header")
    trees = dict(with_text(parts))
    sound(trees.values())
    reader = _Reader()
    for name in sorted(trees, key=lambda name: ("header" not in name, name != MAIN, name)):
        article.extend(reader.blocks(trees[name]) if name == MAIN else reader.running(trees[name]))
    filled = dict(parts)
    bookmarked(trees.values())
    for name, root in trees.items():
        filled[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    etree.SubElement(article, "object", {"class": "form", "data": WORD + base64.b64encode(packed(filled)).decode()})
    return article


@dataclass(slots=True)
class _Reader:
    """Reads what a form shows, and counts its figures: the number of each is put on it, where it stands in the Word file as well."""

    figures: int = 0
    titled: bool = False

    def blocks(self, parent: "_Element") -> Iterator["_Element"]:
        """The paragraphs and tables in `parent`, as `p`, `h1` and `table`."""
        for block in text.blocks(parent):
            if isinstance(block, text.Paragraph):
                yield from self._paragraph(block)
            elif isinstance(block, Table):
                self.titled = True  # the title of a form stands above its table
                yield self._table(block)

    def running(self, root: "_Element") -> Iterator["_Element"]:
        """What stands in a header or footer, or below a line: its paragraphs, those in tables too."""
        for paragraph in text.paragraphs(root):
            element = etree.Element("p", {"class": "running"})
            self._fill(element, paragraph)
            if _has_words(element):
                yield element

    def _paragraph(self, paragraph: text.Paragraph) -> Iterator["_Element"]:
        element = etree.Element("p")
        self._fill(element, paragraph)
        if _has_words(element):
            if not self.titled and val(paragraph.element.find(f"{W}pPr/{W}jc")) == "center":
                element.tag, self.titled = "h1", True
            yield element
        for drawing in paragraph.drawings:
            for box in drawing.boxes:
                yield from self.blocks(box)

    def _table(self, table: Table) -> "_Element":
        element = etree.Element("table")
        columns = etree.SubElement(element, "colgroup")
        widths = table_widths(table)
        for width in widths:
            etree.SubElement(columns, "col", {"data-width": f"{width:g}"})
        body = etree.SubElement(element, "tbody")
        for row in table.rows:
            line = etree.SubElement(body, "tr")
            for cell in row.cells:
                if not cell.continues:
                    self._cell(etree.SubElement(line, "td", _spans(cell.columns, cell.rows)), cell.element)
            if row.end < len(widths):
                etree.SubElement(line, "td", _spans(len(widths) - row.end, 1))
        return element

    def _cell(self, element: "_Element", cell: "_Element | None") -> None:
        if cell is None:
            return
        side = _SIDES.get(val(cell.find(f"{W}p/{W}pPr/{W}jc"), "left"))
        if side:
            element.set("class", side)
        lines = []
        for paragraph in text.paragraphs(cell):
            line = etree.Element("p")
            self._fill(line, paragraph)
            if _has_words(line):
                lines.append(line)
        for number, line in enumerate(lines):
            if number:
                etree.SubElement(element, "br")
            _add(element, line.text or "")
            element.extend(line)

    def _fill(self, element: "_Element", paragraph: text.Paragraph) -> None:
        """Put the words of a paragraph into an element, figures and what is missing as they are."""
        for piece in paragraph.pieces:
            name = local(piece.element)
            if piece.is_gone or on(piece.run.find(f"{W}rPr/{W}vanish")) or name in _TABS or piece.text == text.PAGE_BREAK:
                continue
            if name in _BREAKS:
                etree.SubElement(element, "br")
                continue
            _add(element, piece.text)
            for child in piece.element:
                shown = etree.SubElement(element, str(child.tag), dict(child.attrib))
                shown.text = "".join(str(words) for words in child.itertext())
                if child.tag == "data":
                    self.figures += 1
                    child.set(BOOKMARK, str(self.figures))
                _add(element, child.tail or "")


def _spans(columns: int, rows: int) -> dict[str, str]:
    return {name: str(count) for name, count in (("colspan", columns), ("rowspan", rows)) if count > 1}


def _add(element: "_Element", words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _has_words(element: "_Element") -> bool:
    return bool("".join(str(text) for text in element.itertext()).strip())
