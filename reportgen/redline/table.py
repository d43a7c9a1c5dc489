"""A table in a redline: both tables as one, with rows, columns and cells that came and went."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise, product

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.align import Pair
from reportgen.diff.tables import ColumnPair, RowPair, TablePair
from reportgen.redline.text import shell, write_runs
from reportgen.render.sides import CHANGE, DEL, INS, WAS, span_columns, span_rows
from reportgen.render.tree import Cell, TableGrid, aligned

_LEAST_KEPT = 1 / 3  # of the columns of both tables: with fewer in common, one table under the other is read more easily than one of both


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or column of the merged table: its number in the old and in the new table, None where it isn't there."""

    old: int | None
    new: int | None

    @property
    def change(self) -> str | None:
        """What became of it; None where both tables have it."""
        return DEL if self.new is None else INS if self.old is None else None


_Both = tuple[Cell | None, Cell | None]
_Place = tuple[int, int]  # row and column


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the merged table over so many rows and columns of it: what it is in either table, and whether it came or went itself, not just its row.

    Neither old nor new is what fills the place of a row that went in a column that came, or the other way round.
    """

    place: _Place
    rows: int
    columns: int
    old: Cell | None
    new: Cell | None
    change: str | None


def merged_table(pair: Pair) -> _Element | None:
    """The tables of a CHANGE as one; None where they have too little in common, or don't say which columns they have (`colgroup`)."""
    if pair.table is None or pair.old is None or pair.new is None or pair.old.grid is None or pair.new.grid is None:
        return None
    columns = [_Line(None if _arrives(column) else column.old, column.new) for column in pair.table.columns]
    groups = [block.element.findall("colgroup/col") for block in (pair.old, pair.new)]
    stay = sum(column.change is None for column in columns)
    if stay < len(columns) and (stay < _LEAST_KEPT * len(columns) or [*map(len, groups)] != [len(side.shares) for side in (pair.old.grid, pair.new.grid)]):
        return None
    made = shell(pair.new.element)
    for part in pair.new.element:
        if part.tag == "caption":
            made.append(shell(part))
            write_runs(made[-1], pair.runs)
        elif part.tag == "colgroup":
            made.append(_same_group(part, *groups) if stay == len(columns) else _group(part, columns, *groups))
    parts = {True: etree.Element("thead"), False: etree.Element("tbody")}
    for row, head in _Merged(pair.old.grid, pair.new.grid, pair.table, columns).write():
        parts[head].append(row)
    made.extend(part for part in parts.values() if len(part))
    return made


def _arrives(line: ColumnPair | RowPair) -> bool:
    """Whether this is where a row or column that moved stands now: it went where it was, and came where it is."""
    return line.move is not None and line.new is not None


def _same_group(part: _Element, old: list[_Element], new: list[_Element]) -> _Element:
    """The `colgroup` of columns that all stay, with what their widths were where those changed."""
    made = deepcopy(part)
    widths = [[column.get("data-width", "1") for column in side] for side in (old, new)]
    if widths[0] != widths[1] and len(old) == len(new):
        for column, width in zip(made.findall("col"), widths[0], strict=True):
            column.set(WAS, width)
    return made


def _group(part: _Element, columns: Sequence[_Line], old: list[_Element], new: list[_Element]) -> _Element:
    """The `colgroup`, with the columns that came and went marked."""
    made = shell(part)
    for column in columns:
        made.append(shell(new[column.new] if column.new is not None else old[column.old or 0]))
        if column.change is not None:
            made[-1].set(CHANGE, column.change)
    return made


