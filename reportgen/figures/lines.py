"""Rows of a dataset as templates use them: numbers are figures, an empty cell is missing, not blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportgen.figures.figure import given
from reportgen.figures.rows import Rows
from reportgen.inputs.schema import CellType, Field, Record
from reportgen.inputs.schema.vocabulary import means
from reportgen.language.figure import Absent, Figure

NUMBERS = (CellType.COUNT, CellType.NUMBER)


class ListingRow:
    """One row. `line.FIELD` is a Figure for a number, an `Absent` for an empty cell, else the text or date itself."""

    def __init__(self, record: Record | None, fields: dict[str, Field], prefix: str) -> None:
        self._record = record
        self._fields = fields
        self._prefix = prefix

    def __getattr__(self, key: str) -> Any:
        field = self.__dict__.get("_fields", {}).get(key)
        if field is None:
            raise AttributeError(key)
        value = self.__dict__[key] = self._value(key, field)  # the next time it is found without coming here
        return value

    def _value(self, key: str, field: Field) -> Any:
        name = f"{self._prefix}.{key}"
        if field.type in NUMBERS:
            if self._record is not None:
                return given(name, field.column.title, field.column.unit, self._record, key)
            return Figure(None, (), (field.column.title,), name, field.column.title, field.column.unit, "填报值")
        value = None if self._record is None else getattr(self._record, key)
        return Absent(field.column.title) if value is None else value

    def overdue(self, day: date | Absent) -> bool:
        """Whether it was due (时限) before a day; nobody knows where either isn't given."""
        return bool(day and self.due and self.due < day)

    def figures(self) -> Iterator[Figure]:
        """The row's numbers that are filled in."""
        for key, field in self._fields.items():
            if field.type in NUMBERS and self._record is not None and getattr(self._record, key) is not None:
                yield getattr(self, key)


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a dataset in their order. Where a table is lacking, `rows` has one line that is missing throughout."""

    rows: tuple[ListingRow, ...]
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
        """The lines whose fields have these values, e.g. `energy.of(kind="天然气")`; a choice is named by its title or its key."""

        def may_be(line: ListingRow, key: str, value: str) -> bool:
            found = getattr(line, key)
            return isinstance(found, Absent) or means(found, value)

        return Listing(tuple(line for line in self.rows if all(may_be(line, k, v) for k, v in match.items())), self.lacking)


NO_ROWS = Listing(())


def listing(dataset: type[Record], rows: Rows[Any]) -> Listing:
    """Rows as lines, their figures named DATASET.NUMBER.FIELD by position from 1."""
    fields = {field.key: field for field in (rows.dataset or dataset).fields()}
    lines = [ListingRow(record, fields, f"{dataset.KEY}.{n}") for n, record in enumerate(rows.rows, 1)]
    if rows.lacking:
        lines.append(ListingRow(None, fields, f"{dataset.KEY}.0"))
    return Listing(tuple(lines), rows.lacking)
