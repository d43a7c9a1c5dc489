"""The body of a Word file that a unit attaches -> blocks of canonical HTML, in the document's own styles."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.documents.forms.table import table_widths
from reportgen.documents.own.typed import heading_level, without_number
from reportgen.documents.vocabulary import HEADINGS
from reportgen.inputs.wording import fold
from reportgen.ooxml import text
from reportgen.ooxml.changes import settle
from reportgen.ooxml.names import W
from reportgen.ooxml.package import open_parts
from reportgen.ooxml.styles import Align, Styles
from reportgen.ooxml.tables import Table
from reportgen.ooxml.values import val

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_HEADING = 40
"""Characters: what is longer and begins like a heading is a paragraph that counts itself."""
_FINAL = ("。", "；", "：", "，", "！", "？")


@dataclass(slots=True)
class WordBody:
    """The blocks of a Word file, and in words what of it can't be carried over."""

    blocks: list["_Element"] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def word_body(data: bytes, title: str, like: "_Element") -> WordBody:
    """The paragraphs, headings and tables of a Word file with its changes accepted. Raises Unreadable.

    Headings are told by the outline level of their style, or, short and without a final mark, by the number typed in front; numbers are taken off, the
    composer puts its own. A centred line of the annex's own `title` is left out: the title stands above. `like` is any element of the tree.
    """
    parts = open_parts(data)
    main = parts.xml(parts.main)
    found = WordBody()
    body = None if main is None else main.find(f"{W}body")
    if main is None or body is None:
        return found
    settle(main, accept=True)
    styles = Styles(parts.related("styles"), parts.related("theme"))
    for block in text.blocks(body):
        if isinstance(block, Table):
            found.blocks.append(_table(block, like))
        elif isinstance(block, text.Paragraph):
            found.lost += ["图片或者文本框" for _ in block.drawings]
            found.blocks += _paragraph(block, title, styles, like)
    if any(True for _ in main.iter(f"{W}footnoteReference", f"{W}endnoteReference")):
        found.lost.append("脚注、尾注")
    found.lost = list(dict.fromkeys(found.lost))
    return found


def _paragraph(paragraph: text.Paragraph, title: str, styles: Styles, like: "_Element") -> Iterator["_Element"]:
    for words in _words(paragraph).splitlines():
        line = words.strip()
        if not line or (styles.form(paragraph.element).align is Align.CENTRE and fold(line) == fold(title)):
            continue
        level = _level(paragraph, line, styles)
        made = like.makeelement("p" if level is None else HEADINGS[level])
        made.text = line if level is None else without_number(line, is_heading=True)
        yield made


def _level(paragraph: text.Paragraph, line: str, styles: Styles) -> int | None:
    """The level of a heading, from 0; None of a paragraph."""
    own = paragraph.element.find(f"{W}pPr/{W}outlineLvl")
    levels = [own, *(style.find(f"{W}pPr/{W}outlineLvl") for style in reversed(styles.of(paragraph.element)))]
    outline = next((val(one) for one in levels if one is not None), "")
    if outline.isdecimal() and int(outline) < len(HEADINGS):
        return int(outline)
    return heading_level(line) if len(line) <= _LONGEST_HEADING and not line.endswith(_FINAL) else None


def _table(table: Table, like: "_Element") -> "_Element":
    """A table without caption, as it stands."""
    made = like.makeelement("table", {"class": "form"})
    group = _within(made, "colgroup")
    widths = table_widths(table)
    for width in widths:
        _within(group, "col").set("data-width", f"{min(width, 99_999):g}")
    body = _within(made, "tbody")
    for row in table.rows:
        line = _within(body, "tr")
        for cell in row.cells:
            if cell.continues:
                continue
            shown = _within(line, "td")
            _span(shown, cell.columns, cell.rows)
            if cell.element is not None:
                _fill(shown, [_words(one).strip() for one in text.paragraphs(cell.element)])
        if row.end < len(widths):
            _span(_within(line, "td"), len(widths) - row.end, 1)
    return made


def _fill(cell: "_Element", lines: list[str]) -> None:
    for number, line in enumerate(line for line in lines if line):
        if number == 0:
            cell.text = line
        else:
            _within(cell, "br").tail = line


def _span(cell: "_Element", columns: int, rows: int) -> None:
    for name, count in (("colspan", columns), ("rowspan", rows)):
        if count > 1:
            cell.set(name, str(count))


def _words(paragraph: text.Paragraph) -> str:
    return "".join(" " if piece.text == "\t" else piece.text for piece in paragraph.pieces if piece.text != text.PAGE_BREAK and not piece.is_gone)


def _within(parent: "_Element", tag: str) -> "_Element":
    made = parent.makeelement(tag)
    parent.append(made)
    return made
