"""日常调度, sample data: the weeks of the season, from its first to its last day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from xinzhou.amounts import generator, share
from xinzhou.costs import COAL_PER_HOUSEHOLD, COAL_PRICE, COAL_STOCK
from xinzhou.dates import SEASON_END, SEASON_START
from xinzhou.outcome import completed
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_FAULT_RATE = 0.0008
_COMPLAINT_RATE = 0.00012
_AWAY = 0.002  # of the households at most are away for a week; at the season's end those who will not be back are counted
_SPRING_FESTIVAL = (date(2024, 2, 11), date(2024, 2, 18))
"""The weeks in which those who work away are at home."""

_COLDEST = date(2024, 1, 14)


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its last day, a Sunday. `unused` households stand empty or have switched off; `coal` is in stock (吨), None where none is sold."""

    day: date
    heating: int
    unused: int
    faults: int
    repaired: int
    complaints: int
    coal: int | None


@cache
def weeks(unit: Unit) -> tuple[Week, ...]:
    """Every week of the season: households that start one after the other, more faults in the cold, coal that is burnt and bought."""
    days = [day for day in _days() if day.weekday() == 6]
    cold = [1 - abs(number - 9.5) / 14 for number in range(len(days))]
    last = len(days) - 1
    coal = _coal(unit, cold)
    households = completed(unit)
    story = STORIES[unit.name]
    random = generator(unit.name, "dispatch")
    result = []
    for number, day in enumerate(days):
        warming = 0.035 * max(0, 3 - number) / 3
        empty = story.unused / 1000 * (0.6 if day in _SPRING_FESTIVAL else 0.95 + 0.15 * random.random())
        away = _AWAY * random.random() if number < last else 0
        unused = round(households * (warming + empty + away))
        faults = round(households * _FAULT_RATE * story.faults * cold[number] * (0.7 + 0.6 * random.random()) + random.random())
        # What was reported in the last week is partly still to be repaired.
        left = story.open_repairs if number == last else 0
        faults = max(faults, left)
        complained = round(households * _COMPLAINT_RATE * story.complaints * cold[number] * (0.6 + 0.8 * random.random()) + 0.6 * random.random())
        result.append(Week(day, households - unused, unused, faults, faults - left, complained, coal[number] if coal else None))
    return tuple(result)


def complaints(unit: Unit) -> int:
    """Complaints of the whole season."""
    return sum(week.complaints for week in weeks(unit))


def dispatch(unit: Unit) -> Sheet:
    """日常调度 of a unit."""
    random = generator(unit.name, "dispatch", "measured")
    rows: list[Row] = []
    for week in weeks(unit):
        price = COAL_PRICE + 10 * int(random.random() * 5)
        rows.append(
            {
                "week": week.day,
                "heating": week.heating,
                "faults": week.faults,
                "repaired": week.repaired,
                "complaints": week.complaints,
                "coal_stock": None if week.coal is None else Decimal(week.coal),
                "coal_price": None if week.coal is None else price,
                "unused": week.unused,
                "room_temperature": Decimal(_room(unit) + int(random.random() * 18)) / 10,
                "outdoor_temperature": _outdoors(unit, week.day),
            }
        )
    return Sheet("dispatch", tuple(rows))


def _room(unit: Unit) -> int:
    """The lowest room temperature of the season, in tenths of a degree: lower where people complain more."""
    return 186 + int(STORIES[unit.name].satisfaction - 90)


def _outdoors(unit: Unit, day: date) -> Decimal:
    """The week's mean outdoors: coldest in the middle of January, with a swing of its own."""
    random = generator(unit.name, "weather", day.isoformat())
    return Decimal(round(10 * (-11.5 + 15 * (abs((day - _COLDEST).days) / 75) ** 1.6 + 3 * (random.random() - 0.5)))) / 10


def _days() -> list[date]:
    return [SEASON_START + timedelta(days=number) for number in range((SEASON_END - SEASON_START).days + 1)]


def _coal(unit: Unit, cold: list[float]) -> list[int]:
    """The stock at each week's end: half the demand at first, bought anew when a quarter is left."""
    demand = unit.uncovered * COAL_PER_HOUSEHOLD
    stock = first = int(demand * COAL_STOCK)
    result: list[int] = []
    for burnt in share(int(demand * 0.96), cold) if demand else []:
        stock -= burnt
        if stock < first // 2 and len(result) < len(cold) - 5:
            stock += int(demand * 0.2)
        result.append(stock)
    return result
