"""A table of a Word file as rows of cells that reach over columns and rows, as HTML has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.ooxml.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, eq=False)
class FormCell:
    """A cell: its `w:tc` (None: the row leaves this place out), and over how many columns and rows it reaches."""

    element: "_Element | None"
    columns: int
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    element: "_Element | None"
    column: int
    columns: int
    goes_on: bool = False


def rows_of(table: "_Element") -> tuple[list[float], list[list[FormCell]]]:
    """The widths of a table's columns (twips; 1 where none is given), and its rows."""
    placed = [list(_placed(row)) for row in rows_in(table)]
    columns = max((cell.column + cell.columns for row in placed for cell in row), default=1)
    given = [max(_number(column, "w"), 1.0) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    widths = (given + [1.0] * columns)[:columns]
    rows = []
    for number, cells in enumerate(placed):
        end = cells[-1].column + cells[-1].columns if cells else 0
        filled = [*cells, _Placed(None, end, columns - end)] if end < columns else cells
        rows.append([FormCell(cell.element, cell.columns, _down(placed, number, cell)) for cell in filled if not cell.goes_on])
    return widths, rows


def widen(table: "_Element") -> None:
    """Give a table a column for each of its cells, where it has fewer: the columns become narrower, the table stays as wide."""
    needed = max((cell.column + cell.columns for row in rows_in(table) for cell in _placed(row)), default=0)
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = table.makeelement(f"{W}tblGrid")
        table.insert(next((number for number, one in enumerate(table) if one.tag not in (f"{W}tblPr", f"{W}bookmarkStart")), 0), grid)
    columns = grid.findall(f"{W}gridCol")
    more = needed - len(columns)
    if more <= 0:
        return
    whole = sum(_number(column, "w") for column in columns)
    for _ in range(more):
        grid.append(grid.makeelement(f"{W}gridCol"))
    share = len(columns) / needed
    for column in grid.iterchildren(f"{W}gridCol"):
        column.set(f"{W}w", str(int(_number(column, "w") * share) if column in columns else int(whole / needed)))


def rows_in(table: "_Element") -> Iterator["_Element"]:
    """The rows of a table, those of a table within it left out."""
    return (row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table)


def cells_in(row: "_Element") -> Iterator["_Element"]:
    """The cells of a row, those of a table within it left out."""
    return (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)


def _placed(row: "_Element") -> Iterator[_Placed]:
    column = 0
    before = row.find(f"{W}trPr/{W}gridBefore")
    if before is not None and (left_out := int(_number(before, "val"))):
        yield _Placed(None, 0, left_out)
        column = left_out
    for cell in cells_in(row):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        columns = max(int(_number(span, "val")), 1) if span is not None else 1
        yield _Placed(cell, column, columns, merged is not None and merged.get(f"{W}val", "continue") == "continue")
        column += columns


def _down(placed: list[list[_Placed]], number: int, cell: _Placed) -> int:
    """Over how many rows a cell reaches."""
    rows = 1
    while number + rows < len(placed) and any(
        other.goes_on and (other.column, other.columns) == (cell.column, cell.columns) for other in placed[number + rows]
    ):
        rows += 1
    return rows


def _number(element: "_Element", name: str) -> float:
    try:
        return float(element.get(f"{W}{name}", "0"))
    except ValueError:
        return 0.0
