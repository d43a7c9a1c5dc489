"""An office's own dataset, and a further column of one that is there: filled in, checked by its rules, printed by its template, traced to its cells."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from reportgen.diagnostics import Severity
from reportgen.inputs.programme import DECLARED_DATASETS, programme_of
from reportgen.pipeline.opening import open_season
from reportgen.start.schemas import schemas
from reportgen.start.uses import uses_of
from reportgen.workbook.blank import new_workbook
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]

DATASETS = """
- key: handouts
  title: 炉具发放
  row: 一行是一个村发放的炉具
  columns:
    - {key: township, heading: 乡镇, meaning: 所在乡镇（街道）, example: 东乡, type: name, required: true}
    - {key: village, heading: 村, meaning: 行政村, example: 一村, type: name, synonyms: [行政村], required: true}
    - {key: number, heading: 发放台数, meaning: 已经发放的台数, example: 126, type: count, measure: 台, required: true}
    - {key: path, heading: 用于, meaning: 用于哪一种取暖路径, example: 煤改电, type: choice, vocabulary: path}
    - {key: signer, heading: 领取人电话, meaning: 领取人的手机号, example: "139********", type: identifier, personal: telephone}
- key: equipment
  columns:
    - {key: warranty, heading: 质保年限, meaning: 合同约定的质保年限, example: 3, type: count, measure: 年, synonyms: [质保期], required: [县]}
"""
KIND = """
- id: handouts
  name: 炉具发放情况
  datasets: [handouts, equipment]
  filed: false
  levels:
    县: {template: handouts.html, title: "{{ unit.name }}炉具发放情况"}
"""
TEMPLATE = """{% extends "plain.html" %}
{% from "tables.html" import table %}
{% block body %}
{{ table("handouts", "炉具发放表", data.handouts, [
  ("村", 8, "village"),
  ("台数", 6, "number"),
], "台") }}
{% for row in equipment.rows %}<p>{{ row.type }}质保{{ row.warranty|number }}年。</p>{% endfor %}
{% endblock %}
"""
RULES = """
id: own
document: {title: 本县办法, issuer: 示例县, date: "2023-03-01"}
rules:
  - id: OWN-1
    title: 一村不超过二百台
    clause: 一
    quote: 一村不超过二百台
    severity: warning
    kinds: [plan]
    each: handouts
    assert: row.number <= 200
    message: "{{ row.village }}发放{{ row.number }}台"
  - id: OWN-2
    title: 质保不少于三年
    clause: 二
    quote: 质保不少于三年
    severity: error
    kinds: [plan]
    each: equipment
    assert: row.warranty >= 3
    message: "{{ row.type }}质保{{ row.warranty }}年"
