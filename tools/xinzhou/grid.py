"""配套电网, sample data: each township's districts strengthened before its households are converted."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from xinzhou.amounts import generator, share
from xinzhou.choices import HeatingPath
from xinzhou.outcome import ACCEPTANCE_START, finished_on
from xinzhou.places import places, townships
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_HOUSEHOLDS_PER_DISTRICT = 60
_FIRST = date(2023, 5, 6)
_LEAD = timedelta(days=36)


def districts(unit: Unit) -> int:
    """Substation districts that the unit's 煤改电 needs."""
    return ceil(unit.households(HeatingPath.ELECTRICITY) / _HOUSEHOLDS_PER_DISTRICT)


def grid_finished_on(unit: Unit, township: str) -> date:
    """The day on which a township's districts were ready: weeks before its last household was converted."""
    return max(finished_on(unit, township, HeatingPath.ELECTRICITY) - _LEAD, _FIRST)


def grid(unit: Unit) -> Sheet | None:
    """配套电网 of a unit with 煤改电, a work for each township."""
    if HeatingPath.ELECTRICITY not in unit.paths:
        return None
    towns = townships(unit, [HeatingPath.ELECTRICITY])
    weights = [sum(p.households for p in places(unit) if (p.township, p.path) == (town, HeatingPath.ELECTRICITY)) for town in towns]
    # One district at least in each township, the others by its households.
    counts = [1 + part for part in share(districts(unit) - len(towns), weights)]
    rows: list[Row] = []
    for town, count in zip(towns, counts, strict=True):
        random = generator(unit.name, "grid", town)
        finished = grid_finished_on(unit, town)
        rows.append(
            {
                "name": f"{town}“煤改电”配套台区增容工程",
                "township": town,
                "districts": count,
                "lines": Decimal(count * (110 + int(random.random() * 60))) / 100,
                "due": finished + timedelta(days=4 + int(random.random() * 10)),
                "finished_on": finished,
                "accepted": count,
                "accepted_on": ACCEPTANCE_START + timedelta(days=int(random.random() * 9)),
            }
        )
    return Sheet("grid", tuple(rows), totals=("districts", "lines", "accepted"))
