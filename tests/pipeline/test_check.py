"""check on the console: by unit, policy and severity; alike things are counted where many units are checked."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.console.check import print_check
from reportgen.diagnostics import Place
from reportgen.pipeline.check import check
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run
from tests.filed import NAMES

Project = Callable[[str], Path]

POLICY = """
id: own
season: 2023
document: {title: 示例办法, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-01-01"}
deadlines:
  issued: {title: 印发, date: 04-01}
  plan_due: {title: 报备, date: 04-20}
  work_start: {title: 开工, date: 04-21}
  work_end: {title: 完工, date: 10-15}
  acceptance_start: {title: 验收开始, date: 10-15}
  acceptance_end: {title: 验收结束, date: 10-31}
  evaluation_start: {title: 评估开始, date: 11-01}
  evaluation_end: {title: 评估结束, date: "2024-04-30"}
parameters: {task_table: {}}
rules:
  - {id: OWN-1, title: 任务要少, clause: 一, quote: 任务就要少, severity: error, kinds: [plan, summary], assert: tasks.total < 10,
     message: 任务太多, help: 请减少}
  - {id: OWN-2, title: 每村要少, clause: 二, quote: 村里要少, severity: warning, kinds: [plan], each: villages, assert: row.households < 0,
     message: "{{ row.village }}太多"}
  - {id: OWN-3, title: 有总结, clause: 三, quote: 有总结, severity: error, kinds: [summary], assert: tasks.total > 0, message: 没有}
  - {id: OWN-4, title: 问题销号, clause: 三, quote: 销号, severity: notice, kinds: [summary], each: issues, assert: row.problem, message: 没有}
"""


@pytest.fixture
def workspace(project: Project) -> Workspace:
    """The miniature workspace with an office's own rules."""
    root = project("pair")
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(POLICY, encoding="utf-8")
    return Workspace(root)


def shown(workspace: Workspace, capsys: pytest.CaptureFixture[str], *units: str, kind: str | None = None) -> str:
    season = open_season(workspace, "2023")
    print_check(check(season, frozenset(units) or None, None if kind is None else frozenset({kind})))
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_a_county_is_checked_alone_though_its_city_names_nobody_who_is_there(workspace: Workspace) -> None:
    folder = workspace.inputs / "2023"
    city = folder / "示例市/单位.yaml"
    city.write_text(re.sub("^下级:.*$", "下级: [丙县, 丁县]", city.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    done = run(workspace.root, "check", "甲县", "--json")
    assert "Traceback" not in done.stderr, done.stderr
    assert json.loads(done.stdout)["not_checked"]


def test_one_unit_in_full(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(workspace, capsys, "甲县")
    lines = text.splitlines()
    start = lines.index("  示清洁办发〔2023〕3号　示例办法")
    assert lines.index("甲县") < lines.index("  冬季清洁取暖通用核查规则") < start
    assert lines[start + 1 : start + 5] == [
        "    必须整改 一　任务太多（《实施方案》《采暖季工作总结》）",
        "         依据：“任务就要少”（规则 OWN-1）",
        "         位置：甲县/改造任务.csv C2:C3",
        "         办法：请减少",
    ]
    villages = [line for line in lines if "应当核实" in line and "太多" in line]
    assert len(villages) > 3
    assert "必须整改1项，应当核实" in lines[-1]
    assert lines[-2] == f"检查了1个单位的{len(NAMES)}份公文：错误1个"  # the rule OWN-4, whose result is no yes or no
    assert "没有问题" not in text


def test_a_rule_of_a_kind_that_there_is_not_is_told(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = workspace.inputs / "policies/own.yaml"
    path.write_text(POLICY.replace("kinds: [plan, summary]", "kinds: [plan, summry]"), encoding="utf-8")
    assert "规则 OWN-1 有误：kinds 中的文种“summry”不存在，是否应为“summary”" in shown(workspace, capsys, "甲县")


@pytest.mark.slow
def test_several_units_count_what_is_alike(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    for unit in ("甲县", "乙县"):
        (workspace.inputs / f"2023/{unit}/问题清单.csv").unlink()
    text = shown(workspace, capsys)
    assert text.count("    必须整改 一　任务太多（") == 3
    assert "规则 OWN-2 还有同类问题" in text
    assert "缺少：甲县《问题清单》" in text
    assert "待补 " in text
    assert "个数据表" not in text
    singly = [shown(workspace, capsys, unit) for unit in ("示例市", "甲县", "乙县")]
    assert 2 * len(text.splitlines()) < sum(len(one.splitlines()) for one in singly)
    assert "个数据表" in singly[1]


def test_what_three_units_have_in_common_is_said_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(Workspace(project("pair")), capsys)
    assert text.count("没有规则，没有对照它核查") == 1
    assert "示例市等3个单位" in text
    assert text.count("年度通知还没有录入") == 1


@pytest.mark.slow
def test_a_kind_narrows_and_the_report_stands_for_all(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert "任务太多（《实施方案》）" in shown(workspace, capsys, "甲县", kind="plan")
    whole = shown(workspace, capsys, "甲县")
    assert shown(workspace, capsys, "甲县", kind="compliance") == whole


def test_colours_are_for_terminals(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b[" not in shown(workspace, capsys, "甲县")


def test_a_policy_that_no_unit_names_is_told_once(workspace: Workspace) -> None:
    file = workspace.root / "inputs/policies/own.yaml"
    file.write_text(POLICY.replace("示清洁办发〔2023〕3号", "示清洁办发〔2023〕99号"), encoding="utf-8")
    told = [problem for problem in check(open_season(workspace, "2023")).problems if problem.code == "policy.unnamed"]
    assert [(problem.severity, problem.places, "示清洁办发〔2023〕99号" in problem.message, "政策依据" in problem.help) for problem in told] == [
        ("notice", (Place("inputs/policies/own.yaml"),), True, True)
    ]
    county = workspace.root / "inputs/2023/甲县/单位.yaml"
    county.write_text(county.read_text("utf-8").replace("政策依据: [", "政策依据: [示清洁办发〔2023〕99号, ", 1), encoding="utf-8")
    assert "policy.unnamed" not in {problem.code for problem in open_season(workspace, "2023").problems}
