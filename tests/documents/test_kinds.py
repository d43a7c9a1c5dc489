"""Kinds of document: the packaged list, an office's own, and faults of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.documents.kinds import kinds_of, read_kinds
from reportgen.pipeline.check import check
from reportgen.pipeline.season import open_season
from reportgen.workspace import Workspace, packaged_templates

ENTRY = """
- id: plan
  name: 实施方案
  datasets: [tasks]
  levels:
    县: {form: 报告, template: plan-county.html, cover_title: 关于|方案的报告, title: 方案}
"""


def test_the_packaged_kinds_have_no_fault() -> None:
    kinds, problems = read_kinds((packaged_templates() / "kinds.yaml").read_bytes(), "templates/kinds.yaml")
    assert problems == ()
    assert {"plan", "acceptance", "evaluation", "summary"} <= {kind.id for kind in kinds if kind.filed}
    assert kinds[0].is_named("实施方案")
    assert kinds[0].is_named("plan")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("datasets: [tasks]", "datasets: [taskz]", "taskz"),
        ("  datasets: [tasks]\n", "", "缺少"),
        ("form: 报告", "form: 请示", "form"),
        ("name: 实施方案", "name: 方案/总结", "name"),
        ("id: plan", "id: 方案", "id"),
        ("    县:", "    郡:", "levels"),
        ("id: plan", "id: plan\n  colour: red", "colour"),
        ("id: plan", "id: plan\n  deadline: someday", "someday"),
        ("- id: plan", "id: plan", "YAML"),
        ("id: plan", "id: 2023-02-30", "id"),
        ("name: 实施方案", "name: 2023", "应为文本"),
        ("datasets: [tasks]", "datasets: tasks", "应为列表"),
        ("    县:", "    郡:", "应为省、市、县"),
        ("{form: 报告, template: plan-county.html, cover_title: 关于|方案的报告, title: 方案}", "报告", "名称: 内容"),
        (ENTRY, "- plan", "名称: 内容"),
        (ENTRY, "[" * 5000, "嵌套"),
        (ENTRY, "plan", "列表"),
        (ENTRY, "", "列表"),
    ],
)
def test_a_fault_is_told_and_its_entry_left_out(before: str, after: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "kinds.yaml"
    assert before in ENTRY
    file.write_text(ENTRY.replace(before, after), encoding="utf-8")
    kinds, problems = read_kinds(file.read_bytes(), "templates/kinds.yaml")
    assert kinds == ()
    assert words in problems[0].message
    assert not any(word in p.message for p in problems for word in ("Input", "should", "valid"))
    assert all(p.help and p.places[0].file == "templates/kinds.yaml" for p in problems)


def test_a_fault_is_told_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "kinds.yaml"
    file.write_text(ENTRY.replace("form: 报告", "form: 请示"), encoding="utf-8")
    _, (problem,) = read_kinds(file.read_bytes(), "templates/kinds.yaml")
    assert str(problem.places[0]) == "templates/kinds.yaml:6"


@pytest.mark.parametrize(("before", "after"), [("none", ""), ("id: plan", "id: other"), ("name: 实施方案", "name: 总结"), ("name: 实施方案", "name: PLAN")])
def test_a_second_kind_of_the_same_name_is_refused(before: str, after: str, tmp_path: Path) -> None:
    file = tmp_path / "kinds.yaml"
    file.write_text(ENTRY + ENTRY.replace(before, after), encoding="utf-8")
    kinds, (problem,) = read_kinds(file.read_bytes(), "templates/kinds.yaml")
    assert [kind.name for kind in kinds] == ["实施方案"]
    assert (problem.code, problem.places[0].line) == ("kinds.duplicate", 8)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "templates/kinds.yaml").mkdir(parents=True)
    _, problems = kinds_of(Workspace(tmp_path))
    assert [p.code for p in problems] == ["kinds.unreadable"]


def test_a_unit_may_file_no_kind_or_ask_for_one_that_is_not_there(project: Callable[[str], Path]) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县/单位.yaml"
    text = unit.read_text(encoding="utf-8")
    unit.write_text(f"{text}文种: []\n", encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    assert [job.scope.unit.name for job in season.jobs(kinds=frozenset({"plan"}))] == ["示例市", "乙县"]
    unit.write_text(f"{text}文种: [实施方按]\n", encoding="utf-8")
    (problem,) = [p for p in check(open_season(Workspace(root), "2023")).problems if p.code == "inputs.unknown-kind"]
    assert "实施方按" in problem.message
    assert problem.places[0].line is not None
