"""`reportgen lint`: what an officer reads, what a program reads, and how it exits; no workspace is needed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reportgen.lint import checks
from tests import command
from tests.command import Result
from tests.lint import test_forms, test_letter, test_pdf_faults, test_plantings, test_word_faults
from tests.lint.handmade import font, fresh, paragraph, reword, saved


def run(folder: Path, *arguments: str) -> Result:
    result = command.run(folder, "lint", *arguments)
    assert "Traceback" not in result.stderr
    return result


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A file with an error, two warnings of one kind, and nothing else."""
    document = fresh()
    reword(document, "示政办发", lambda text: text.replace("〔2024〕", "[2024]"))
    for start in ("一、", "二、"):
        font(paragraph(document, start), "仿宋_GB2312")
    file = tmp_path / "通知.docx"
    file.write_bytes(saved(document))
    return file


def test_a_clean_file_exits_with_0(tmp_path: Path) -> None:
    (tmp_path / "通知.docx").write_bytes(saved(fresh()))
    result = run(tmp_path, "通知.docx")
    assert result.returncode == 0
    assert result.stdout.startswith("通知.docx　Word 文件，文件格式\n")
    assert "没有发现问题" in result.stdout
    assert "没有核查的：" in result.stdout and "用纸、制版、印刷、装订" in result.stdout


def test_faults_are_told_with_clause_place_and_remedy(wrong: Path) -> None:
    result = run(wrong.parent, wrong.name)
    assert result.returncode == 1
    assert "错误 发文字号的年份用了“[]”，应当用六角括号“〔〕”括入" in result.stdout
    assert "位置：第2段“示政办发[2024]12号”" in result.stdout
    assert "依据：GB/T 9704-2012第7.2.5条（发文字号，规定）" in result.stdout
    assert "办法：改为“〔2024〕”" in result.stdout
    assert result.stdout.index("错误 发文字号") < result.stdout.index("警告 第一层标题")
    assert "错误1个，警告1个" in result.stdout


def test_json(wrong: Path) -> None:
    result = run(wrong.parent, wrong.name, "--json")
    assert result.returncode == 1
    outcome: dict[str, Any] = json.loads(result.stdout)
    assert set(outcome) == {"file", "format", "form", "official", "pages", "findings", "not_checked", "problems"}
    assert {key: outcome[key] for key in ("file", "format", "form", "official", "pages", "problems")} == {
        "file": "通知.docx",
        "format": "docx",
        "form": "文件格式",
        "official": True,
        "pages": None,
        "problems": [],
    }
    number = next(found for found in outcome["findings"] if found["code"] == "lint.number-brackets")
    assert number == {
        "code": "lint.number-brackets",
        "severity": "error",
        "message": "发文字号的年份用了“[]”，应当用六角括号“〔〕”括入",
        "clause": {"standard": "GB/T 9704-2012", "number": "7.2.5", "title": "发文字号", "strength": "规定"},
        "found": "用了“[]”",
        "expected": "用六角括号“〔〕”括入",
        "help": "改为“〔2024〕”",
        "places": [{"page": None, "paragraph": 2, "quote": "示政办发[2024]12号", "name": None}],
    }
    assert [found["severity"] for found in outcome["findings"]] == ["warning", "error"]
    (headings,) = (found for found in outcome["findings"] if found["code"] == "lint.font")
    assert [place["quote"] for place in headings["places"]] == ["一、总体要求", "二、重点任务"]
    assert all(set(one) == {"what", "clause", "reason"} and one["reason"] for one in outcome["not_checked"])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4\nxx")
    result = run(tmp_path, "坏.pdf")
    assert (result.returncode, result.stdout) == (1, "")
    assert "错误 坏.pdf：不完整或者已经损坏" in result.stderr
    outcome = json.loads(run(tmp_path, "坏.pdf", "--json").stdout)
    assert (outcome["findings"], outcome["format"], outcome["problems"][0]["code"]) == ([], None, "lint.damaged")


@pytest.mark.parametrize("name", ["没有.docx", "."])
def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, name: str) -> None:
    result = run(tmp_path, name)
    assert result.returncode == 2
    assert f"没有文件“{name}”" in result.stderr


def test_what_is_no_official_document_is_told_so(tmp_path: Path) -> None:
    document = fresh()
    for found in document.paragraphs:
        if not found.text.startswith("各乡镇"):
            found._element.getparent().remove(found._element)
    for table in document.tables:
        table._element.getparent().remove(table._element)
    (tmp_path / "材料.docx").write_bytes(saved(document))
    result = run(tmp_path, "材料.docx")
    assert result.returncode == 0
    assert "不是公文" in result.stdout and "以下只供参考" in result.stdout


def test_every_fault_that_a_check_can_find_is_planted_in_a_test() -> None:
    folder = Path(checks.__file__).parent
    known = {code for file in folder.glob("*.py") for code in re.findall(r'(?:fault|Pattern)\(\s*"([\w-]+)"', file.read_text(encoding="utf-8"))} | {
        "font",
        "size",
    }
    planted = {code for code, _, _ in test_word_faults.FAULTS} | {code for plant in test_pdf_faults.FAULTS for code, _ in plant.faults}
    planted |= {row[0] for row in (*test_plantings.PLANTINGS, *test_forms.PLANTED)}
    letters = set(re.findall(r'"(letter-[\w-]+)"', Path(test_letter.__file__).read_text(encoding="utf-8")))
    elsewhere = {"paper", "attachment-single"}
    assert known - planted - letters == elsewhere
