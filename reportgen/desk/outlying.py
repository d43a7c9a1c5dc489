"""A unit's numbers that stand out, with who has looked at them and what they say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from reportgen.building.comparable import are_known, comparables
from reportgen.building.project import Project
from reportgen.desk.engine import Engine
from reportgen.desk.models import Look, Person
from reportgen.desk.trail import About, record
from reportgen.figures.comparable import in_any_year
from reportgen.figures.outliers import Comparable, Outlier, outliers, said
from reportgen.inputs.programme import season_name
from reportgen.pipeline.roster import UnitName, same_unit

MOST_WORDS = 500
"""Characters of what somebody says to a number."""
_KEPT = 64
_known: dict[tuple[str, ...], tuple[Outlier, ...]] = {}
"""What was found, by what it was found from: a page that is opened again needs no look at seventeen units."""


class Changed(Exception):
    """A number isn't what the person has seen: the words say so."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A number that stands out, and the looks at it: at this value, those at an earlier one count no more."""

    outlier: Outlier
    looks: tuple[Look, ...]


def outliers_of(engine: Engine, unit: str) -> tuple[Outlier, ...]:
    """The numbers of a unit (name) that stand out, against its own weeks, its last season, and the units of its level beside it.

    Of data that can't be decided nothing is told, nor while another process finds out how things stand, until that is known. Raises Unavailable.
    """
    tree = engine.tree()
    units = {one.name: one for one in tree.outline.roster.units}
    beside = [name for name in tree.units if tree.upper.get(name) == tree.upper.get(unit) and units[name].level == units[unit].level]
    before, of_before = _season_before(engine, units[unit])

    def found(project: Project) -> tuple[Outlier, ...]:
        key = (engine.season, unit, of_before, *(project.made_from(name) for name in beside))
        if key not in _known and engine.looker is not None and not are_known(project, beside):
            return ()
        if key not in _known:
            read = comparables(project, beside)
            own = read.pop(unit, Comparable())
            if len(_known) >= _KEPT:
                _known.clear()
            _known[key] = outliers(own, tuple(read.values()), before, season_name(project.workspace), units[unit].level)
        return _known[key]

    return engine.ask(found)


def marked(season: str, unit: str, found: Iterable[Outlier]) -> list[Marked]:
    """The numbers with the looks at them, those that nobody has looked at first."""
    looks: dict[tuple[str, str], list[Look]] = {}
    for look in Look.objects.filter(season=season, unit=unit).select_related("person"):
        looks.setdefault((look.key, look.value), []).append(look)
    every = [Marked(one, tuple(looks.get((one.number.key, str(one.number.value)), ()))) for one in found]
    return sorted(every, key=lambda one: bool(one.looks))


def look_at(engine: Engine, unit: str, key: str, value: str, person: Person, words: str) -> None:
    """Record that a person has looked at a number. Raises Changed where it isn't what they saw, or stands out no more."""
    words = words.strip()
    if len(words) > MOST_WORDS:
        raise Changed(f"说明超过{MOST_WORDS}个字，请写得简短些")
    one = next((one for one in outliers_of(engine, unit) if one.number.key == key), None)
    if one is None:
        raise Changed("这个数现在不再是离群值，不用再看")
    if str(one.number.value) != value:
        raise Changed(f"{one.number.label}已经变为{said(one.number)}，请看过新的数再办理")
    with transaction.atomic():
        Look.objects.create(season=engine.season, unit=unit, key=key, value=value, person=person, words=words)
        about = f"{one.number.label} {said(one.number)}"
        record(person, "looked", About(engine.season, unit, words=f"{about}：{words}" if words else about))


def value_before(engine: Engine, unit: str, figure: str) -> str | None:
    """What a figure (name) of a unit was in the season before by the data of that, with its unit; None where there are none, or it isn't known."""
    own = next(one for one in engine.tree().outline.roster.units if one.name == unit)
    before, _ = _season_before(engine, own)
    key = in_any_year(figure, int(engine.season))
    found = (number for number in (before.numbers if before is not None else ()) if number.key == key)
    return next(map(said, found), None)


def _season_before(engine: Engine, unit: UnitName) -> tuple[Comparable | None, str]:
    """What of a unit may be compared in the season before, and the digest of what that was found from; None where it isn't there."""
    season = str(int(engine.season) - 1)
    if season not in engine.workspace().seasons():
        return None, ""

    def found(project: Project) -> tuple[Comparable | None, str]:
        there = same_unit(project.roster.units, unit)
        if there is None:
            return None, ""
        return comparables(project, (there.name,)).get(there.name), project.made_from(there.name)

    return engine.of(season).ask(found)
