"""农村危房改造, a programme of its own from YAML, templates and workbooks: documents, rules and commands as of clean heating, and no word of that."""

import csv
import json
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import yaml
from docx import Document
from lxml import html

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.command import run

CITY, COUNTY, OTHER = "示例市", "示例县", "示范县"
RULES = "inputs/policies/核查规则.yaml"
HEATING = re.compile("采暖|取暖|供暖|清洁|煤改")
Project = Callable[[str], Path]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def opened(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Season:
    return open_season(Workspace(Path(shutil.copytree(root / "tests/projects/rural_houses", tmp_path_factory.mktemp("rural") / "office"))), "2024")


def composed(season: Season, unit: str, kind: str) -> html.HtmlElement:
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    return html.fromstring(season.compose(job).html or "")


def rows(tree: html.HtmlElement, table: str) -> list[list[str]]:
    """The cells of the body of a table."""
    return [["".join(cell.itertext()).strip() for cell in row] for row in tree.xpath(f"//table[@id='{table}']/tbody/tr")]


def text(tree: html.HtmlElement) -> str:
    return "".join("".join(tree.itertext()).split())


def test_its_workbooks_are_read_and_every_rule_applies(opened: Season) -> None:
    assert [problem.message for problem in opened.problems] == []
    outcomes = {(job.scope.unit.name, job.kind.id): opened.evaluate(job) for job in opened.jobs()}
    assert [finding.message for outcome in outcomes.values() for finding in outcome.findings] == []
    held = {rule.rpartition("RH-")[2] for (unit, _), outcome in outcomes.items() if unit == COUNTY for rule in outcome.holds}
    rules = {rule["id"].removeprefix("RH-") for rule in yaml.safe_load((opened.workspace.root / RULES).read_text("utf-8"))["rules"]}
    assert {rule for rule in held if not rule.startswith("CD-")} == rules  # CD: what holds for any document


def test_the_documents_say_what_the_workbooks_hold(opened: Season) -> None:
    plan, acceptance, compliance = (composed(opened, COUNTY, kind) for kind in ("plan", "acceptance", "compliance"))
    assert rows(plan, "by-way") == [["修缮加固", "3", "2.55"], ["拆除重建", "4", "11.70"], ["置换或租赁", "1", "1.50"], ["合计", "8", "15.75"]]
    assert "1人户不低于20平方米、2人户不低于30平方米、3人户不低于40平方米" in text(plan)
    assert rows(acceptance, "done")[-1] == ["合计", "8", "8", "8", "8", "8"]
    assert "示例县2024年度填报数据" in text(compliance)
    assert "符合要求39条" in text(compliance)
    (chart,) = acceptance.xpath("//figure[@id='pace']//svg/title")
    assert "累计竣工户数（单位：户）" in chart.text_content()
    assert not [page for page in (plan, acceptance, compliance) if "【待补" in text(page) or HEATING.search(text(page))]


def test_the_city_is_the_sum_of_its_counties(opened: Season) -> None:
    assert rows(composed(opened, CITY, "plan"), "by-unit") == [["示例县", "8", "2", "15.75"], ["示范县", "3", "1", "4.50"], ["合计", "11", "3", "20.25"]]
    assert rows(composed(opened, CITY, "acceptance"), "done-by-unit")[-1] == ["合计", "11", "11", "11", "11", "100.00"]


def test_who_a_house_is_of_is_masked(project: Project) -> None:
    root = project("rural_houses")
    path = root / f"inputs/2024/{COUNTY}/填报表.xlsx"
    book = openpyxl.load_workbook(path)
    assert book["改造农户"]["D4"].value == "张某某"
    book["改造农户"]["D4"].value = "张小明"
    book.save(path)
    season = open_season(Workspace(root), "2024")
    (county,) = [scope for scope in season.scopes if scope.unit.name == COUNTY]
    assert season.themes(county).data["homes"].rows[0].head == "张**"


@pytest.fixture(scope="module")
def tables(root: Path) -> Rows:
    """What the county's workbook holds, by sheet: rows by heading."""
    book = openpyxl.load_workbook(root / f"tests/projects/rural_houses/inputs/2024/{COUNTY}/填报表.xlsx", read_only=True)
    found: Rows = {}
    for title in ("改造任务", "补助标准", "改造农户", "补助资金", "月度进度", "验收问题"):
        lines = [line for line in book[title].iter_rows(values_only=True) if any(value is not None for value in line)]
        head = next(number for number, line in enumerate(lines) if str(line[0]).startswith("*"))
        headings = [re.sub(r"[\s*]|（.*）", "", str(heading)) for heading in lines[head]]
        found[title] = [dict(zip(headings, line, strict=True)) for line in lines[head + 1 :]]
    return found


BREAKS: Mapping[str, tuple[str, int, Mapping[str, Any]]] = {
    "01-01": ("改造任务", 0, {"任务户数": 3}),
    "01-02": ("改造任务", 1, {"改造方式": "集中统建"}),
    "01-03": ("改造农户", 1, {"档案编号": "SL2024-001"}),
    "01-04": ("改造农户", 0, {"鉴定日期": date(2024, 5, 11)}),
    "01-05": ("改造农户", 0, {"鉴定单位": None}),
    "01-06": ("改造农户", 0, {"公示天数": 6}),
    "02-01": ("改造农户", 1, {"危房等级": "D级"}),
    "02-02": ("改造农户", 0, {"危房等级": "C级"}),
    "02-03": ("改造农户", 0, {"改造后面积": 19.5}),
    "02-04": ("改造农户", 4, {"改造后面积": 29}),
    "02-05": ("改造农户", 2, {"改造后面积": 39}),
    "02-06": ("改造农户", 5, {"改造后面积": 91}),
    "02-07": ("改造农户", 0, {"抗震设防": "否"}),
    "03-01": ("改造农户", 0, {"开工日期": date(2024, 7, 1)}),
    "03-02": ("改造农户", 0, {"竣工日期": date(2024, 10, 1)}),
    "03-03": ("改造农户", 0, {"竣工日期": date(2024, 5, 9)}),
    "03-04": ("月度进度", 4, {"实际竣工": 7}),
    "03-05": ("月度进度", 4, {"实际竣工": 9}),
    "04-01": ("改造农户", 0, {"验收日期": None, "验收结论": None}),
    "04-02": ("改造农户", 0, {"验收日期": date(2024, 8, 19)}),
    "04-03": ("改造农户", 0, {"验收日期": date(2024, 11, 1)}),
    "04-04": ("改造农户", 0, {"验收结论": None}),
    "04-05": ("改造农户", 0, {"验收结论": "不合格"}),
    "04-06": ("验收问题", 0, {"整改完成日期": date(2024, 11, 1)}),
    "05-01": ("补助标准", 0, {"每户最高补助": 10001}),
    "05-02": ("补助标准", 1, {"每户最高补助": 30001}),
    "05-03": ("改造农户", 1, {"补助金额": 10001}),
    "05-04": ("改造农户", 0, {"已拨付金额": 28001}),
    "05-05": ("改造农户", 0, {"拨付日期": date(2024, 10, 8)}),
    "05-06": ("改造农户", 0, {"拨付方式": "现金"}),
    "05-07": ("补助资金", 0, {"拨付数": 10.9}),
    "05-08": ("补助资金", 0, {"拨付数": 11.1}),
    "05-09": ("补助资金", 0, {"计划数": 11.1}),
    "06-01": ("单位", 0, {"报送日期: 2024-04-16": "报送日期: 2024-05-01"}),
}
"""By rule: the table, the row (from 0) and what is changed in it."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_tells_of_what_breaks_it(rule: str, tables: Rows, project: Project) -> None:
    folder = project("rural_houses") / "inputs/2024" / COUNTY
    title, number, changes = BREAKS[rule]
    (folder / "填报表.xlsx").unlink()
    for name, lines in tables.items():
        changed = [{**line, **(changes if (name, at) == (title, number) else {})} for at, line in enumerate(lines)]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0])
            writer.writeheader()
            writer.writerows({heading: value.date() if hasattr(value, "date") else value for heading, value in line.items()} for line in changed)
    if title == "单位":
        described = (folder / "单位.yaml").read_text("utf-8")
        for old, new in changes.items():
            assert old in described
            described = described.replace(old, new)
        (folder / "单位.yaml").write_text(described, "utf-8")
    season = open_season(Workspace(folder.parents[2]), "2024")
    told = {one.code.rpartition("RH-")[2]: one for job in season.jobs(frozenset({COUNTY})) for one in season.evaluate(job).findings}
    assert rule in told
    assert told[rule].places


def test_every_rule_is_broken_by_the_table_above(root: Path) -> None:
    rules = yaml.safe_load((root / "tests/projects/rural_houses" / RULES).read_text("utf-8"))["rules"]
    assert [rule["id"].removeprefix("RH-") for rule in rules] == list(BREAKS)
    assert len(rules) >= 15


def spoken(root: Path, *arguments: str) -> str:
    """What a command prints: nothing of clean heating, and no traceback."""
    done = run(root, *arguments)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert [line for line in said.splitlines() if HEATING.search(line)] == []
    return said


def words_in(book: Path) -> str:
    """All texts of a workbook, and what its cells say of themselves."""
    found = []
    for sheet in openpyxl.load_workbook(BytesIO(book.read_bytes())):
        cells = [cell for line in sheet.iter_rows() for cell in line]
        found += [str(said) for cell in cells for said in (cell.value, cell.comment and cell.comment.text) if said]
        found += [str(check.prompt) for check in sheet.data_validations.dataValidation if check.prompt]
    return "\n".join(found)


@pytest.mark.slow
def test_the_commands_speak_of_years_and_of_no_heating(project: Project) -> None:
    root = project("rural_houses")
    assert "已建立 inputs/2024/邻县/" in spoken(root, "new", "邻县", "--code", "990103", "--level", "县", "--parent", CITY)
    assert "没有问题" in spoken(root, "check", COUNTY)
    assert "已生成6份" in spoken(root, "build", COUNTY, OTHER, "--format", "html")
    traced = json.loads(run(root, "trace", COUNTY, "实施方案", "own.homes.grade_d", "--json").stdout)
    assert [source["cell"] for source in traced["figures"][0]["sources"]] == ["A4", "A6", "A8", "A9", "A11"]
    assert "改造任务　3户 → 8户（+5户）" in spoken(root, "diff", COUNTY, "验收报告", "--against", OTHER)
    assert "own.homes.rebuild.finished　拆除重建竣工户数　4户" in spoken(root, "figures", COUNTY)
    spoken(root, "upgrade", COUNTY)  # to the tables that every programme has now
    assert "已经是现在的数据定义" in spoken(root, "upgrade", COUNTY)
    assert "schemas/改造任务.schema.json" in spoken(root, "schema")
    assert "没有 2019 年度的数据" in spoken(root, "check", "--season", "2019")
    shutil.rmtree(root / "inputs/2024/邻县")
    assert "已从 2024 年度建立 inputs/2025/，2024 年度的文件没有改动" in spoken(root, "roll", "2025")
    spoken(root, "notice", "new", "2025")
    asked = spoken(root, "check", COUNTY, "--season", "2025")
    assert "没有核查" in asked  # its tables are blank: nothing passes, and no rule is at fault for it
    assert "有误" not in asked
    assert not [path for path in root.rglob("*.xlsx") if HEATING.search(words_in(path))]
    described = re.findall(r'"description": ".*"', (root / "schemas/单位.schema.json").read_text("utf-8"))
    assert described
    assert [line for line in described if HEATING.search(line)] == []


def test_a_blank_description_asks_for_nothing_of_heating(project: Project) -> None:
    root = project("rural_houses")
    run(root, "new", "邻县", "--code", "990103", "--level", "县", "--parent", CITY)
    book = openpyxl.load_workbook(root / "inputs/2024/邻县/填报表.xlsx")
    rows = [[str(value) for value in row if value] for name in ("单位说明", "公文") for row in book[name].iter_rows(values_only=True)]
    described = "\n".join(" ".join(row) for row in rows)
    assert not HEATING.search(described)
    assert "绩效" not in described
    assert "本单位 *发文机关 邻县人民政府" in described


def test_a_wrong_name_in_a_word_form_is_told_with_the_nearest(project: Project) -> None:
    root = project("rural_houses")
    form = Document()
    form.add_paragraph("竣工{{ own.homes.finished|households }}，合格{{ own.homes.pased|households }}。")
    form.save(str(root / "表.docx"))
    said = spoken(root, "lint", "--template", "表.docx")
    assert "用了没有定义的名称“own.homes.pased”" in said
    assert "是否应为“own.homes.passed”" in said


WRONG: Mapping[str, tuple[str, str, str, str]] = {
    "an unknown dataset": ("figures.yaml", "sum: quota.number", "sum: quotas.number", "没有“quotas”这个数据表，是否应为“quota”"),
    "an unknown column": ("figures.yaml", "sum: homes.paid}", "sum: homes.payd}", "《改造农户》没有“payd”这一列，是否应为“paid”"),
    "a circle": ("figures.yaml", "share: [finished, number]", "share: [finished_rate, number]", "数据项 finished_rate 最终由它自己算出"),
    "another measure": ("figures.yaml", "share: [finished, number]", "share: [paid, number]", "“竣工率”的两个数计量单位不同：元和户"),
    "a value that isn't there": ("figures.yaml", "where: {grade: C级}", "where: {grade: E级}", "“危房等级”没有“E级”这个选项"),
    "a name twice": ("figures.yaml", "{key: accepted,", "{key: finished,", "数据项 homes.finished 写了两次"),
    "a column twice": ("datasets.yaml", "{key: appraiser, heading: 鉴定单位", "{key: appraised_on, heading: 鉴定单位", "appraised_on"),
    "an unknown vocabulary": ("datasets.yaml", "vocabulary: grade,", "vocabulary: grades,", "没有“grades”这个词汇，是否应为“grade”"),
    "an unknown type": ("datasets.yaml", "type: flag", "type: flags", "应为"),
    "a measure that there is not": ("datasets.yaml", "measure: 平方米", "measure: 平方迷", "平方迷"),
    "a value twice": ("vocabularies.yaml", "{key: d, title: D级,", "{key: d, title: C级,", "C级"),
    "an entry that isn't one": ("programme.yaml", "season_name:", "seasn_name:", "不认识的项“seasn_name”，是否应为“season_name”"),
    "another base": ("programme.yaml", "base: none", "base: nothing", "只能写 base: clean_heating 或者 base: none"),
    "a figure in a rule": (
        "核查规则.yaml",
        "assert: own.homes.failed == 0",
        "assert: own.homes.faild == 0",
        "用了没有定义的名称“own.homes.faild”，是否应为“failed”",
    ),
    "a column in a rule": ("核查规则.yaml", "assert: row.verdict is given", "assert: row.verdct is given", "“row.verdct”，是否应为“verdict”"),
    "a rule's rows": ("核查规则.yaml", "each: pace", "each: paces", "paces"),
    "an expression that fails": ("核查规则.yaml", "assert: own.homes.failed == 0", "assert: own.homes.failed == (0", "RH-04-05"),
    "a kind's dataset": ("kinds.yaml", "[quota, standards, homes, money]", "[quota, standard, homes, money]", "不认识的数据表 standard，是否应为“standards”"),
    "a figure in a template": ("plan.html", "own.money.planned|wan_money }}（", "own.money.plannd|wan_money }}（", "用了没有定义的名称“own.money.plannd”"),
    "a day in the notice": ("年度通知.xlsx", "全部开工", "全部开功", "没有名为“全部开功”的时限，是否应为“全部开工”"),
}
"""By what is wrong: the file, what stands there, what is written instead, and what is said at its line."""


@pytest.mark.sampled(8)
@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_declaration_is_told_at_its_line(what: str, project: Project) -> None:
    root = project("rural_houses")
    name, old, new, message = WRONG[what]
    (path,) = root.rglob(name)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        (cell,) = [cell for line in book["时限"].iter_rows() for cell in line if cell.value == old]
        cell.value, at = new, {cell.coordinate}
        book.save(path)
    else:
        written = path.read_text("utf-8")
        assert old in written
        path.write_text(written.replace(old, new, 1), "utf-8")
        lines = written[: written.index(old)].split("\n")
        at = {len(lines)}
        if path.parent.name == "policies":  # of a name that isn't there the rule is told
            at.add(max(number for number, line in enumerate(lines, 1) if line.startswith("  - id:")))
    done = run(root, "check", COUNTY, "--json")
    assert "Traceback" not in done.stderr
    problems = json.loads(done.stdout)["problems"] if done.stdout else []
    told = [problem for problem in problems if message in problem["message"] and problem["severity"] == "error" and problem["file"].endswith(name)]
    assert [problem for problem in told if problem["line"] in at or problem["cell"] in at], (at, problems, done.stderr)


@pytest.mark.slow
def test_all_three_documents_are_written_in_every_format(project: Project) -> None:
    root = project("rural_houses")
    assert "数据齐全，没有待补项" in spoken(root, "build")
    written = sorted(path.name for path in (root / "outputs/2024" / COUNTY).iterdir())
    assert written == sorted(f"{kind}.{form}" for kind in ("实施方案", "验收报告", "合规核查报告") for form in ("docx", "pdf", "html"))
    linted = run(root, "lint", *(f"outputs/2024/{COUNTY}/{kind}.{form}" for kind in ("实施方案", "验收报告") for form in ("docx", "pdf")))
    assert "错误" not in linted.stdout.replace("错误0个", "")


@pytest.mark.slow
def held_in(report: bytes) -> list[str]:
    """How many requirements a report in Word says to hold: the days that it bears are its own."""
    return re.findall(r"符合要求\d+条", "".join(paragraph.text for paragraph in Document(BytesIO(report)).paragraphs))


@pytest.mark.slow
def test_a_package_has_the_notice_that_its_report_is_judged_by(project: Project) -> None:
    root = project("rural_houses")
    spoken(root, "build", COUNTY)
    assert "已报送" in spoken(root, "file", COUNTY, "实施方案", "--number", "示县建发〔2024〕6号")
    (package,) = (root / "outputs/2024" / COUNTY).glob("*.zip")
    with ZipFile(package) as packed:
        assert "数据/inputs/2024/年度通知.xlsx" in packed.namelist()
        filed = held_in(packed.read("核查/合规核查报告.docx"))
    assert filed == held_in((root / "outputs/2024" / COUNTY / "合规核查报告.docx").read_bytes()) != []
    with ZipFile(package) as packed:
        note = packed.read("报送说明.txt").decode("utf-8-sig")
        rules = [name for name in packed.namelist() if name.startswith("政策库/")]
    assert "年度：2024年" in note
    assert "采暖季" not in note
    assert rules
    assert not any(HEATING.search(name) or "heating" in name or "xinzhou" in name or "programme" in name for name in rules)
    assert "报送包核对通过" in spoken(root, "verify", str(package))
