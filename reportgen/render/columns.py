"""How wide the columns of a table are set, and in what type size, so that no number breaks over two lines.

The widths that the template gives are kept where they can be; a column too narrow for what stands in it takes the rest
from the others, and where there is nothing to take the type gets smaller.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from operator import attrgetter

from reportgen.measure import MM_PER_PT, width
from reportgen.render.layout import Layout, cell_size
from reportgen.render.tree import Cell, TableGrid, has_class

_SMALLER = (10.5, 9.0)  # 五号, 小五: where the size of its cells is too large for a table
_PADDING = 1.6  # mm: at both sides of the text of a cell together
_AIR = 2.2  # the same, where there is room
_SHORT = 8.0  # 字: a name or date as short as this stands on one line where there is room
_HEADING = 4.0  # 字: a heading as short as this stands on one line, a longer one on two
_UPRIGHT = 2.0  # 字: no text is set narrower
_ROWS_KEPT = 8  # more rows under one cell may part at the foot of a page
_LINES_KEPT = 10.0  # ... and so may rows of more lines: nearly a third of a page, as a line or two may be counted amiss
_LINES_TALL = 4.0  # a row of more lines is tall
# A digit is half a 字 in the official fonts, more in some that stand in for them.
_DIGIT = 0.56
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths in mm, which add up to the room given, and the type size in points."""

    widths: tuple[float, ...]
    size: float


def fit_columns(grid: TableGrid, room: float, layout: Layout) -> Columns:
    """Fit the columns of `grid` into `room` mm."""
    largest = cell_size(len(grid.shares), layout)
    sizes = (largest, *(smaller for smaller in _SMALLER if smaller < largest))
    for need, padding, size in [*((_comfortable, _AIR, size) for size in sizes if size >= _SMALLER[0]), *((_strict, _PADDING, size) for size in sizes)]:
        least = _least(grid, size, need, padding)
        if sum(least) <= room:
            return Columns(_widened(grid.shares, least, room), size)
    return Columns(tuple(share * room for share in grid.shares), sizes[-1])


def row_lines(grid: TableGrid, columns: Columns) -> tuple[float, ...]:
    """About how many lines of text each row of `grid` takes."""
    return tuple(max((_lines_in(cell, columns) for cell in row), default=1.0) for _, row in grid.rows)


def _lines_in(cell: Cell, columns: Columns) -> float:
    room = sum(columns.widths[cell.column : cell.column + cell.columns]) - _PADDING
    return sum(max(1, ceil(_wide(line) * columns.size * MM_PER_PT / room)) for line in cell.lines) / cell.rows


def stands_whole(lines: Sequence[float], layout: Layout) -> bool:
    """Whether a table whose rows take `lines` is short enough to stand on one page: what moves to the next leaves as much blank behind."""
    return sum(lines) <= layout.whole_lines


def rows_kept(grid: TableGrid, lines: Sequence[float]) -> set[int]:
    """The rows that stand on the page of the row before: no row alone at the head or the foot of a page.

    So does the row below headings within the table, and the rows that a cell reaches down to, if they are few. Tall rows may stand alone: what moves to
    the next page leaves as much blank behind.
    """
    count = len(grid.rows)
    kept = {number for number in (grid.heads + 1, count - 1) if max(lines[number - 1 : number + 1], default=0.0) <= _LINES_TALL}
    if count and lines[-1] <= _LINES_TALL and sum(lines[-2:]) <= _LINES_KEPT:
        kept.add(count - 1)  # a short row at the end takes a tall one along: it would be all that stands on the page
    for number, (_, row) in enumerate(grid.rows[grid.heads :], grid.heads):
        if all(cell.element.tag == "th" for cell in row):
            kept.add(number + 1)
        for cell in row:
            if 1 < cell.rows <= _ROWS_KEPT and sum(lines[cell.row : cell.row + cell.rows]) <= _LINES_KEPT:
                kept.update(range(cell.row + 1, cell.row + cell.rows))
    return {number for number in kept if grid.heads < number < count}


def rows_parted(grid: TableGrid, lines: Sequence[float]) -> set[int]:
    """The rows so high that a page may end within them: moved to the next page they leave a third of this one blank, or don't fit on any."""
    return {number for number in range(grid.heads, len(lines)) if lines[number] > _LINES_KEPT}


def _wide(text: str) -> float:
    """The width of `text` in 字 at most, whatever font serves."""
    digits = len(text.encode("ascii", "ignore"))
    return _DIGIT * digits + len(text) - digits


def _comfortable(cell: Cell) -> float:
    """What a cell asks for, in 字: a short text on one line, a heading on two."""
    wanted = _strict(cell)
    if has_class(cell.element, "left"):
        return wanted  # running text
    is_heading = cell.element.tag == "th"
    for line in cell.lines:
        wide = _wide(line)
        if is_heading and wide > _HEADING:
            wide = wide / 2 + 0.5
        if wide <= _SHORT:
            wanted = max(wanted, wide)
    return wanted


def _strict(cell: Cell) -> float:
    """What a cell can't do without, in 字: its longest number."""
    words = [len(word) for line in cell.lines for word in _WORD.findall(line)]
    return max(words) * _DIGIT if words else min(_UPRIGHT, sum(map(width, cell.lines)))


def _least(grid: TableGrid, size: float, need: Callable[[Cell], float], padding: float) -> list[float]:
    """The least width of each column in mm; what a cell across several asks for is spread over them."""
    least = [0.0] * len(grid.shares)
    cells = sorted((cell for _, cells in grid.rows for cell in cells), key=attrgetter("columns"))
    for cell in cells:
        covered = range(cell.column, cell.column + cell.columns)
        lacking = need(cell) * size * MM_PER_PT + padding - sum(least[column] for column in covered)
        for column in covered:
            least[column] += max(0.0, lacking) / cell.columns
    return least


def _widened(shares: tuple[float, ...], least: list[float], room: float) -> tuple[float, ...]:
    """`shares` of `room`, but for columns that would be narrower than `least`: those get just that."""
    narrow: set[int] = set()
    while True:
        left = room - sum(least[column] for column in narrow)
        free = sum(share for column, share in enumerate(shares) if column not in narrow)
        widths = [least[column] if column in narrow else share * left / free for column, share in enumerate(shares)]
        more = {column for column, wide in enumerate(widths) if wide < least[column] - 1e-9} - narrow
        if not more:
            return tuple(widths)
        narrow |= more
