"""资金拨付, 户均投资, 空气质量, and the townships that are behind: computed from a county's tables, absent without them, never added where they can't be."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.figures.themes import Themes
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
TRANSFERS = "文号,资金来源,下达日期,下达单位,接收单位,下达金额,拨付对象,已拨付金额,拨付日期,未拨付原因\n"
COSTS = "取暖路径,批复文件,批复户均投资,结算户数,实际投资,差异原因\n"
AIR = "指标,计量单位,本采暖季,上一采暖季,数据来源\n"


def themes(root: Path, unit: str) -> Themes:
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == unit]
    return season.themes(scope)


def write(root: Path, unit: str, title: str, head: str, *rows: str) -> None:
    (root / f"inputs/2023/{unit}/{title}.csv").write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("one", "other", "city"),
    [
        (("设备", "电网", "补贴"), ("设备", "管网", "补贴"), ("设备", "电网", "管网", "补贴")),
        (("管网", "补贴"), ("设备", "电网", "补贴", "勘探"), ("管网", "设备", "电网", "补贴", "勘探")),
        (("设备", "补贴"), ("补贴", "设备", "管网"), ("设备", "补贴", "管网")),
        (("设备",), ("管网",), ("设备", "管网")),
    ],
)
def test_uses_of_money_stand_in_the_citys_table_as_in_the_counties(
    one: tuple[str, ...], other: tuple[str, ...], city: tuple[str, ...], project: Project
) -> None:
    root = project("pair")
    for unit, uses in (("甲县", one), ("乙县", other)):
        write(root, unit, "资金", "资金来源,资金用途,预算数\n", *(f"{source},{use},100" for use in uses for source in ("中央", "县")))
    assert tuple(use.name for use in themes(root, "示例市").funds.uses) == city


def test_the_chain_of_money(project: Project) -> None:
    root = project("pair")
    write(
        root,
        "甲县",
        "资金拨付",
        TRANSFERS,
        "示财〔2023〕9号,县,2023-07-03,甲县财政局,县能源局,100,企业,100,2023-07-10,",
        "示财〔2023〕1号,中央,2023-06-01,示例市财政局,甲县财政局,200.50,县能源局,180.50,2023-07-11,质保金留存",
    )
    found = themes(root, "甲县").transfers
    assert (found.whole.amount.value, found.whole.paid.value, found.whole.left.value) == (Decimal("300.5"), Decimal("280.5"), 20)
    assert [(flow.name, flow.amount.value) for flow in found.sources] == [("中央", Decimal("200.5")), ("县级", 100)]
    assert [transfer.record.number for transfer in found.rows] == ["示财〔2023〕1号", "示财〔2023〕9号"]  # by the day
    assert [transfer.days.value for transfer in found.rows] == [40, 7]
    assert found.slowest.value == 40
    assert {source.place.cell for source in found.slowest.sources} == {"C3", "I3"}
    assert [transfer.record.reason for transfer in found.held] == ["质保金留存"]


def test_a_citys_chain_is_its_own(project: Project) -> None:
    root = project("pair")
    write(root, "甲县", "资金拨付", TRANSFERS, "示财〔2023〕1号,中央,2023-06-01,示例市财政局,甲县财政局,200,县能源局,0,,")
    county, city = (themes(root, unit).transfers for unit in ("甲县", "示例市"))
    assert (county.slowest.void, county.slowest.known, [transfer.days.known for transfer in county.rows]) == (True, False, [False])
    assert city.rows == ()


def test_an_amount_that_can_not_be_read_makes_the_sum_missing(project: Project) -> None:
    root = project("pair")
    write(root, "甲县", "资金拨付", TRANSFERS, "示财〔2023〕1号,中央,2023-06-01,示例市财政局,甲县财政局,约二百,县能源局,0,,")
    found = themes(root, "甲县").transfers
    assert not found.whole.amount.known
    assert "下达金额" in "".join(found.whole.amount.lacking)


def test_what_a_household_cost_against_what_was_approved(project: Project) -> None:
    root = project("pair")
    write(
        root,
        "甲县",
        "户均投资",
        COSTS,
        "煤改电,《批复》（示发改〔2023〕1号）,7800,1000,800,山区运距长",
        "生物质热电联产,《批复》（示发改〔2023〕2号）,9000,500,440,",
    )
    write(root, "乙县", "户均投资", COSTS, "煤改电,《批复》（示发改〔2023〕3号）,6800,500,330,")
    county, city = (themes(root, unit).investment for unit in ("甲县", "示例市"))
    assert [(cost.name, cost.approved.value, cost.actual.value, cost.over.value) for cost in county.paths] == [
        ("煤改电", 7800, 8000, 200),
        ("生物质热电联产", 9000, 8800, -200),
    ]
    assert [(cost.name, cost.reasons) for cost in county.dearer] == [("煤改电", ("山区运距长",))]
    (electricity, biomass) = city.paths
    assert (electricity.households.value, electricity.settled.value) == (1500, 1130)
    assert electricity.approved.value == Decimal(7800 * 1000 + 6800 * 500) / 1500  # weighted by the households
    assert biomass.households.value == 500
    assert [(cost.name, cost.households.value) for cost in city.units] == [("甲县", 1500), ("乙县", 500)]


def test_a_city_has_the_costs_of_those_that_give_them(project: Project) -> None:
    root = project("pair")
    assert not themes(root, "示例市").investment.given
    write(root, "甲县", "户均投资", COSTS, "煤改电,《批复》（示发改〔2023〕1号）,7800,1000,800,")
    found = themes(root, "示例市").investment
    assert found.given
    assert [(cost.name, cost.actual.value) for cost in found.units] == [("甲县", 8000)]
    assert found.whole.actual.known


def test_the_air_of_two_counties_is_not_added_up(project: Project) -> None:
    root = project("pair")
    write(root, "甲县", "空气质量", AIR, "PM2.5平均浓度,微克/立方米,42,47,县城站点", "优良天数,天,128,,县城站点")
    county, city = (themes(root, unit).air for unit in ("甲县", "示例市"))
    assert [(m.name, m.value.unit, m.change.value, m.fall.value, m.compared) for m in county.rows] == [
        ("PM2.5平均浓度", "微克/立方米", -5, 5, True),
        ("优良天数", "天", None, None, False),
    ]
    assert city.rows == ()


def test_the_townships_that_are_behind(project: Project) -> None:
    root = project("pair")
    whole = themes(root, "甲县").shortfall
    first = whole.townships[0]
    assert whole.behind == ()
    path = root / "inputs/2023/甲县/确村确户.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith(first.name))
    cells = lines[row].split(",")
    cells[-1] = str(int(cells[-1]) + 5)
    lines[row] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [(township.name, township.left.value) for township in themes(root, "甲县").shortfall.behind] == [(first.name, 5)]


@pytest.mark.parametrize("theme", ["transfers", "investment", "air", "coal"])
def test_a_unit_may_do_without(theme: str, project: Project) -> None:
    found: Any = getattr(themes(project("pair"), "甲县"), theme)
    assert len(found.rows) == 0
