"""Figures of a part of the season: those of the rows that belong to it by a date, named and labelled so that they can't be taken for the season's."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from reportgen.figures.apart import apart
from reportgen.figures.scope import Scope
from reportgen.figures.themes import by_name, theme_names, themes
from reportgen.inputs.keeping import kept
from reportgen.inputs.records import Table, UnitInputs
from reportgen.inputs.schema.unit import Season
from reportgen.language.display import day_of
from reportgen.language.figure import Figure

PERIOD, TO_DATE = "period", "to_date"
"""What the figures of a period, and those from the season's beginning to its end, are called by, and their names begin with."""
_LABELS = {PERIOD: "本期", TO_DATE: "截至本期"}


@dataclass(frozen=True, slots=True)
class InPeriod:
    """The themes of a unit in a part of its season, `first` to `last`: `period.dispatch.faults`. Computed when one is first asked for.

    Of the datasets that `dated` names only the rows count whose date (the column named) lies in it, and those whose date can't be read: what they
    would be added to is then missing. Of the others a theme that knows what days mean to its rows (`Scope.until`) tells how things stood on the
    last day; all else counts whole. Where `first` is None, the part begins with the season.
    """

    name: str
    _scope: Scope = field(repr=False, compare=False)
    _first: date | None
    _last: date
    _dated: Mapping[str, str] = field(repr=False, compare=False)
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __getattr__(self, name: str) -> Any:
        if name not in theme_names(self._scope.programme):
            raise AttributeError(name)
        if "themes" not in self._known:
            self._known["themes"] = themes(within(self._scope, self._first, self._last, self._dated))
        if name not in self._known:
            self._known[name] = apart(getattr(self._known["themes"], name), self.name, _LABELS[self.name])
        return self._known[name]

    def __dir__(self) -> list[str]:
        """What it answers to."""
        return [*theme_names(self._scope.programme)]


def figures_in(period: InPeriod) -> dict[str, Figure]:
    """Every known or missing figure of a part of the season by its name."""
    return by_name(getattr(period, name) for name in dir(period))


def is_of_period(figure: str) -> bool:
    """Whether a figure (its name) is one of a part of the season: of each issue of a series it is another."""
    return figure.startswith((f"{PERIOD}.", f"{TO_DATE}."))


def within(scope: Scope, first: date | None, last: date, dated: Mapping[str, str]) -> Scope:
    """A unit and those below it with the rows of a part of the season alone, and with that part for their season; see `InPeriod`."""
    inputs = replace(scope.inputs, unit=scope.inputs.unit.model_copy(update={"season": _part(scope.unit.season, first, last)}))
    inputs = replace(inputs, tables={key: _cut(table, inputs, first, last, dated[key]) if key in dated else table for key, table in inputs.tables.items()})
    children = tuple(within(child, first, last, dated) for child in scope.children)
    return replace(scope, inputs=inputs, children=children, since=first, until=last)


def _part(season: Season | None, first: date | None, last: date) -> Season | None:
    """What of a season lies in a part; the part itself where that lies beside it."""
    if season is None or (first is None and last < season.start):
        return season
    start, end = max(season.start, first or season.start), min(season.end, last)
    return season.model_copy(update={"start": start, "end": end} if start <= end else {"start": first or season.start, "end": last})


def _cut(table: Table, inputs: UnitInputs, first: date | None, last: date, column: str) -> Table:
    """A table with the rows of a part alone; where there are none, it says of which days something is lacking."""

    def counts(day: date | None) -> bool:
        return day is None or (first or day) <= day <= last

    chosen = tuple(row for row in table.rows if counts(getattr(row, column)))
    rows = kept(table.dataset, chosen) if table.dataset.large else chosen
    span = f"{day_of(last)}以前" if first is None else f"{day_of(first)}至{day_of(last)}"
    return replace(table, rows=rows, lacking="" if rows else f"{inputs.unit.name}《{table.dataset.title}》{span}的数据")
