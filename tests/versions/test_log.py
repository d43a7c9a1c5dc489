"""log: what caused each version, down to the cell; the findings then and those that still stand; what --verify finds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from reportgen.cli import main_group

Project = Callable[[str], Path]
RULE = """
id: own
document: {title: 办法, issuer: 示例市清洁取暖办, date: "2023-01-01"}
rules:
  - {id: OWN-1, title: 任务要少, clause: 一, quote: 任务要少, severity: error, kinds: [plan], levels: [县], assert: tasks.total < 2500, message: 任务太多}
  - {id: OWN-2, title: 任务要多, clause: 一, quote: 任务要多, severity: warning, kinds: [plan], levels: [县], assert: tasks.total > 2100, message: 任务太少}
"""


@pytest.fixture
def root(project: Project) -> Path:
    root = project("pair")
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(RULE, encoding="utf-8")
    return root


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main_group(["--workspace", str(root), *arguments], standalone_mode=False)
        return status, capsys.readouterr().out

    return run


def alter(root: Path, file: str, before: str, after: str) -> None:
    path = root / "inputs/2023/甲县" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def build(run: Callable[..., tuple[int, str]]) -> int:
    _, output = run("build", "甲县", "--kind", "plan", "--format", "html", "--json")
    (document,) = json.loads(output)["documents"]
    return int(document["version"])


def test_versions_with_their_cells_and_findings(root: Path, run: Callable[..., tuple[int, str]]) -> None:
    assert run("log", "甲县", "plan")[1].startswith("甲县《实施方案》还没有版本")
    assert build(run) == 1
    alter(root, "改造任务.csv", "农村,1200", "农村,1900")
    assert build(run) == 2
    alter(root, "单位.yaml", "李某某", "王某某")
    assert (build(run), build(run)) == (3, 3)
    status, output = run("log", "990901", "实施方案", "--json")
    found: dict[str, Any] = json.loads(output)
    assert (status, found["unit"], found["kind"], found["season"]) == (0, "甲县", "plan", "2023")
    first, second, third = found["versions"]
    assert [one["number"] for one in found["versions"]] == [1, 2, 3]
    assert first["causes"] == []
    (cause,) = second["causes"]
    place = {"file": "inputs/2023/甲县/改造任务.csv", "sheet": None, "cell": "C2", "line": None}
    assert cause == {"name": "inputs/2023/甲县/改造任务.csv", "change": "changed", "cells": [{**place, "old": "1200", "new": "1900"}]}
    (cause,) = third["causes"]
    assert [(cell["old"], cell["new"]) for cell in cause["cells"]] == [("李某某", "王某某")]
    # Two thousand is too few, 2700 too many: each was found in its time, the latter stands.
    assert [(one["findings"]["error"], one["standing"]["error"]) for one in found["versions"]] == [(0, 0), (3, 3), (3, 3)]
    assert [one["findings"]["warning"] for one in found["versions"]] == [13, 14, 14]
    assert (found["now"], found["problems"]) == ({"error": 3, "warning": 14, "notice": 1}, [])
    assert second["outputs"]["html"]["file"] == "outputs/2023/甲县/实施方案.html"
    words = run("log", "甲县", "plan")[1]
    assert "inputs/2023/甲县/改造任务.csv：C2 “1200”改为“1900”" in words
    assert "第2版" in words and "当时核查：错误3项" in words


@pytest.mark.slow
def test_a_row_put_in_above_is_one_change(root: Path, run: Callable[..., tuple[int, str]]) -> None:
    build(run)
    alter(root, "改造任务.csv", "煤改电,农村,1200", "煤改电,城区/县城,50\n煤改电,农村,1200")
    build(run)
    found = json.loads(run("log", "甲县", "plan", "--json")[1])["versions"][1]
    changes = [(cell["cell"], cell["old"], cell["new"]) for cause in found["causes"] for cell in cause["cells"]]
    assert changes == [("A2", None, "煤改电"), ("B2", None, "城区/县城"), ("C2", None, "50")]


@pytest.mark.slow
def test_a_key_that_was_empty_is_one_that_was_not_there(root: Path, run: Callable[..., tuple[int, str]]) -> None:
    alter(root, "单位.yaml", "联系人: 李某某", "联系人:")
    build(run)
    alter(root, "单位.yaml", "联系人:", "联系人: 李某某")
    build(run)
    (cause,) = json.loads(run("log", "甲县", "plan", "--json")[1])["versions"][1]["causes"]
    assert [(cell["old"], cell["new"]) for cell in cause["cells"]] == [(None, "李某某")]


def test_verify_says_what_is_damaged(root: Path, run: Callable[..., tuple[int, str]]) -> None:
    assert run("log", "--verify")[0] == 0
    build(run)
    status, output = run("log", "--verify", "--json")
    found = json.loads(output)
    assert (status, found["documents"], found["versions"], found["problems"]) == (0, 1, 1, [])
    for path in (root / "outputs/.reportgen/objects").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-1])
    status, output = run("log", "甲县", "plan", "--verify", "--json")
    messages = [problem["message"] for problem in json.loads(output)["problems"]]
    assert (status, messages) == (1, ["甲县《实施方案》（2023）第1版的记录已经损坏或者被改动"])
    assert run("log", "甲县", "plan")[0] == 1


@pytest.mark.parametrize("arguments", [("log",), ("log", "甲县"), ("log", "甲县", "--verify")])
def test_a_document_is_named_by_unit_and_kind(arguments: tuple[str, ...], run: Callable[..., tuple[int, str]]) -> None:
    with pytest.raises(click.UsageError):
        run(*arguments)
