"""用户台账, sample data: the households of a few villages of a unit in full depth, with masked names and numbers."""

from bisect import bisect_right
from datetime import timedelta
from decimal import Decimal
from itertools import accumulate

from xinzhou.amounts import generator, two_places
from xinzhou.choices import Area, HeatingPath
from xinzhou.costs import FLOOR_AREA, of_path
from xinzhou.equipment import STATION, equipment
from xinzhou.grid import grid_finished_on
from xinzhou.outcome import WORK_START, Result, results
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_SURNAMES = "张王李赵刘陈杨郭高马梁韩任郝武贾侯白"
_HARDSHIP = ("低保", "特困", "低保边缘")
_MEASURES = {HeatingPath.DISTRICT: "平方米·月", HeatingPath.ELECTRICITY: "千瓦时", HeatingPath.GAS: "立方米", HeatingPath.BIOMASS: "平方米·月"}
_CONTRACTS = {HeatingPath.DISTRICT: "RH", HeatingPath.ELECTRICITY: "DH", HeatingPath.GAS: "QH", HeatingPath.BIOMASS: "SH"}


def ledger(unit: Unit) -> Sheet:
    """用户台账 of the smallest village of each path that the unit has in the country."""
    rows: list[Row] = []
    for path in unit.paths:
        rural = [result for result in results(unit) if result.path is path and result.area is Area.RURAL]
        if rural:
            rows += _village(unit, min(rural, key=lambda result: result.task))
    return Sheet("households", tuple(rows))


def _village(unit: Unit, result: Result) -> list[Row]:
    return [_household(unit, result, number) for number in range(1, result.completed + 1)]


def _household(unit: Unit, result: Result, number: int) -> Row:
    random = generator(unit.name, "ledger", result.where, str(number))
    standard = of_path(unit, result.path)
    area = Decimal(56 + int(random.random() * 52))
    ready = grid_finished_on(unit, result.township) if result.path is HeatingPath.ELECTRICITY else result.finished_on - timedelta(days=40)
    earliest = max(ready, WORK_START)
    days = (result.finished_on - earliest).days
    maker, model = _device(unit, result.path, random.random())
    use = two_places(standard.use * area / FLOOR_AREA * Decimal("0.95"))
    return {
        "township": result.township,
        "village": result.village,
        "number": f"{unit.initials}-{_CONTRACTS[result.path]}{number:04}",
        "head": f"{_SURNAMES[int(random.random() * len(_SURNAMES))]}某某",
        "identity": f"{unit.code}********{int(random.random() * 10000):04}",
        "area": result.area,
        "phone": "139********",
        "hardship": _HARDSHIP[number % len(_HARDSHIP)] if random.random() < 0.05 else None,
        "floor_area": area,
        "path": result.path,
        "applied_on": WORK_START - timedelta(days=10 + number % 28),
        "maker": maker,
        "model": model,
        "contract": f"{unit.initials}-{_CONTRACTS[result.path]}-2023-{number:04}",
        "installed_on": earliest + timedelta(days=1 + int(random.random() * days)),
        "accepted_on": result.accepted_on,
        "running": True,
        "construction_subsidy": Decimal(standard.construction),
        "running_subsidy": min(two_places(standard.running * (Decimal(82 + int(random.random() * 30)) / 100)), Decimal(standard.running)),
        "paid_on": result.accepted_on + timedelta(days=60),
        "energy_demand": use,
        "energy_measure": _MEASURES[result.path],
        "stage": "已验收",
        "sampled": number % result.sampled_every == 1,
        "accepted": True,
        "repairs": 1 if random.random() < 0.02 else 0,
    }


def _device(unit: Unit, path: HeatingPath, draw: float) -> tuple[str, str]:
    """A model that the unit bought for the households of the path, as often as it bought it."""
    models = [row for row in equipment(unit).rows if row["path"] is path and row["type"] != STATION]
    reached = list(accumulate(int(str(row["residents"])) for row in models))
    chosen = models[bisect_right(reached, draw * reached[-1])]
    return str(chosen["maker"]), str(chosen["model"])
