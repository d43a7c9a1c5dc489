"""A rectangle of raw cells, whatever file it came from: what the Excel and CSV readers give to the table reader."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TypeAlias, TypeVar

from reportgen.diagnostics import Place
from reportgen.inputs.number_formats import NumberFormat, Part, show

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 2_000, 4_000_000
"""The largest table that is read: the households of a large county, twenty columns for each, take a minute and half a gigabyte. The readers of all
formats refuse what is larger before they make cells of it; a stray cell far out makes a sheet so large."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class NoValue:
    """A cell that shows no value of its own: an Excel error value (`#DIV/0!`), a formula never calculated (""), or a picture placed in the cell."""

    shown: str
    picture: bool = False

    def __str__(self) -> str:
        """What is told of it where a text is shown."""
        return self.shown or ("图片" if self.picture else "公式没有计算结果")


@dataclass(frozen=True, slots=True)
class PercentNumber:
    """A number in a cell formatted as percent: 0.32 shows as 32%."""

    value: float


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """A number in a cell whose format shows something else: 12000000 as 1200.0000, or nothing."""

    value: float
    format: NumberFormat

    @property
    def number(self) -> Decimal:
        """The number that is stored: of a float the first 15 digits, which are what was typed."""
        return Decimal(format(self.value, ".15g"))

    @property
    def part(self) -> Part:
        """The part of the format that shows it."""
        return self.format.part(self.number)

    def __str__(self) -> str:
        return show(self.part, self.number)


Raw: TypeAlias = str | int | float | Decimal | bool | datetime | date | time | timedelta | NoValue | PercentNumber | FormattedNumber | None
"""What a file's reader gives for a cell, before the schema says what it should be. Blank is None or a blank string."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range: first and last row and column, from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a sheet isn't shown: rows and columns from 0 (hidden, filtered away, folded), or the sheet itself."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """The cells of one sheet or CSV file, from A1.

    `rows` may be of different lengths. `textual` says that the format has only text (CSV), so that a number or date
    written as text is nothing to remark on. `hidden` is what a person doesn't see of the sheet.
    """

    file: str
    sheet: str | None
    rows: Sequence[Sequence[Raw]]
    merged: tuple[Span, ...] = ()
    textual: bool = False
    hidden: Hidden = Hidden()

    def raw(self, row: int, column: int) -> Raw:
        """The cell's raw value; None outside the rectangle."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def place(self, row: int, column: int) -> Place:
        """Where the cell stands, as its file, sheet and A1 name."""
        return Place(self.file, self.sheet, f"{column_name(column)}{row + 1}")


class RowCells(Mapping[str, V]):
    """What `of` says of a row's cells (their places, what they hold unread) by field key, made when asked for: all rows of a table share its columns."""

    __slots__ = ("_of", "columns", "row")

    def __init__(self, of: Callable[[int, int], V], columns: Mapping[str, int], row: int) -> None:
        self._of = of
        self.columns = columns
        self.row = row

    def __getitem__(self, key: str) -> V:
        return self._of(self.row, self.columns[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@cache
def column_name(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def bare(raw: Raw) -> Raw:
    """The cell's value whatever its number format."""
    return raw.value if isinstance(raw, (PercentNumber, FormattedNumber)) else raw


def is_blank(raw: Raw) -> bool:
    """Whether a person sees nothing in the cell."""
    return raw is None or (isinstance(raw, str) and not raw.strip())
