"""A page of a PDF as its parts: lines of text, tables with the lines in their cells, drawn lines, pictures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2

from reportgen.lint.model import Box, Trace
from reportgen.lint.pdf.annotations import annotations
from reportgen.lint.pdf.glyphs import Glyph, glyphs
from reportgen.lint.pdf.lines import TextLine, line, lines
from reportgen.lint.pdf.marks import marks
from reportgen.lint.pdf.regions import FIGURE_TEXT, Regions, Ruled, regions, within
from reportgen.lint.pdf.strokes import Stroke, drawn
from reportgen.measure import MM_PER_PT

FIGURE = re.compile(r"附?图\s?\d{1,2}(?!\d)")
"""How the caption of a figure begins."""
_NEAR = 1.0  # mm
_SCANNED = 0.5  # of the page: a picture as large as this


@dataclass(frozen=True, slots=True)
class Page:
    """A page: sizes in mm, `lines` those outside of tables and figures, `cells` the pieces of text in each table; `drawn_whole`: all its drawings were read.

    `annotations` are its comments, `marks` what is struck out or coloured in its text.
    """

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...]
    cells: tuple[tuple[TextLine, ...], ...]
    regions: Regions
    pictures: tuple[Box, ...]
    glyphs: tuple[Glyph, ...]
    annotations: tuple[tuple[Trace, str], ...]
    marks: tuple[tuple[Trace, str], ...]
    drawn_whole: bool

    @property
    def turned(self) -> bool:
        """Whether it lies across."""
        return self.width > self.height

    @property
    def scanned(self) -> bool:
        """Whether it is a picture without text."""
        return not self.glyphs and any((p.right - p.left) * (p.bottom - p.top) > _SCANNED * self.width * self.height for p in self.pictures)


def read_page(document: pypdfium2.PdfDocument, number: int, most: int) -> Page:
    """Read the page `number` (from 1), of `most` characters at most. Raises Unreadable."""
    page = document[number - 1]
    try:
        width, height = (length * MM_PER_PT for length in page.get_size())
        found, drawing, annotated = glyphs(page, most), drawn(page), tuple(annotations(page))
    finally:
        page.close()
    made = regions(drawing, [_box(glyph) for glyph in found])
    marked = tuple(marks(found, drawing, made))
    outside = [glyph for glyph in found if not any(within(_box(glyph), table.box) for table in made.tables)]
    text = tuple(one for one in lines(outside, number) if not _of_figure(one, made))
    cells = tuple(tuple(_pieces(table, [glyph for glyph in found if within(_box(glyph), table.box)], number)) for table in made.tables)
    rules = tuple(rule for rule in made.rules if not any(_underlines(rule, one) for one in text))
    return Page(number, width, height, text, cells, replace(made, rules=rules), drawing.pictures, tuple(found), annotated, marked, drawing.whole)


def _box(glyph: Glyph) -> Box:
    return Box(glyph.left, glyph.base - glyph.size * MM_PER_PT / 2, glyph.right, glyph.base)


def _underlines(rule: Stroke, one: TextLine) -> bool:
    """Whether a drawn line stands under words of a line of text, no longer than they are."""
    near = one.base - _NEAR <= rule.at <= one.base + one.size * MM_PER_PT / 2
    return near and rule.begin >= one.left - _NEAR and rule.end <= one.right + _NEAR


def _of_figure(one: TextLine, made: Regions) -> bool:
    """Whether a line is of the words in a figure; its caption is not, though it stands near."""
    box = Box(one.left, one.top, one.right, one.bottom)
    return FIGURE.match(one.text) is None and one.size <= FIGURE_TEXT and any(within(box, figure) for figure in made.figures)


def _pieces(table: Ruled, found: Sequence[Glyph], number: int) -> Iterator[TextLine]:
    """The lines of text in a table, parted where an upright line stands between two characters."""
    for whole in lines(found, number):
        begin = 0
        for index in range(1, len(whole.glyphs)):
            before, behind = whole.glyphs[index - 1], whole.glyphs[index]
            middle = (before.right + before.left) / 2, (behind.right + behind.left) / 2
            if any(middle[0] < upright.at < middle[1] and upright.begin <= whole.middle <= upright.end for upright in table.uprights):
                yield from _piece(whole.glyphs[begin:index], number)
                begin = index
        yield from _piece(whole.glyphs[begin:], number)


def _piece(row: Sequence[Glyph], number: int) -> Iterator[TextLine]:
    made = line(row, number)
    if made is not None:
        yield made
