"""群众工作, sample data: notices, views heard, publicity, complaints of the season, the survey at its end."""

from datetime import date, timedelta
from decimal import Decimal

from reportgen.inputs.schema import Outreach
from reportgen.inputs.schema.choices import Activity
from xinzhou.amounts import generator
from xinzhou.dates import SEASON_END, SEASON_START, working_day
from xinzhou.dispatch import complaints
from xinzhou.outcome import acceptance_end, completed
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_NOTICE = timedelta(days=6)


def outreach(unit: Unit) -> Sheet:
    """群众工作 of a unit, from the plan to the end of the season."""
    return Sheet(Outreach, (*_before(unit), *_after(unit)))


def _before(unit: Unit) -> tuple[Row, ...]:
    random = generator(unit.name, "outreach")
    opinions = 4 + int(random.random() * 20)
    heard = 120 + int(random.random() * 400)
    first, second = (working_day(unit.dated - timedelta(days=days)) for days in (15, 8))
    board = "社区公告栏、政府网站" if unit.central else "村务公开栏、政府网站"
    return (
        {
            "activity": Activity.NOTICE,
            "content": "改造任务和补贴政策公示",
            "held_on": first,
            "ended_on": first + _NOTICE,
            "times": 1,
            "received": 0,
            "settled": 0,
            "venue": board,
        },
        {
            "activity": Activity.OPINIONS,
            "content": "征求群众对改造方案的意见",
            "held_on": second,
            "times": 2,
            "reached": heard,
            "received": opinions,
            "settled": opinions,
            "venue": "入户走访、座谈会",
        },
    )


def _after(unit: Unit) -> tuple[Row, ...]:
    random = generator(unit.name, "outreach", "season")
    accepted = acceptance_end(unit)
    received = complaints(unit)
    surveyed = min(200 + int(random.random() * 400), completed(unit))
    return (
        {
            "activity": Activity.PUBLICITY,
            "content": "清洁取暖政策和设备安全使用宣传",
            "held_on": date(2023, 9, 4),
            "ended_on": date(2023, 10, 27),
            "times": 6 + int(random.random() * 12),
            "reached": round(completed(unit) * 0.6),
            "venue": "社区、小区" if unit.central else "村（社区）、集市和学校",
        },
        {
            "activity": Activity.NOTICE,
            "content": "验收结果和补贴发放公示",
            "held_on": accepted - timedelta(days=2),
            "ended_on": accepted + timedelta(days=4),
            "times": 1,
            "received": 0,
            "settled": 0,
            "venue": "社区公告栏、政府网站" if unit.central else "村务公开栏、政府网站",
        },
        {
            "activity": Activity.COMPLAINTS,
            "content": "采暖季群众投诉和舆情办理",
            "held_on": SEASON_START,
            "ended_on": SEASON_END,
            "received": received,
            "settled": received,
            "venue": "12345热线、服务电话",
            "forced": 0,
        },
        {
            "activity": Activity.SURVEY,
            "content": "清洁取暖群众满意度调查",
            "held_on": date(2024, 3, 4) + timedelta(days=int(random.random() * 5)),
            "times": 1,
            "reached": surveyed,
            "satisfaction": Decimal(930 + int(random.random() * 50)) / 10,
            "venue": "入户和电话访问",
        },
    )
