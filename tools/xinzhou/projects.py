"""重点项目: the heat networks and plants of a unit; sample data but for the names of 原平市's two, which the policy gives."""

from datetime import date, timedelta
from decimal import Decimal

from xinzhou.amounts import generator
from xinzhou.choices import HeatingPath, ProjectState, ProjectTender
from xinzhou.costs import network_cost
from xinzhou.dates import working_day
from xinzhou.outcome import completed
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Sheet, Value

_DONE: dict[str, Value] = {
    "state": ProjectState.DONE,
    "progress": 100,
    "tender": ProjectTender.OPEN,
    "contractor": "示例建设工程有限公司",
    "supervisor": "示例工程监理有限公司",
}


def projects(unit: Unit) -> Sheet | None:
    """重点项目 of a unit that builds networks."""
    rows = _yuanping(unit) if unit.name == "原平市" else _networks(unit)
    return Sheet("projects", tuple({**_DONE, **row} for row in rows)) if rows else None


def _yuanping(unit: Unit) -> list[dict[str, Value]]:
    heat = unit.households(HeatingPath.DISTRICT)
    rows: list[dict[str, Value]] = [
        {
            "name": "同华二期长输管线热电联产集中供热项目",
            "content": f"建设同华电厂至城区长输供热管线、中继能源站和隔压换热站，改造城区二级管网，供热{heat}户",
            "investment": network_cost(unit, HeatingPath.DISTRICT),
            "due": date(2023, 10, 15),
            "responsible": _lead(unit),
            "started_on": date(2023, 4, 24),
            "finished_on": date(2023, 10, 12),
            "tendered_on": date(2023, 3, 28),
        },
        {
            "name": "干热岩勘探项目",
            "content": "开展干热岩资源勘探，实施勘探孔钻探和换热试验",
            "investment": Decimal(4200),
            "due": date(2023, 12, 31),
            "responsible": _lead(unit),
            "started_on": date(2022, 9, 14),
            "finished_on": date(2023, 12, 20),
            "tendered_on": date(2022, 8, 17),
            "contractor": "示例地质勘查有限公司",
        },
    ]
    return rows


def _networks(unit: Unit) -> list[dict[str, Value]]:
    rows: list[dict[str, Value]] = []
    for path in (HeatingPath.DISTRICT, HeatingPath.BIOMASS):
        households = unit.households(path)
        if not households:
            continue
        biomass = path is HeatingPath.BIOMASS
        plant = "建设生物质热电联产供热首站，配套" if biomass else ""
        random = generator(unit.name, "projects", path.value)
        tendered = working_day(date(2023, 4, 24) + timedelta(days=int(random.random() * 16)))
        left = STORIES[unit.name].shortfall
        late = left is not None and left.path is path
        rows.append(
            {
                "name": f"{unit.name}{'生物质热电联产供热项目' if biomass else '集中供热管网延伸工程'}",
                "content": f"{plant}新建和改造一、二级供热管网、换热站，供热{households}户",
                "investment": network_cost(unit, path),
                "due": date(2023, 9, 30) if unit.scenic else date(2023, 10, 15),
                "responsible": _lead(unit),
                "started_on": tendered + timedelta(days=9),
                "finished_on": None if late else date(2023, 9, 26) if unit.scenic else date(2023, 10, 9) + timedelta(days=int(random.random() * 5)),
                **({"state": ProjectState.UNDER_WAY, "progress": 100 * completed(unit, path) // households} if late else {}),
                "tendered_on": tendered,
            }
        )
    return rows


def _lead(unit: Unit) -> str:
    return unit.builder if unit.scenic else unit.lead
