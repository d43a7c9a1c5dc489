"""The other seasons that documents of one may ask of: which these are for a unit, and where the unit is in them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from reportgen.building.outline import Outline
from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.pipeline.roster import same_unit


class Looked(Protocol):
    """What is asked of a season so that others can be found from it."""

    @property
    def name(self) -> str:
        """The year that it begins in."""

    @property
    def outline(self) -> Outline:
        """The season without its data."""

    def asks_before(self, unit: str) -> bool:
        """Whether figures of a unit (name) ask something of the season before, because of what it leaves blank."""


S = TypeVar("S", bound=Looked)


@dataclass
class OtherSeasons(Generic[S]):
    """The other seasons of one; `look` looks at that of a year, None where there is none. `looked` are those that were asked for, by year."""

    season: S
    look: Callable[[str], S | None]
    looked: dict[int, S | None] = field(default_factory=dict)
    _years: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def of(self, year: int) -> S | None:
        """The season of a year, None where there is none."""
        if year not in self.looked:
            self.looked[year] = self.look(str(year))
        return self.looked[year]

    def years(self, unit: str) -> tuple[int, ...]:
        """The other seasons that the documents of a unit (name) may ask of: those that are named, and those before one that leaves something blank."""
        if unit not in self._years:
            outlined = self.season.outline.units[unit]
            found = {*outlined.years, *(year for below in outlined.subtree for year in self._before(below))}
            self._years[unit] = tuple(sorted(found))
        return self._years[unit]

    def _before(self, unit: str) -> Iterator[int]:
        """The seasons before this one, as far back as the unit (name) leaves blank what the season before is asked for."""
        if not self.season.asks_before(unit):
            return
        from reportgen.figures.seasons import MOST_BACK

        season, name = self.season, unit
        while int(self.season.name) - int(season.name) < MOST_BACK and season.asks_before(name):
            year = int(season.name) - 1
            yield year
            other = self.of(year)
            there = None if other is None else self.counterpart(unit, other)
            if other is None or there is None:
                return
            season, name = other, there

    def asked(self, unit: str) -> Iterator[tuple[S, str]]:
        """Those there are that the documents of a unit (name) may ask of, each with the unit's name there, or that of its folder where it isn't there."""
        outlined = self.season.outline.units.get(unit)
        if outlined is None:
            return
        for other in filter(None, map(self.of, self.years(unit))):
            yield other, self.counterpart(unit, other) or outlined.folder_name

    def counterpart(self, unit: str, other: S) -> str | None:
        """What a unit (name) is called in another season; None where it isn't there."""
        own = next((one for one in self.season.outline.roster.units if one.name == unit), None)
        there = None if own is None else same_unit(other.outline.roster.units, own)
        return None if there is None else there.name


def fault_elsewhen(called: str, faults: Sequence[Diagnostic], year: str, name: str, folder: str, unit: str) -> Diagnostic:
    """That data of another season, which documents of a unit show, have errors: they are told there, and here only that there are any.

    The other season is `called` so in words and begins in `year`; the unit has this `name` and `folder` (relative to the workspace) there.
    """
    counted = "、".join(f"{of}{number}处" for of, number in Counter(str(fault.unit) for fault in faults).items())
    help_text = f"请先改正；列出错误的办法：reportgen check {name} --season {year}"
    return warning("seasons.faults", f"用到的{called}的填报数据有错误：{counted}", Place(folder), help=help_text, unit=unit)
