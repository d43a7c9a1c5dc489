"""What of units may be compared, and what of it stands out, as it is known, else read; kept by the digest of what the units' documents are made from."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from reportgen.building.codec import encode_place
from reportgen.building.project import Project
from reportgen.diagnostics import Place
from reportgen.figures.comparable import Dated, comparable
from reportgen.figures.outliers import Against, Comparable, Number, Outlier, Reason, Weekly
from reportgen.figures.package import package_of
from reportgen.shapes import listed, shaped

_ANY = {"自定": "期"}
"""What a period of no fixed length is called."""


def comparables(project: Project, units: Iterable[str]) -> dict[str, Comparable]:
    """What of units (names) may be compared; those that can't be decided are left out."""
    decided = [unit for unit in units if not project.faults_undecided(unit)]
    known = {unit: project.answered.get(_decode, *_key(project, unit)) for unit in decided}
    lacking = frozenset(unit for unit, found in known.items() if found is None)
    if lacking:
        season = project.season(lacking)
        dated = {
            dataset: Dated(column, _ANY.get(kind.series.period, kind.series.period))
            for kind in project.common.kinds
            if kind.series is not None
            for dataset, column in kind.series.rows.items()
        }
        for scope in season.scopes:
            unit = scope.unit.name
            if unit in lacking:
                themes = season.themes(scope)
                unusual = package_of(scope.programme).unusual(themes)
                known[unit] = found = comparable(scope, themes.figures(), int(project.name), dated, unusual)
                project.answered.note(_encode(found), *_key(project, unit))
    return {unit: found for unit, found in known.items() if found is not None}


def _key(project: Project, unit: str) -> tuple[str, ...]:
    return "comparable", project.made_from(unit)


def kept_outliers(project: Project, of: Sequence[str]) -> tuple[Outlier, ...] | None:
    """The numbers that stand out among what `of` digests and names; None where they aren't kept."""
    return project.answered.get(_decode_outliers, "outliers", *of)


def keep_outliers(project: Project, found: Iterable[Outlier], of: Sequence[str]) -> None:
    """Note the numbers that stand out among what `of` digests and names: thousands of numbers are read to find these few."""
    places: dict[Place, int] = {}
    told = [[_plain(one.number, places), [[reason.against.value, reason.words] for reason in one.reasons]] for one in found]
    project.answered.note([told, [encode_place(place) for place in places]], "outliers", *of)


def _decode_outliers(values: Any) -> tuple[Outlier, ...]:
    told, kept = map(listed, listed(values))
    places = [Place(*listed(place)) for place in kept]
    found = (Outlier(_number(number, places), tuple(Reason(Against(against), words) for against, words in map(listed, reasons))) for number, reasons in told)
    return shaped(tuple(found), tuple[Outlier, ...])


def _plain(one: Number, places: dict[Place, int]) -> list[Any]:
    """A number as plain values; its places by how many were met before."""
    numbers = [places.setdefault(place, len(places)) for place in one.places]
    return [one.key, one.figure, one.label, one.unit, str(one.value), one.is_ratio, numbers]


def _number(values: Any, places: Sequence[Place]) -> Number:
    key, figure, label, unit, value, is_ratio, of = listed(values)
    return Number(key, figure, label, unit, Decimal(value), is_ratio, tuple(places[at] for at in listed(of)))


def _encode(found: Comparable) -> list[Any]:
    places: dict[Place, int] = {}
    numbers = [_plain(one, places) for one in found.numbers]
    weeks = [[_plain(one.number, places), one.period, one.is_count, [str(value) for value in one.before]] for one in found.weeks]
    unusual = [[_plain(one, places), words] for one, words in found.unusual]
    return [numbers, weeks, unusual, [encode_place(place) for place in places]]


def _decode(values: Any) -> Comparable:
    numbers, weeks, unusual, kept = map(listed, listed(values))
    places = [Place(*listed(place)) for place in kept]
    return shaped(
        Comparable(
            tuple(_number(one, places) for one in numbers),
            tuple(Weekly(_number(one, places), period, is_count, tuple(map(Decimal, listed(before)))) for one, period, is_count, before in map(listed, weeks)),
            tuple((_number(one, places), words) for one, words in map(listed, unusual)),
        ),
        Comparable,
    )
