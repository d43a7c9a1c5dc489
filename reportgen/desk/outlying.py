"""A unit's numbers that stand out, with who has looked at them and what they say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from reportgen.building.comparable import kept_outliers
from reportgen.desk.engine import Engine
from reportgen.desk.models import Look, Person
from reportgen.desk.standing_out import asked_of, before, question, stand_out
from reportgen.desk.trail import About, record
from reportgen.figures.comparable import in_any_year
from reportgen.figures.outliers import Outlier, said

MOST_WORDS = 500
"""Characters of what somebody says to a number."""
_KEPT = 256  # answers: those of a city with its counties, as they were after each of a day's changes
_known: dict[tuple[str, ...], tuple[Outlier, ...]] = {}
"""What was found, by what it was found from: a page that is opened again needs no look at seventeen units."""
_last: dict[tuple[str, str], tuple[Outlier, ...]] = {}
"""The same, by the season and the digest of the unit's own data."""


class Changed(Exception):
    """A number isn't what the person has seen: the words say so."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A number that stands out, and the looks at it: at this value, those at an earlier one count no more."""

    outlier: Outlier
    looks: tuple[Look, ...]


def outliers_of(engine: Engine, unit: str) -> tuple[Outlier, ...]:
    """The numbers of a unit (name) that stand out, against its own weeks, its last season, and the units of its level beside it.

    Of data that can't be decided nothing is told. While another process finds out what has changed beside it, it is told what stood out among the unit's
    own numbers before, and of those that have changed themselves nothing until that is known. Raises Unavailable.
    """
    return _told(engine, unit, anew=False) or ()


def _told(engine: Engine, unit: str, *, anew: bool) -> tuple[Outlier, ...] | None:
    """The same, of the data as they were seen a moment ago or are seen `anew`; None where it is being found out."""
    own = asked_of(engine, engine, lambda project: (engine.season, project.made_from(unit)), anew=anew)
    if own is None:
        return None
    asked = question(engine, unit)
    of = None if asked is None else asked_of(engine, engine, asked.of)
    if asked is None or of is None:
        return _last.get(own)
    if of not in _known:
        found = stand_out(engine, asked) if engine.looker is None else engine.ask(lambda project: kept_outliers(project, of))
        if found is None:
            return _last.get(own)
        if len(_known) >= _KEPT:
            _known.clear()
            _last.clear()
        _known[of] = _last[own] = found
    return _known[of]


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
    found = _told(engine, unit, anew=True)
    if found is None:
        raise Changed("数据有变动，正在核对，请过一会儿看过新的数再办理")
    one = next((one for one in found if one.number.key == key), None)
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
    asked = question(engine, unit)
    earlier = None if asked is None else before(engine, asked)
    key = in_any_year(figure, int(engine.season))
    found = (number for number in (earlier.numbers if earlier is not None else ()) if number.key == key)
    return next(map(said, found), None)
