"""What of units may be compared, as it is known, else read; kept by the digest of what the units' documents are made from."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reportgen.building.codec import encode_place
from reportgen.building.project import Project
from reportgen.diagnostics import Place
from reportgen.figures.comparable import Dated, comparable
from reportgen.figures.outliers import Comparable, Number, Weekly
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


def are_known(project: Project, units: Iterable[str]) -> bool:
    """Whether what of units (names) may be compared is kept: nothing is read for it then."""
    return all(project.answered.get(_decode, *_key(project, unit)) is not None for unit in units if not project.faults_undecided(unit))


def _key(project: Project, unit: str) -> tuple[str, ...]:
    return "comparable", project.made_from(unit)


def _encode(found: Comparable) -> list[Any]:
    places: dict[Place, int] = {}

    def number(one: Number) -> list[Any]:
        numbers = [places.setdefault(place, len(places)) for place in one.places]
        return [one.key, one.figure, one.label, one.unit, str(one.value), one.is_ratio, numbers]

    numbers = [number(one) for one in found.numbers]
    weeks = [[number(one.number), one.period, one.is_count, [str(value) for value in one.before]] for one in found.weeks]
    unusual = [[number(one), words] for one, words in found.unusual]
    return [numbers, weeks, unusual, [encode_place(place) for place in places]]


def _decode(values: Any) -> Comparable:
    numbers, weeks, unusual, kept = map(listed, listed(values))
    places = [Place(*listed(place)) for place in kept]

    def number(one: Any) -> Number:
        key, figure, label, unit, value, is_ratio, of = listed(one)
        return Number(key, figure, label, unit, Decimal(value), is_ratio, tuple(places[at] for at in listed(of)))

    return shaped(
        Comparable(
            tuple(map(number, numbers)),
            tuple(Weekly(number(one), period, is_count, tuple(map(Decimal, listed(before)))) for one, period, is_count, before in map(listed, weeks)),
            tuple((number(one), words) for one, words in map(listed, unusual)),
        ),
        Comparable,
    )
