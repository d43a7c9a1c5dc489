"""The households of a unit's ledger, village by village in the order in which they stand there, and the rows of other tables that belong to each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reportgen.diagnostics import Place
from reportgen.figures.scope import Scope
from reportgen.handbooks.declaration import Handbook, ListOf
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.unmasked import true_values
from reportgen.workspace import Workspace

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """A household: its values in the order of the ledger's columns, what is personal masked or not; where its row stands; its rows of other tables by item.

    `number` is its 户号, empty where it has none.
    """

    number: str
    values: Row
    at: tuple[int, int, int] = field(compare=False)
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Village:
    """The households of a village; `folder` is that of the unit which they stand in. Both names are empty where the ledger doesn't say them."""

    town: str
    name: str
    folder: str
    households: tuple[Household, ...]


@dataclass(frozen=True)
class Ledger:
    """The ledger of a unit, as handbooks are made of it. `full` says that personal columns are whole."""

    workspace: Workspace
    scope: Scope
    handbook: Handbook
    full: bool

    @cached_property
    def rows(self) -> KeptRows:
        """Its rows."""
        found = self.scope.rows(self.handbook.ledger.key).rows
        return found if isinstance(found, KeptRows) else KeptRows(self.handbook.ledger, ())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The keys of its columns, in the order of a household's values."""
        return tuple(self.handbook.ledger.columns)

    def villages(self, wanted: str | None = None) -> list[Village]:
        """The villages, in the order in which the ledger first names them; of `wanted` (a column's SQL condition) those households alone."""
        listed = self._lists()
        shown = ", ".join(f'"{key}"' for key in self.columns)
        found = self.rows.ask(f"SELECT _part, _row, _at, {shown} FROM held WHERE {wanted or 'TRUE'} ORDER BY _part, _at")
        town, village, number = (3 + self.columns.index(key) for key in (self.handbook.town, self.handbook.village, self.handbook.number))
        folders = [_folder(part.place.file) for part in self.rows.parts]
        grouped: dict[tuple[str, str, str], list[Household]] = defaultdict(list)
        for row in self._true(found) if self.full else found:
            of = row[number] or ""
            lists = {key: rows.get(of, ()) for key, rows in listed.items()} if of else {}
            grouped[row[town] or "", row[village] or "", folders[row[0]]].append(Household(of, row[3:], row[:3], lists))
        towns = {town: number for number, town in enumerate(dict.fromkeys(town for town, _, _ in grouped))}
        return [Village(*key, tuple(found)) for key, found in sorted(grouped.items(), key=lambda item: towns[item[0][0]])]

    def place(self, household: Household, key: str) -> Place:
        """Where a cell of a household stands."""
        return self.rows.place(key, *household.at)

    def _lists(self) -> dict[str, dict[str, tuple[Row, ...]]]:
        """The rows of other tables by item and by the number of the household."""
        return {item.key: _by_number(self.scope, item.list) for item in self.handbook.items if item.list is not None}

    def _true(self, rows: Sequence[Row]) -> Iterable[Row]:
        """The rows with what is personal as its files have it."""
        personal = [key for key, of in self.handbook.ledger.columns.items() if of.column.personal is not None]
        places = [(3 + self.columns.index(key), key) for key in personal]
        part = -1
        known: Mapping[int, Mapping[str, str | None]] = {}
        for row in rows:
            if row[0] != part:
                part = row[0]
                known = true_values(self.workspace, self.rows.parts[part], personal)
            of = known.get(row[1])
            if of is None:
                yield row
                continue
            whole = list(row)
            for at, key in places:
                if key in of and whole[at] is not None:
                    whole[at] = of[key]
            yield tuple(whole)


def _by_number(scope: Scope, of: ListOf) -> dict[str, tuple[Row, ...]]:
    rows = scope.optional(of.dataset.key).rows
    found: dict[str, list[Row]] = defaultdict(list)
    if isinstance(rows, KeptRows):
        shown = ", ".join(f'"{key}"' for key in of.shows)
        asked: Iterable[Row] = rows.ask(f'SELECT "{of.number}", {shown} FROM held WHERE "{of.number}" IS NOT NULL ORDER BY _part, _at')
    else:
        asked = ((getattr(row, of.number), *(getattr(row, key) for key in of.shows)) for row in rows)
    for number, *values in asked:
        if number:
            found[number].append(tuple(values))
    return {number: tuple(rows) for number, rows in found.items()}


def _folder(file: str) -> str:
    """The folder of a unit that a file lies in: inputs, season, unit."""
    return "/".join(file.split("/")[:3])
