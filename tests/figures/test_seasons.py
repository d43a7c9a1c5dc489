"""Figures of other seasons: whose they are, where they come from, what stands where they aren't there."""

import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from lxml.html import fromstring

from reportgen.documents.compose import Composed
from reportgen.figures.themes import Themes
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.pipeline.trace import trace
from reportgen.pipeline.traced import named_in
from reportgen.workspace import Workspace
from tests.seasons import KIND, change, says, two_seasons

Project = Callable[[str], Path]


def opened(root: Path) -> Season:
    return open_season(Workspace(root), "2023")


def composed(root: Path, unit: str = "甲县") -> Composed:
    season = opened(root)
    return season.compose(season.job((unit, KIND)))


def words(root: Path, unit: str = "甲县") -> str:
    """The sentence that a document says of the other season."""
    html = composed(root, unit).html
    assert html is not None, composed(root, unit).problems
    return re.sub(r"<[^>]+>", "", html[html.index("本年度任务") :]).partition("。")[2]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("{{ previous.tasks.total|households }}", "1800户"),
        ("{{ season(2022).tasks.total|households }}", "1800户"),
        ("{{ season(season.year - 1).tasks.total|households }}", "1800户"),
        ("{{ season(2023).tasks.total|households }}", "2000户"),
        ("{{ previous.year }}年、{{ previous.span }}年", "2022年、2022—2023年"),
        ("{{ previous.tasks.electricity.rural|households }}", "1000户"),
        ("{% for path in previous.tasks.paths %}{{ path.name }}{{ path.total|households }}{% endfor %}", "煤改电1000户生物质热电联产800户"),
        ("{{ tasks.total|increase(previous.tasks.total)|households }}", "200户"),
        ("{{ previous.tasks.total|increase(tasks.total)|households }}", "-200户"),
        ("{{ tasks.total|growth(previous.tasks.total)|percent }}", "11.11%"),
        ("{{ [previous.tasks.total, tasks.total]|together('两年改造任务')|households }}", "3800户"),
        ("{% for path in tasks.paths %}{{ previous.of(path.total)|households }}{% endfor %}", "1000户800户"),
        ("{{ '有' if previous.given else '无' }}{{ '有' if previous.previous.given else '无' }}{{ '有' if season(2015).given else '无' }}", "有无无"),
        ("{{ previous.pilot.total.filed|households }}", "4200户"),
        ("{{ previous.previous.tasks.total|households }}", "【待补：2021年清洁取暖改造总任务】"),
        ("{{ [season(2021).tasks.total, tasks.total]|together('三年改造任务')|households }}", "【待补：三年改造任务】"),
        ("{{ previous.funds.budget|wan_money }}", "【待补：2022年计划筹措资金】"),
    ],
)
def test_a_document_speaks_of_other_seasons(sentence: str, shown: str, project: Project) -> None:
    said = words(two_seasons(project("pair"), sentence))
    assert said == shown


def test_the_figures_of_a_city_are_those_of_its_counties_then(project: Project) -> None:
    sentence = "{{ previous.tasks.total|households }}{% for unit in tasks.units %}，{{ unit.name }}{{ previous.of(unit.tasks.total)|households }}{% endfor %}"
    root = two_seasons(project("pair"), sentence)
    counties = {unit: opened(root).themes(next(s for s in opened(root).scopes if s.unit.name == unit)).tasks.total.value or Decimal(0) for unit in ("乙县",)}
    assert words(root, "示例市") == f"{counties['乙县'] + 1800}户，甲县1800户，乙县{counties['乙县']}户"


