"""The words on a command line as people write them: kinds among the units, several kinds, slips of the keyboard, what isn't made and why."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import run

Project = Callable[[str], Path]


def built(root: Path, *words: str) -> list[str]:
    """The documents that a build makes, as web pages: the quickest."""
    outcome = json.loads(run(root, "build", *words, "--format", "html", "--json").stdout)
    return [f"{document['unit']} {document['kind']}" for document in outcome["documents"]]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("甲县", "实施方案"), ["甲县 plan"]),
        (("甲县", "plan"), ["甲县 plan"]),
        (("实施方案", "甲县"), ["甲县 plan"]),
        (("甲县", "乙县", "实施方案"), ["甲县 plan", "乙县 plan"]),
        (("甲县", "实施方案", "验收报告"), ["甲县 plan", "甲县 acceptance"]),
        (("甲县", "--kind", "实施方案", "--kind", "acceptance"), ["甲县 plan", "甲县 acceptance"]),
        (("甲县", "--kind", "实施方案,验收报告"), ["甲县 plan", "甲县 acceptance"]),
        (("甲县", "实施方案", "--kind", "验收报告、采暖季工作总结"), ["甲县 plan", "甲县 acceptance", "甲县 summary"]),
    ],
)
def test_kinds_may_stand_among_the_units_and_be_several(words: tuple[str, ...], expected: list[str], project: Project) -> None:
    assert built(project("pair"), *words) == expected


@pytest.mark.sampled(2)
@pytest.mark.parametrize("command", ["check", "status"])
def test_the_other_commands_take_the_same_words(command: str, project: Project) -> None:
    root = project("pair")
    result = run(root, command, "甲县", "实施方案", "验收报告", "--json")
    assert result.returncode == 0, result.stderr
    if command == "status":
        assert [one["kind"] for one in json.loads(result.stdout)] == ["plan", "acceptance"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("words", [("甲县", "实施方案"), ("实施方案", "甲县"), ("990901", "plan")])
def test_of_one_document_the_two_words_stand_in_either_order(words: tuple[str, str], project: Project) -> None:
    traced = run(project("pair"), "trace", *words, "tasks.total", "--json")
    assert [figure["value"] for figure in json.loads(traced.stdout)["figures"]] == ["2000"]


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    ("arguments", "said", "asked"),
    [
        (("build", "甲现"), "没有单位“甲现”", "“甲县”"),
        (("build", "实施方按"), "没有单位或者文种“实施方按”", "“实施方案”"),
        (("build", "--kind", "实施方按"), "没有文种“实施方按”", "“实施方案”"),
        (("build", "--kind", "plna"), "没有文种“plna”", "“plan”"),
        (("build", "--kind", "plan", "--kind", "验收报"), "没有文种“验收报”", "“验收报告”"),
        (("build", "--format", "doxc"), "“doxc”应当是", "“docx”"),
        (("build", "--format", "pdf,htm"), "“pdf,htm”应当是", "“html”"),
        (("biuld",), "没有命令 biuld", "build"),
        (("check", "--knd", "plan"), "没有选项 --knd", "--kind"),
        (("trace", "甲县", "实施方案", "task.total"), "没有数据项“task.total”", "“tasks.total”"),
        (("trace", "甲县", "实施方案", "outreach.satisfaction"), "公文里没有写“outreach.satisfaction”", "reportgen figures 甲县"),
        (("trace", "实施方案", "验收报告"), "没有单位“实施方案”", ""),
        (("figures", "甲县", "验收报告"), "多写了 验收报告", "figures --help"),
        (("watch", "甲县", "abc"), "多写了 甲县 abc", "watch --help"),
    ],
)
def test_a_slip_names_the_nearest(arguments: tuple[str, ...], said: str, asked: str, project: Project) -> None:
    result = run(project("pair"), *arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert asked in result.stderr
    assert "Traceback" not in result.stderr


def describe(root: Path, unit: str, before: str, after: str) -> None:
    path = root / "inputs/2023" / unit / "单位.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("command", ["build", "check", "status", "file", "trace"])
def test_a_kind_that_a_unit_leaves_out_is_told_as_such(command: str, project: Project) -> None:
    root = project("pair")
    describe(root, "甲县", "级别: 县", "级别: 县\n文种: [实施方案]")
    more = ("--number", "6") if command == "file" else ("--format", "html") if command == "build" else ()
    result = run(root, command, "甲县", "验收报告", *more)
    assert result.returncode != 0
    assert "“甲县”不生成《验收报告》：它的单位说明的“文种”没有列入" in result.stdout + result.stderr
    assert "没有问题" not in result.stdout


def test_a_form_that_nobody_asked_for_is_told_as_such(project: Project) -> None:
    result = run(project("pair"), "build", "--kind", "项目支出绩效自评表", "--format", "html")
    assert result.returncode == 1
    assert "没有单位生成《项目支出绩效自评表》" in result.stderr
    assert "表单" in result.stderr


def test_a_level_without_documents_says_so(project: Project) -> None:
    root = project("pair")
    folder = root / "inputs/2023/东乡"
    folder.mkdir()
    (folder / "单位.yaml").write_text('名称: 东乡\n级别: 乡镇\n代码: "990901001"\n上级: 甲县\n发文机关: 东乡人民政府\n', encoding="utf-8")
    result = run(root, "check", "东乡")
    assert "现有的文种没有乡镇级的，没有公文可以生成，数据表计入上级单位的汇总" in result.stdout
    assert "没有问题" not in result.stdout
    assert "“东乡”不生成《实施方案》：这个文种只有县、市、省级的模板" in run(root, "build", "东乡", "实施方案").stderr
    describe(root, "东乡", "级别: 乡镇", "级别: 乡镇\n文种: []")
    assert "没有公文可以生成" not in run(root, "check", "东乡").stdout


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("word", "figures"),
    [
        ("清洁取暖改造总任务", {"tasks.total"}),
        ("任务户数", {"tasks.total", "tasks.electricity.total", "tasks.biomass.total"}),
        ("预算数", {"funds.budget"}),
        ("2000", {"tasks.total", "villages.total"}),
        ("2,000户", {"tasks.total"}),
        ("0.2万户", {"tasks.total"}),
        ("1900.75万元", {"funds.budget"}),
        ("20.25", {"retrofit.total"}),
    ],
)
def test_trace_takes_a_heading_or_a_number(word: str, figures: set[str], project: Project) -> None:
    result = run(project("pair"), "trace", "甲县", "实施方案", word, "--json")
    assert result.returncode == 0, result.stderr
    assert figures <= {figure["figure"] for figure in json.loads(result.stdout)["figures"]}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("word", ["987654", "温度计"])
def test_trace_says_what_is_neither(word: str, project: Project) -> None:
    result = run(project("pair"), "trace", "甲县", "实施方案", word)
    assert result.returncode == 2
    assert f"没有数据项“{word}”，没有这样的表头，也没有写着这个数" in result.stderr


TASKS = "县（市、区）,取暖路径,区域,任务户数\n甲县,煤改电,农村,1200\n甲县,集中供热,城区/县城,800\n乙县,煤改电,农村,600\n"


@pytest.mark.parametrize("listed", ["", "下级: [甲县, 乙县]\n"], ids=["no 下级", "下级 as names"])
def test_a_city_without_folders_of_its_counties_makes_its_plan(listed: str, project: Project) -> None:
    root = project("pair")
    for unit in ("甲县", "乙县"):
        for path in (root / "inputs/2023" / unit).rglob("*"):
            if path.is_file():
                path.unlink()
    city = root / "inputs/2023/示例市"
    text = "".join(line for line in (city / "单位.yaml").read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith(("下级", "  - ")))
    (city / "单位.yaml").write_text(text + listed, encoding="utf-8")
    (city / "改造任务.csv").write_text(TASKS, encoding="utf-8")
    outcome = json.loads(run(root, "build", "示例市", "实施方案", "--format", "html", "--json").stdout)
    (document,) = outcome["documents"]
    assert document["status"] == "built"
    assert [problem["message"] for problem in outcome["problems"] if problem["severity"] == "error"] == []
    page = (root / "outputs/2023/示例市/实施方案.html").read_text(encoding="utf-8")
    assert ">0.2600<" in page
    for name, households in (("甲县", "2000"), ("乙县", "600")):
        row = page.split(f"<td>{name}</td>")[1].split("</tr>")[0]
        assert f">{households}<" in row
