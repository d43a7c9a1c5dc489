"""报送记录, sample data: four items before the season, progress and money each month."""

from collections.abc import Iterable
from datetime import date

from xinzhou.choices import ReportItem, ReportStage
from xinzhou.dates import working_day
from xinzhou.policy import CITY_OFFICE, PROVINCE_OFFICE
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_MONTH_ENDS = tuple(working_day(date(2023 + (month > 12), (month - 1) % 12 + 1, 25)) for month in range(5, 16))
_SEASON_FROM = date(2023, 11, 1)
_FINISHED = "改造工程完工，转入验收"
_POINTS = "洁净煤供应点已布设到位，按需求的一半储备，采暖季分批补货"

_BEFORE = (
    (date(2023, 10, 16), ReportItem.PROGRESS, _FINISHED),
    (date(2023, 10, 24), ReportItem.INTACT, "取暖设备逐户检查，发现的问题列入验收清单整改"),
    (date(2023, 10, 27), ReportItem.RUNNING, "热源、管网和户内设备试运行正常"),
    (date(2023, 10, 27), ReportItem.POINTS, _POINTS),
)


def city() -> Sheet:
    """报送记录 of the city, to the province."""
    return Sheet("reports", tuple(_rows(PROVINCE_OFFICE, {ReportItem.PROGRESS: "改造工程基本完工，未完工户逐户明确了完成时限"})))


def of_unit(unit: Unit) -> Sheet:
    """报送记录 of a unit, to the city."""
    results: dict[ReportItem, str] = {}
    if STORIES[unit.name].shortfall:
        results[ReportItem.PROGRESS] = "改造工程基本完工，未完工户逐户明确了完成时限"
    if not unit.uncovered:
        results[ReportItem.POINTS] = "由集中供热保障，不设洁净煤供应点"
    return Sheet("reports", tuple(_rows(CITY_OFFICE, results)))


def _rows(recipient: str, results: dict[ReportItem, str]) -> Iterable[Row]:
    rows = [(day, ReportStage.BEFORE_SEASON, item, results.get(item, result)) for day, item, result in _BEFORE]
    for day in _MONTH_ENDS:
        finished = results.get(ReportItem.PROGRESS, _FINISHED)
        progress = "采暖设施运行平稳，改造工程资料归档" if day >= _SEASON_FROM else finished if day >= _BEFORE[0][0] else "改造工程按月度计划推进"
        rows.append((day, ReportStage.REGULAR, ReportItem.PROGRESS, progress))
        rows.append((day, ReportStage.REGULAR, ReportItem.MONEY, "资金专款专用，按工程进度和验收结果拨付"))
    for day, stage, item, result in sorted(rows, key=lambda row: row[0]):
        yield {"stage": stage, "item": item, "reported_on": day, "recipient": recipient, "result": result}
