"""佐证材料, sample data: the index, and small text files in its place that say of themselves that they are samples."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from xinzhou.dates import working_day
from xinzhou.indicators import city as city_indicators
from xinzhou.indicators import of_unit as indicators_of
from xinzhou.outcome import acceptance_end
from xinzhou.units import UNITS, Unit
from xinzhou.work import retrofit
from xinzhou.workbook import Row, Sheet

FOLDER = "佐证材料"
_ROLL_UP = timedelta(days=12)  # after its units' the city makes its own
_TEXT = "示例材料（sample: true），不是真实档案。\n\n材料名称：{title}\n支持事项：{supports}\n\n正式使用时，请把这个文件换成实际的材料。\n"


@dataclass(frozen=True, slots=True)
class _Material:
    """A kind of material: its title and folder, and what it supports by the beginning of the indicators' numbers, and otherwise."""

    title: str
    folder: str
    indicators: tuple[str, ...]
    others: tuple[str, ...]
    dated: date | None = None

    @property
    def file(self) -> str:
        """Its file, named as the index names it."""
        return f"{self.folder}/{self.title}.txt"


_MATERIALS = (
    _Material("年度改造任务完成情况统计表", "任务完成", ("1.1", "1.3.2", "1.3.4"), ("改造任务", "月度计划与进度")),
    _Material("项目验收汇总表和验收意见", "任务完成", ("1.2.1", "1.2.2", "1.3.3"), ("验收",)),
    _Material("建筑节能改造能效检测报告", "任务完成", ("1.2.3",), ("建筑节能",)),
    _Material("实施方案报备文件", "任务完成", ("1.3.1",), ()),
    _Material("能源供应合同清单", "能源保障", ("2.4.1",), ("能源保障",), date(2023, 10, 27)),
    _Material("运行维护和报修办理记录", "能源保障", ("2.4.2", "2.4.3"), ("运营维护",), date(2024, 4, 1)),
    _Material("项目资金收支明细账", "资金使用", ("1.4",), ("资金",), date(2024, 3, 29)),
    _Material("补贴发放汇总表", "资金使用", ("2.1", "2.2.2"), ("补贴标准",), date(2024, 3, 28)),
    _Material("散煤清零核查记录", "资料整理", ("2.2.1", "2.3"), ("清零范围",), date(2023, 12, 14)),
    _Material("群众满意度调查报告", "资料整理", ("3.1",), ("群众工作",), date(2024, 3, 12)),
)
"""By the four parts of the city's plan (五（四）): 任务完成, 能源保障, 资金使用, 资料整理."""


def of_unit(unit: Unit) -> Sheet:
    """佐证材料 of a unit."""
    return _sheet(indicators_of(unit), unit.dated, acceptance_end(unit), _measured(unit))


def city() -> Sheet:
    """佐证材料 of the city."""
    return _sheet(city_indicators(), date(2023, 4, 20), max(acceptance_end(unit) for unit in UNITS), max(map(_measured, UNITS)), _ROLL_UP)


def _measured(unit: Unit) -> date:
    """When the efficiency of the retrofit was measured: before its acceptance."""
    return min(day for row in retrofit(unit).rows if isinstance(day := row["accepted_on"], date)) - timedelta(days=2)


def _sheet(indicators: Sheet, planned: date, accepted: date, measured: date, later: timedelta = timedelta()) -> Sheet:
    numbers = [str(row["number"]) for row in indicators.rows]
    dates = {"实施方案报备文件": planned, "项目验收汇总表和验收意见": accepted, "建筑节能改造能效检测报告": measured}
    rows: list[Row] = [
        {
            "number": str(n),
            "title": material.title,
            "path": material.file,
            "supports": "、".join((*(number for number in numbers if number.startswith(material.indicators)), *material.others)),
            "dated": working_day(material.dated + later) if material.dated else dates.get(material.title, accepted + timedelta(days=2)),
        }
        for n, material in enumerate(_MATERIALS, 1)
    ]
    return Sheet("evidence", tuple(rows))


def write(folder: Path, unit: str, sheet: Sheet) -> None:
    """Write the files that the index names into a unit's folder."""
    for row in sheet.rows:
        path = folder / FOLDER / str(row["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEXT.format(title=f"{unit}{row['title']}", supports=row["supports"]), "utf-8", newline="\n")
