"""Rows of one dataset that figures are computed from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.diagnostics import Place
from reportgen.inputs.cells import BLANK_MARKS
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.schema import Dataset, Field, Record

MOST_TOLD = 2_000
"""Of the rows of a large table so many are told of singly at most: nobody reads more."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one dataset; the units whose table is lacking (as text: 单位《数据表》); the tables that the rows stand in.

    A table is the source of a zero: a sum over rows that aren't there. `dataset` is theirs as the unit's programme has it, with columns of an office's own.
    """

    rows: Sequence[Record]
    lacking: tuple[str, ...] = ()
    tables: tuple[Place, ...] = ()
    dataset: Dataset | None = None

    @property
    def fields(self) -> Mapping[str, Field]:
        """The columns of their dataset, by key."""
        return {} if self.dataset is None else self.dataset.columns


def tables_of(rows: Sequence[Record]) -> tuple[Place, ...]:
    """The files and sheets that rows stand in."""
    if isinstance(rows, KeptRows):
        return rows.tables
    places = (row.origin.place for row in rows)
    return tuple(Place(file, sheet) for file, sheet in dict.fromkeys((place.file, place.sheet) for place in places))


def without(rows: Sequence[Record], keys: Sequence[str]) -> Sequence[Record]:
    """The rows that have nothing in one of the fields; of a large table the first of them."""
    if isinstance(rows, KeptRows):
        return rows.where(" OR ".join(f'"{key}" IS NULL' for key in keys), most=MOST_TOLD) if keys else ()
    return [row for row in rows if any(getattr(row, key) is None for key in keys)]


def unread(record: Record, key: str) -> bool:
    """Whether something is written in a cell whose value is not known: it could not be read. An empty cell is not unread."""
    return getattr(record, key) is None and record.raw(key).strip() not in (BLANK_MARKS | {""})
