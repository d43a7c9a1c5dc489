"""Rows as they were typed: typed values, and in place of what readers mask the true value. They go back to the unit that they came from alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from reportgen.diagnostics import Place
from reportgen.inputs.grid import Raw, bare
from reportgen.inputs.schema import CellType, Dataset, Record
from reportgen.inputs.wording import fold, shorten
from reportgen.workbook.book import place as position
from reportgen.workbook.sheet import Value

Grids = Callable[[Place], Sequence[Sequence[Raw]] | None]
"""Gives the cells of the sheet in which a place is; None where that is in no workbook."""
_NUMERIC = (CellType.COUNT, CellType.NUMBER, CellType.FLAG)
_MASKED = "*"


@dataclass(frozen=True, slots=False)
class Line:
    """A row of a dataset with its true values by key (None for a blank)."""

    record: Record
    values: Mapping[str, Value]

    def said(self, key: str) -> str:
        """What a cell says, for comparing."""
        return comparable(self.values.get(key))

    def shown(self, key: str) -> str:
        """What a cell says, for people: masked where it is personal."""
        value = getattr(self.record, key)
        return shorten(str(value), 30) if value is not None else "（空）"

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """What all its cells say."""
        return tuple(self.said(key) for key in self.record.dataset.columns)


def lines(rows: Sequence[Record], grids: Grids) -> tuple[Line, ...]:
    """The rows with their true values."""
    return tuple(Line(row, {key: _true(row, key, grids) for key in row.dataset.columns}) for row in rows)


def key_columns(dataset: Dataset) -> tuple[str, ...]:
    """The columns that say which row is which: those that each row must fill and that are no numbers; all, where there is none such."""
    required = tuple(key for key, field in dataset.columns.items() if field.required and field.type not in _NUMERIC)
    return required or tuple(dataset.columns)


def by_key(found: Sequence[Line]) -> dict[tuple[str, ...], Line]:
    """The rows by what tells them apart; of several alike, the first, the second, … of them."""
    made: dict[tuple[str, ...], Line] = {}
    for line in found:
        key = tuple(line.said(one) for one in key_columns(line.record.dataset))
        number = 0
        while (*key, str(number)) in made:
            number += 1
        made[*key, str(number)] = line
    return made


def comparable(value: Any) -> str:
    """A value as a text that is the same for what is the same."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(str(value)).normalize()
        return format(number, "f")
    return value.isoformat() if isinstance(value, date) else fold(str(value))


def _true(row: Record, key: str, grids: Grids) -> Value:
    value: Value = getattr(row, key)
    field = row.dataset.columns[key]
    if value is None or not (field.column.personal or (isinstance(value, str) and _MASKED in value)):
        return value
    place = row.place(key)
    rows = grids(place) if place.cell is not None else None
    if rows is None:
        return None if field.column.personal else value
    number, column = position(place.cell or "")
    raw: Any = bare(rows[number][column]) if number < len(rows) and column < len(rows[number]) else None
    return raw if isinstance(raw, (str, int)) else None if raw is None else str(raw)
