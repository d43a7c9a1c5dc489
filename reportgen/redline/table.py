"""A table in a redline: both tables as one, with rows that came and went."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.align import Pair
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.tables import RowPair
from reportgen.redline.text import shell, write_runs
from reportgen.render.sides import CHANGE, DEL, INS, span_rows
from reportgen.render.tree import Cell, TableGrid


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the merged table: its number in the old and in the new table, None where it isn't there, and the words of cells in both."""

    old: int | None
    new: int | None
    words: dict[int, tuple[Run, ...]]  # by the column in which a cell begins


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell to be written: as `like`, over so many rows, with the words of both sides, or those of `like` where `words` is None."""

    like: _Element
    rows: int
    words: tuple[Run, ...] | None


def merged_table(pair: Pair) -> _Element | None:
    """The tables of a CHANGE as one; None where columns came or went: then one table came and the other went."""
    if pair.table is None or pair.old is None or pair.new is None or pair.old.grid is None or pair.new.grid is None:
        return None
    if any(column.old is None or column.new is None for column in pair.table.columns):
        return None
    return _Merged(pair.old.grid, pair.new.grid, pair.table.rows).write(pair.new.element, pair.runs)


class _Merged:
    """Two tables of the same columns as one."""

    def __init__(self, old: TableGrid, new: TableGrid, rows: tuple[RowPair, ...]) -> None:
        self._old, self._new = old, new
        numbers = {row: number for side in (old, new) for number, (row, _) in enumerate(side.rows)}
        self._rows = [_row(row, numbers) for row in rows]

    def write(self, like: _Element, caption: tuple[Run, ...]) -> _Element:
        made = shell(like)
        for part in like:
            if part.tag == "caption":
                made.append(shell(part))
                write_runs(made[-1], caption)
            elif part.tag == "colgroup":
                made.append(deepcopy(part))
        parts = {True: etree.Element("thead"), False: etree.Element("tbody")}
        for begin, end in pairwise(self._bands()):
            for row, head in self._together(begin, end) or self._apart(begin, end):
                parts[head].append(row)
        made.extend(part for part in parts.values() if len(part))
        return made

    def _bands(self) -> list[int]:
        """Where rows begin that no cell of either table reaches down to, and the number of rows."""
        within: set[int] = set()
        for side in (self._old, self._new):
            for _, cells in side.rows:
                for cell in cells:
                    covered = self._covered(cell, side)
                    within.update(range(covered[0] + 1, covered[-1] + 1))
        return [number for number in range(len(self._rows)) if number not in within] + [len(self._rows)]

    def _covered(self, cell: Cell, side: TableGrid) -> list[int]:
        """The merged rows that a cell of a table covers."""
        rows = range(cell.row, cell.row + cell.rows)
        return [number for number, row in enumerate(self._rows) if (row.old if side is self._old else row.new) in rows]

    def _together(self, begin: int, end: int) -> list[tuple[_Element, bool]] | None:
        """The rows of a band as one, and whether each is of the head; None where cells of both tables lie across each other."""
        made = []
        for number in range(begin, end):
            cells = self._cells(number)
            if cells is None:
                return None
            row = self._rows[number]
            change = DEL if row.new is None else INS if row.old is None else None
            made.append((self._tr(row, cells, change), self._is_head(row)))
        return made

    def _cells(self, number: int) -> list[_Cell] | None:
        row = self._rows[number]
        old, new = ({} if at is None else {cell.column: cell for cell in side.rows[at][1]} for at, side in ((row.old, self._old), (row.new, self._new)))
        made: list[_Cell] = []
        for column in sorted(old.keys() | new.keys()):
            gone, come = old.get(column), new.get(column)
            rows = self._rows_of(number, gone, come)
            if rows is None or (row.old is not None and row.new is not None and (gone is None or come is None or gone.columns != come.columns)):
                return None
            like = come or gone
            if like is not None:
                made.append(_Cell(like.element, rows, row.words[column] if gone and come else None))
        return made

    def _rows_of(self, number: int, gone: Cell | None, come: Cell | None) -> int | None:
        """How many merged rows a cell reaches over from `number`; None where it would cover a row that it isn't in on either side."""
        old, new = (set() if cell is None else set(self._covered(cell, side)) for cell, side in ((gone, self._old), (come, self._new)))
        covered = range(number, max(old | new) + 1)
        fits = all((at in old) == (self._rows[at].old is not None) and (at in new) == (self._rows[at].new is not None) for at in covered)
        return len(covered) if fits else None

    def _apart(self, begin: int, end: int) -> Iterator[tuple[_Element, bool]]:
        """The rows of a band that went, then those that came."""
        for change, side in ((DEL, self._old), (INS, self._new)):
            for row in self._rows[begin:end]:
                at = row.old if change == DEL else row.new
                if at is not None:
                    tr = deepcopy(side.rows[at][0])
                    tr.tail = None
                    tr.set(CHANGE, change)
                    yield tr, at < side.heads

    def _tr(self, row: _Row, cells: list[_Cell], change: str | None) -> _Element:
        side, at = (self._new, row.new) if row.new is not None else (self._old, row.old)
        made = shell(side.rows[at or 0][0])
        if change is not None:
            made.set(CHANGE, change)
        for cell in cells:
            element = deepcopy(cell.like) if cell.words is None else shell(cell.like)
            element.tail = None
            if cell.words is not None:
                write_runs(element, cell.words)
            span_rows(element, cell.rows)
            made.append(element)
        return made

    def _is_head(self, row: _Row) -> bool:
        return row.new < self._new.heads if row.new is not None else (row.old or 0) < self._old.heads


def _row(pair: RowPair, numbers: dict[_Element, int]) -> _Row:
    """A row that moved went where it was, and came where it is."""
    old = None if pair.old is None or (pair.op is Op.MOVE and pair.new is not None) else numbers[pair.old]
    new = None if pair.new is None else numbers[pair.new]
    return _Row(old, new, {cell.new.column: cell.runs for cell in pair.cells if cell.new is not None and cell.old is not None})