"""
ROWS = "乡镇,行政村,发放台数（台）,用于,领取人电话\n东乡,一村,126,煤改电,13912345678\n西镇,三村,240,,\n"


@pytest.fixture
def pair(project: Project) -> Path:
    root = project("pair")
    for name, text in {
        DECLARED_DATASETS: DATASETS,
        "templates/kinds.yaml": KIND,
        "templates/html/handouts.html": TEMPLATE,
        "inputs/policies/own.yaml": RULES,
        "inputs/2023/甲县/炉具发放.csv": ROWS,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    path = root / "inputs/2023/甲县/设备选型.csv"
    head, *rows = path.read_text("utf-8").split()
    path.write_text("\n".join([f"{head},质保期", *(f"{row},2" for row in rows)]) + "\n", encoding="utf-8")
    return root


def test_it_is_read_judged_and_printed(pair: Path) -> None:
    told = json.loads(run(pair, "check", "甲县", "--json").stdout)
    assert [problem["message"] for problem in told["problems"] if problem["code"].startswith(("template", "programme", "policy.file", "kinds"))] == []
    found = sorted((one["rule"], one["message"], one["places"][0]["file"]) for one in told["findings"] if one["rule"].startswith("OWN"))
    assert found == [
        ("OWN-1", "三村发放240台", "inputs/2023/甲县/炉具发放.csv"),
        ("OWN-2", "空气源热泵热风机质保2年", "inputs/2023/甲县/设备选型.csv"),
    ]
    run(pair, "build", "甲县", "--kind", "炉具发放情况", "--format", "html")
    season = open_season(Workspace(pair), "2023")
    (job,) = season.jobs(frozenset(("甲县",)), frozenset(("handouts",)))
    page = html.fromstring(season.compose(job).html or "")
    assert [[cell.text_content().strip() for cell in row.xpath("td")] for row in page.xpath("//table[@id='handouts']/tbody/tr")] == [
        ["一村", "126"],
        ["三村", "240"],
    ]
    assert "空气源热泵热风机质保2年。" in page.text_content()
    traced = json.loads(run(pair, "trace", "甲县", "炉具发放情况", "handouts.2.number", "--json").stdout)
    (source,) = traced["figures"][0]["sources"]
    assert (traced["figures"][0]["value"], source["file"], source["cell"]) == ("240", "inputs/2023/甲县/炉具发放.csv", "C3")
    assert "13912345678" not in "".join(path.read_text("utf-8") for path in (pair / "outputs/2023/甲县").glob("*.html"))


def test_a_cell_is_a_fault_like_any_other(pair: Path) -> None:
    (pair / "inputs/2023/甲县/炉具发放.csv").write_text(ROWS.replace("126", "一百").replace("煤改电", "生物质炉具").replace("三村", ""), encoding="utf-8")
    problems = [problem for problem in open_season(Workspace(pair), "2023").problems if problem.severity is Severity.ERROR]
    said = {str(problem.places[0]): problem.message for problem in problems if "炉具发放" in str(problem.places)}
    folder = "inputs/2023/甲县/炉具发放.csv"
    assert said == {
        f"{folder}!B3": "“村”没有填写",
        f"{folder}!C2": "“发放台数”应为整数（单位：台），实际是“一百”",
        f"{folder}!D2": "“用于”没有“生物质炉具”这个选项，是否应为“生物质热电联产”",
    }


def test_what_is_required_of_counties_is_not_of_the_city(pair: Path) -> None:
    city = pair / "inputs/2023/示例市/设备选型.csv"
    county = pair / "inputs/2023/乙县/设备选型.csv"
    city.write_text((pair / "inputs/2023/甲县/设备选型.csv").read_text("utf-8").replace(",2\n", ",\n"), encoding="utf-8")
    county.write_text(city.read_text("utf-8"), encoding="utf-8")
    said = [str(problem.places[0]) for problem in open_season(Workspace(pair), "2023").problems if "质保年限" in problem.message]
    assert said == ["inputs/2023/乙县/设备选型.csv!J2"]


@pytest.mark.slow
def test_workbooks_and_schemas_have_it(pair: Path) -> None:
    workspace = Workspace(pair)
    (pair / "blank.xlsx").write_bytes(new_workbook(uses_of(workspace), programme=programme_of(workspace)[0]))
    book = openpyxl.load_workbook(pair / "blank.xlsx")
    headings = {name: [cell.value for row in book[name].iter_rows(max_row=4) for cell in row if cell.value] for name in ("炉具发放", "设备选型")}
    assert "*发放台数\n（台）" in headings["炉具发放"]
    assert any("质保年限" in str(heading) for heading in headings["设备选型"])
    assert "必需：炉具发放情况" in "".join(str(cell.value) for row in book["填报说明"].iter_rows() for cell in row)
    made = schemas(workspace)
    assert "发放台数" in made["炉具发放.schema.json"].decode()
    assert '"handouts"' in made["政策.schema.json"].decode()


@pytest.mark.slow
def test_an_old_workbook_gets_it_by_upgrade(pair: Path) -> None:
    (pair / "inputs/2023/甲县/炉具发放.csv").unlink()
    (pair / "inputs/2023/甲县/设备选型.csv").unlink()
    (pair / "inputs/2023/甲县/填报表.xlsx").write_bytes(new_workbook({}))
    result = run(pair, "upgrade", "甲县")
    assert "炉具发放" in result.stdout
    book = openpyxl.load_workbook(pair / "inputs/2023/甲县/填报表.xlsx")
    assert "炉具发放" in book.sheetnames
    assert any("质保年限" in str(cell.value) for row in book["设备选型"].iter_rows(max_row=4) for cell in row)


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("type: count, measure: 台", "type: cuont, measure: 台", "第1项的 columns.2.type 应为", 8),
        ("measure: 台", "measure: 坨", "“坨”不是计量单位", 8),
        ("type: count, measure: 台", "type: text, measure: 台", "“发放台数”的类型是 text，没有计量单位", 8),
        ("vocabulary: path", "vocabulary: pathh", "没有“pathh”这个词汇，是否应为“path”", 9),
        (", vocabulary: path", "", "“用于”：类型是 choice 的要写 vocabulary", 9),
        ("heading: 发放台数", "headings: 发放台数", "不是可以写的项，是否应为“heading”", 8),
        ("key: village, heading: 村", "key: township, heading: 村", "《炉具发放》的 township 写了两次", 7),
        ("heading: 发放台数", "heading: 行政村", "《炉具发放》已经有“行政村”这一列（village）", 8),
        ("key: number", "key: place", "列的 key 不能写 place", 8),
        ("example: 126", "example: 一百", "“发放台数”的示例读不了：应为整数", 8),
        ("meaning: 已经发放的台数, ", "", "《炉具发放》的 number 没有写 meaning", 8),
        ("  row: 一行是一个村发放的炉具\n", "", "没有“handouts”这个数据表，也没有写 row", 2),
        ("title: 炉具发放", "title: 填报说明", "名为“填报说明”的工作表、文件不是数据", 3),
        ("title: 炉具发放", "title: 炉具/发放", "第1项的 title 写法不对", 3),
        ("- key: handouts", "- key: items", "数据表的 key 不能写 items", 2),
        ("title: 炉具发放", "title: 资金", "已经有《资金》这个数据表", 3),
        ("- key: equipment\n", "- key: equipmnt\n", "没有“equipmnt”这个数据表，也没有写 title，是否应为“equipment”", 11),
        ("- key: equipment\n", "- key: equipment\n  title: 设备\n", "《设备选型》不能改名为《设备》", 12),
        ("key: warranty, heading: 质保年限", "key: model, heading: 质保年限", "《设备选型》已有的列 model 不能改 heading", 13),
        ("required: [县]", "required: [郡]", "应为", 13),
        ("- key: equipment\n", "- key: handouts\n  title: 炉具\n  row: 行\n", "数据表 handouts 写了两次", 11),
        ("  columns:\n    - {key: township", "  across: [path, village, number]\n  columns:\n    - {key: township", "“村”的类型是 name，应为 choice", 5),
        ("  columns:\n    - {key: township", "  across: [path, paths, number]\n  columns:\n    - {key: township", "没有“paths”这一列，是否应为“path”", 5),
        ("  columns:\n    - {key: township", "  carried: {where: {nummber: 1}}\n  columns:\n    - {key: township", "没有“nummber”这一列，是否应为“number”", 5),
        ("  columns:\n    - {key: township", "  carried: {where: {path: 烧柴}}\n  columns:\n    - {key: township", "“用于”没有“烧柴”这个选项", 5),
        ("  columns:\n    - {key: township", "  carried: {until: [number, village]}\n  columns:\n    - {key: township", "“村”的类型是 name，不能比大小", 5),
        ("  columns:\n    - {key: township", "  carried: {wath: 炉具}\n  columns:\n    - {key: township", "carried.wath 不是可以写的项，是否应为“what”", 5),
        ("- key: equipment\n", "- key: equipment\n  carried: true\n", "《设备选型》结转什么是定好的", 12),
    ],
)
def test_a_wrong_declaration_is_told_at_its_line(tmp_path: Path, old: str, new: str, message: str, line: int) -> None:
    assert old in DATASETS
    (tmp_path / DECLARED_DATASETS).parent.mkdir(parents=True)
    (tmp_path / DECLARED_DATASETS).write_text(DATASETS.replace(old, new), encoding="utf-8")
    _, problems = programme_of(Workspace(tmp_path))
    assert [(message in problem.message, problem.places[0].file, problem.places[0].line) for problem in problems][:1] == [(True, DECLARED_DATASETS, line)], (
        problems
    )
    assert all(problem.help for problem in problems)
