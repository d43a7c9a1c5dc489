"""Rows of one dataset that figures are computed from."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from reportgen.diagnostics import Place
from reportgen.inputs.cells import BLANK_MARKS
from reportgen.inputs.schema import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Rows(Generic[R]):
    """Rows of one dataset; the units whose table is lacking (as text: 单位《数据表》); the tables that the rows stand in.

    A table is the source of a zero: a sum over rows that aren't there. `dataset` is theirs as the unit's programme has it, with columns of an office's own.
    """

    rows: tuple[R, ...]
    lacking: tuple[str, ...] = ()
    tables: tuple[Place, ...] = ()
    dataset: type[R] | None = None


def tables_of(rows: tuple[R, ...]) -> tuple[Place, ...]:
    """The files and sheets that rows stand in."""
    places = (row.origin.place for row in rows)
    return tuple(Place(file, sheet) for file, sheet in dict.fromkeys((place.file, place.sheet) for place in places))


def unread(record: Record, key: str) -> bool:
    """Whether something is written in a cell whose value is not known: it could not be read. An empty cell is not unread."""
    return getattr(record, key) is None and record.raw(key).strip() not in (BLANK_MARKS | {""})