@pytest.mark.parametrize(
    ("sentence", "name", "label", "sources"),
    [
        ("{{ previous.tasks.total|households }}", "season(2022).tasks.total", "2022年清洁取暖改造总任务", "2022/甲县/改造任务.csv!C2:C3"),
        (
            "{{ tasks.total|increase(previous.tasks.total)|households }}",
            "increase(tasks.total, season(2022).tasks.total)",
            "清洁取暖改造总任务比2022年增加",
            "甲县/改造任务.csv!C2:C3; 2022/甲县/改造任务.csv!C2:C3",
        ),
    ],
)
def test_a_figure_of_another_season_is_traced_to_its_cells(sentence: str, name: str, label: str, sources: str, project: Project) -> None:
    season = opened(two_seasons(project("pair"), sentence))
    job = season.job(("甲县", KIND))
    html = season.compose(job).html or ""
    assert f'data-figure="{name}" data-label="{label}"' in html
    assert f'data-source="{sources}"' in html
    found = {item.figure.name: item.figure for item in trace(season, job).traced if item.shown}
    assert {place.file for place in (source.place for source in found[name].sources)} >= {"inputs/2022/甲县/改造任务.csv"}


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("previous.tasks.total", "season(2022).tasks.total"),
        ("previous.previous.tasks.total", "season(2021).tasks.total"),
        ("season(2022).tasks.total", "season(2022).tasks.total"),
        ("tasks.total", "tasks.total"),
        ("任务户数", "任务户数"),
    ],
)
def test_a_person_may_name_a_figure_as_the_template_does(word: str, named: str) -> None:
    assert named_in(word, 2023) == named


def no_season(root: Path) -> None:
    shutil.rmtree(root / "inputs/2022")


def no_unit(root: Path) -> None:
    shutil.rmtree(root / "inputs/2022/甲县")


def no_table(root: Path) -> None:
    (root / "inputs/2022/甲县/改造任务.csv").unlink()


def no_cell(root: Path) -> None:
    change(root, "2022", "甲县", "煤改电,农村,1000", "煤改电,农村,")


@pytest.mark.parametrize(
    ("take", "message", "place"),
    [
        (no_season, "《年度任务对照》缺少2022年采暖季的数据：甲县《改造任务》", "inputs/2022/甲县"),
        (no_unit, "《年度任务对照》缺少2022年采暖季的数据：甲县《改造任务》", "inputs/2022/甲县"),
        (no_table, "《年度任务对照》缺少2022年采暖季的数据：甲县《改造任务》", "inputs/2022/甲县/填报表.xlsx#改造任务"),
        (no_cell, "《年度任务对照》待补的单元格：2022/甲县/改造任务.csv C2的任务户数", "inputs/2022/甲县/改造任务.csv!C2"),
    ],
)
def test_what_is_missing_says_what_would_fill_it(take: Callable[[Path], None], message: str, place: str, project: Project) -> None:
    root = two_seasons(project("pair"))
    take(root)
    found = composed(root)
    assert found.missing == ("【待补：2022年清洁取暖改造总任务】",)
    (problem,) = found.problems
    assert (problem.message, [str(one) for one in problem.places]) == (message, [place])


@pytest.mark.parametrize(
    ("renamed", "recoded", "shown"),
    [("甲县", "990909", "1800户"), ("老甲县", "990901", "1800户"), ("老甲县", "990909", "【待补：2022年清洁取暖改造总任务】")],
)
def test_a_unit_is_found_by_its_name_else_by_its_code(renamed: str, recoded: str, shown: str, project: Project) -> None:
    root = two_seasons(project("pair"))
    described = root / "inputs/2022/甲县/单位.yaml"
    unit = yaml.safe_load(described.read_text(encoding="utf-8"))
    described.write_text(yaml.safe_dump({**unit, "名称": renamed, "代码": recoded}, allow_unicode=True), encoding="utf-8")
    assert words(root) == f"上年度任务{shown}。"


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("{{ season(2024).tasks.total|households }}", "2023年采暖季的公文只能引用2013—2023年采暖季的数据，不能引用2024年的"),
        ("{{ season(1999).tasks.total|households }}", "2023年采暖季的公文只能引用2013—2023年采暖季的数据，不能引用1999年的"),
        ("{{ season('2022').tasks.total|households }}", "season 要写起始年份，例如 season(2022)"),
        ("{{ previous.taks.total|households }}", "用了没有定义的名称“previous.taks”"),
        ("{{ previous.tasks.totl|households }}", "用了没有定义的名称“previous.tasks.totl”"),
        ("{{ tasks.total|increase(5)|households }}", "只有数据项才能这样比较、相加"),
        ("{{ tasks.total|increase(funds.budget)|households }}", "计量单位不同（户、万元），不能比较、相加"),
        ("{{ []|together('合计')|households }}", "只有数据项才能这样比较、相加"),
        ("{{ previous }}", "要输出的不是文字或者数"),
        ("{{ previous.of(5) }}", "of 要写数据项"),
    ],
)
def test_what_is_written_wrongly_is_told_at_its_line(sentence: str, message: str, project: Project) -> None:
    found = composed(two_seasons(project("pair"), sentence))
    assert found.html is None
    (problem,) = found.problems
    assert message in problem.message
    assert str(problem.places[0]) == f"templates/html/{KIND}.html:3"


