"""Task against completion: the latest month filled in counts, by path and unit; what isn't there stays missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.figures.themes import Themes
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]

PROGRESS = "月份,取暖路径,计划累计完成户数,实际累计完成户数,未完成原因\n"
FIRST = PROGRESS + "2023年6月,煤改电,500,450,\n2023年6月,生物质热电联产,200,210,\n2023年10月,煤改电,1200,1180,管网推迟\n2023年10月,生物质热电联产,800,800,\n"
SECOND = PROGRESS + "2023年6月,煤改气,100,90,\n2023年9月,煤改气,600,600,\n"


def season(root: Path, first: str = FIRST, second: str = SECOND) -> dict[str, Themes]:
    for unit, text in (("甲县", first), ("乙县", second)):
        (root / f"inputs/2023/{unit}/月度计划与进度.csv").write_text(text, "utf-8")
    opened = open_season(Workspace(root), "2023")
    return {scope.unit.name: opened.themes(scope) for scope in opened.scopes}


def shown(of: Themes, name: str) -> str | None:
    value = of.figures()[name].value
    return None if value is None else f"{value:.2f}"


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("unit", "name", "value"),
    [
        ("甲县", "completion.electricity.completed", "1180.00"),
        ("甲县", "completion.electricity.left", "20.00"),
        ("甲县", "completion.electricity.rate", "98.33"),
        ("甲县", "completion.gas.completed", "0.00"),
        ("甲县", "completion.total.completed", "1980.00"),
        ("示例市", "completion.total.completed", "2580.00"),
        ("示例市", "completion.total.rate", "99.23"),
        ("示例市", "completion.unit.990901.biomass.completed", "800.00"),
        ("示例市", "completion.unit.990902.total.rate", "100.00"),
        # 乙县's last month is September: in October it still has what it had.
        ("示例市", "progress.2023-10.completed", "2580.00"),
        ("示例市", "progress.2023-06.completed", "750.00"),
    ],
)
def test_completed_is_what_the_latest_month_says(unit: str, name: str, value: str, project: Project) -> None:
    assert shown(season(project("pair"))[unit], name) == value


def test_a_month_not_yet_filled_in_is_missing_and_the_one_before_counts(project: Project) -> None:
    themes = season(project("pair"), FIRST.replace("1180,管网推迟", ",").replace("800,800", "800,"))
    assert shown(themes["甲县"], "completion.total.completed") == "660.00"
    assert shown(themes["甲县"], "progress.2023-10.completed") is None
    assert shown(themes["示例市"], "progress.2023-06.completed") == "750.00"


THREE = (
    PROGRESS
    + "2023年6月,煤改电,500,450,\n2023年6月,生物质热电联产,200,210,\n2023年8月,煤改电,900,880,\n2023年8月,生物质热电联产,500,490,\n"
    + "2023年10月,煤改电,1200,1180,管网推迟\n2023年10月,生物质热电联产,800,800,\n"
)
LATEST, ALL = "completion.total.completed", "completion.biomass.completed"


@pytest.mark.parametrize(
    ("before", "after", "unit", "values"),
    [
        ("", "", "甲县", {LATEST: "1980.00", "progress.2023-08.completed": "1370.00", "progress.2023-10.planned": "2000.00"}),
        # A path left empty in the last month, or without a row in it.
        ("800,800", "800,", "甲县", {LATEST: None, ALL: None, "completion.electricity.completed": "1180.00", "progress.2023-10.completed": None}),
        ("2023年10月,生物质热电联产,800,800,\n", "", "甲县", {LATEST: None, ALL: None, "progress.2023-10.planned": None, "progress.2023-10.completed": None}),
        ("1180,管网推迟", ",", "示例市", {LATEST: None, "completion.electricity.completed": None, ALL: "800.00", "completion.gas.completed": "600.00"}),
        ("800,800", "800,—", "示例市", {LATEST: None, "progress.2023-10.completed": None, "progress.2023-10.planned": "2600.00"}),
        # A month within the table without a row, or left empty: not carried over, and the latest month still counts.
        (
            "2023年8月,煤改电,900,880,\n",
            "",
            "甲县",
            {LATEST: "1980.00", "progress.2023-08.planned": None, "progress.2023-08.electricity": None, "progress.2023-08.biomass": "500.00"},
        ),
        ("900,880", "900,", "甲县", {LATEST: "1980.00", "progress.2023-08.completed": None, "progress.2023-08.planned": "1400.00"}),
        ("2023年6月,煤改电,500,450,\n", "", "甲县", {LATEST: "1980.00", "progress.2023-06.completed": None}),
        # A path with a task and no row at all.
        ("生物质热电联产", "煤改电", "甲县", {ALL: None, LATEST: None, "progress.2023-06.completed": None, "progress.2023-06.biomass": None}),
        # A county that says nothing of a month between two others.
        ("2023年8月", "2023年7月", "示例市", {LATEST: "2580.00", "progress.2023-09.completed": None, "progress.2023-10.completed": "2580.00"}),
    ],
)
def test_nothing_is_carried_over_what_is_empty_or_not_there(before: str, after: str, unit: str, values: dict[str, str | None], project: Project) -> None:
    assert before in THREE
    themes = season(project("pair"), THREE.replace(before, after))[unit]
    assert {name: shown(themes, name) for name in values} == values


def test_the_cell_to_fill_in_is_told(project: Project) -> None:
    root = project("pair")
    season(root, THREE.replace("800,800", "800,"))
    opened = open_season(Workspace(root), "2023")
    (job,) = opened.jobs(frozenset({"甲县"}), frozenset({"acceptance"}))
    (finding,) = (finding for finding in opened.evaluate(job).findings if finding.code == "CD-07")
    assert "生物质热电联产2023年10月" in finding.message
    assert str(finding.places[0]).endswith("月度计划与进度.csv!D7")
    assert opened.themes(next(scope for scope in opened.scopes if scope.unit.name == "甲县")).figures()[ALL].sources[0].place == finding.places[0]


@pytest.mark.parametrize("second", [SECOND.replace(",90,", ",,").replace("600,600", "600,"), SECOND.replace("600,600", "600,约600")])
def test_a_unit_that_says_nothing_of_its_completion_makes_the_sum_missing(second: str, project: Project) -> None:
    themes = season(project("pair"), second=second)
    figure = themes["示例市"].figures()["completion.gas.completed"]
    assert figure.value is None
    assert any("乙县" in what for what in figure.lacking)
    assert shown(themes["示例市"], "completion.electricity.completed") == "1180.00"


def test_the_reasons_name_the_unit_and_path_below(project: Project) -> None:
    themes = season(project("pair"))
    assert themes["甲县"].completion.reasons == (("煤改电", "管网推迟"),)
    assert themes["示例市"].completion.reasons == (("甲县煤改电", "管网推迟"),)


def test_retrofit_completed_comes_from_below_where_the_city_gives_only_its_task(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/建筑节能.yaml").write_text("- {改造类型: 农村围护结构改造, 计划面积: 8.25, 完成面积: 8.00}\n", "utf-8")
    (root / "inputs/2023/乙县/建筑节能.csv").write_text("改造类型,计划面积,完成面积\n农村围护结构改造,12.25,12.25\n", "utf-8")
    themes = season(root)
    assert shown(themes["示例市"], "completion.retrofit.rural.completed") == "20.25"
    assert shown(themes["示例市"], "completion.retrofit.rural.left") == "0.25"
    assert shown(themes["甲县"], "completion.retrofit.rural.rate") == "96.97"
