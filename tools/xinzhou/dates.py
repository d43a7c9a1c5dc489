"""Working days, on which contracts are signed, notices given and documents sent."""

from datetime import date, timedelta

from xinzhou.amounts import generator
from xinzhou.units import Unit

SEASON_START = date(2023, 11, 1)
SEASON_END = date(2024, 3, 31)
_HOLIDAYS = (
    (date(2023, 4, 5), date(2023, 4, 5)),
    (date(2023, 5, 1), date(2023, 5, 3)),
    (date(2023, 6, 22), date(2023, 6, 24)),
    (date(2023, 9, 29), date(2023, 10, 6)),
    (date(2024, 1, 1), date(2024, 1, 1)),
    (date(2024, 2, 9), date(2024, 2, 17)),
    (date(2024, 4, 4), date(2024, 4, 6)),
)
_TENDERED = date(2023, 5, 8)
"""The result of the city's tender of equipment (市方案五（二）), after the plans and before the first contract."""


def working_day(day: date) -> date:
    """The day, or the last working day before it."""
    while day.weekday() > 4 or any(first <= day <= last for first, last in _HOLIDAYS):
        day -= timedelta(days=1)
    return day


def signed(unit: Unit, *names: str) -> date:
    """When an energy contract is signed: a working day of the weeks before the plan, since what is supplied decides what is converted (以供定改)."""
    return working_day(unit.dated - timedelta(days=2 + int(generator(unit.name, "signed", *names).random() * 18)))


def ordered(unit: Unit, *names: str) -> date:
    """When equipment is ordered: a working day of the weeks after the city's tender, before it is installed."""
    return working_day(_TENDERED + timedelta(days=4 + int(generator(unit.name, "ordered", *names).random() * 17)))