def test_no_figure_of_another_season_has_the_name_of_one_of_this(project: Project) -> None:
    root = two_seasons(project("pair"))
    season = opened(root)
    scope = season.job(("甲县", KIND)).scope
    now = season.themes(scope).figures()
    found = scope.elsewhen(2022, scope.unit)
    assert found is not None
    assert found[1]().figures().keys() == now.keys() - (now.keys() - found[1]().figures().keys())
    assert not any("(" in name for name in now)


RULE = """
id: own
document: {{title: 办法, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-01-01"}}
rules:
  - id: OWN-1
    severity: warning
    when: {when}
    assert: {must}
    title: 任务不减少
    clause: 一
    quote: 任务不减少
    message: 任务比上年减少{{{{ previous.tasks.total - tasks.total }}}}户（{{{{ previous.year }}}}年{{{{ previous.tasks.total }}}}户）
    kinds: [plan]
"""


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("when", "must", "cells", "outcome"),
    [
        ("previous.given", "tasks.total >= previous.tasks.total", "5000", "任务比上年减少3800户（2022年5800户）"),
        ("previous.given", "tasks.total >= season(2022).tasks.total", "5000", "任务比上年减少3800户（2022年5800户）"),
        ("previous.given", "tasks.total >= previous.of(tasks.total)", "5000", "任务比上年减少3800户（2022年5800户）"),
        ("previous.given", "tasks.total >= previous.tasks.total", "1000", "holds"),
        ("previous.given", "tasks.total >= season(2021).tasks.total", "1000", ("2021年采暖季甲县《改造任务》",)),
        ("season(2021).given", "tasks.total >= season(2021).tasks.total", "1000", "doesn't apply"),
        ("previous.given", "tasks.total >= previous.tasks.total", "", ("inputs/2022/甲县/改造任务.csv!C2的任务户数",)),
    ],
)
def test_rules_and_messages_speak_of_other_seasons(when: str, must: str, cells: str, outcome: object, project: Project) -> None:
    root = two_seasons(project("pair"))
    change(root, "2022", "甲县", "煤改电,农村,1000", f"煤改电,农村,{cells}")
    (root / "templates/kinds.yaml").unlink()
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(RULE.format(when=when, must=must), encoding="utf-8")
    season = opened(root)
    evaluated = season.evaluate(season.job(("甲县", "plan")))
    assert [one.code for one in evaluated.problems] == ["policy.no-notice"]  # the office's rules alone are here, no notice of the season
    if isinstance(outcome, tuple):
        assert [one.missing for one in evaluated.not_checked if one.rule == "OWN-1"] == [outcome]
    elif outcome in ("holds", "doesn't apply"):
        assert ("OWN-1" in evaluated.holds) is (outcome == "holds")
    else:
        (finding,) = (one for one in evaluated.findings if one.code == "OWN-1")
        assert finding.message == outcome
        assert finding.figures["season(2022).tasks.total"] == Decimal(5800)
        assert "inputs/2022/甲县/改造任务.csv" in {place.file for place in finding.places}


def test_a_title_speaks_of_another_season(project: Project) -> None:
    root = two_seasons(project("pair"))
    says(root, "")
    kinds = root / "templates/kinds.yaml"
    kinds.write_text(kinds.read_text(encoding="utf-8").replace("|年度任务对照", "|比{{ previous.tasks.total }}户"), encoding="utf-8")
    assert 'data-title="甲县比1800户"' in (composed(root).html or "")


