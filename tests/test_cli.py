"""The commands as an office runs them: what they print, write and exit with."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command import Result, run
from tests.filed import NAMES

Project = Callable[[str], Path]


def run_afresh(folder: Path, *arguments: str, **environment: str) -> Result:
    """A fresh Python, with environment variables of its own."""
    command = [str(Path(sys.executable).with_name("reportgen")), *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONUTF8": "1", **environment}
    )


def parsed(result: Result) -> Any:
    assert "Traceback" not in result.stderr
    return json.loads(result.stdout)


def test_build_writes_every_document_in_its_formats(project: Project) -> None:
    root = project("pair")
    result = run(root, "build", "乙县")
    assert result.returncode == 0, result.stderr
    assert f"已生成{len(NAMES) + 1}份（DOCX、PDF、HTML、XLSX）" in result.stdout
    assert "outputs/2023/" in result.stdout
    assert result.stderr == ""
    folder = root / "outputs/2023/乙县"
    filed = {f"{kind}.{name}" for kind in NAMES for name in ("docx", "pdf", "html")}
    assert {f.name for f in folder.iterdir()} == filed | {f"合规核查报告.{name}" for name in ("docx", "pdf", "html", "xlsx")}
    assert all(zipfile.is_zipfile(f) for f in folder.iterdir() if f.suffix in (".docx", ".xlsx"))
    assert all(f.read_bytes().startswith(b"%PDF-") for f in folder.glob("*.pdf"))


@pytest.mark.slow
def test_build_json(project: Project) -> None:
    root = project("pair")
    outcome = parsed(run(root, "build", "甲县", "--format", "html", "--kind", "plan", "--json"))
    (document,) = outcome["documents"]
    assert {key: document[key] for key in ("season", "unit", "kind", "status")} == {"season": "2023", "unit": "甲县", "kind": "plan", "status": "built"}
    assert document["outputs"] == {"html": "outputs/2023/甲县/实施方案.html"}
    assert (root / document["outputs"]["html"]).is_file()
    assert document["findings"].keys() == {"error", "warning", "notice", "not_checked"}
    assert document["findings"]["error"] == 0
    assert outcome["seconds"] > 0
    again = parsed(run(root, "build", "990901", "--format", "html", "--kind", "实施方案", "--json"))
    assert [d["status"] for d in again["documents"]] == ["unchanged"]


def test_check_json_gives_the_cell(project: Project) -> None:
    root = project("pair")
    file = root / "inputs/2023/甲县/改造任务.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("1200", "一千二"), encoding="utf-8")
    result = run(root, "check", "甲县", "--json")
    assert result.returncode == 1
    outcome = parsed(result)
    (problem,) = [p for p in outcome["problems"] if p["severity"] == "error"]
    assert (problem["file"], problem["cell"], problem["unit"]) == ("inputs/2023/甲县/改造任务.csv", "C2", "甲县")
    assert problem["message"]
    assert problem["help"]
    assert {finding["rule"].split("-")[0] for finding in outcome["findings"]} == {"CD", "CH"}
    assert "CD-19" in {finding["rule"] for finding in outcome["findings"]}  # the documents show 【待补：…】
    assert "年度通知" in str(outcome["not_checked"])
    shown = run(root, "check", "甲县")
    assert problem["message"] in shown.stdout
    assert shown.stderr == ""


def test_a_broken_rule_is_found_with_its_clause_and_cells(project: Project) -> None:
    root = project("pair")
    unit, energy = root / "inputs/2023/乙县/单位.yaml", root / "inputs/2023/乙县/能源保障.csv"
    unit.write_text(unit.read_text(encoding="utf-8").replace("示清洁办发〔2023〕3号]", "忻清洁办发〔2023〕3号]"), encoding="utf-8")
    before = parsed(run(root, "check", "乙县", "--kind", "plan", "--json"))["findings"]
    energy.write_text(energy.read_text(encoding="utf-8").replace("48,50", "48,40"), encoding="utf-8")
    result = run(root, "check", "乙县", "--kind", "实施方案", "--json")
    assert result.returncode == 1
    (finding,) = [f for f in parsed(result)["findings"] if f not in before]
    assert (finding["severity"], finding["unit"], finding["kind"]) == ("error", "乙县", "plan")
    assert finding["clause"]["number"] == "忻清洁办发〔2023〕3号"
    assert finding["clause"]["quote"]
    assert "inputs/2023/乙县/能源保障.csv" in {place["file"] for place in finding["places"]}
    shown = run(root, "check", "乙县")
    assert finding["message"] in shown.stdout
    assert finding["clause"]["quote"] in shown.stdout
    assert shown.stdout.count(finding["message"]) == 1  # though it concerns several documents
    built = run(root, "build", "乙县", "--format", "html", "--kind", "plan", "--json")
    assert built.returncode == 1
    assert parsed(built)["documents"][0]["findings"]["error"] >= 1


@pytest.mark.slow
def test_check_of_one_unit_leaves_out_the_others(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/改造任务.csv").write_text("取暖路径,区域,任务户数\n煤改电,农村,x\n", encoding="utf-8")
    assert run(root, "check", "乙县", "--kind", "plan").returncode == 0
    assert run(root, "check", "甲县", "--kind", "plan").returncode == 1
    assert run(root, "check", "--kind", "plan").returncode == 1


def test_trace_shows_the_cells_of_a_rolled_up_figure(project: Project) -> None:
    outcome = parsed(run(project("pair"), "trace", "示例市", "plan", "tasks.total", "--json"))
    (figure,) = outcome["figures"]
    assert {key: figure[key] for key in ("figure", "value", "unit", "shown")} == {
        "figure": "tasks.total",
        "value": "2600",
        "unit": "户",
        "shown": ["0.2600", "2600"],
    }
    assert [(s["file"], s["cell"], s["raw"]) for s in figure["sources"]] == [
        ("inputs/2023/甲县/改造任务.csv", "C2", "1200"),
        ("inputs/2023/甲县/改造任务.csv", "C3", "800"),
        ("inputs/2023/乙县/改造任务.csv", "C2", "600"),
    ]


def test_every_figure_shown_has_a_source(project: Project) -> None:
    root = project("pair")
    for unit in ("示例市", "甲县", "乙县"):
        figures = parsed(run(root, "trace", unit, "实施方案", "--json"))["figures"]
        assert len(figures) > 20
        assert [f["figure"] for f in figures if not f["sources"] or not f["formula"]] == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["biuld"], "没有命令 biuld"),
        (["build", "--jsn"], "没有选项 --jsn"),
        (["build", "--format", "odt"], "odt"),
        (["build", "--format", ""], "xlsx"),
        (["status", "--today", "明天"], "2023-10-20"),
        (["build", "甲乡"], "甲县"),
        (["build", "--kind", "方案"], "实施方案"),
        (["build", "--season", "2031"], "2031"),
        (["trace", "甲县"], "缺少参数 文种"),
        (["trace", "甲县", "plan", "tasks.totl"], "tasks.total"),
        (["--workspace", "/", "check"], "工作区"),
    ],
)
def test_wrong_use_is_told_in_chinese_with_status_2(arguments: list[str], words: str, project: Project) -> None:
    result = run(project("pair"), *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("season = 23", "四位年份"),
        ("colour = 1", "colour"),
        ("season = ", "TOML"),
        ('[fonts]\nbody = "仿宋"', "body"),
        ("fonts = 1", "[fonts]"),
        ("pdf = 1", "[pdf]"),
        ('[pdf]\nengine = "latex"', "typst"),
    ],
)
def test_wrong_settings(settings: str, words: str, project: Project) -> None:
    root = project("pair")
    (root / "reportgen.toml").write_text(settings, encoding="utf-8")
    result = run(root, "build")
    assert result.returncode == 2
    assert words in result.stderr
    assert not (root / "outputs").exists()


def test_the_documents_of_a_unit_that_cannot_be_read_and_of_the_unit_above_it_are_kept(project: Project) -> None:
    root = project("pair")
    run(root, "build", "--kind", "plan", "--format", "html")
    before = (root / "outputs/2023/甲县/实施方案.html").read_bytes()
    (root / "inputs/2023/甲县/单位.yaml").write_text("名称: [甲县\n", encoding="utf-8")
    result = run(root, "build", "--kind", "plan", "--format", "html", "--json")
    assert result.returncode == 1
    status = {d["unit"]: d["status"] for d in parsed(result)["documents"]}
    assert status == {"甲县": "kept", "示例市": "kept", "乙县": "unchanged"}
    assert (root / "outputs/2023/甲县/实施方案.html").read_bytes() == before


@pytest.mark.slow
def test_a_template_that_fails_leaves_earlier_outputs(project: Project) -> None:
    root = project("pair")
    run(root, "build", "--kind", "plan", "--format", "docx,html")
    files = sorted((root / "outputs/2023").rglob("实施方案.*"))
    before = [f.read_bytes() for f in files]
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/plan-county.html").write_text("{% extends 'base.html' %}{% block body %}{{ no }}{% endblock %}", encoding="utf-8")
    result = run(root, "build", "--kind", "plan", "--format", "docx,html")
    assert result.returncode == 1
    assert "templates/html/plan-county.html:1" in result.stderr
    assert [f.read_bytes() for f in files] == before


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["docx/official.docx", "html/gongwen.css", "html/preview.css"])
def test_a_broken_template_file_is_told(name: str, project: Project) -> None:
    root = project("pair")
    (root / "templates" / name).parent.mkdir(parents=True)
    (root / "templates" / name).write_bytes(b"\xff\xfe not a file")
    result = run(root, "build", "甲县")
    assert result.returncode == 1
    assert f"templates/{name}" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_edited_by_hand_is_kept(project: Project) -> None:
    root = project("pair")
    run(root, "build", "甲县", "--kind", "plan", "--format", "html")
    output = root / "outputs/2023/甲县/实施方案.html"
    output.write_text("改过的", encoding="utf-8")
    result = run(root, "build", "甲县", "--kind", "plan", "--format", "html")
    assert result.returncode == 0
    assert "被人修改过" in result.stderr
    assert output.read_text(encoding="utf-8") == "改过的"
    assert "甲县" in (output.parent / "实施方案（新生成）.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written(project: Project) -> None:
    root = project("pair")
    (root / "outputs").write_text("不是文件夹", encoding="utf-8")
    result = run(root, "build", "甲县", "--format", "html")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "写不了" in result.stderr


def test_the_least_that_a_unit_can_say_makes_a_draft_in_all_formats(tmp_path: Path) -> None:
    folder = tmp_path / "inputs/2023/测试县"
    folder.mkdir(parents=True)
    (folder / "单位.yaml").write_text('名称: 测试县\n级别: 县\n代码: "140999"\n发文机关: 测试县清洁取暖办\n', encoding="utf-8")
    result = run(tmp_path, "build", "--kind", "plan")
    assert result.returncode == 0, result.stderr
    assert "草稿" in result.stdout
    assert "缺少11个数据表" in result.stderr
    assert "单位.yaml" in result.stderr
    assert len(list((tmp_path / "outputs/2023/测试县").iterdir())) == 3


@pytest.mark.slow
def test_a_seal_that_is_no_picture_is_told_and_left_out(project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县"
    (unit / "单位.yaml").write_text((unit / "单位.yaml").read_text(encoding="utf-8") + "印章: 印章.png\n", encoding="utf-8")
    for content in (None, b"\x89PNG\r\n\x1a\n broken", b"text"):
        if content is not None:
            (unit / "印章.png").write_bytes(content)
        result = run(root, "build", "甲县", "--kind", "plan", "--format", "html")
        assert result.returncode == 1
        assert "印章" in result.stderr
        assert "Traceback" not in result.stderr
        assert "已生成" in result.stdout or "没有变化" in result.stdout


@pytest.mark.parametrize("command", [[], ["build"], ["check"], ["status"], ["trace"]])
def test_help_is_chinese_with_an_example(command: list[str], tmp_path: Path) -> None:
    result = run(tmp_path, *command, "--help")
    assert result.returncode == 0
    assert "用法：" in result.stdout
    assert "例：reportgen " in result.stdout
    assert not any(word in result.stdout for word in ("Usage", "Options", "Commands", "Show this"))


def test_shell_completion_offers_units_and_kinds(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2030").touch()
    (root / "inputs/2023/甲（旧）").mkdir()
    inside = run_afresh(root / "inputs/2023", COMP_WORDS="reportgen build 甲", COMP_CWORD="2", _REPORTGEN_COMPLETE="bash_complete").stdout
    assert "甲县" in inside
    assert "旧" not in inside
    offer = run_afresh(root, COMP_WORDS="reportgen build 甲", COMP_CWORD="2", _REPORTGEN_COMPLETE="bash_complete").stdout
    assert "甲县" in offer
    offer = run_afresh(root, COMP_WORDS="reportgen build --kind ", COMP_CWORD="3", _REPORTGEN_COMPLETE="bash_complete").stdout
    assert "实施方案" in offer
    asked = {"COMP_WORDS": f"reportgen --workspace {root} build 乙", "COMP_CWORD": "4", "_REPORTGEN_COMPLETE": "bash_complete"}
    assert "乙县" in run_afresh(root.parent, **asked).stdout


@pytest.mark.slow
def test_json_is_utf8_whatever_the_code_page(project: Project) -> None:
    result = run_afresh(project("pair"), "trace", "甲县", "plan", "tasks.total", "--json", PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert parsed(result)["figures"][0]["unit"] == "户"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("command", [["build"], ["check"], ["trace", "甲县", "plan"]])
@pytest.mark.parametrize("kinds", ["[", "plan", "[]"])
def test_kinds_that_cannot_be_read_are_wrong_settings(command: list[str], kinds: str, project: Project) -> None:
    root = project("pair")
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/kinds.yaml").write_text(kinds, encoding="utf-8")
    result = run(root, *command)
    assert result.returncode == 2
    assert "templates/kinds.yaml" in result.stderr
    assert not (root / "outputs").exists()


@pytest.mark.slow
def test_what_a_build_says_of_its_data(project: Project) -> None:
    root = project("pair")
    whole = "数据齐全，没有待补项"
    assert whole in run(root, "build", "甲县", "--kind", "plan", "--format", "html").stdout
    assert whole not in run(root, "build", "甲县", "--kind", "compliance", "--format", "xlsx").stdout
    (root / "inputs/2023/甲县/改造任务.csv").unlink()
    (root / "inputs/2023/乙县/单位.yaml").write_text("名称: [乙县\n", encoding="utf-8")
    result = run(root, "build", "--kind", "plan", "--format", "html")
    assert result.returncode == 1
    assert "无法生成　乙县 实施方案" in result.stdout
    assert "待补的（草稿）：" in result.stdout
    assert whole not in result.stdout
    assert run(root, "check", "甲县", "--kind", "plan").returncode == 0  # what blocks one unit is no error of another
    city = run(root, "check", "示例市", "--kind", "plan")  # but of the one that names it below itself
    assert city.returncode == 1
    assert "“下级”中的“乙县”没有能够读取的单位说明" in city.stdout
