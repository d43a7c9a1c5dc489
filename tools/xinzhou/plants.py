"""热源, sample data: the sources of the unit's networks, and the small coal boilers that were removed or rebuilt."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from xinzhou.amounts import generator
from xinzhou.choices import HeatingPath, PlantKind, PlantState
from xinzhou.costs import FLOOR_AREA
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

Source = tuple[str, PlantKind, int, int]

_COGENERATION: Source = ("热电联产热源", PlantKind.COGENERATION, 2, 220)
_SOURCES: dict[str, Source] = {
    "原平市": ("同华电厂热电联产热源", PlantKind.COGENERATION, 2, 1000),
    "定襄县": ("工业余热热源", PlantKind.WASTE_HEAT, 2, 40),
    "繁峙县": ("集中供热锅炉房", PlantKind.COAL_BOILER, 2, 75),
    "神池县": ("集中供热锅炉房", PlantKind.COAL_BOILER, 3, 65),
    "岢岚县": ("集中供热锅炉房", PlantKind.COAL_BOILER, 2, 65),
    "五台县": ("集中供热锅炉房", PlantKind.COAL_BOILER, 3, 75),
    "五台山": ("燃气锅炉房", PlantKind.GAS_BOILER, 2, 20),
}
_BIOMASS: Source = ("生物质热电联产热源", PlantKind.BIOMASS, 1, 130)
_REBUILT = {"神池县": 65, "五台县": 75}
_MARGIN = Decimal("1.2")


def plants(unit: Unit) -> Sheet:
    """热源 of a unit, then its boilers that were dealt with."""
    rows: list[Row] = []
    if HeatingPath.DISTRICT in unit.paths:
        rows.append(_source(unit, HeatingPath.DISTRICT, _SOURCES.get(unit.name, _COGENERATION)))
    if HeatingPath.BIOMASS in unit.paths:
        rows.append(_source(unit, HeatingPath.BIOMASS, _BIOMASS))
    random = generator(unit.name, "plants")
    done = date(2023, 8, 7) + timedelta(days=int(random.random() * 50))
    number = 1 + int(random.random() * 5)
    rows.append(_boilers("分散燃煤小锅炉", PlantState.REMOVED, number, (2, 4, 6, 10)[int(random.random() * 4)], done))
    if unit.name in _REBUILT:
        rows.append(_boilers("集中供热锅炉烟气超低排放改造", PlantState.REBUILT, 1, _REBUILT[unit.name], done + timedelta(days=9)))
    return Sheet("plants", tuple(rows))


def _source(unit: Unit, path: HeatingPath, source: Source) -> Row:
    """A source that can heat what it heats this year and a margin."""
    name, kind, number, capacity = source
    area = ceil(unit.households(path) * FLOOR_AREA * _MARGIN / 10000) + (0 if unit.households(path) > 100000 else 40)
    return {"name": name, "kind": kind, "state": PlantState.IN_USE, "number": number, "capacity": capacity, "area": area, "phased_out": False}


def _boilers(name: str, state: PlantState, number: int, capacity: int, done: date) -> Row:
    return {
        "name": name,
        "kind": PlantKind.COAL_BOILER,
        "state": state,
        "number": number,
        "capacity": capacity,
        "phased_out": state is PlantState.REMOVED,
        "done_on": done,
    }
