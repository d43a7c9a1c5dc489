"""群众工作, sample data: notices, views heard, publicity, complaints of the season, the survey at its end."""

from datetime import date, timedelta

from xinzhou.amounts import generator
from xinzhou.choices import Activity
from xinzhou.dates import SEASON_END, SEASON_START, working_day
from xinzhou.dispatch import complaints
from xinzhou.filings import filings
from xinzhou.outcome import completed
from xinzhou.own import own
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_NOTICE = timedelta(days=6)


def outreach(unit: Unit) -> Sheet:
    """群众工作 of a unit, from the plan to the end of the season."""
    return Sheet("outreach", (*_before(unit), *_after(unit)))


def _before(unit: Unit) -> tuple[Row, ...]:
    random = generator(unit.name, "outreach")
    opinions = 4 + int(random.random() * 20)
    heard = 120 + int(random.random() * 400)
    second = max(working_day(unit.dated - timedelta(days=2)), date(2023, 4, 11))
    first = working_day(unit.dated + timedelta(days=5))
    board = "社区公告栏、政府网站" if unit.central else "村务公开栏、政府网站"
    return (
        {
            "activity": Activity.OPINIONS,
            "content": "征求群众对实施方案征求意见稿的意见",
            "held_on": second,
            "times": 2,
            "reached": heard,
            "received": opinions,
            "settled": opinions,
            "venue": own("征求", unit, "入户走访、座谈会"),
        },
        {
            "activity": Activity.NOTICE,
            "content": "年度改造任务和补贴标准公示",
            "held_on": first,
            "ended_on": first + _NOTICE,
            "times": 1,
            "received": 0,
            "settled": 0,
            "venue": board,
        },
    )


def _after(unit: Unit) -> tuple[Row, ...]:
    random = generator(unit.name, "outreach", "season")
    reported = next(filing.dated for filing in filings(unit) if filing.kind == "验收报告") + timedelta(days=3)
    received = complaints(unit)
    story = STORIES[unit.name]
    paid = working_day(date(2024, 1, 8) + timedelta(days=int(random.random() * 12)))
    return (
        {
            "activity": Activity.PUBLICITY,
            "content": "清洁取暖政策和设备安全使用宣传",
            "held_on": date(2023, 9, 4),
            "ended_on": date(2023, 10, 27),
            "times": 6 + int(random.random() * 12) + completed(unit) // 5000,
            "reached": round(completed(unit) * (0.45 + 0.35 * random.random())),
            "venue": "社区、小区" if unit.central else "村（社区）、集市和学校",
        },
        {
            "activity": Activity.NOTICE,
            "content": "验收结果公示",
            "held_on": reported,
            "ended_on": reported + _NOTICE,
            "times": 1,
            "received": 0,
            "settled": 0,
            "venue": "社区公告栏、政府网站" if unit.central else "村务公开栏、政府网站",
        },
        {
            "activity": Activity.NOTICE,
            "content": "清洁取暖补贴发放名单公示",
            "held_on": paid,
            "ended_on": paid + _NOTICE,
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
            "settled": received - story.open_complaints,
            "venue": "12345热线、服务电话",
            "forced": 0,
        },
        {
            "activity": Activity.SURVEY,
            "content": "清洁取暖群众满意度调查",
            "held_on": date(2024, 3, 4) + timedelta(days=int(random.random() * 5)),
            "times": 1,
            "reached": story.surveyed,
            "satisfaction": story.satisfaction,
            "venue": "入户和电话访问",
        },
    )
