"""Numbers that stand out: against the weeks before, the last season, the other units; what is too little to say anything."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.building.comparable import comparables
from reportgen.building.project import open_project
from reportgen.diagnostics import Place
from reportgen.figures.comparable import is_ratio
from reportgen.figures.outliers import FAR, LEAST_UNITS, Comparable, Number, Outlier, Weekly, beyond, outliers, score
from reportgen.workspace import Workspace

COUNTY, UNITS = "甲县", 8


def decimals(*values: float | str) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


@pytest.mark.parametrize(
    ("value", "values", "stands_out"),
    [
        (60, (60, 90, 91, 92, 93, 94, 95, 96), True),
        (85, (85, 90, 91, 92, 93, 94, 95, 96), False),  # 2.4 times what is usual
        (60, (60, 91, 92, 93, 94, 95, 96), False),  # seven are too few
        (66, (66, *[100] * 11), True),  # most are equal: the mean distance counts
        (50, (50, 60, 70, *[100] * 5), False),  # where several differ, none of them stands out
        (95, (95, *[100] * 11), False),  # less than a tenth of the median isn't worth a look
        (80, (80, *[0] * 11), False),  # what only some have is no matter of size
        (100, [100] * 12, False),
    ],
)
def test_among_units(value: int, values: tuple[int, ...], *, stands_out: bool) -> None:
    assert (abs(score(Decimal(value), decimals(*values))) >= FAR) is stands_out


def test_the_score_as_worked_out_by_hand() -> None:
    values = decimals(2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3)  # median 2.45, median distance 0.15: 0.6745 × 5.75 ÷ 0.15
    assert [round(score(one, values), 2) for one in decimals(8.2, 8.3, 2.6, 2.1)] == decimals("25.86", "26.31", 0, "-1.57")


@pytest.mark.parametrize(
    ("value", "before", "times", "is_count", "where"),
    [
        (21, (10, 8), 2, False, 1),
        (20, (10, 8), 2, False, 0),
        (3.9, (10, 8), 2, False, -1),
        (4, (10, 8), 2, False, 0),
        (3, (1,), 2, True, 0),  # by chance alone: up to 4
        (5, (1,), 2, True, 1),
        (0, (5,), 2, True, 0),
        (0, (50,), 2, True, -1),
        (99, (10,), 10, False, 0),
        (101, (10,), 10, False, 1),
        (5, (0, 0), 2, False, 0),  # from nothing nobody knows what is plausible
        (-5, (3,), 2, False, 0),
        (5, (), 2, False, 0),
    ],
)
def test_against_before(value: float, before: tuple[float, ...], times: int, where: int, *, is_count: bool) -> None:
    assert beyond(Decimal(str(value)), decimals(*before), times, is_count=is_count) == where


@pytest.mark.parametrize(("unit", "ratio"), [("%", True), ("元/户", True), ("摄氏度", True), ("蒸吨/小时", False), ("户", False), ("", False)])
def test_ratios_are_those_that_do_not_grow_with_a_unit(unit: str, *, ratio: bool) -> None:
    assert is_ratio(unit) is ratio


def number(value: float, unit: str = "%", key: str = "works.rate", *, at: str = "C2") -> Number:
    return Number(key, key, "完成率", unit, Decimal(str(value)), is_ratio(unit), (Place("inputs/2023/甲县/表.csv", "表", at),))


def words(found: tuple[Outlier, ...]) -> list[str]:
    return [reason.words for one in found for reason in one.reasons]


def test_it_is_told_in_plain_words_and_no_other_units_number_is() -> None:
    others = tuple(Comparable((number(value),)) for value in (97.3, 98, 98.1, 98.2, 98.3, 98.4, 98.5))
    (said,) = words(outliers(Comparable((number(45.25),)), others, None, "采暖季", "县"))
    assert said == "比8个县级单位的中位数98.15%低52.9个百分点；多数单位与中位数相差不超过0.2个百分点"
    assert words(outliers(Comparable((number(45.25),)), others[1:], None, "采暖季", "县")) == []
    alike = tuple(Comparable((number(100),)) for _ in range(LEAST_UNITS))
    assert words(outliers(Comparable((number(45.25),)), alike, None, "采暖季", "县")) == ["比9个县级单位的中位数100%低54.75个百分点；多数单位都是100%"]
    size = tuple(Comparable((number(value, "户"),)) for value in (90, 91, 92, 93, 94, 95, 96, 97))
    assert words(outliers(Comparable((number(9000, "户"),)), size, None, "采暖季", "县")) == []  # a large county isn't an unusual one


@pytest.mark.parametrize(
    ("now", "then", "unit", "said"),
    [
        (2.1, 1, "元/户", "上一采暖季是1元/户，现在超过它的2倍"),
        (0.4, 1, "元/户", "上一采暖季是1元/户，现在不到它的一半"),
        (101, 10, "万元", "上一采暖季是10万元，现在超过它的10倍，请核对单位和小数点"),
        (0.9, 10, "万元", "上一采暖季是10万元，现在不到它的十分之一，请核对单位和小数点"),
        (50, 10, "万元", None),
        (3, 1, "%", None),  # tripled, and yet only two points
        (16, 5, "%", "上一采暖季是5%，现在超过它的2倍"),
        (2, 0.5, "摄氏度", None),
    ],
)
def test_against_the_season_before(now: float, then: float, unit: str, said: str | None) -> None:
    found = outliers(Comparable((number(now, unit),)), (), Comparable((number(then, unit),)), "采暖季", "县")
    assert words(found) == ([] if said is None else [said])
    assert outliers(Comparable((number(now, unit),)), (), Comparable((number(then, "吨"),)), "采暖季", "县") == ()


def test_against_the_weeks_before() -> None:
    def week(value: float, *before: float, unit: str = "元/吨") -> Comparable:
        return Comparable(weeks=(Weekly(number(value, unit), "周", unit == "件", tuple(decimals(*before))),))

    assert words(outliers(week(2400, 1150), (), None, "采暖季", "县")) == ["上周是1150元/吨，这一周超过最多时的2倍"]
    assert words(outliers(week(90, 240, 200, 300), (), None, "采暖季", "县")) == ["上周是240元/吨，以前各周在200元/吨至300元/吨之间，这一周不到最少时的一半"]
    assert words(outliers(week(3, 1, unit="件"), (), None, "采暖季", "县")) == []


def test_one_number_has_all_its_reasons() -> None:
    own = Comparable((number(45),), unusual=((number(45, key="works.week"), "此前各周平均10%，这一周明显偏多"),))
    (found,) = outliers(own, (), Comparable((number(10),)), "采暖季", "县")
    assert len(found.reasons) == 2


@pytest.fixture
def counties(project: Callable[[str], Path]) -> Path:
    """A city with eight counties that are alike, and one season before."""
    root = project("pair")
    folder = root / "inputs/2023"
    shutil.rmtree(folder / "乙县")
    for at in range(1, UNITS):
        other = shutil.copytree(folder / COUNTY, folder / f"丙{at}县")
        described = (
            (other / "单位.yaml").read_text("utf-8").replace(COUNTY, other.name).replace('"990901"', f'"99091{at}"').replace("序号: 1", f"序号: {at + 2}")
        )
        (other / "单位.yaml").write_text(described, "utf-8")
    return root


def found_of(root: Path) -> dict[str, Outlier]:
    opened = open_project(Workspace(root), "2023")
    units = [unit.name for unit in opened.roster.units if unit.level == "县"]
    read = comparables(opened, units)
    opened.keep()
    assert read == comparables(open_project(Workspace(root), "2023"), units)  # as it is kept
    own = read.pop(COUNTY)
    return {one.number.key: one for one in outliers(own, tuple(read.values()), None, "采暖季", "县")}


@pytest.mark.slow
def test_a_county_that_differs_is_found_at_its_cells(counties: Path) -> None:
    table = counties / f"inputs/2023/{COUNTY}/补贴标准.csv"
    head, first, *rest = table.read_text("utf-8-sig").splitlines()
    cells = first.split(",")
    at = head.split(",").index("建设补贴")
    cells[at] = str(int(cells[at]) * 3)
    table.write_text("\n".join([head, ",".join(cells), *rest]), "utf-8")
    found = found_of(counties)
    (key,) = [key for key in found if key.startswith("subsidies")]
    assert key.endswith("construction")
    assert [(place.file.rpartition("/")[2], place.cell) for place in found[key].number.places] == [("补贴标准.csv", f"{chr(ord('A') + at)}2")]
    assert "多数单位都是" in found[key].reasons[0].words


def test_what_the_weekly_report_says_is_marked_where_it_is_written(project: Callable[[str], Path]) -> None:
    root = project("pair")
    table = root / f"inputs/2023/{COUNTY}/日常调度.csv"
    *lines, last = table.read_text("utf-8").splitlines()
    day, heating, _, *others = last.split(",")
    table.write_text("\n".join([*lines, ",".join([day, heating, "40", *others])]), "utf-8")
    read = comparables(open_project(Workspace(root), "2023"), (COUNTY,))[COUNTY]
    found = [one for one in outliers(read, (), None, "采暖季", "县") if one.number.value == 40]
    assert [reason.words for one in found for reason in one.reasons] == ["此前各周平均9.71件，这一周明显偏多"]
    assert [place.cell for one in found for place in one.number.places] == ["C9"]
