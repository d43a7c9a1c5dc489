"""Sheets of what is to be done: 改造任务 (true), 确村确户, 月度计划与进度, 建筑节能 (sample data)."""

from datetime import date, timedelta
from decimal import Decimal

from xinzhou.amounts import generator, two_places
from xinzhou.choices import GainMethod, RetrofitType
from xinzhou.outcome import ACCEPTANCE_START, WORK_START, completed, finished_by
from xinzhou.own import own
from xinzhou.places import places
from xinzhou.policy import NUMBER, RETROFIT
from xinzhou.story import STORIES
from xinzhou.units import Unit, retrofit_shares
from xinzhou.workbook import Row, Sheet, Value

# Share of the task done by the end of each month from April, before a unit's own variation.
_CURVE = (0.0, 0.05, 0.24, 0.46, 0.70, 0.90, 1.0)
_SCENIC_CURVE = (0.0, 0.06, 0.30, 0.56, 0.82, 1.0)
_FIRST_MONTH = 4

_METHODS = ("外墙保温、屋面保温、更换外窗", "外墙内保温、更换门窗、增设吊顶")
"""改造方式 of 既有建筑 and 农村围护结构, where a unit has no other."""


def tasks(unit: Unit) -> Sheet:
    """改造任务: the unit's row of the city's table."""
    rows: list[Row] = [{"path": path, "area": area, "households": count} for (path, area), count in unit.tasks.items()]
    return Sheet("tasks", tuple(rows), totals=("households",), columns=("path", "area", "households"), source=f"{NUMBER}附表")


def villages(unit: Unit) -> Sheet:
    """确村确户: each task shared out over its villages."""
    rows: list[Row] = [{"township": p.township, "village": p.village, "path": p.path, "area": p.area, "households": p.households} for p in places(unit)]
    return Sheet("villages", tuple(rows), totals=("households",))


def progress(unit: Unit) -> Sheet:
    """月度计划与进度: cumulative plan and completion by month and path; the last month says why anything is left."""
    curve = _SCENIC_CURVE if unit.scenic else _CURVE
    left = STORIES[unit.name].shortfall
    rows: list[Row] = []
    for path in unit.paths:
        pace = 0.9 + 0.3 * generator(unit.name, "progress", path.value).random()
        actual = generator(unit.name, "completed", path.value)
        # Slower than planned through the rains, made up for in autumn.
        actual_pace = pace + 0.25 * (actual.random() - 0.3)
        for offset, part in enumerate(curve):
            last = offset == len(curve) - 1
            month = date(2023, _FIRST_MONTH + offset, 1)
            # Nothing is finished before the equipment that was ordered in May is there.
            done = (
                0
                if month < WORK_START.replace(day=1)
                else max(int(completed(unit, path) * part**actual_pace), finished_by(unit, path, date(2023, month.month + 1, 1)))
            )
            row: dict[str, Value] = {"month": month, "path": path, "planned": int(unit.households(path) * part**pace), "completed": done}
            if last and left and left.path is path:
                row["reason"] = f"{left.cause}，计划于{left.due.year}年{left.due.month}月{left.due.day}日前完成"
            rows.append(row)
    return Sheet("progress", tuple(rows))


def retrofit(unit: Unit) -> Sheet:
    """建筑节能: the unit's share of the city's totals."""
    rows: list[Row] = []
    for kind, part in retrofit_shares()[unit.name].items():
        random = generator(unit.name, "retrofit", kind.value)
        carried = Decimal(int(random.random() * 90) * 2) / 100 if random.random() < 0.35 else Decimal(0)
        gain = 30 + int(random.random() * 5) + (1 if kind is RetrofitType.URBAN else 0)
        planned = Decimal(part) / 100
        done = retrofitted(unit, kind)
        rows.append(
            {
                "type": kind,
                "planned": planned,
                "carried": carried,
                "completed": done,
                "gain": gain,
                "gain_method": GainMethod.MEASURED if kind is RetrofitType.URBAN else GainMethod.CALCULATED,
                "method": own("做法", unit, _METHODS)[kind is RetrofitType.RURAL],
                "accepted": done,
                "rejected": 0,
                "accepted_on": ACCEPTANCE_START + timedelta(days=int(random.random() * 10)),
            }
        )
    return Sheet("retrofit", tuple(rows))


def retrofitted(unit: Unit, kind: RetrofitType) -> Decimal:
    """What the unit completed of a retrofit task, in 万平方米."""
    planned = Decimal(retrofit_shares()[unit.name].get(kind, 0)) / 100
    story = STORIES.get(unit.name)
    short = story.retrofit if story else None
    return two_places(planned * short[1] / 100) if short and short[0] is kind else planned


def city_retrofit() -> Sheet:
    """建筑节能 of the city: its totals, and the gain that the plan demands in towns (三（二）)."""
    gains = {RetrofitType.URBAN: 30}
    rows: list[Row] = [{"type": kind, "planned": total, "gain": gains.get(kind)} for kind, total in RETROFIT.items()]
    return Sheet("retrofit", tuple(rows), source=NUMBER)
