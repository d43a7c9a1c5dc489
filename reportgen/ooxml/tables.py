"""Tables of a Word file: their cells at their places in the grid, over the columns and rows that they reach."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.ooxml.names import SILENT, W, local
from reportgen.ooxml.values import number, on, val

MOST_COLUMNS = 250
"""So many does a row reach over: Word makes 63, other programs more; cells that claim more are read as if they reached no further."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A `w:tc` (None: its row leaves this place out): the column of the grid where it begins, from 0, and how many it covers.

    `rows` is over how many rows it reaches with the cells that continue it below; `continues`: it is merged with the one above.
    """

    element: Element | None
    column: int
    columns: int
    rows: int
    continues: bool


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A `w:tr`."""

    element: Element
    cells: tuple[Cell, ...]

    @property
    def is_head(self) -> bool:
        """Whether it repeats on every page."""
        return on(self.element.find(f"{W}trPr/{W}tblHeader"))

    @property
    def end(self) -> int:
        """The column behind its last cell."""
        return self.cells[-1].column + self.cells[-1].columns if self.cells else 0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A `w:tbl`."""

    element: Element
    rows: tuple[Row, ...]


def read_table(element: Element) -> Table:
    """A `w:tbl`, its cells at their places in the grid."""
    placed = [(row, list(_placed(row))) for row in _within(element, "tr")]
    reach: dict[tuple[int, int], int] = {}  # of the cells that continue others, in the row below
    rows: list[Row] = []
    for row, cells in reversed(placed):
        made = tuple(Cell(cell, column, columns, 1 + reach.get((column, columns), 0), continues) for cell, column, columns, continues in cells)
        reach = {(cell.column, cell.columns): cell.rows for cell in made if cell.continues}
        rows.append(Row(row, made))
    return Table(element, tuple(reversed(rows)))


def cells_of(row: Element) -> Iterator[Element]:
    """The `w:tc` of a `w:tr`, not those of a table within it."""
    return _within(row, "tc")


def rows_of(element: Element) -> Iterator[Element]:
    """The `w:tr` of a `w:tbl`, not those of a table within it."""
    return _within(element, "tr")


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        name = local(child)
        if name == tag:
            yield child
        elif name not in SILENT:
            yield from _within(child, tag)


def _placed(row: Element) -> Iterator[tuple[Element | None, int, int, bool]]:
    """The cells of a row: column, columns, whether one continues that above."""
    column = _columns(row.find(f"{W}trPr/{W}gridBefore"))
    if column:
        yield None, 0, column, False
    for cell in cells_of(row):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        columns = max(min(_columns(cell.find(f"{W}tcPr/{W}gridSpan")), MOST_COLUMNS - column), 1)
        yield cell, column, columns, merge is not None and val(merge, "continue") == "continue"
        column += columns


def _columns(element: Element | None) -> int:
    return min(max(number(val(element)) or 0, 0), MOST_COLUMNS)
