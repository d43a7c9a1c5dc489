"""A programme of an office's own (base: none): its vocabularies, datasets, figures, kinds and rules alone, nothing of clean heating."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from reportgen.inputs.programme import HEAD, programme_of
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run

FILES = {
    "reportgen.toml": "season = 2024\n",
    HEAD: "base: none\n",
    "inputs/programme/vocabularies.yaml": """
- id: way
  title: 改造方式
  measure: 户
  values:
    - {key: rebuild, title: 拆除重建, synonyms: [重建]}
    - {key: repair, title: 加固改造, synonyms: [加固]}
- id: household_kind
  title: 对象类别
  values:
    - {key: poor, title: 低保户}
    - {key: alone, title: 分散供养特困户, synonyms: [五保户]}
""",
    "inputs/programme/datasets.yaml": """
- key: houses
  title: 改造任务
  row: 一行是一个村一种改造方式的任务
  carried: true
  columns:
    - {key: township, heading: 乡镇, meaning: 乡镇, example: 东乡, type: name, required: true}
    - {key: village, heading: 村, meaning: 行政村, example: 一村, type: name, required: true}
    - {key: way, heading: 改造方式, meaning: 拆除重建或者加固改造, example: 加固改造, type: choice, vocabulary: way, required: true}
    - {key: number, heading: 户数, meaning: 任务户数, example: 12, type: count, measure: 户, required: true}
    - {key: done, heading: 竣工户数, meaning: 已经竣工的户数, example: 12, type: count, measure: 户}
    - {key: money, heading: 补助资金, meaning: 下达的补助资金, example: 16.8, type: amount, measure: 万元}
    - {key: finished_on, heading: 竣工日期, meaning: 全部竣工的日期, example: "2024-10-20", type: date}
""",
    "inputs/programme/figures.yaml": """
- key: houses
  by: way
  units: true
  figures:
    - {key: number, label: 任务户数, sum: houses.number}
    - {key: done, label: 竣工户数, sum: houses.done}
    - {key: rate, label: 竣工率, share: [done, number]}
    - {key: money, label: 补助资金, sum: houses.money}
    - {key: each, label: 户均补助, ratio: [money, number]}
    - {key: villages, label: 涉及村数, distinct: houses.village}
""",
    "templates/kinds.yaml": """
- id: plan
  name: 实施方案
  datasets: [houses]
  levels:
    县: {form: 报告, template: plan.html, cover_title: "关于报送农村危房改造|实施方案的报告", title: "{{ unit.name }}农村危房改造|实施方案"}
    市: {form: 报告, template: plan.html, cover_title: "关于报送农村危房改造|实施方案的报告", title: "{{ unit.name }}农村危房改造|实施方案"}
- id: compliance
  name: 合规报告
  datasets: []
  filed: false
  levels:
    县: {template: compliance.html, title: "{{ unit.name }}合规性核查报告"}
""",
    "templates/html/plan.html": """
{% extends "base.html" %}
{% block cover %}
<p>现将{{ unit.name }}农村危房改造实施方案报上，请审阅。</p>
{% endblock %}
{% block body %}
<h2>任务</h2>
<p>
  {{ season.year }}年任务{{ own.houses.number|amount }}，涉及{{ own.houses.villages|amount }}村，
  {% for group in own.houses.groups %}{{ group.name }}{{ group.number|amount }}；{% endfor %}
  补助{{ own.houses.money|amount }}。
</p>
{% if previous.given %}<p>上年{{ previous.own.houses.number|amount }}。</p>{% endif %}
{% endblock %}
""",
    "inputs/policies/rules.yaml": """
id: wf
standing: true
document: {title: 农村危房改造核查规则, issuer: 本单位, date: "2024-01-01"}
deadlines:
  work_end: {title: 竣工}
parameters:
  least: 0.5
