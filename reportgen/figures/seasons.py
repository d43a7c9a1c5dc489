"""Figures of other seasons: those of the unit in an earlier season, named and labelled so that they can't be taken for this one's."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from reportgen.figures.lines import ListingRow, lacking_in
from reportgen.figures.scope import Scope
from reportgen.figures.theme import Themes, themes
from reportgen.inputs.records import UnitInputs
from reportgen.language.figure import Figure
from reportgen.language.views import SeasonView, ThisSeason, Year

MOST_BACK = 10
"""So many years back a document looks at most: a pilot period has three, a plan five."""
THEMES = frozenset(entry.name for entry in fields(Themes))


class OutOfReach(ValueError):
    """A season that a document can't speak of; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class UnitInSeason(SeasonView):
    """A unit in a season: `season(2022).tasks.total`. `given`: it is there; else all its figures are missing."""

    given: bool
    _count: Callable[[], Themes] = field(repr=False, compare=False)
    _of: Callable[[int], SeasonView] = field(repr=False, compare=False)
    _prefix: str | None = field(repr=False, compare=False)
    _themes: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def previous(self) -> SeasonView:
        """The season before."""
        return self._of(self.year - 1)

    def __getattr__(self, name: str) -> Any:
        if name not in THEMES:
            raise AttributeError(name)
        if name not in self._themes:
            theme = getattr(self._count(), name)
            self._themes[name] = theme if self._prefix is None else _of_season(theme, self.year)
        return self._themes[name]


def this_season(scope: Scope, year: int) -> ThisSeason:
    """The season of a unit's documents, which begins in `year`, as templates and rules speak of it."""
    return ThisSeason(Year(year), lambda other: in_season(scope, year, other))


def in_season(scope: Scope, own: int, year: int) -> UnitInSeason:
    """A unit of the season `own` in that of another year. Raises OutOfReach for a later one, or one too long ago."""
    if not own - MOST_BACK <= year <= own:
        raise OutOfReach(f"{own}年采暖季的公文只能引用{own - MOST_BACK}—{own}年采暖季的数据，不能引用{year}年的")
    found = scope.seasons.get(year)
    if found is None:
        found = scope.seasons[year] = _found(scope, own, year)
    return found


def _found(scope: Scope, own: int, year: int) -> UnitInSeason:
    def of(other: int) -> UnitInSeason:
        return in_season(scope, own, other)

    prefix = None if year == own else f"season({year})"
    there = scope.elsewhen(year, scope.unit)
    if there is not None:
        return UnitInSeason(Year(year), given=True, _count=there[1], _of=of, _prefix=prefix)
    absent = scope if year == own else Scope(UnitInputs(scope.unit, f"inputs/{year}/{scope.inputs.folder_name}", absent=True))
    return UnitInSeason(Year(year), given=year == own, _count=lambda: themes(absent), _of=of, _prefix=prefix)


def _of_season(value: Any, year: int) -> Any:
    """A theme, or a part of it, whose figures are named as those of a season: season(2022).tasks.total, 2022年清洁取暖改造总任务."""
    if isinstance(value, Figure):
        named = f"season({year}).{value.name}", f"{year}年{value.label}"
        return replace(value, name=named[0], label=named[1], lacking=lacking_in(value.lacking, year))
    if isinstance(value, tuple):
        return tuple(_of_season(item, year) for item in value)
    if isinstance(value, ListingRow):
        return value.of_season(year)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {entry.name: getattr(value, entry.name) for entry in fields(value) if entry.init}
        return replace(value, **{name: lacking_in(part, year) if name == "lacking" else _of_season(part, year) for name, part in parts.items()})
    return value
