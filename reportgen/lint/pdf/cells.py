"""The cells of a table in a PDF: what its drawn lines part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.diagnostics import Unreadable
from reportgen.lint.pdf.lines import TextLine
from reportgen.lint.pdf.regions import Ruled
from reportgen.lint.pdf.strokes import Stroke

_NEAR = 1.0  # mm: lines so near are one
_MOST_CELLS = 10_000  # of a page: 250 columns of 40 rows
_MOST_LINES = 3_000  # each is looked at for each cell: a page has some hundred


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: the row and column where it begins, from 0, how many it covers, and the lines of text in it from above."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[TextLine, ...]


def columns_of(tables: Iterable[Ruled]) -> tuple[float, ...]:
    """Where the columns of a table begin and end that stands on pages as `tables`."""
    return tuple(_places(place for table in tables for place in (table.box.left, table.box.right, *(stroke.at for stroke in table.uprights))))


def ruled_cells(table: Ruled, pieces: Iterable[TextLine], across: Sequence[float]) -> tuple[RuledCell, ...]:
    """The cells of a table in reading order; `pieces` are the pieces of text in it (`Page.cells`), `across` its columns (`columns_of`).

    Raises Unreadable where there are more than a page can show.
    """
    down = _places([table.box.top, table.box.bottom, *(stroke.at for stroke in table.lying)])
    width, height = len(across) - 1, len(down) - 1
    if width * height > _MOST_CELLS or len(table.uprights) + len(table.lying) > _MOST_LINES:
        raise Unreadable("too-large", "的表格过大，为安全起见没有读取", "请把文件分开保存")

    def wall(row: int, column: int) -> bool:
        """Whether a line stands at the right of a place."""
        return _drawn(table.uprights, across[column + 1], (down[row] + down[row + 1]) / 2)

    def floor(row: int, column: int) -> bool:
        """Whether a line lies below a place."""
        return _drawn(table.lying, down[row + 1], (across[column] + across[column + 1]) / 2)

    found: dict[tuple[int, int], tuple[int, int]] = {}
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            columns = rows = 1
            while column + columns < width and not wall(row, column + columns - 1) and (row, column + columns) not in taken:
                columns += 1
            while row + rows < height and not any(floor(row + rows - 1, column + step) for step in range(columns)):
                rows += 1
            found[row, column] = rows, columns
            taken |= {(row + below, column + beside): (row, column) for below in range(rows) for beside in range(columns)}
    words: dict[tuple[int, int], list[TextLine]] = {place: [] for place in found}
    for piece in pieces:
        words[taken[_at(down, piece.middle), _at(across, (piece.left + piece.right) / 2)]].append(piece)
    return tuple(
        RuledCell(*place, *size, tuple(sorted(words[place], key=lambda piece: (round(piece.base), piece.left)))) for place, size in sorted(found.items())
    )


def _places(values: Iterable[float]) -> list[float]:
    """Where lines are, those near each other once; two at least."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places if len(places) > 1 else [*places, places[0] + _NEAR]


def _drawn(strokes: Iterable[Stroke], at: float, along: float) -> bool:
    return any(abs(stroke.at - at) <= _NEAR and stroke.begin <= along <= stroke.end for stroke in strokes)


def _at(places: Sequence[float], value: float) -> int:
    """Between which two places a value lies; the nearest of what lies outside."""
    return next((number for number, (_, end) in enumerate(pairwise(places)) if value <= end), len(places) - 2)
