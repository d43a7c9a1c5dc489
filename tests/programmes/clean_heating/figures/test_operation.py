"""日常调度: weeks, totals, and the weeks of which nothing was reported."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportgen.figures.period import TO_DATE, InPeriod
from reportgen.pipeline.opening import open_season
from reportgen.programmes.clean_heating.figures.operation import DispatchSeries
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
HEAD = "调度日期,取暖户数,故障数,修复数,投诉数,洁净煤库存,洁净煤价格\n"


def read(root: Path, unit: str) -> DispatchSeries:
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == unit]
    return season.themes(scope).dispatch


def weeks(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


@pytest.fixture
def pair(project: Project) -> Path:
    """The season of both counties is 2023-11-15 to 2023-12-12: four weeks."""
    root = project("pair")
    for folder in ("甲县", "乙县", "示例市"):
        unit = root / f"inputs/2023/{folder}/单位.yaml"
        unit.write_text(unit.read_text(encoding="utf-8").replace("结束: 2024-01-13", "结束: 2023-12-12"), encoding="utf-8")
    (root / "inputs/2023/甲县/日常调度.csv").write_text(
        weeks("2023年11月17日,100,4,4,1,50,900", "2023年11月24日,120,2,1,0,40,920", "2023年12月1日,140,0,1,0,30,910", "2023年12月8日,130,2,2,2,20,910"),
        encoding="utf-8",
    )
    (root / "inputs/2023/乙县/日常调度.csv").write_text(
        weeks("2023年11月19日,10,1,1,0,,", "2023年11月26日,12,0,0,0,,", "2023年12月3日,14,0,0,1,,", "2023年12月10日,13,1,1,0,,"), encoding="utf-8"
    )
    return root


def test_a_countys_season_is_summed_up(pair: Path) -> None:
    series = read(pair, "甲县")
    assert series.count == 4
    assert (series.heating.highest, series.heating.lowest, series.heating.last) == (140, 100, 130)
    assert series.average.value == pytest.approx(122.5)
    assert (series.faults, series.repaired, series.complaints, series.rate) == (8, 8, 3, 100)
    assert (series.coal_stock.lowest, series.coal_price.lowest, series.coal_price.highest) == (20, 900, 920)
    assert series.columns == {"repaired", "coal_stock", "coal_price"}
    assert series.gaps == ()


def test_the_citys_weeks_are_sums_over_counties_that_report_on_other_days(pair: Path) -> None:
    series = read(pair, "示例市")
    assert [(week.ended, int(week.heating.value or 0)) for week in series.weeks] == [
        (date(2023, 11, 19), 110),
        (date(2023, 11, 26), 132),
        (date(2023, 12, 3), 154),
        (date(2023, 12, 10), 143),
    ]
    # 乙县 has no clean coal: its empty columns are no gap.
    assert [int(week.coal_stock.value or 0) for week in series.weeks] == [50, 40, 30, 20]
    assert series.heating.highest == 154
    assert [(unit.name, unit.count.value) for unit in series.units] == [("甲县", 4), ("乙县", 4)]


def test_a_week_that_is_lacking_is_named_and_has_no_sum(pair: Path) -> None:
    file = pair / "inputs/2023/乙县/日常调度.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2023年12月3日,14,0,0,1,,\n", ""), encoding="utf-8")
    county, city = read(pair, "乙县"), read(pair, "示例市")
    assert [(gap.start, gap.end) for gap in county.gaps] == [(date(2023, 11, 29), date(2023, 12, 5))]
    assert (county.count, county.heating.highest) == (3, 13)
    assert [gap.unit for gap in city.gaps] == ["乙县"]
    assert [week.heating.known for week in city.weeks] == [True, True, False, True]
    assert (city.count, city.heating.highest, city.faults) == (3, 143, 10)


@pytest.mark.parametrize(
    ("before", "after", "unknown"),
    [
        ("2023年12月1日,140", "月初,140", ["count", "average"]),
        ("2023年12月1日,140", "2023年12月1日,", ["average"]),
        ("120,2,1,0", "120,2,,0", ["repaired", "rate"]),
        ("40,920", "40,", []),
    ],
)
def test_what_cannot_be_read_makes_the_sums_missing(before: str, after: str, unknown: list[str], pair: Path) -> None:
    file = pair / "inputs/2023/甲县/日常调度.csv"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    series = read(pair, "甲县")
    assert [name for name in ("count", "average", "faults", "repaired", "rate", "complaints") if not getattr(series, name).known] == unknown
    assert series.coal_price.highest.known == ("920" not in before or "920" in after)


def test_a_county_without_the_table_makes_the_citys_sums_missing(pair: Path) -> None:
    (pair / "inputs/2023/乙县/日常调度.csv").unlink()
    series = read(pair, "示例市")
    assert series.lacking == ("乙县《日常调度》",)
    assert not any(week.heating.known for week in series.weeks)
    assert not series.faults.known


def test_gaps_without_a_known_season_lie_between_the_rows(pair: Path) -> None:
    unit = pair / "inputs/2023/甲县/单位.yaml"
    unit.write_text("".join(line for line in unit.read_text(encoding="utf-8").splitlines(keepends=True) if "采暖季:" not in line), encoding="utf-8")
    file = pair / "inputs/2023/甲县/日常调度.csv"
    file.write_text(weeks("2023年11月17日,100,4,4,1,50,900", "2023年12月1日,140,0,0,0,30,910"), encoding="utf-8")
    assert [(gap.start, gap.end) for gap in read(pair, "甲县").gaps] == [(date(2023, 11, 18), date(2023, 11, 24))]


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("last", "unusual"),
    [
        ("20,20,1", [("乙县", "报修故障", 20)]),  # above 9 and three times 3
        ("18,18,1", []),  # the limit itself is not above it
        ("9,9,5", [("乙县", "受理投诉", 5)]),  # of less than one a week the limit is that of one: 4
        ("9,9,4", []),
        ("0,0,0", []),
    ],
)
def test_a_number_far_above_the_weeks_before_stands_out(last: str, unusual: list[tuple[str, str, int]], project: Project) -> None:
    root = project("pair")
    rows = [f"2023年{month}月{day}日,100,9,9,0,," for month, day in ((11, 21), (11, 28), (12, 5), (12, 12))]
    (root / "inputs/2023/乙县/日常调度.csv").write_text(weeks(*rows, f"2023年12月19日,100,{last},,"), encoding="utf-8")
    scope = next(scope for scope in open_season(Workspace(root), "2023").scopes if scope.unit.name == "示例市")
    found = InPeriod(TO_DATE, scope, None, date(2023, 12, 19), {"dispatch": "week"}).dispatch.unusual
    assert [(one.unit, one.what, int(one.number.value)) for one in found if one.unit == "乙县"] == unusual
    earlier = InPeriod(TO_DATE, scope, None, date(2023, 12, 12), {"dispatch": "week"}).dispatch.unusual
    assert [one for one in earlier if one.unit == "乙县"] == []  # three weeks tell nothing of what is usual


def test_the_price_of_a_week_is_the_mean_of_the_units_that_sell(pair: Path) -> None:
    assert [week.coal_price.value for week in read(pair, "示例市").weeks] == [900, 920, 910, 910]
    table = pair / "inputs/2023/乙县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace(",,\n", ",5,1000\n"), encoding="utf-8")
    assert [week.coal_price.value for week in read(pair, "示例市").weeks] == [950, 960, 955, 955]
