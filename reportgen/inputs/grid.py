"""A rectangle of raw cells, whatever file it came from: what the Excel and CSV readers give to the table reader."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from reportgen.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows no value of its own: an Excel error value (`#DIV/0!`), or a formula never calculated ("")."""

    shown: str


@dataclass(frozen=True, slots=True)
class PercentNumber:
    """A number in a cell formatted as percent: 0.32 shows as 32%."""

    value: float


Raw: TypeAlias = str | int | float | Decimal | bool | datetime | date | time | timedelta | Broken | PercentNumber | None
"""What a file's reader gives for a cell, before the schema says what it should be. Blank is None or a blank string."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range: first and last row and column, from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet or CSV file, from A1.

    `rows` may be of different lengths. `textual` says that the format has only text (CSV), so that a number or date
    written as text is nothing to remark on.
    """

    file: str
    sheet: str | None
    rows: Sequence[Sequence[Raw]]
    merged: tuple[Span, ...] = ()
    textual: bool = False

    def raw(self, row: int, column: int) -> Raw:
        """The cell's raw value; None outside the rectangle."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def place(self, row: int, column: int) -> Place:
        """Where the cell stands, as its file, sheet and A1 name."""
        return Place(self.file, self.sheet, f"{column_name(column)}{row + 1}")


class RowCells(Mapping[str, Place]):
    """The places of a row's cells by field key, made when asked for: the columns are shared by all rows of a table."""

    __slots__ = ("_columns", "_grid", "_row")

    def __init__(self, grid: Grid, columns: Mapping[str, int], row: int) -> None:
        self._grid = grid
        self._columns = columns
        self._row = row

    def __getitem__(self, key: str) -> Place:
        return self._grid.place(self._row, self._columns[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class RowRaws(Mapping[str, Raw]):
    """What a row's cells hold, unread, by field key: looked up when asked for."""

    __slots__ = ("_columns", "_grid", "_row")

    def __init__(self, grid: Grid, columns: Mapping[str, int], row: int) -> None:
        self._grid = grid
        self._columns = columns
        self._row = row

    def __getitem__(self, key: str) -> Raw:
        return self._grid.raw(self._row, self._columns[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@cache
def column_name(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_blank(raw: Raw) -> bool:
    """Whether a person sees nothing in the cell."""
    return raw is None or (isinstance(raw, str) and not raw.strip())
