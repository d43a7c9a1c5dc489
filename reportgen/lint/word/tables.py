"""Tables of a Word file; and those that only place text: 版头 and 版记 are often made so."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.lint.model import Cell, Span
from reportgen.lint.word.paragraphs import read
from reportgen.ooxml import text
from reportgen.ooxml.names import W, local
from reportgen.ooxml.numbering import Numbering
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.tables import Row
from reportgen.ooxml.tables import Table as WordTable
from reportgen.ooxml.values import number, twips, val

_NO_LINE = frozenset({"nil", "none", ""})


@dataclass(frozen=True, slots=True)
class Edge:
    """A border line: weight in mm, colour."""

    weight: float
    colour: str


def width_of(table: Element) -> float | None:
    """The width of a table in mm by its grid; None where the program that opens it decides."""
    columns = [twips(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    kind = table.find(f"{W}tblPr/{W}tblW")
    if not columns or None in columns or (kind is not None and kind.get(f"{W}type") == "pct"):
        return None
    return sum(column or 0 for column in columns) / 1440 * 25.4


def cells(table: WordTable, styles: Styles, numbering: Numbering) -> tuple[Cell, ...]:
    """The cells with text, by row and column from 1."""
    found: list[Cell] = []
    for count, row in enumerate(table.rows, 1):
        for cell in row.cells:
            inside = () if cell.element is None else text.paragraphs(cell.element)
            spans = tuple(span for paragraph in inside for span in _cell_spans(paragraph, styles, numbering))
            if any(span.text.strip() for span in spans):
                found.append(Cell(count, cell.column + 1, spans))
    return tuple(found)


def _cell_spans(paragraph: text.Paragraph, styles: Styles, numbering: Numbering) -> Iterator[Span]:
    spans = read(paragraph, styles, numbering, None).spans
    yield from spans
    if spans:
        yield Span("\n", None, None, "000000")


def edge(table: Element, row: Row, styles: Styles, *, side: str, outer: bool) -> Edge | None:
    """The line at the `side` (top, bottom) of a row: that of its cells, else of the table, else of the table's style."""
    cells = (cell.element for cell in row.cells if cell.element is not None)
    own = [line for cell in cells if (line := cell.find(f"{W}tcPr/{W}tcBorders/{W}{side}")) is not None]
    name = side if outer else "insideH"
    style = styles.chain(val(table.find(f"{W}tblPr/{W}tblStyle")))
    of_table = [table.find(f"{W}tblPr/{W}tblBorders/{W}{name}"), *(s.find(f"{W}tblPr/{W}tblBorders/{W}{name}") for s in reversed(style))]
    line = own[0] if own else next((found for found in of_table if found is not None), None)
    if line is None or val(line) in _NO_LINE:
        return None
    colour = line.get(f"{W}color", "auto").lower()
    return Edge((number(line.get(f"{W}sz")) or 0) / 8 / 72 * 25.4, "000000" if colour == "auto" else colour)


def has_uprights(table: Element, styles: Styles) -> bool:
    """Whether a table has upright lines: one without only places text."""
    style = styles.chain(val(table.find(f"{W}tblPr/{W}tblStyle")))
    sides = ("left", "start", "right", "end", "insideV")
    of_cells = [line for side in sides for line in table.iterfind(f".//{W}tcBorders/{W}{side}")]
    of_table = [line for side in sides for line in table.iterfind(f"{W}tblPr/{W}tblBorders/{W}{side}")]
    named = {local(line) for line in of_table}
    of_style = [line for s in style for side in sides for line in s.iterfind(f"{W}tblPr/{W}tblBorders/{W}{side}") if local(line) not in named]
    return any(val(line) not in _NO_LINE for line in (*of_cells, *of_table, *of_style))
