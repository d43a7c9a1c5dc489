"""A county that adds a heating path of its own: tables, figures, documents and the files for filling in have it; those of others have no trace of it."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.vocabulary import VOCABULARIES
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.pipeline.trace import trace
from reportgen.start.schemas import schemas
from reportgen.start.uses import uses_of
from reportgen.workbook.blank import new_workbook
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]

ROWS = {
    "改造任务": "生物质炉具,农村,150",
    "确村确户": "西镇,三村,生物质炉具,农村,150",
    "月度计划与进度": "2023年6月,生物质炉具,50,40\n2023年9月,生物质炉具,100,100\n2023年10月,生物质炉具,150,150",
    "验收": "西镇,三村,生物质炉具,农村,150,150,150,0,0,150,150,0,150,150,0,2023年10月8日,2023年10月18日,15",
    "设备选型": "生物质炉具,生物质颗粒炉,示例企业丙,BM-20,县级自行招标,1800,150,0,2023年4月15日",
}
STOVE = "- {id: path, values: [{key: stove, title: 生物质炉具, synonyms: [生物质颗粒炉], phrase: '“生物质炉具”'}]}\n"


@pytest.fixture
def pair(project: Project) -> Path:
    """甲县 with rows of a path that the programme doesn't have."""
    root = project("pair")
    for table, rows in ROWS.items():
        path = root / f"inputs/2023/甲县/{table}.csv"
        path.write_text(path.read_text("utf-8").rstrip("\r\n") + f"\n{rows}\n", encoding="utf-8")
    return root


@pytest.fixture
def opened(pair: Path) -> Season:
    """The season of it, after the path was added."""
    add(pair)
    return open_season(Workspace(pair), "2023")


def add(root: Path, text: str = STOVE) -> None:
    (root / VOCABULARIES).parent.mkdir(parents=True, exist_ok=True)
    (root / VOCABULARIES).write_text(text, encoding="utf-8")


def composed(season: Season, unit: str, kind: str) -> html.HtmlElement:
    (job,) = season.jobs(frozenset((unit,)), frozenset((kind,)))
    return html.fromstring(season.compose(job).html or "")


def text(tree: html.HtmlElement) -> str:
    return "".join("".join(tree.itertext()).split())


def test_an_unknown_path_is_no_other_and_says_how_to_add_it(pair: Path) -> None:
    problems = open_season(Workspace(pair), "2023").problems
    said = {str(place): problem for problem in problems if problem.code == "inputs.unknown-choice" for place in problem.places}
    assert set(said) == {f"inputs/2023/甲县/{place}" for place in (
        "改造任务.csv!A4", "确村确户.csv!C6", "月度计划与进度.csv!B8", "月度计划与进度.csv!B9", "月度计划与进度.csv!B10", "验收.csv!C6", "设备选型.csv!A3",
    )}  # fmt: skip
    help_text = said["inputs/2023/甲县/改造任务.csv!A4"].help
    entry = help_text[help_text.index("- {") :]
    assert entry == "- {id: path, values: [{key: 生物质炉具, title: 生物质炉具}]}"
    add(pair, entry)
    assert [problem for problem in open_season(Workspace(pair), "2023").problems if problem.code in ("inputs.unknown-choice", "programme.file")] == []


def test_the_figures_have_it_and_sums_are_whole(opened: Season) -> None:
    figures = {scope.unit.name: opened.themes(scope).figures() for scope in opened.scopes}
    assert {name: float(figure.value or 0) for name, figure in figures["甲县"].items() if name.startswith("tasks.stove.")} == {
        "tasks.stove.total": 150, "tasks.stove.urban": 0, "tasks.stove.rural": 150, "tasks.stove.share": pytest.approx(150 / 2150 * 100),
    }  # fmt: skip
    assert figures["甲县"]["tasks.total"].value == 2150
    assert figures["甲县"]["acceptance.stove.passed"].value == figures["示例市"]["completion.stove.completed"].value == 150
    assert figures["甲县"]["equipment.stove.total"].label == "生物质炉具设备台数"


