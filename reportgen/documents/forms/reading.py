"""A filled form -> canonical HTML: its paragraphs and tables to be read, and the Word file itself, its figures in bookmarks."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.documents.forms.marking import BOOKMARK, bookmarked, sound
from reportgen.documents.forms.parts import with_text
from reportgen.documents.forms.table import FormCell, rows_of
from reportgen.ooxml.names import COMPATIBILITY, MAIN, W
from reportgen.ooxml.packing import packed

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,"
_BOX = f"{W}txbxContent"
_GONE = (f"{W}del", f"{W}moveFrom", f"{{{COMPATIBILITY}}}Fallback")
_CHARACTERS = {f"{W}noBreakHyphen": "-", f"{W}sym": "□"}
_BREAKS = (f"{W}br", f"{W}cr")

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
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self.titled = True  # the title of a form stands above its table
                yield self._table(child)
            elif child.tag not in _GONE:
                yield from self.blocks(child)

    def running(self, root: "_Element") -> Iterator["_Element"]:
        """What stands in a header or footer, or below a line: its paragraphs, those in tables too."""
        for paragraph in root.iter(f"{W}p"):
            element = etree.Element("p", {"class": "running"})
            self._fill(element, paragraph)
            if _has_words(element):
                yield element

    def _paragraph(self, paragraph: "_Element") -> Iterator["_Element"]:
        element = etree.Element("p")
        self._fill(element, paragraph)
        if _has_words(element):
            centred = paragraph.find(f"{W}pPr/{W}jc")
            if not self.titled and centred is not None and centred.get(f"{W}val") == "center":
                element.tag, self.titled = "h1", True
            yield element
        for box in paragraph.iter(_BOX):
            if next(box.iterancestors(*_GONE, _BOX), None) is None:
                yield from self.blocks(box)

    def _table(self, table: "_Element") -> "_Element":
        widths, rows = rows_of(table)
        element = etree.Element("table")
        columns = etree.SubElement(element, "colgroup")
        for width in widths:
            etree.SubElement(columns, "col", {"data-width": f"{width:g}"})
        body = etree.SubElement(element, "tbody")
        for row in rows:
            line = etree.SubElement(body, "tr")
            for cell in row:
                self._cell(etree.SubElement(line, "td"), cell)
        return element

    def _cell(self, element: "_Element", cell: FormCell) -> None:
        if cell.columns > 1:
            element.set("colspan", str(cell.columns))
        if cell.rows > 1:
            element.set("rowspan", str(cell.rows))
        if cell.element is None:
            return
        align = cell.element.find(f"{W}p/{W}pPr/{W}jc")
        side = _SIDES.get("left" if align is None else align.get(f"{W}val", ""))
        if side:
            element.set("class", side)
        lines = []
        for paragraph in cell.element.iter(f"{W}p"):
            if next(paragraph.iterancestors(*_GONE), None) is None:
                line = etree.Element("p")
                self._fill(line, paragraph)
                if _has_words(line):
                    lines.append(line)
        for number, line in enumerate(lines):
            if number:
                etree.SubElement(element, "br")
            _add(element, line.text or "")
            element.extend(line)

    def _fill(self, element: "_Element", paragraph: "_Element") -> None:
        """Put the words of a paragraph into an element, figures and what is missing as they are."""
        for part in paragraph.iter(f"{W}t", *_CHARACTERS, *_BREAKS):
            if next(part.iterancestors(f"{W}p")) is not paragraph or not _is_shown(part):
                continue
            if part.tag in _BREAKS:
                if part.get(f"{W}type") not in ("page", "column"):
                    etree.SubElement(element, "br")
                continue
            _add(element, part.text or "" if part.tag == f"{W}t" else _CHARACTERS[str(part.tag)])
            for child in part:
                shown = etree.SubElement(element, str(child.tag), dict(child.attrib))
                shown.text = "".join(str(text) for text in child.itertext())
                if child.tag == "data":
                    self.figures += 1
                    child.set(BOOKMARK, str(self.figures))
                _add(element, child.tail or "")


def _is_shown(part: "_Element") -> bool:
    """Whether text is neither deleted nor hidden."""
    run = part.getparent()
    hidden = run.find(f"{W}rPr/{W}vanish") if run is not None else None
    return next(part.iterancestors(*_GONE), None) is None and (hidden is None or hidden.get(f"{W}val", "1") in ("0", "false", "off"))


def _add(element: "_Element", words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _has_words(element: "_Element") -> bool:
    return bool("".join(str(text) for text in element.itertext()).strip())
