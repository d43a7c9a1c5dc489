"""Evaluation: missing data makes a rule not checked, a wrong rule a problem; which policies and rules concern a unit."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.diagnostics import Place, Severity
from reportgen.figures.scope import Scope, scopes
from reportgen.inputs.load import load_season
from reportgen.policy import Evaluated, Policy, load_policies
from reportgen.workspace import Workspace
from tests.filed import FILED
from tests.policy.units import COMPLETE, evaluate, laid_over, only, plain, scope_of, write

POLICIES, _ = load_policies(Workspace(Path("/nonexistent")))


def with_rule(**fields: Any) -> tuple[Policy, ...]:
    """One policy with one rule, which binds all units."""
    rule = {"id": "R-01", "title": "标题", "clause": "一", "quote": "引文", "severity": "error", "kinds": ["plan"], "message": "不符", **fields}
    document = {"title": "办法", "issuer": "县", "date": "2023-01-01"}
    policy = Policy.model_validate({"id": "own", "document": document, "parameters": {"n": 1}, "rules": [rule]})
    policy.rules[0].at(Place("inputs/policies/own.yaml", line=7))
    return (policy,)


def lacking(outcome: Evaluated) -> dict[str, tuple[str, ...]]:
    return {entry.rule: entry.missing for entry in outcome.not_checked}


# Nothing is asked of 文字说明, and a unit may do without the others.
OPTIONAL = (
    *("重点项目", "资金拨付", "户均投资", "拖欠款", "热源", "散煤替代", "空气质量", "文字说明", "补贴细则", "清洁取暖现状", "维修和保险"),
    *("进场检验", "入户抽验", "专家意见", "竣工决算", "奖惩办法", "用户表单"),
)


@pytest.mark.sampled(24)
@pytest.mark.parametrize("title", [title for title in COMPLETE if title not in ("单位", *OPTIONAL)])
def test_a_missing_table_is_named_by_every_rule_that_needs_it(title: str, tmp_path: Path) -> None:
    whole, without = scope_of(tmp_path / "whole", {}), scope_of(tmp_path / "without", {title: None})
    named = set()
    for kind in FILED:
        before, after = evaluate(POLICIES, whole, kind), evaluate(POLICIES, without, kind)
        assert after.findings == ()
        assert after.problems == ()
        missing = lacking(after)
        named |= set(missing.values())
        assert set(before.holds) <= {*after.holds, *missing}
    assert named == {(f"保德县《{title}》",)}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("title", OPTIONAL)
def test_a_table_that_a_unit_may_do_without_is_not_asked_for(title: str, tmp_path: Path) -> None:
    outcome = evaluate(POLICIES, scope_of(tmp_path, {title: None}), "evaluation")
    assert (outcome.findings, outcome.not_checked, outcome.problems) == ((), (), ())


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    ("change", "rules", "what"),
    [
        ({"改造任务": {1: {"任务户数": ""}}}, {"XZ23-T-01", "XZ23-5.1-04"}, "改造任务.yaml"),
        ({"清零范围": {1: {"散煤户数": ""}}}, {"XZ23-2-03", "XZ23-2-04"}, "散煤户数"),
        ({"建筑节能": {1: {"能效提升": ""}}}, {"XZ23-3.2-01"}, "能效提升"),
        ({"能源保障": {2: {"合同量": ""}}}, {"XZ23-3.5-02"}, "合同量"),
        ({"单位": {"公文": {"实施方案": {"成文日期": ""}}}}, {"XZ23-5.1-01"}, "公文的成文日期"),
        ({"单位": {"时限": {"组织实施开始": ""}}}, {"XZ23-5.2-04", "XZ23-3.1-03"}, "单位说明的组织实施开始"),
        ({"单位": {"主送": []}}, {"XZ23-5.1-03"}, "单位说明的主送"),
    ],
)
def test_a_missing_value_is_named_not_judged(change: dict[str, Any], rules: set[str], what: str, tmp_path: Path) -> None:
    scope = blank(tmp_path, change)
    outcome = evaluate(POLICIES, scope)
    assert outcome.findings == ()
    assert rules <= lacking(outcome).keys()
    assert all(what in "".join(lacking(outcome)[rule]) for rule in rules)
    assert not rules & set(outcome.holds)


def blank(root: Path, change: dict[str, Any]) -> Scope:
    """The example unit with blank cells, of which reading may complain."""
    write(root / "inputs/2023/单位", laid_over(COMPLETE, plain(change)))
    (scope,) = scopes(load_season(Workspace(root), root / "inputs/2023").units)
    return scope


@pytest.mark.slow
def test_rows_that_are_missing_do_not_hide_those_that_break_the_rule(tmp_path: Path) -> None:
    outcome = evaluate(only(POLICIES, "XZ23-2-04"), blank(tmp_path, {"清零范围": {1: {"散煤户数": ""}, 2: {"散煤户数": 500}}}))
    assert [finding.figures["zones.2.coal_left"] for finding in outcome.findings] == [500]
    assert list(lacking(outcome)) == ["XZ23-2-04"]
    assert outcome.holds == ()


@pytest.mark.slow
def test_a_choice_that_cannot_be_read_leaves_the_table_unchecked(tmp_path: Path) -> None:
    outcome = evaluate(only(POLICIES, "XZ23-3.5-01"), blank(tmp_path, {"能源保障": {2: {"能源品种": "天然气体"}}}))
    assert outcome.findings == ()
    assert "能源保障.yaml" in lacking(outcome)["XZ23-3.5-01"][0]


def test_a_finding_says_what_was_compared_and_where(tmp_path: Path) -> None:
    (finding,) = evaluate(only(POLICIES, "XZ23-5.1-04"), scope_of(tmp_path, {"确村确户": {2: {"户数": 1400}}})).findings
    assert finding.message == "确村确户5076户，任务5085户，相差9户"
    assert finding.figures == {"villages.total": 5076, "tasks.total": 5085}
    assert {place.file.rsplit("/", 1)[-1] for place in finding.places} == {"确村确户.yaml", "改造任务.yaml"}
    assert (finding.severity, finding.unit, finding.kind) == (Severity.ERROR, "保德县", "plan")
    assert finding.clause.number == "忻清洁办发〔2023〕3号"
    assert finding.help


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"assert": "tasks.totl > 0"}, "totl"),
        ({"assert": "tasks.total"}, "比较"),
        ({"assert": "tasks.total > '多'"}, "不能与“文字”比大小"),
        ({"assert": "parameters.m > 1"}, "用了没有定义的名称“parameters.m”"),
        ({"when": "unit.nothing is given", "assert": "tasks.total > 0"}, "nothing"),
        ({"each": "villages", "assert": "row.house > 0"}, "house"),
        ({"check": "task-table"}, "task_table"),
        ({"check": "no-such"}, "no-such"),
    ],
)
def test_a_rule_that_fails_is_a_problem_of_the_rule(fields: dict[str, Any], words: str, tmp_path: Path) -> None:
    outcome = evaluate(with_rule(**fields), scope_of(tmp_path, {"单位": {"政策依据": []}}))
    assert (outcome.findings, outcome.not_checked, outcome.holds) == ((), (), ())
    (problem,) = [problem for problem in outcome.problems if problem.code != "policy.none"]
    assert problem.code == "policy.rule"
    assert words in problem.message
    assert str(problem.places[0]) == "inputs/policies/own.yaml:7"
    assert problem.help


def test_a_finding_is_not_lost_to_its_wording(tmp_path: Path) -> None:
    outcome = evaluate(with_rule(**{"assert": "tasks.total == 0", "message": "{{ tasks.totl }}"}), scope_of(tmp_path, {"单位": {"政策依据": []}}))
    assert [finding.message for finding in outcome.findings] == ["标题"]
    assert ["totl" in problem.message for problem in outcome.problems if problem.code != "policy.none"] == [True]


def test_a_unit_that_names_no_policy_is_told_that_it_was_checked_against_none(tmp_path: Path) -> None:
    (problem,) = evaluate(POLICIES, scope_of(tmp_path, {"单位": {"政策依据": []}})).problems
    assert (problem.code, problem.severity, problem.unit) == ("policy.none", Severity.WARNING, "保德县")
    assert str(problem.places[0]).endswith("/单位.yaml")
    assert "政策依据: [晋清洁办发〔2022〕3号, 忻清洁办发〔2023〕3号]" in problem.help


def test_a_policy_binds_the_units_that_name_it(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {"单位": {"政策依据": ["忻清洁办发[2023]3号", "县清洁办发〔2023〕1号"]}})
    outcome = evaluate(POLICIES, scope)
    assert {rule.split("-")[0] for rule in outcome.holds} == {"XZ23", "CH", "CD"}
    (problem,) = outcome.problems
    assert (problem.code, problem.severity, problem.unit) == ("policy.no-rules", Severity.NOTICE, "保德县")
    assert "县清洁办发〔2023〕1号" in problem.message


def test_rules_of_other_kinds_levels_and_units_do_not_run(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {})
    alone = only(POLICIES, "XZ23-5.1-04")
    assert evaluate(alone, scope, "plan").holds == ("XZ23-5.1-04",)
    assert evaluate(alone, scope, "summary") == Evaluated()
    assert evaluate(only(POLICIES, "XZ23-2.1-01", "XZ23-7.3-01"), scope) == Evaluated()


def test_rows_of_the_units_below_are_checked_with_those_units(tmp_path: Path) -> None:
    city = {"单位": {"名称": "示例市", "级别": "市"}, "设备选型": None, "下级": {"甲县": {"设备选型": COMPLETE["设备选型"]}}}
    assert evaluate(only(POLICIES, "XZ23-4.2-01"), scope_of(tmp_path, city)) == Evaluated()


def assigned(scope: Scope, rows: Any) -> Evaluated:
    fields = {"title": "与通知一致", "check": "as-assigned", "message": "{{ table }}{{ what }}{{ column }}{{ stated }}，通知{{ expected }}", "help": "改正"}
    (policy,) = with_rule(**fields)
    policy = policy.model_copy(update={"parameters": {"assigned": {"保德县": {"retrofit": rows}}}})
    return evaluate((policy,), scope, "plan")


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ([{"type": "既有建筑节能改造", "planned": 5}, {"type": "rural", "planned": 8}], []),
        ([{"type": "既有建筑节能改造", "planned": 5.5}, {"type": "rural", "planned": 8}], ["建筑节能既有建筑节能改造计划面积5，通知5.5"]),
        ([{"type": "rural", "planned": 8}], ["建筑节能既有建筑节能改造计划面积5，通知0"]),
        ([{"planned": 13}], []),
        ([{"planned": 12}], ["建筑节能计划面积13，通知12"]),
    ],
)
def test_what_a_notice_assigns_is_compared_with_the_whole_table(rows: Any, messages: list[str], tmp_path: Path) -> None:
    exact = [{key: Decimal(str(value)) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
    assert [finding.message for finding in assigned(scope_of(tmp_path, {}), exact).findings] == messages


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"type": "外墙改造", "planned": 5}, "“外墙改造”不是《建筑节能》“改造类型”的选项"),
        ({"kind": "既有建筑节能改造", "planned": 5}, "“kind”不是《建筑节能》的列的 key"),
        ({"type": "rural", "planned": "五"}, "“planned: 五”不是数"),
        ({"type": "rural", "planned": True}, "“planned: True”不是数"),
    ],
)
def test_a_notice_that_assigns_what_there_is_not_is_at_fault(row: Any, said: str, tmp_path: Path) -> None:
    outcome = assigned(scope_of(tmp_path, {}), [row])
    assert outcome.findings == ()
    assert any(said in problem.message for problem in outcome.problems)