class _Merged:
    """Two tables as one, whose columns are `columns`."""

    def __init__(self, old: TableGrid, new: TableGrid, table: TablePair, columns: Sequence[_Line]) -> None:
        self._old, self._new = old, new
        self._covering = old.covering(), new.covering()
        self._runs = {(cell.old, cell.new): cell.runs for row in table.rows for cell in row.cells}
        self._columns = columns
        numbers = {row: number for side in (old, new) for number, (row, _) in enumerate(side.rows)}
        rows = [_Line(None if row.old is None or _arrives(row) else numbers[row.old], None if row.new is None else numbers[row.new]) for row in table.rows]
        self._rows = sorted(rows, key=lambda row: not self._is_head(row))

    def write(self) -> Iterator[tuple[_Element, bool]]:
        """The rows, and whether each is of the head."""
        for begin, end in pairwise(self._bands()):
            band = self._rows[begin:end]
            cells = self._cells(band)
            if cells is None:
                band = [*(_Line(row.old, None) for row in band if row.old is not None), *(_Line(None, row.new) for row in band if row.new is not None)]
                cells = self._cells(band) or []
            for number, row in enumerate(band):
                yield self._tr(row, [cell for cell in cells if cell.place[0] == number]), self._is_head(row)

    def _bands(self) -> list[int]:
        """Where rows begin that no cell of either table reaches down to, and the number of rows."""
        within: set[int] = set()
        for side, rows in ((self._old, [row.old for row in self._rows]), (self._new, [row.new for row in self._rows])):
            places = {row: number for number, row in enumerate(rows)}
            for cell in (cell for _, cells in side.rows for cell in cells if cell.rows > 1):
                covered = [places[row] for row in range(cell.row, cell.row + cell.rows)]
                within.update(range(min(covered) + 1, max(covered) + 1))
        return [number for number in range(len(self._rows)) if number not in within] + [len(self._rows)]

    def _cells(self, band: Sequence[_Line]) -> list[_Cell] | None:
        """The cells of these rows, which no others reach into; None where cells of the two tables lie across each other."""
        standing = {place: self._standing(band[place[0]], self._columns[place[1]]) for place in product(range(len(band)), range(len(self._columns)))}
        partners = _partners(standing.values())
        if partners is None:
            return None
        covered: dict[_Both, list[_Place]] = {}
        for place, both in standing.items():
            for cell in both:
                if cell is not None:
                    covered.setdefault(partners[cell], []).append(place)
        made: list[_Cell] = []
        taken: set[_Place] = set()
        for (old, new), places in covered.items():
            rows, columns = (range(min(numbers), max(numbers) + 1) for numbers in zip(*places, strict=True))
            over = set(product(rows, columns))
            if taken & over or any(standing[place][0] not in (None, old) or standing[place][1] not in (None, new) for place in over):
                return None
            if old is not None and new is not None and (band[rows[0]] != _Line(old.row, new.row) or (old, new) not in self._runs):
                return None
            taken |= over
            side = DEL if new is None else INS if old is None else None
            change = side and _change(side, [band[row] for row in rows], [self._columns[column] for column in columns])
            made.append(_Cell((rows[0], columns[0]), len(rows), len(columns), old, new, change))
        made += (
            _Cell((row, column), 1, 1, None, None, self._columns[column].change)
            for row, column in standing.keys() - taken
            if {band[row].change, self._columns[column].change} == {INS, DEL}
        )
        return sorted(made, key=lambda cell: cell.place)

    def _standing(self, row: _Line, column: _Line) -> _Both:
        """The cells that cover a place of the merged table in the old table and in the new one."""
        old = None if row.old is None or column.old is None else self._covering[0].get((row.old, column.old))
        new = None if row.new is None or column.new is None else self._covering[1].get((row.new, column.new))
        return old, new

    def _tr(self, row: _Line, cells: list[_Cell]) -> _Element:
        side, at = (self._new, row.new) if row.new is not None else (self._old, row.old)
        made = shell(side.rows[at or 0][0])
        if row.change is not None:
            made.set(CHANGE, row.change)
        made.extend(self._td(cell, "th" if self._is_head(row) else "td") for cell in cells)
        return made

    def _td(self, cell: _Cell, tag: str) -> _Element:
        side = cell.new or cell.old
        if side is None:
            made = etree.Element(tag)
        elif cell.old is not None and cell.new is not None:
            made = shell(side.element)
            write_runs(made, self._runs[cell.old, cell.new])
            if aligned(cell.old.element) != aligned(cell.new.element):
                made.set(WAS, f"{made.tag!s}.{cell.old.element.get('class', '')}")
        else:
            made = deepcopy(side.element)
            made.tail = None
        span_rows(made, cell.rows)
        span_columns(made, cell.columns)
        if cell.change is not None:
            made.set(CHANGE, cell.change)
        return made

    def _is_head(self, row: _Line) -> bool:
        return row.new < self._new.heads if row.new is not None else (row.old or 0) < self._old.heads


def _partners(standing: Iterable[_Both]) -> dict[Cell, _Both] | None:
    """Of each cell the old and the new one that it is; None where one is several of the other table."""
    came: dict[Cell, Cell] = {}
    was: dict[Cell, Cell] = {}
    single: dict[Cell, _Both] = {}
    for old, new in standing:
        if old is not None and new is not None:
            if came.setdefault(old, new) != new or was.setdefault(new, old) != old:
                return None
        elif old is not None:
            single[old] = old, None
        elif new is not None:
            single[new] = None, new
    return {**single, **{cell: (old, new) for old, new in came.items() for cell in (old, new)}}


def _change(side: str, rows: Sequence[_Line], columns: Sequence[_Line]) -> str | None:
    """How a cell of one table only is marked: as come or gone, but where nothing but its rows are so."""
    by_rows, by_columns = (all(line.change == side for line in lines) for lines in (rows, columns))
    return None if by_rows and not by_columns else side
