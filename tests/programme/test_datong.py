"""大同市: a second city of three seasons, from tables, declarations and its own notice in a workbook: nothing of it is known to the program."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]

CITY, COUNTY = "大同市", "阳高县"
PUBLISHED = {
    "2021": ("1233.9", "204.8", "64991", "19232", "51.16", "4926"),
    "2022": ("629.2", "0", "74653", "9152", "102.31", "9852"),
    "2023": ("486.23", "0", "74203", "9925", "102.31", "9852"),
}
"""What the city gave out each year: 集中供热、超低排放（万平方米），煤改电、煤改气（户），建筑节能（万平方米），农村建筑节能（户）."""
FIGURES = ("own.heat.heated", "own.heat.clean", "tasks.electricity.total", "tasks.gas.total", "retrofit.total", "own.heat.homes")


@pytest.fixture(scope="module")
def opened(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Season:
    return open_season(Workspace(Path(shutil.copytree(root / "tests/projects/datong", tmp_path_factory.mktemp("datong") / "city"))), "2023")


def composed(season: Season, kind: str) -> html.HtmlElement:
    (job,) = season.jobs(frozenset({CITY}), frozenset({kind}))
    return html.fromstring(season.compose(job).html or "")


def rows(tree: html.HtmlElement, table: str) -> list[list[str]]:
    """The cells of the body of a table."""
    return [["".join(cell.itertext()).strip() for cell in row] for row in tree.xpath(f"//table[@id='{table}']/tbody/tr")]


def text(tree: html.HtmlElement) -> str:
    return "".join("".join(tree.itertext()).split())


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_counties_add_up_to_what_the_city_gave_out(opened: Season, year: str) -> None:
    season = opened if year == opened.name else open_season(opened.workspace, year)
    assert [problem.message for problem in season.problems] == []
    (city,) = [scope for scope in season.scopes if scope.unit.name == CITY]
    assert len(city.children) == 10
    found = season.themes(city).figures()
    assert [found[name].value for name in FIGURES] == [Decimal(number) for number in PUBLISHED[year]]


def test_the_plan_compares_with_the_year_before(opened: Season) -> None:
    plan = composed(opened, "plan")
    assert rows(plan, "paths-by-year") == [
        ["煤改电", "74653", "74203", "-450", "-0.60"],
        ["煤改气", "9152", "9925", "773", "8.45"],
        ["合计", "83805", "84128", "323", "0.39"],
    ]
    by_unit = rows(plan, "units-by-year")
    assert [row[0] for row in by_unit] == ["平城区", "云冈区", "新荣区", "云州区", "阳高县", "天镇县", "广灵县", "灵丘县", "浑源县", "左云县", "合计"]
    assert by_unit[-1] == ["合计", "83805", "84128", "323", "0.39"]
    assert "2022年改造任务8.3805万户，本年度增加0.0323万户" in text(plan)
    assert "【待补" not in text(plan)


def test_the_plan_has_areas_and_homes_that_the_city_declares(opened: Season) -> None:
    plan = composed(opened, "plan")
    by_unit = rows(plan, "heat")
    assert len(by_unit) == 11
    assert by_unit[-1] == ["合计", "486.23", "9852"]  # no column of 超低排放改造, which nobody has this year
    assert "2022年新增集中供热面积629.20万平方米、农村建筑节能改造9852户" in text(plan)
    assert "2021—2023年共新增集中供热面积2349.33万平方米" in text(plan)


def test_the_evaluation_shows_the_pilot_period(opened: Season) -> None:
    evaluation = composed(opened, "evaluation")
    assert rows(evaluation, "years") == [
        ["2021年", "84223", "84043", "99.79"],
        ["2022年", "83805", "83805", "100.00"],
        ["2023年", "84128", "84128", "100.00"],
        ["合计", "252156", "251976", "99.93"],
    ]
    assert rows(evaluation, "units-by-year")[-1] == ["合计", "83805", "84128", "323", "0.39"]
    assert "【待补" not in text(evaluation)


def test_its_first_check_is_by_its_own_notice_and_150_rules(opened: Season) -> None:
    outcomes = [opened.evaluate(job) for job in opened.jobs()]
    applied = {rule for outcome in outcomes for rule in outcome.holds} | {one.code for outcome in outcomes for one in outcome.findings}
    assert len(applied) >= 150
    assert "N2023-CH-03-01" in applied
    assert not [rule for rule in applied if rule.startswith(("XZ", "SX"))]


@pytest.mark.slow
def test_a_task_that_is_not_the_notices_is_told(project: Project) -> None:
    root = project("datong")
    table = root / f"inputs/2023/{COUNTY}/改造任务.csv"
    table.write_text(table.read_text("utf-8").replace("1200", "1210"), encoding="utf-8")
    checked = run(root, "check", COUNTY)
    assert checked.stderr == ""
    assert "煤改电农村任务1210户，任务分解表为1200户" in checked.stdout
    assert "年度通知还没有录入" not in checked.stdout


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("table", "before", "after", "told"),
    [
        ("集中供热和农村节能", "48.6", "48.5", "《集中供热和农村节能》集中供热面积48.5万平方米，年度通知下达48.6万平方米"),
        ("集中供热和农村节能", "985", "986", "《集中供热和农村节能》农村建筑节能986户，年度通知下达985户"),
        ("建筑节能", "既有建筑节能改造,12.00", "既有建筑节能改造,12.10", "《建筑节能》既有建筑节能改造计划面积12.1万平方米，年度通知下达12万平方米"),
    ],
)
def test_areas_and_homes_that_are_not_the_notices_are_told(project: Project, table: str, before: str, after: str, told: str) -> None:
    root = project("datong")
    path = root / f"inputs/2023/{COUNTY}/{table}.csv"
    text = path.read_text("utf-8")
    assert before in text
    assert "年度通知下达" not in run(root, "check", COUNTY).stdout
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert told in run(root, "check", COUNTY).stdout
