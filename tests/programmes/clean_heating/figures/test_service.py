"""运营维护, 群众工作, 安全检查, 报送记录, 拖欠款, 能源保障, 热源, 户均取暖支出: totals of a county and of the city."""

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest

from reportgen.figures.themes import Themes
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


def read(root: Path, unit: str) -> Themes:
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == unit]
    return season.themes(scope)


@pytest.mark.sampled(24)
@pytest.mark.parametrize(
    ("unit", "figure", "value"),
    [
        ("甲县", "operators.enterprises", 2),
        ("甲县", "operators.staff", 13),
        ("甲县", "operators.rate", 100),
        ("示例市", "operators.repairs", 91),
        ("甲县", "outreach.notices.items", 1),
        ("甲县", "outreach.complaints.received", 8),
        ("甲县", "outreach.complaints.open", 0),
        ("甲县", "outreach.forced", 0),
        ("甲县", "outreach.satisfaction", 96.5),
        ("示例市", "outreach.satisfaction", (96.5 * 200 + 95 * 60) / 260),
        ("甲县", "safety.rounds", 2),
        ("示例市", "safety.hazards", 6),
        ("示例市", "safety.left", 0),
        ("甲县", "reports.before_count", 1),
        ("甲县", "reports.regular_count", 1),
        ("甲县", "reports.in_season", 0),
        ("示例市", "reports.regular_count", 1),
        ("甲县", "arrears.left", 26.5),
        ("示例市", "arrears.enterprises", 1),
        ("甲县", "costs.gap", 10),
        ("示例市", "costs.highest", 1500),
        ("甲县", "plants.in_use.number", 1),
        ("甲县", "plants.removed.capacity", 18),
        ("示例市", "plants.removed.number", 3),
    ],
)
def test_totals(unit: str, figure: str, value: float, root: Path) -> None:
    found = attrgetter(figure)(read(root / "tests/projects/pair", unit))
    assert float(found.value) == pytest.approx(value)
    assert found.sources


def test_nothing_is_said_of_tables_that_no_unit_has(root: Path) -> None:
    county = read(root / "tests/projects/pair", "乙县")
    assert (county.arrears.rows, len(county.plants.rows)) == ((), 0)
    assert not county.arrears.owed.known
    assert not county.plants.in_use.number.known


def test_energy_is_totalled_by_kind_and_an_unread_kind_may_be_any(project: Project) -> None:
    root = project("pair")
    city = read(root, "示例市").energy
    gas, power = city.total_of("天然气"), city.total_of("电力")
    assert gas is not None
    assert power is not None
    assert (float(gas.supplied.value or 0), gas.outages.value) == (46.2, 0)
    assert float(power.supply_rate.value or 0) == pytest.approx(801.5 / 816 * 100)
    assert "stock" not in gas.columns
    file = root / "inputs/2023/甲县/能源保障.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("生物质,示例燃料公司,吨", "核能,示例燃料公司,万千瓦时"), encoding="utf-8")
    county = read(root, "甲县").energy
    assert [str(row.line.supplier) for row in county.of("电力")] == ["示例供电公司", "示例燃料公司"]
    power = county.total_of("电力")
    assert power is not None
    assert not power.supplied.known


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("table", "before", "after", "figure"),
    [
        ("群众工作", "8,8,,0", "8,,,0", "outreach.complaints.settled"),
        ("群众工作", "投诉办理", "投拆", "outreach.complaints.received"),
        ("群众工作", "8,8,,0", "8,8,,", "outreach.forced"),
        ("运营维护", "2,8,46,46", "2,8,46,", "operators.rate"),
        ("安全检查", "12,2,2", "12,2,", "safety.left"),
        ("报送记录", "定期报告,工程进展", ",工程进展", "reports.regular_count"),
        ("报送记录", "资金使用,2023年7月31日", "资金使用,七月底", "reports.regular_count"),
        ("单位.yaml", "采暖季: {开始: 2023-11-15, 结束: 2024-01-13}\n", "", "reports.in_season"),
        ("拖欠款", "86.50,60.00", "86.50,", "arrears.left"),
        ("补贴标准", "1450", "", "costs.highest"),
    ],
)
def test_what_is_not_known_makes_totals_missing(table: str, before: str, after: str, figure: str, project: Project) -> None:
    root = project("pair")
    file = root / "inputs/2023/甲县" / (table if "." in table else f"{table}.csv")
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = attrgetter(figure)(read(root, "甲县"))
    assert found.value is None
    assert found.lacking