def test_its_documents_speak_of_it(opened: Season) -> None:
    plan, report = composed(opened, "甲县", "plan"), composed(opened, "甲县", "acceptance")
    assert "“生物质炉具”改造150户，全部在农村。" in text(plan.xpath("//h3[contains(., '生物质炉具')]/following-sibling::p")[0])
    assert "设备选用生物质颗粒炉，共150台" in text(plan)
    assert [text(cell) for cell in plan.xpath("//table[@id='tasks-by-path']//tr[td[contains(., '生物质炉具')]]/td")] == [
        "生物质炉具",
        "150",
        "0",
        "150",
        "6.98",
    ]
    assert "完工150户" in text(report.xpath("//h3[contains(., '生物质炉具')]/following-sibling::p")[0])
    (job,) = opened.jobs(frozenset(("甲县",)), frozenset(("plan",)))
    assert [text(cell) for cell in report.xpath("//table[@id='classes']/tbody/tr/td[1]")][3:] == ["生物质热电联产", "生物质炉具", "建筑节能", "电网增容"]
    (traced,) = [one for one in trace(opened, job).traced if one.figure.name == "tasks.stove.total"]
    assert [str(source.place) for source in traced.figure.sources] == ["inputs/2023/甲县/改造任务.csv!C4"]


def test_what_nobody_has_takes_no_column(project: Project) -> None:
    root = project("pair")
    add(root)
    season = open_season(Workspace(root), "2023")
    assert "生物质炉具" not in "".join(text(composed(season, unit, kind)) for unit in ("甲县", "示例市") for kind in ("plan", "acceptance", "summary"))
    headings = [text(cell) for cell in composed(season, "示例市", "plan").xpath("//table[@id='tasks-by-unit']/thead/tr[1]/th")]
    with_task = [str(path.path) for path in season.themes(next(s for s in season.scopes if s.unit.name == "示例市")).tasks.paths]
    assert headings == ["县（市、区）", "总任务数", *with_task]
    assert len(with_task) < len(programme_of(season.workspace)[0].vocabularies["path"].choices)


@pytest.mark.slow
def test_an_area_of_its_own(project: Project) -> None:
    root = project("pair")
    add(root, "- {id: area, values: [{key: hills, title: 山区}]}\n")
    path = root / "inputs/2023/甲县/改造任务.csv"
    path.write_text(path.read_text("utf-8").rstrip() + "\n煤改电,山区,30\n", encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    figures = {scope.unit.name: season.themes(scope).figures() for scope in season.scopes}
    assert [figures["甲县"][f"tasks.electricity.{key}"].value for key in ("urban", "rural", "hills", "total")] == [0, 1200, 30, 1230]
    plan = composed(season, "甲县", "plan")
    assert "其中农村1200户、山区30户" in text(plan)
    assert [text(cell) for cell in plan.xpath("//table[@id='tasks-by-path']/tbody/tr[td='煤改电']/td")][:5] == ["煤改电", "1230", "0", "1200", "30"]
    assert text(composed(season, "示例市", "plan").xpath("//table[@id='tasks-by-unit']/thead/tr[2]")[0]).startswith("城区/县城农村山区合计")
    assert "山区" not in text(composed(open_season(Workspace(root), "2023"), "乙县", "plan"))


@pytest.mark.slow
def test_workbooks_schemas_and_rules_offer_it(pair: Path) -> None:
    add(pair)
    workspace = Workspace(pair)
    content = new_workbook(uses_of(workspace), programme=programme_of(workspace)[0])
    (pair / "blank.xlsx").write_bytes(content)
    (listed,) = [c.formula1 for c in openpyxl.load_workbook(pair / "blank.xlsx")["改造任务"].data_validations.dataValidation if "煤改电" in str(c.formula1)]
    assert "生物质炉具" in listed
    schema = json.loads(schemas(workspace)["改造任务.schema.json"])
    assert "生物质炉具" in json.dumps(schema, ensure_ascii=False)
    (pair / "inputs/policies").mkdir()
    (pair / "inputs/policies/own.yaml").write_text(
        'id: own\ndocument: {title: 题, issuer: 县, date: "2023-01-01"}\nrules:\n  - {id: OWN-1, title: 炉具, clause: 一, quote: 炉具, severity: error,'
        ' kinds: [plan], assert: tasks.stove.total <= 100, message: "炉具{{ tasks.stove.total }}户"}\n',
        encoding="utf-8",
    )
    said = json.loads(run(pair, "check", "甲县", "--json").stdout)
    assert [found["message"] for found in said["findings"] if found["rule"] == "OWN-1"] == ["炉具150户"]


@pytest.mark.slow
def test_a_build_sees_a_changed_vocabulary(pair: Path) -> None:
    add(pair)
    assert run(pair, "build", "甲县", "--kind", "plan", "--format", "html").returncode in (0, 1)
    add(pair, STOVE.replace("phrase: '“生物质炉具”'", "phrase: 生物质成型燃料炉具"))
    told = json.loads(run(pair, "build", "甲县", "--kind", "plan", "--format", "html", "--json").stdout)
    assert [document["status"] for document in told["documents"]] == ["built"]
    assert "生物质成型燃料炉具改造" in text(html.fromstring((pair / "outputs/2023/甲县/实施方案.html").read_text("utf-8")))
