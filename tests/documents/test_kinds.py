"""Kinds of document: the packaged list, an office's own, and faults of it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.documents.kinds import Kind
from reportgen.documents.kinds_file import kinds_of, read_kinds
from reportgen.inputs.schema.choices import Level
from reportgen.pipeline.check import check
from reportgen.pipeline.due import due_date
from reportgen.pipeline.opening import open_season
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


def own(root: Path, text: str) -> tuple[list[Kind], list[Diagnostic]]:
    """The kinds of a workspace with a kinds.yaml of its own, and what is said of it."""
    (root / "templates").mkdir(parents=True, exist_ok=True)
    (root / "templates/kinds.yaml").write_text(text, encoding="utf-8")
    kinds, problems = kinds_of(Workspace(root))
    return list(kinds), list(problems)


def said(kinds: Iterable[Kind]) -> list[dict[str, Any]]:
    """What the kinds say, wherever they stand."""
    return [kind.model_dump() for kind in kinds]


PACKAGED = (packaged_templates() / "kinds.yaml").read_text("utf-8")
STANDING, _ = kinds_of(Workspace(Path("/nowhere")))


def test_a_whole_copy_of_the_packaged_file_changes_nothing_and_is_told_nothing(tmp_path: Path) -> None:
    kinds, problems = own(tmp_path, PACKAGED)
    assert (said(kinds), problems) == (said(STANDING), [])


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("- {id: plan, deadline: work_end}", {"plan": {"deadline": "work_end"}}),
        ("- {id: plan, deadline: null, optional: []}", {"plan": {"deadline": None, "optional": ()}}),
        ("- {id: summary, name: 总结}", {"summary": {"name": "总结"}}),
    ],
)
def test_single_fields_are_changed_by_the_id(text: str, differs: dict[str, dict[str, object]], tmp_path: Path) -> None:
    kinds, problems = own(tmp_path, text)
    assert problems == []
    assert said(kinds) == [kind | differs.get(kind["id"], {}) for kind in said(STANDING)]


def test_a_field_of_one_level_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    kinds, _ = own(tmp_path, "- id: plan\n  levels:\n    县: {template: own.html}\n")
    (plan,), (before,) = ([kind for kind in found if kind.id == "plan"] for found in (kinds, STANDING))
    assert plan.levels[Level.COUNTY].model_dump() == before.levels[Level.COUNTY].model_dump() | {"template": "own.html"}
    assert plan.levels[Level.CITY].model_dump() == before.levels[Level.CITY].model_dump()
    assert str(plan.levels[Level.COUNTY].place("template")) == "templates/kinds.yaml:3"


def test_a_kind_is_added_and_another_switched_off(tmp_path: Path) -> None:
    kinds, problems = own(tmp_path, "- {id: summary, enabled: false}\n" + ENTRY.replace("id: plan", "id: own").replace("实施方案", "采暖季工作总结"))
    assert problems == []
    assert {kind.id for kind in kinds} == {kind.id for kind in STANDING} - {"summary"} | {"own"}


@pytest.mark.parametrize(
    ("text", "code", "words", "line"),
    [
        ("- {id: summry, enabled: false}", "kinds.unknown", "是否应为“summary”", 1),
        ("- id: plan\n  deadlin: work_end", "kinds.invalid", "是否应为“deadline”", 2),
        ("- id: plan\n  datasets: [taskss]", "kinds.invalid", "是否应为“tasks”", 2),
        ("- id: plan\n  levels:\n    县: {templat: a.html}", "kinds.invalid", "是否应为“template”", 3),
        ("- {id: plan, enabled: maybe}", "kinds.invalid", "true 或者 false", 1),
        ("- id: own\n  name: 实施方案\n  datasets: []\n  filed: false\n  levels: {县: {template: a.html, title: 甲}}", "kinds.duplicate", "同名", 1),
        ("- {id: plan}\n- {id: plan}", "kinds.duplicate", "同名", 2),
        ("- id: archived-data\n  enabled: false", "kinds.needed", "归档", 2),
        ("- id: weekly\n  series: {period: 季}", "kinds.invalid", "应为周、旬、月、自定", 2),
        ("- id: weekly\n  series: {counter: 次}", "kinds.invalid", "应为期、号", 2),
        ("- id: weekly\n  series: {due_after: -1}", "kinds.invalid", "应为0或者更大的整数", 2),
        ("- id: weekly\n  series: {due_aftr: 1}", "kinds.invalid", "是否应为“due_after”", 2),
        ("- id: weekly\n  series:\n    rows:\n      dispatch: weak", "kinds.invalid", "是否应为“week”，可以写的有week", 3),
        ("- id: weekly\n  series:\n    rows: {progress: month}", "kinds.invalid", "数据表 progress 没有日期列 month，这张表的行不能按时段分", 3),
        ("- id: weekly\n  series:\n    rows: {dispach: week}", "kinds.invalid", "不认识的数据表 dispach，是否应为“dispatch”", 3),
        ("- id: weekly\n  deadline: plan_due", "kinds.invalid", "写 series 的 due_after", 1),
        ("- id: plan\n  series: {counter: 期}", "kinds.invalid", "缺少这一项", 2),
    ],
)
def test_a_fault_of_an_own_entry_is_told_at_its_line(text: str, code: str, words: str, line: int, tmp_path: Path) -> None:
    _, (problem,) = own(tmp_path, text)
    assert (problem.code, str(problem.places[0])) == (code, f"templates/kinds.yaml:{line}")
    assert words in problem.message
    assert problem.help


def test_the_entries_that_the_page_shows_are_read(root: Path, tmp_path: Path) -> None:
    shown = re.findall(r"^```yaml\n(- id: .+?)^```$", (root / "docs/changing.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    entries = [block for block in shown if "  levels:" in block]
    assert len(entries) >= 5
    for block in entries:
        assert own(tmp_path, block)[1] == [], block


def test_what_a_whole_copy_leaves_out_is_the_packages_and_told(tmp_path: Path) -> None:
    """As an office has it that took a kind, a level and a deadline out of its copy on purpose."""
    without = PACKAGED.replace("  deadline: plan_due\n", "")
    without = without[: without.index("- id: summary")] + without[without.index("- id: compliance") :]
    begin = without.index("    市:", without.index("- id: acceptance"))
    kinds, (problem,) = own(tmp_path, without[:begin] + without[without.index("\n- id: evaluation") :])
    assert said(kinds) == said(STANDING)
    assert (problem.code, problem.severity) == ("kinds.left-out", Severity.NOTICE)
    assert problem.message.endswith("：文种“采暖季工作总结”、“实施方案”的 deadline、“验收报告”的“市”级")


def test_a_misspelt_deadline_is_told_with_the_nearest_name(project: Callable[[str], Path]) -> None:
    root = project("pair")
    own(root, "- id: plan\n  deadline: plan_deu\n")
    (problem,) = [p for p in check(open_season(Workspace(root), "2023")).problems if p.code == "kinds.unknown-deadline"]
    assert "是否应为“plan_due”" in problem.message
    assert str(problem.places[0]) == "templates/kinds.yaml:2"


def test_a_deadline_that_only_a_policy_sets(project: Callable[[str], Path]) -> None:
    root = project("pair")
    own(root, "- {id: plan, deadline: inspection}\n")
    (root / "inputs/policies").mkdir(exist_ok=True)
    (root / "inputs/policies/own.yaml").write_text(
        "id: own\ndocument: {title: 检查办法, issuer: 甲, date: '2023-04-01'}\ndeadlines:\n  inspection: {title: 检查, date: 11-20}\nrules: []\n",
        encoding="utf-8",
    )
    season = open_season(Workspace(root), "2023")
    assert [p for p in check(season).problems if p.code.startswith("kinds.")] == []
    (plan,) = [kind for kind in season.kinds if kind.id == "plan"]
    assert {due_date("2023", season.policies, scope, plan) for scope in season.scopes} == {date(2023, 11, 20)}


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
