"""Composing miniature workspaces: the canonical HTML, what is missing, and faults of templates at their lines."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.diagnostics import Diagnostic, Place
from reportgen.documents.compose import Composed
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace, packaged_templates
from tests.filed import FILED

Project = Callable[[str], Path]


def season_of(root: Path) -> Season:
    return open_season(Workspace(root), "2023")


def composed_of(root: Path, unit: str, kind: str) -> Composed:
    season = season_of(root)
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    return season.compose(job)


def plan(root: Path, unit: str) -> Composed:
    return composed_of(root, unit, "plan")


def text_of(composed: Composed) -> str:
    assert composed.html is not None, composed.problems
    return "".join(etree.fromstring(composed.html).itertext())


def marks_of(composed: Composed) -> str:
    assert composed.html is not None
    found = etree.fromstring(composed.html).find("header/p[@class='marks']")
    return "" if found is None else "".join(found.itertext())


@pytest.mark.parametrize("unit", ["示例市", "甲县", "乙县"])
@pytest.mark.parametrize("kind", FILED)
def test_golden(kind: str, unit: str, root: Path, request: pytest.FixtureRequest) -> None:
    project = root / "tests/projects/pair"
    composed = composed_of(project, unit, kind)
    assert composed.problems == ()
    assert composed.html is not None
    readable = re.sub(r"(?=<(?:p|h\d|table|caption|tr|section|header|footer|/article)\b)", "\n", composed.html)
    expected = project / "golden" / f"{unit}-{kind}.html"
    if request.config.getoption("--golden"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(readable, encoding="utf-8")
    assert readable == expected.read_text(encoding="utf-8"), f"{expected.relative_to(root)} differs: read it, then pytest {__file__} --golden"


def test_a_county_without_gas_has_no_section_on_it(root: Path) -> None:
    project = root / "tests/projects/pair"
    assert not re.search("燃气|天然气|（.）煤改气", text_of(plan(project, "甲县")))
    assert "“煤改气”改造600户" in text_of(plan(project, "乙县"))


def test_ids_are_unique_and_every_block_has_one(root: Path) -> None:
    composed = plan(root / "tests/projects/pair", "甲县")
    assert composed.html is not None
    tree = etree.fromstring(composed.html)
    blocks = list(tree.iter("p", "h1", "h2", "h3", "h4", "h5", "table", "section", "footer"))
    ids = [block.get("id") for block in blocks]
    assert None not in ids
    assert len(set(ids)) == len(ids)


def test_sample_data_is_marked_in_the_head(project: Project) -> None:
    root = project("pair")
    assert marks_of(plan(root, "甲县")) == "示例数据"
    assert marks_of(plan(root, "乙县")) == ""
    (root / "inputs/2023/甲县/重点项目.yaml").unlink()
    assert marks_of(plan(root, "甲县")) == ""


def test_a_missing_table_makes_a_draft_that_says_what_is_missing(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/乙县/资金.csv").unlink()
    county, city = plan(root, "乙县"), plan(root, "示例市")
    assert marks_of(county) == "草稿"
    assert "【待补：计划筹措资金】" in text_of(county)
    assert [p.code for p in county.problems] == ["documents.missing-table"]
    assert "乙县《资金》" in county.problems[0].message
    assert "草稿" in marks_of(city)
    assert "乙县《资金》" in city.problems[0].message
    assert marks_of(plan(root, "甲县")) == "示例数据"


def test_an_empty_table_is_as_good_as_none(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/乙县/资金.csv").write_text("资金来源,资金用途,预算数\n", encoding="utf-8")
    composed = plan(root, "乙县")
    assert "【待补：计划筹措资金】" in text_of(composed)
    assert not re.search(r"[^\d]0元|0\.00万元", text_of(composed))


@pytest.mark.slow
@pytest.mark.parametrize("table", ["改造任务", "确村确户", "月度计划与进度", "建筑节能", "资金", "补贴标准", "能源保障", "设备选型", "职责分工", "清零范围"])
def test_any_table_may_be_missing(table: str, project: Project) -> None:
    root = project("pair")
    for county in ("甲县", "乙县"):
        for file in (root / "inputs/2023" / county).glob(f"{table}.*"):
            file.unlink()
    for unit in ("甲县", "乙县"):
        composed = plan(root, unit)
        assert composed.html is not None, composed.problems
        assert composed.missing
        assert "草稿" in marks_of(composed)
    assert plan(root, "示例市").html is not None


def test_an_empty_number_is_missing_not_zero(project: Project) -> None:
    root = project("pair")
    file = root / "inputs/2023/甲县/改造任务.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("农村,1200", "农村,"), encoding="utf-8")
    text = text_of(plan(root, "甲县"))
    assert "清洁取暖改造任务【待补：清洁取暖改造总任务】" in text
    assert "800户" in text


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("table", "before", "after", "missing"),
    [
        ("月度计划与进度", "2023年6月,煤改电,500", "6月份,煤改电,500", "2023年6月煤改电计划累计完成"),
        ("确村确户", "东乡,二村", ",二村", "东乡改造户数"),
        ("确村确户", "东乡,二村", "东乡,", "确定的村（社区）数"),
        ("能源保障", "电力,示例供电公司", "核能,示例供电公司", None),
        ("资金", "中央,煤改电设备购置", "中央财政部,煤改电设备购置", "县级资金"),
        ("改造任务", "煤改电,农村", "空调,农村", "生物质热电联产改造任务"),
    ],
)
def test_what_cannot_be_read_never_makes_a_sum_smaller(table: str, before: str, after: str, missing: str | None, project: Project) -> None:
    root = project("pair")
    file = root / f"inputs/2023/甲县/{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    season = season_of(root)
    assert any(p.severity == "error" and p.unit == "甲县" for p in season.problems)
    (scope,) = [s for s in season.scopes if s.unit.name == "甲县"]
    if missing:
        (figure,) = [f for f in season.themes(scope).figures().values() if f.label == missing]
        assert figure.value is None
        assert figure.lacking
    assert "草稿" in marks_of(plan(root, "甲县"))
    assert "草稿" in marks_of(plan(root, "示例市"))


@pytest.mark.parametrize(("before", "after"), [("名称: 甲县", "名称: [甲县"), ("上级: 示例市", "上级: 示列市")])
def test_a_county_that_cannot_be_placed_makes_the_citys_sums_missing(before: str, after: str, project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    above = root / "inputs/2023/示例市/单位.yaml"
    above.write_text(above.read_text(encoding="utf-8").replace("下级: [甲县, 乙县]\n", ""), encoding="utf-8")  # which would place it
    city = plan(root, "示例市")
    assert "草稿" in marks_of(city)
    assert "改造任务【待补：清洁取暖改造总任务】" in text_of(city)
    assert any("甲县" in problem.message for problem in city.problems)


def test_a_unit_that_files_nothing_counts_and_has_its_row(project: Project) -> None:
    root = project("pair")
    with (root / "inputs/2023/乙县/单位.yaml").open("a", encoding="utf-8") as file:
        file.write("文种: []\n")
    city = plan(root, "示例市")
    assert city.html is not None
    rows = [[c.text or c[0].text for c in row] for row in etree.fromstring(city.html).iterfind(".//table[@id='tasks-by-unit']/tbody/tr")]
    assert [(row[0], row[3]) for row in rows] == [("甲县", "2000"), ("乙县", "600"), ("总计", "2600")]


def test_villages_of_one_name_in_two_counties_are_two(project: Project) -> None:
    root = project("pair")
    file = root / "inputs/2023/乙县/确村确户.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("南乡,四村", "东乡,一村"), encoding="utf-8")
    assert "涉及4个乡镇（街道）、5个村（社区）" in text_of(plan(root, "示例市"))


def test_a_countys_mark_as_sample_marks_the_city(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/重点项目.yaml").unlink()
    assert marks_of(plan(root, "示例市")) == ""
    with (root / "inputs/2023/乙县/单位.yaml").open("a", encoding="utf-8") as file:
        file.write("示例数据: true\n")
    assert marks_of(plan(root, "示例市")) == "示例数据"


def test_what_the_city_has_not_given_out_is_a_row_of_its_table(project: Project) -> None:
    root = project("pair")
    assert "未分解" not in text_of(plan(root, "示例市"))
    file = root / "inputs/2023/甲县/建筑节能.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("8.25", "7.25"), encoding="utf-8")
    assert "未分解0.001.001.00合计12.0020.50" in text_of(plan(root, "示例市"))


def test_the_city_has_the_key_projects_of_those_that_have_some(root: Path) -> None:
    assert "甲县生物质热电联产项目" in text_of(plan(root / "tests/projects/pair", "示例市"))


def test_data_is_text_not_code(project: Project) -> None:
    root = project("pair")
    file = root / "inputs/2023/甲县/职责分工.csv"
    nasty = "{{ 7 * 7 }} <script>alert(1)</script> & {% raw %}"
    file.write_text(f"部门,职责\n县能源局,{nasty}\n", encoding="utf-8")
    composed = plan(root, "甲县")
    assert nasty in text_of(composed)
    assert composed.html is not None
    assert "<script" not in composed.html


@pytest.mark.sampled(17)
@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("<p>{{ tasks.totl|households }}</p>", "template.failed", "totl"),
        ("<p>{{ nonsense }}</p>", "template.failed", "nonsense"),
        ("<h1>又一个标题</h1>", "template.vocabulary", "cover_title"),
        ("<p>{{ tasks.total }}</p>", "template.failed", "过滤器"),
        ("<p>{{ tasks.total|household }}</p>", "template.syntax", "household"),
        ("<p>{% if %}</p>", "template.syntax", ""),
        ("<p>{{ 1 / 0 }}</p>", "template.failed", ""),
        ("<blink>字</blink>", "template.vocabulary", "blink"),
        ("<p style='color: red'>字</p>", "template.vocabulary", "style"),
        ("<p class='fancy'>字</p>", "template.vocabulary", "fancy"),
        ("<p>没有结束", "template.markup", ""),
        ("<p>字&nbsp;字</p>", "template.markup", ""),
        ("<h3>空的一节</h3><h3>又一节</h3><p>字</p>", "template.vocabulary", "没有内容"),
        ("<p>见<ref to='nowhere'/></p>", "template.vocabulary", "nowhere"),
        ("<p>见<a href='#nowhere'>表1</a></p>", "template.vocabulary", "模板里不写 <a>"),
        ("<table><caption>表</caption><colgroup><col/><col/></colgroup><tbody><tr><td>一</td></tr></tbody></table>", "template.vocabulary", "列"),
        ("<p id='same'>一</p><p id='same'>二</p>", "template.vocabulary", "same"),
    ],
)
def test_a_fault_of_a_template_is_told_at_its_line(line: str, code: str, words: str, project: Project) -> None:
    root = project("pair")
    problem = compose_with(root, f'{{% extends "base.html" %}}\n{{% block body %}}\n<p>前</p>\n{line}\n<p>后</p>\n{{% endblock %}}\n')
    assert problem.code == code
    assert words in problem.message
    assert problem.help
    assert problem.unit is None
    assert problem.places == (Place("templates/html/plan-county.html", line=4),)


@pytest.mark.parametrize("name", ["grid", "parameters", "deadlines", "row"])
def test_a_name_of_rules_alone_is_said_to_be(name: str, project: Project) -> None:
    problem = compose_with(project("pair"), f'{{% extends "base.html" %}}\n{{% block body %}}\n<p>{{{{ {name}.x }}}}</p>\n{{% endblock %}}\n')
    assert f"用了没有定义的名称“{name}”" in problem.message
    assert problem.help == f"“{name}”只在规则里可以用；模板里可以用的名称请运行 reportgen figures 查看"


def test_a_fault_in_an_imported_macro_is_told_there(project: Project) -> None:
    root = project("pair")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/own.html").write_text("{% macro m() %}\n\n<p>{{ nothing_here }}</p>{% endmacro %}", encoding="utf-8")
    problem = compose_with(root, '{% import "own.html" as own %}{% extends "base.html" %}\n{% block body %}{{ own.m() }}{% endblock %}')
    assert problem.places == (Place("templates/html/own.html", line=3),)


def test_what_a_phrase_fails_on_is_told_where_the_sentence_gives_it(project: Project) -> None:
    root = project("pair")
    said = '{% import "phrases.html" as say %}{% extends "base.html" %}\n{% block body %}\n<p>{{ say.each(tasks.paths, "totl") }}</p>{% endblock %}'
    problem = compose_with(root, said)
    assert "“totl”" in problem.message
    assert problem.places == (Place("templates/html/plan-county.html", line=3),)


def test_a_column_that_is_misspelt_is_told_at_its_line(project: Project) -> None:
    root = project("pair")
    table = '{% from "tables.html" import table %}{% extends "base.html" %}\n{% block body %}\n{{ table("t", "题", tasks.paths, [\n  ("路径", 5, "nam"),\n]) }}'
    problem = compose_with(root, table + "{% endblock %}")
    assert "“nam”" in problem.message
    assert problem.places == (Place("templates/html/plan-county.html", line=4),)


def test_an_unknown_template_and_one_that_is_not_text(project: Project) -> None:
    root = project("pair")
    assert compose_with(root, '{% extends "no-such.html" %}').code == "template.not-found"
    (root / "templates/html/plan-county.html").write_bytes("好".encode("gb18030"))
    composed = plan(root, "乙县")
    assert composed.html is None
    assert "UTF-8" in composed.problems[0].message


def test_a_template_that_extends_twice_is_told_what_to_do(project: Project) -> None:
    problem = compose_with(project("pair"), '{% extends "base.html" %}\n{% extends "plan-county.html" %}\n')
    assert "写了两次 extends" in problem.message
    assert "只保留一行" in problem.help
    assert problem.places[0].line == 1  # of the first of the two


def test_a_template_cannot_reach_outside_its_folder(project: Project) -> None:
    root = project("pair")
    assert compose_with(root, '{% include "../../reportgen.toml" %}').code == "template.not-found"


def test_an_office_replaces_one_wording_and_keeps_the_rest(project: Project) -> None:
    root = project("pair")
    (root / "templates/html").mkdir(parents=True)
    base = (packaged_templates() / "html/base.html").read_text(encoding="utf-8")
    (root / "templates/html/base.html").write_text(base.replace("附件：", "附　件："), encoding="utf-8")
    assert "附　件：甲县2023年" in text_of(plan(root, "甲县"))


def compose_with(root: Path, template: str) -> Diagnostic:
    """The one problem of composing 乙县's plan with another template."""
    (root / "templates/html").mkdir(parents=True, exist_ok=True)
    (root / "templates/html/plan-county.html").write_text(template, encoding="utf-8")
    composed = plan(root, "乙县")
    assert composed.html is None
    (problem,) = [p for p in composed.problems if p.code.startswith("template")]
    return problem
