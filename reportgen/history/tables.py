"""What changed in a table: its rows and columns paired, and their cells."""

from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.history.inline import Run
from reportgen.history.matching import Op
from reportgen.render.tree import Cell


@dataclass(frozen=True, slots=True, eq=False)
class ColumnPair:
    """A column of the merged table: its place in the old grid and in the new one, counted from 0; None where it isn't there."""

    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True, eq=False)
class CellPair:
    """A cell where it begins in either table. EQUAL: the same words; CHANGE: `runs` say what changed; INSERT, DELETE: one side only."""

    op: Op
    column: int  # of `TablePair.columns`
    old: Cell | None
    new: Cell | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowPair:
    """A row (`tr`) of the merged table; its cells in the order of the columns.

    EQUAL and CHANGE have both sides, DELETE the old one, INSERT the new one. A row that moved stands twice, both times as MOVE with the
    same number `move`: with `old` alone where it was, with both where it is now, and the changes in its cells there.
    """

    op: Op
    old: _Element | None
    new: _Element | None
    cells: tuple[CellPair, ...]
    move: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TablePair:
    """A table in both documents: the merged columns from left to right, the merged rows from top to bottom (those of `thead` first)."""

    columns: tuple[ColumnPair, ...]
    rows: tuple[RowPair, ...]
