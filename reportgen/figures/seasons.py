"""Figures of other seasons: those of the unit in an earlier season, named and labelled so that they can't be taken for this one's."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from reportgen.figures.apart import apart
from reportgen.figures.scope import Scope
from reportgen.figures.themes import Themes, theme_names, themes
from reportgen.inputs.records import UnitInputs
from reportgen.language.figure import Figure
from reportgen.language.views import SeasonView, ThisSeason, Year

MOST_BACK = 10
"""So many years back a document looks at most: a pilot period has three, a plan five."""
_YEAR = re.compile(r"(?<!\w)season\((\d{4})\)")


class OutOfReach(ValueError):
    """A season that a document can't speak of; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class UnitInSeason(SeasonView):
    """A unit in a season, looked for when it is first asked of: `season(2022).tasks.total`. `_own` is the year of the season that asks."""

    _scope: Scope = field(repr=False, compare=False)
    _own: int = field(repr=False, compare=False)
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def given(self) -> bool:
        """Whether the unit is there; else all its figures are missing."""
        return self.year == self._own or self._there is not None

    @property
    def previous(self) -> "UnitInSeason":
        """The season before."""
        return in_season(self._scope, self._own, self.year - 1)

    def of(self, figure: Figure) -> Figure:
        """The figure of the same name in this season, as for each row of a table: missing where there is none. Raises TypeError for what is no figure."""
        if not isinstance(figure, Figure):
            raise TypeError("of 要写数据项，例如 previous.of(tasks.total)")
        if self.year == self._own:
            return figure
        if "figures" not in self._known:
            self._known["figures"] = self._themes.figures()
        nothing = Figure(None, (), (figure.label,), figure.name, figure.label, figure.unit, figure.formula)
        found: Figure = self._named(self._known["figures"].get(figure.name, nothing))
        return found

    def __getattr__(self, name: str) -> Any:
        if name not in self.themes:
            raise AttributeError(name)
        if name not in self._known:
            theme = getattr(self._themes, name)
            self._known[name] = theme if self.year == self._own else self._named(theme)
        return self._known[name]

    def __dir__(self) -> list[str]:
        """What it answers to."""
        return ["year", "given", "previous", "of", *self.themes]

    @property
    def themes(self) -> tuple[str, ...]:
        """The names of the themes of its figures."""
        return theme_names(self._scope.programme)

    def _named(self, value: Any) -> Any:
        """A theme, or a figure, of this season, told apart from those of the season that asks."""
        return apart(value, f"season({self.year})", f"{self.year}年", self._scope.programme.season(self.year))

    @property
    def _there(self) -> tuple[Scope, Callable[[], Themes]] | None:
        if "there" not in self._known:
            self._known["there"] = self._scope.elsewhen(self.year, self._scope.unit)
        found: tuple[Scope, Callable[[], Themes]] | None = self._known["there"]
        return found

    @property
    def _themes(self) -> Themes:
        if "themes" not in self._known:
            nowhere = UnitInputs(self._scope.unit, f"inputs/{self.year}/{self._scope.inputs.folder_name}", absent=True, programme=self._scope.programme)
            scope = self._scope if self.year == self._own else Scope(nowhere)
            self._known["themes"] = themes(scope) if self._there is None else self._there[1]()
        counted: Themes = self._known["themes"]
        return counted


def this_season(scope: Scope, year: int) -> ThisSeason:
    """The season of a unit's documents, which begins in `year`, as templates and rules speak of it."""
    return ThisSeason(Year(year), scope.programme.whole_season(year), lambda other: in_season(scope, year, other))


def in_season(scope: Scope, own: int, year: int) -> UnitInSeason:
    """A unit of the season `own` in that of another year. Raises OutOfReach for a later one, or one too long ago."""
    called = scope.programme.season
    if not own - MOST_BACK <= year <= own:
        raise OutOfReach(f"{called(own)}的公文只能引用{own - MOST_BACK}—{called(own)}的数据，不能引用{year}年的")
    found: UnitInSeason = scope.seasons.setdefault(year, UnitInSeason(Year(year), scope, own))
    return found


def elsewhen(scope: Scope, years: Iterable[int]) -> tuple[Scope, ...]:
    """A unit in those seasons in which it is there."""
    return tuple(found[0] for year in years if (found := scope.elsewhen(year, scope.unit)) is not None)


def years_in(names: Iterable[str]) -> tuple[int, ...]:
    """The other seasons of which the names of figures speak."""
    return tuple(sorted({int(year) for name in names for year in _YEAR.findall(name)}))
