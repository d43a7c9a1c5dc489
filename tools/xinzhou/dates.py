"""Working days, on which contracts are signed, notices given and documents sent."""

from datetime import date, timedelta

from xinzhou.amounts import generator
from xinzhou.units import Unit

SEASON_START = date(2023, 11, 1)
SEASON_END = date(2024, 3, 31)
_HOLIDAYS = (date(2023, 4, 5), date(2024, 4, 4), date(2024, 4, 5))


def working_day(day: date) -> date:
    """The day, or the last working day before it."""
    while day.weekday() > 4 or day in _HOLIDAYS:
        day -= timedelta(days=1)
    return day


def signed(unit: Unit, *names: str) -> date:
    """A working day of the weeks before the unit's document."""
    return working_day(unit.dated - timedelta(days=2 + int(generator(unit.name, "signed", *names).random() * 18)))