def test_the_evaluation_of_a_pilot_city_shows_the_years_of_the_pilot(project: Project) -> None:
    root = two_seasons(project("pair"))
    (root / "templates/kinds.yaml").unlink()
    shutil.copytree(root / "inputs/2022", root / "inputs/2021")
    change(root, "2021", "甲县", "农村,1000", "农村,500")
    season = opened(root)
    city, county = (season.compose(season.job((unit, "evaluation"))) for unit in ("示例市", "甲县"))
    assert city.html is not None and county.html is not None, (city.problems, county.problems)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", city.html[city.html.index('<table id="years"') :].partition("</table>")[0])
    cells = [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]
    assert cells[0] == ["年度", "任务", "完成", "完成率（%）"]
    assert [row[0] for row in cells[1:]] == ["2021年", "2022年", "2023年", "合计"]
    assert sum(int(row[1]) for row in cells[1:-1]) == int(cells[-1][1])
    assert "试点期2021—2023年" in city.html
    assert "season(2022)" in county.html and "season(2021)" not in county.html  # a county compares with the season before alone
    shutil.rmtree(root / "inputs/2021")
    shutil.rmtree(root / "inputs/2022")
    season = opened(root)
    assert 'id="years"' not in (season.compose(season.job(("示例市", "evaluation"))).html or "")


FILED = "{{ pilot.total.earlier|households }}"


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ("农村煤改电,煤改电,3400,,100\n县城热电联产,生物质热电联产,800,,0", "BOTH"),
        ("农村煤改电,煤改电,3400,2500,100\n县城热电联产,生物质热电联产,800,,0", "ONE"),
        ("农村煤改电,煤改电,3400,,100\n山区煤改电,煤改电,10,5,5\n县城热电联产,生物质热电联产,800,800,0", "【待补：以前年度完成户数】"),
        ("农村煤改电,煤改电,3400,八百,100\n县城热电联产,生物质热电联产,800,800,0", "【待补：以前年度完成户数】"),
    ],
    ids=["all blank", "one path blank", "one of a path's projects blank", "unreadable"],
)
def test_what_earlier_years_completed_comes_from_the_season_before_where_it_is_left_blank(rows: str, shown: str, project: Project) -> None:
    root = two_seasons(project("pair"), FILED)
    before = opened_in(root, "2022").pilot
    (root / "inputs/2023/甲县/备案任务.csv").write_text(f"备案项目,取暖路径,备案户数,以前年度完成户数,本年度任务户数\n{rows}\n", encoding="utf-8")
    by_path = {group.name: group.cumulative.value for group in before.paths}
    expected = {"BOTH": sum(by_path.values()), "ONE": 2500 + by_path["生物质热电联产"]}
    assert words(root) == (f"{expected[shown]}户" if shown in expected else shown)


def test_without_the_season_before_what_earlier_years_completed_is_asked_for(project: Project) -> None:
    root = two_seasons(project("pair"), FILED)
    change(root, "2023", "甲县", "3400,2200", "3400,", "备案任务")
    shutil.rmtree(root / "inputs/2022")
    assert words(root) == "【待补：以前年度完成户数】"


def test_it_is_traced_to_the_cells_of_that_season(project: Project) -> None:
    root = two_seasons(project("pair"), FILED)
    change(root, "2023", "甲县", "3400,2200", "3400,", "备案任务")
    season = opened(root)
    (traced,) = [one for one in trace(season, season.job(("甲县", KIND))).traced if one.figure.name == "pilot.earlier"]
    assert {"2022/甲县/备案任务.csv", "2022/甲县/月度计划与进度.csv", "2023/甲县/备案任务.csv"} <= {
        str(source.place).split("!")[0].removeprefix("inputs/") for source in traced.figure.sources
    }


def test_the_plan_shows_it_by_path_where_no_project_says_it(project: Project) -> None:
    root = project("pair")
    shutil.copytree(root / "inputs/2023/甲县", root / "inputs/2022/甲县")
    change(root, "2023", "甲县", "3400,2200", "3400,", "备案任务")
    season = opened(root)
    shown = fromstring(season.compose(season.job(("甲县", "plan"))).html or "")
    cells = [["".join(cell.itertext()).strip() for cell in row] for row in shown.xpath("//table[@id='pilot']/tbody/tr")]
    earlier = opened_in(root, "2022").pilot.paths[0].cumulative.value
    assert cells[0] == ["煤改电", "3400", str(earlier), "1200"]


def opened_in(root: Path, year: str) -> Themes:
    """The themes of 甲县 in a season."""
    season = open_season(Workspace(root), year)
    return season.themes(next(scope for scope in season.scopes if scope.unit.name == "甲县"))
