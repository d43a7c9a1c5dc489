"""What came of each task: completed, failed at the acceptance, rectified. Every sheet about the season's end is made from it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil

from xinzhou.amounts import generator
from xinzhou.choices import Area, HeatingPath
from xinzhou.places import Place, places, townships
from xinzhou.story import STORIES
from xinzhou.units import Unit

ACCEPTANCE_START = date(2023, 10, 16)
_ACCEPTANCE_DAYS = 11
_LARGE_ACCEPTANCE_DAYS = 14
WORK_START = date(2023, 6, 8)
_NETWORK_START = date(2023, 8, 25)
_WORK_DAYS = 122
_SCENIC_DAYS = 106
_SMALL = 60
_LARGE = 100000
_RATIOS = ((_LARGE, 1), (5000, 5), (0, 10))
RATIO_BASIS = "验收组确定的分档抽验办法（十万户以上不低于百分之一，五千户以上不低于百分之五，不足五千户的不低于百分之十）"


@dataclass(frozen=True, slots=True)
class Result:
    """A township's or village's outcome by path and area. Inspected are all completed households."""

    township: str
    village: str | None
    path: HeatingPath
    area: Area
    task: int
    completed: int
    failed: int
    rectified: int
    finished_on: date
    accepted_on: date
    sampled_every: int

    @property
    def sampled(self) -> int:
        """Households that the county inspected by sampling: the first and every n-th after it."""
        return ceil(self.completed / self.sampled_every)

    @property
    def accepted(self) -> int:
        """Households that passed in the end."""
        return self.completed - self.failed + self.rectified

    @property
    def where(self) -> str:
        """Township and village as one name."""
        return self.township + (self.village or "")


@cache
def results(unit: Unit) -> tuple[Result, ...]:
    """The outcome by village for a unit in full depth, by township for the others."""
    groups: dict[tuple[str, str | None, HeatingPath, Area], list[Place]] = defaultdict(list)
    for place in places(unit):
        groups[place.township, place.village if unit.full else None, place.path, place.area].append(place)
    failing = _failing(unit, [sum(place.households for place in group) for group in groups.values()])
    story = STORIES[unit.name]
    left = story.shortfall
    last = max((n for n, key in enumerate(groups) if left and key[2] is left.path), default=None)
    result = []
    for number, ((township, village, path, area), group) in enumerate(groups.items()):
        task = sum(place.households for place in group)
        completed = task - left.households if left and number == last else task
        random = generator(unit.name, "outcome", township, village or "", path.value, area.value)
        failed = max(round(completed * story.failing / 1000 * (0.8 + 0.4 * random.random())), 1) if number in failing else 0
        unrectified = story.unrectified if failing and number == max(failing) else 0
        failed = max(failed, unrectified + 1) if unrectified else failed
        finished = finished_on(unit, township, path) - timedelta(days=int(random.random() * 10))
        accepted = ACCEPTANCE_START + timedelta(days=int(random.random() * (_LARGE_ACCEPTANCE_DAYS if unit.total > _LARGE else _ACCEPTANCE_DAYS)))
        every = _every(unit, random.random())
        result.append(Result(township, village, path, area, task, completed, failed, failed - unrectified, finished, accepted, every))
    return tuple(result)


def ratio(unit: Unit) -> int:
    """The least part (%) that the acceptance team visits: less where there are many, so that a team can do it within the acceptance."""
    return next(percent for households, percent in _RATIOS if unit.total >= households)


def _every(unit: Unit, draw: float) -> int:
    """Every which household is visited: a little more than the ratio demands."""
    least = 100 // ratio(unit)
    return least - int(draw * max(least // 5, 2))


def completed(unit: Unit, path: HeatingPath | None = None) -> int:
    """Households completed by one path, or by all."""
    return sum(result.completed for result in results(unit) if path in (None, result.path))


def finished_by(unit: Unit, path: HeatingPath, day: date) -> int:
    """Households of the path in townships or villages finished before a day."""
    return sum(result.completed for result in results(unit) if result.path is path and result.finished_on < day)


def acceptance_end(unit: Unit) -> date:
    """The last day of the acceptance."""
    return max(result.accepted_on for result in results(unit))


def finished_on(unit: Unit, township: str, path: HeatingPath) -> date:
    """The last day of work in a township: one township after the other through the season; networks come late."""
    network = path in (HeatingPath.DISTRICT, HeatingPath.BIOMASS)
    start = _NETWORK_START if network else WORK_START
    end = WORK_START + timedelta(days=_SCENIC_DAYS if unit.scenic else _WORK_DAYS)
    order = townships(unit, [path])
    return start + timedelta(days=round((end - start).days * (order.index(township) + 1) / len(order)))


def _failing(unit: Unit, sizes: list[int]) -> set[int]:
    """Which rows have households that failed: a few, none of them tiny."""
    random = generator(unit.name, "failing")
    count = 7 if unit.total > _LARGE else 4 if unit.full else 1 + int(random.random() * 3)
    able = [number for number, size in enumerate(sizes) if size >= _SMALL]
    return {able[int((part + random.random()) * len(able) / count)] for part in range(count)} if able else set()