rules:
  - id: WF-1
    title: 竣工不多于任务
    clause: 一
    quote: 竣工
    severity: error
    each: houses
    when: row.done is given
    assert: row.done <= row.number
    message: "{{ row.village }}竣工{{ row.done }}户，多于任务"
  - id: WF-2
    title: 按期竣工
    clause: 一
    quote: 竣工
    severity: warning
    each: houses
    when: row.finished_on is given
    assert: row.finished_on <= deadlines.work_end
    message: "{{ row.village }}{{ row.finished_on }}竣工"
  - id: WF-3
    title: 户均
    clause: 二
    quote: 补助
    severity: warning
    assert: own.houses.each >= parameters.least
    message: "户均{{ own.houses.each }}万元"
""",
    "inputs/2024/某县/单位.yaml": """
名称: 某县
级别: 县
代码: "990101"
政府: 某县人民政府
发文机关: 某县住房和城乡建设局
""",
    "inputs/2024/某县/改造任务.csv": """乡镇,村,改造方式,户数,竣工户数,补助资金（万元）,竣工日期
鹅城镇,一村,重建,10,8,14,2024-10-01
鹅城镇,二村,加固改造,20,21,20,2024-10-08
杜家村镇,三村,加固改造,5,5,2,2024-10-09
""",
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def printed(root: Path, season: str) -> str:
    """What the plan says, without the spaces."""
    opened = open_season(Workspace(root), season)
    (job,) = opened.jobs(frozenset(("某县",)), frozenset(("plan",)))
    return "".join(html.fromstring(opened.compose(job).html or "").text_content().split())


def test_it_is_read_judged_built_and_traced(office: Path) -> None:
    told = json.loads(run(office, "check", "某县", "--json").stdout)
    assert [problem["message"] for problem in told["problems"] if problem["severity"] == "error"] == []
    assert [(one["rule"], one["message"]) for one in told["findings"]] == [("WF-1", "二村竣工21户，多于任务")]
    assert "已生成2份" in run(office, "build", "某县", "--format", "html").stdout
    assert "2024年任务35户，涉及3个村，拆除重建10户；加固改造25户；补助36.00万元。" in printed(office, "2024")
    traced = json.loads(run(office, "trace", "某县", "实施方案", "own.houses.repair.number", "--json").stdout)
    assert [source["cell"] for source in traced["figures"][0]["sources"]] == ["D3", "D4"]


def test_what_any_document_must_not_say_is_told(office: Path) -> None:
    template = office / "templates/html/plan.html"
    template.write_text(template.read_text("utf-8").replace("请审阅。", "请审阅，电话13900000000，见示建发[2024]3号。"), encoding="utf-8")
    told = json.loads(run(office, "check", "某县", "--json").stdout)
    assert sorted(one["rule"] for one in told["findings"]) == ["CD-14", "CD-17", "WF-1"]


def test_nothing_of_the_package_s_programme_is_shown(office: Path) -> None:
    workspace = Workspace(office)
    programme, problems = programme_of(workspace)
    assert (problems, list(programme.vocabularies)) == ((), ["way", "household_kind"])
    assert [dataset.key for dataset in programme.datasets] == [
        "houses",
        "explanations",
        "notes",
        "own_tables",
        "own_annexes",
        "edits",
        "returns",
    ]  # the last are of every programme
    shown = run(office, "figures", "某县").stdout
    assert "own.houses.number" in shown
    assert "tasks.total　" not in shown
    assert "取暖路径" not in shown
    run(office, "schema")
    assert (office / "schemas/改造任务.schema.json").is_file()
    assert not (office / "schemas/资金.schema.json").exists()
    told = (office / "inputs/policies/rules.yaml").read_text("utf-8").replace("own.houses.each >=", "tasks.total >=")
    (office / "inputs/policies/rules.yaml").write_text(told, encoding="utf-8")
    assert "用了没有定义的名称“tasks”" in run(office, "check", "某县").stdout


def test_its_rows_are_carried_into_the_next_season_and_asked_of_there(office: Path) -> None:
    assert "改造任务3行" in run(office, "roll", "2025").stdout
    book = openpyxl.load_workbook(office / "inputs/2025/某县/填报表.xlsx")
    assert "改造任务" in book.sheetnames
    assert "资金" not in book.sheetnames
    assert "上年35户。" in printed(office, "2025")
    traced = json.loads(run(office, "trace", "某县", "实施方案", "previous.own.houses.number", "--season", "2025", "--json").stdout)
    assert {source["file"] for figure in traced["figures"] for source in figure["sources"]} == {"inputs/2024/某县/改造任务.csv"}


def test_figures_go_down_to_any_depth_and_sums_equal_their_parts(office: Path) -> None:
    units = {"某省": ("省", ""), "某市": ("市", "某省"), "某县": ("县", "某市"), "邻县": ("县", "某市")}
    for number, (name, (level, above)) in enumerate(units.items()):
        folder = office / "inputs/2024" / name
        folder.mkdir(exist_ok=True)
        text = f'名称: {name}\n级别: {level}\n代码: "99010{number}"\n上级: {above}\n政府: {name}人民政府\n发文机关: {name}住房和城乡建设局\n'
        (folder / "单位.yaml").write_text(text, encoding="utf-8")
    (office / "inputs/2024/邻县/改造任务.csv").write_text("乡镇,村,改造方式,户数\n南镇,南村,加固改造,7\n", encoding="utf-8")
    season = open_season(Workspace(office), "2024")
    (province,) = [scope for scope in season.scopes if scope.unit.name == "某省"]
    whole = season.themes(province).own["houses"]
    (city,) = whole.units
    assert [(county.name, county.number.value) for county in city.units] == [("某县", 35), ("邻县", 7)]
    assert whole.number.value == city.number.value == sum(county.number.value for county in city.units)
    assert [[(group.name, group.number.value) for group in county.groups] for county in city.units] == [
        [("拆除重建", 10), ("加固改造", 25)],
        [("拆除重建", 0), ("加固改造", 7)],
    ]
    assert city.units[0].number.name == f"own.houses.unit.{city.units[0].key}.number"


def test_a_notice_sets_its_days(office: Path) -> None:
    rules = office / "inputs/policies/rules.yaml"
    rules.write_text("standing: true\n" + rules.read_text("utf-8").replace("standing: true\n", ""), encoding="utf-8")
    run(office, "notice", "new", "2024")
    path = office / "inputs/2024/年度通知.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["基本信息", "时限", "参数"]
    for column, value in enumerate(("某县2024年农村危房改造实施方案", "某住建发〔2024〕1号", "某县住房和城乡建设局", date(2024, 4, 1)), 1):
        book["基本信息"].cell(4, column, value)
    book["时限"]["B4"] = date(2024, 10, 8)
    book.save(path)
    unit = office / "inputs/2024/某县/单位.yaml"
    unit.write_text(unit.read_text("utf-8") + "政策依据: [某住建发〔2024〕1号]\n", encoding="utf-8")
    told = json.loads(run(office, "check", "某县", "--json").stdout)
    assert [problem["message"] for problem in told["problems"] if problem["severity"] == "error"] == []
    assert "三村2024年10月9日竣工" in [one["message"] for one in told["findings"]]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("base: nothing\n", 1, "只能写 base: clean_heating 或者 base: none"),
        ("base: none\ntitle: 题\n", 2, "不认识的项“title”"),
        ("base: none\nseason_nam: 年度\n", 2, "不认识的项“season_nam”，是否应为“season_name”"),
        ("base: none\nseason_name: 2024 度\n", 2, "season_name 写法不对"),
        ("- base: none\n", 1, "只能写 base"),
        ("base: [\n", 2, "不符合 YAML 格式"),
    ],
)
def test_a_wrong_head_is_told_at_its_line(office: Path, text: str, line: int, message: str) -> None:
    (office / HEAD).write_text(text, encoding="utf-8")
    (problem, *_) = programme_of(Workspace(office))[1]
    assert message in problem.message
    assert (problem.places[0].file, problem.places[0].line) == (HEAD, line)


def test_without_kinds_of_its_own_it_has_none(office: Path) -> None:
    (office / "templates/kinds.yaml").unlink()
    assert "没有写这个专项工作有哪些文种" in run(office, "check", "某县").stderr
