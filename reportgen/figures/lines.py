"""Rows of a dataset as templates use them: numbers are figures, an empty cell is missing, not blank."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, overload

from reportgen.figures.figure import given
from reportgen.figures.rows import Rows
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.schema import CellType, Field, Record
from reportgen.inputs.schema.vocabulary import means
from reportgen.language.figure import Absent, Figure

A = TypeVar("A")
B = TypeVar("B")

NUMBERS = (CellType.COUNT, CellType.NUMBER)


class ListingRow:
    """One row. `line.FIELD` is a Figure for a number, an `Absent` for an empty cell, else the text or date itself."""

    def __init__(self, record: Record | None, fields: Mapping[str, Field], prefix: str, words: str = "", season: str | None = None) -> None:
        self._record = record
        self._fields = fields
        self._prefix = prefix
        self._words = words
        self._season = season

    def __getattr__(self, key: str) -> Any:
        field = self.__dict__.get("_fields", {}).get(key)
        if field is None:
            raise AttributeError(key)
        value = self.__dict__[key] = self._value(key, field)  # the next time it is found without coming here
        return value

    def __dir__(self) -> list[str]:
        """What it answers to, for who means something else."""
        return [*self._fields, "overdue"]

    def _value(self, key: str, field: Field) -> Any:
        name, label = f"{self._prefix}.{key}", f"{self._words}{field.column.title}"
        if field.type in NUMBERS:
            if self._record is not None:
                return given(name, label, field.column.unit, self._record, key)
            lacking = (field.column.title,) if self._season is None else lacking_in((field.column.title,), self._season)
            return Figure(None, (), lacking, name, label, field.column.unit, "填报值")
        value = None if self._record is None else getattr(self._record, key)
        return Absent(label) if value is None else value

    def apart(self, prefix: str, words: str, season: str | None) -> "ListingRow":
        """The row with figures whose names begin with `prefix`, and labels with `words`; of another `season` what it lacks says so too."""
        return ListingRow(self._record, self._fields, f"{prefix}.{self._prefix}", words, season)

    def overdue(self, day: date | Absent) -> bool:
        """Whether it was due (时限) before a day; nobody knows where either isn't given."""
        return bool(day and self.due and self.due < day)

    def written(self, key: str) -> bool:
        """Whether something stands in a field, be it readable or not."""
        return self._record is not None and self._record.raw(key) != ""

    def unknown(self, key: str) -> bool:
        """Whether nobody knows what a field says: it can't be read, or should have been filled in. One that may be left empty says nothing by that."""
        return self._record is None or (getattr(self._record, key) is None and (self._fields[key].required or self.written(key)))

    def figures(self) -> Iterator[Figure]:
        """The row's numbers that are filled in."""
        for key, field in self._fields.items():
            if field.type in NUMBERS and self._record is not None and getattr(self._record, key) is not None:
                yield getattr(self, key)


def record_of(line: ListingRow) -> Record:
    """The row itself, of a line that has one."""
    record = line._record  # noqa: SLF001  # a public name would be one of the row's
    assert record is not None  # noqa: S101  # the line of a lacking table is never asked for it
    return record


def may_have(line: ListingRow, key: str, value: str) -> bool:
    """Whether a field has a value, or isn't filled in; a choice is named by its title or its key."""
    found = getattr(line, key)
    return isinstance(found, Absent) or means(found, value)


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a dataset in their order. Where a table is lacking, `rows` has one line that is missing throughout."""

    rows: Sequence[ListingRow]
    lacking: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[ListingRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def given(self) -> bool:
        """Whether there is a table with at least one row."""
        return bool(self.rows) and not self.lacking

    def of(self, **match: str) -> "Listing":
        """The lines whose fields have these values, e.g. `energy.of(kind="天然气")`; a choice is named by its title or its key.

        So has a line of which it isn't known; an empty cell that may be empty says that there is no such value.
        """

        def has(line: ListingRow, key: str, value: str) -> bool:
            found = getattr(line, key)
            return line.unknown(key) if isinstance(found, Absent) else means(found, value)

        return Listing(tuple(line for line in self.rows if all(has(line, k, v) for k, v in match.items())), self.lacking)


NO_ROWS = Listing(())


class OneByOne(Sequence[B]):
    """What is made of the things of a sequence (each with its number from 1) when it is asked for: the rows of a large table are never there all at once."""

    def __init__(self, of: Sequence[A], make: Callable[[int, A], B]) -> None:
        self._of: Sequence[Any] = of
        self._make: Callable[[int, Any], B] = make

    def __len__(self) -> int:
        return len(self._of)

    @overload
    def __getitem__(self, index: int) -> B: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[B]: ...

    def __getitem__(self, index: int | slice) -> B | Sequence[B]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        return self._make(index % len(self) + 1, self._of[index])

    def __iter__(self) -> Iterator[B]:
        return (self._make(number, one) for number, one in enumerate(self._of, 1))


def lacking_in(whats: tuple[str, ...], season: str) -> tuple[str, ...]:
    """What is lacking, as lacking in a season: 2022年采暖季甲县《改造任务》. A cell says by its file which season it is of."""
    return tuple(what if what.startswith("inputs/") or of_other_season(what, season) else f"{season}{what}" for what in whats)


def of_other_season(what: str, season: str) -> tuple[str, str] | None:
    """The year of the season that something lacking is of, and what it is there; None for one of this season. Seasons are called as `season` is."""
    said = re.fullmatch(rf"(\d{{4}}){re.escape(season[4:])}(.+)", what)
    return None if said is None else (said[1], said[2])


def listing(rows: Rows) -> Listing:
    """Rows as lines, their figures named DATASET.NUMBER.FIELD by position from 1. They know their dataset."""
    assert rows.dataset is not None  # noqa: S101  # who lists rows has them of a unit's table
    key, fields = rows.dataset.key, rows.fields
    if isinstance(rows.rows, KeptRows) and rows.rows:
        return Listing(OneByOne(rows.rows, lambda number, record: ListingRow(record, fields, f"{key}.{number}")), rows.lacking)
    lines = [ListingRow(record, fields, f"{key}.{n}") for n, record in enumerate(rows.rows, 1)]
    if rows.lacking:
        lines.append(ListingRow(None, fields, f"{key}.0"))
    return Listing(tuple(lines), rows.lacking)
