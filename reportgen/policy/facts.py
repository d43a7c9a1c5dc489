"""What rules are told of a unit: its figures by theme, its description and dates, the policy's own numbers and deadlines."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from reportgen.diagnostics import Place
from reportgen.figures.lines import ListingRow, OneByOne, listing, record_of
from reportgen.figures.rows import Rows, without
from reportgen.figures.scope import Scope
from reportgen.figures.seasons import this_season
from reportgen.figures.themes import Themes, theme_names
from reportgen.inputs.schema import CellType
from reportgen.inputs.schema.declared import shipped_datasets
from reportgen.inputs.schema.programme import Programme
from reportgen.inputs.schema.unit import Filing
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.undefined import Lack, Lacking, lacking
from reportgen.language.views import Row, View
from reportgen.policy.model import Deadline, Policy
from reportgen.policy.printed import Printed, Surroundings
from reportgen.policy.provisions import Provisions

DESCRIBED = frozenset({"unit", "schedule", "document"})
_ALWAYS = DESCRIBED | {"season", "previous", "parameters", "deadlines"}


@lru_cache(maxsize=8)  # each expression asks
def names_of(programme: Programme) -> frozenset[str]:
    """The names that any expression may use; `row` comes with each."""
    return _ALWAYS | frozenset(theme_names(programme)) | (frozenset() if programme.alone else shipped_datasets().keys())


@dataclass(frozen=True, slots=True)
class Facts:
    """One unit with its figures and its filing of one kind of document, as one policy sees it."""

    scope: Scope
    themes: Themes
    season: int
    document: Filing
    policy: Policy
    kind: str
    surroundings: Surroundings
    says: Provisions = field(default_factory=Provisions)
    _named: dict[str, Any] = field(default_factory=dict)
    _rows: dict[str, Sequence[Row]] = field(default_factory=dict)
    _lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self, wanted: Iterable[str]) -> dict[str, Any]:
        """The values of the names that an expression asks for."""
        for name in wanted:
            if name not in self._named and name in names_of(self.scope.programme):
                self._named[name] = self._value(name)
        return {name: self._named[name] for name in wanted if name in self._named}

    def choice(self, vocabulary: str, key: str) -> Choice:
        """A value of the programme's vocabularies."""
        return self.scope.programme.choice(vocabulary, key)

    @property
    def printed(self) -> Printed | None:
        """The document as it will be printed; None where it couldn't be composed."""
        return self.surroundings.printed.get(self.kind)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The policy's parameters."""
        return self.policy.parameters

    def rows(self, each: str) -> Sequence[Row]:
        """The unit's own rows of a dataset: those of the units below are checked with their own units.

        Raises Lack where the unit has no such table, nor units below that could have it.
        """
        dataset = self.scope.programme.by_key[each]
        own = self.scope.inputs.rows(each)
        if own is None and not self.scope.children:
            raise Lack(f"{self.scope.unit.name}《{dataset.title}》")
        if each not in self._rows:
            lines = listing(Rows(own or (), dataset=dataset)).rows
            self._rows[each] = OneByOne(lines, _row) if dataset.large else tuple(itertools.starmap(_row, enumerate(lines, 1)))
        return self._rows[each]

    def tables(self, names: Iterable[str]) -> tuple[Place, ...]:
        """Where what `names` stand for is written: the files and sheets of datasets, 单位.yaml or the sheet 单位说明 for the unit's description and dates."""
        wanted, title = sorted(names), self.scope.unit.place("name")
        described = (Place(title.file, title.sheet),) if title and not DESCRIBED.isdisjoint(wanted) else ()
        return (*described, *(place for name in wanted if name in shipped_datasets() for place in self.scope.rows(name).tables))

    def missing(self, *datasets: str) -> tuple[str, ...]:
        """What lacks of datasets: whole tables, and cells of 选项 that couldn't be read, so that nobody knows which rows are meant."""
        for key in datasets:
            if key not in self._lacking:
                self._lacking[key] = _missing(self.scope.rows(key))
        return tuple(what for key in datasets for what in self._lacking[key])

    def _day(self, deadline: Deadline) -> date | Lacking:
        return deadline.on(self.season) or lacking(f"{self.scope.programme.notice}规定的“{deadline.title}”日期")

    def _value(self, name: str) -> Any:
        if name in shipped_datasets():
            what = self.missing(name)
            if what:
                return lacking(*what)
            return getattr(self.themes, name) if name in self.themes.names else listing(self.scope.rows(name))
        if name in self.themes.names:
            return getattr(self.themes, name)
        season = this_season(self.scope, self.season)
        values: dict[str, Any] = {
            "unit": View(self.scope.unit),
            "schedule": View(self.scope.unit.schedule),
            "document": View(self.document),
            "season": season,
            "previous": season(season.year - 1),
            "parameters": SimpleNamespace(**self.policy.parameters),
            "deadlines": SimpleNamespace(**{key: self._day(deadline) for key, deadline in self.policy.deadlines.items()}),
        }
        return values[name]


def _row(_number: int, line: ListingRow) -> Row:
    return Row(line, record_of(line))


def _missing(rows: Rows) -> tuple[str, ...]:
    choices = [f for f in rows.fields.values() if f.type is CellType.CHOICE and f.required]
    held = without(rows.rows, [f.key for f in choices])
    unread = [f"{row.place(f.key)}的{f.column.title}" for row in held for f in choices if getattr(row, f.key) is None]
    return (*rows.lacking, *unread)
