"""What a workspace's inputs/policies/ adds and changes, and what is said of its faults."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateRuntimeError

from reportgen.policy import Policy, Rule, load_policies, provisions
from reportgen.workspace import Workspace
from tests.policy.units import evaluate, scope_of

OWN = """
id: own
document: {title: 本县清洁取暖管理办法, issuer: 示例县, date: "2023-03-01"}
parameters: {most: 1000}
rules:
  - id: OWN-01
    title: 每村不超过上限
    clause: 第三条
    quote: 每村不超过一千户
    severity: warning
    kinds: [plan]
    each: villages
    assert: row.households <= parameters.most
    message: "{{ row.village }}{{ row.households }}户"
"""

Load = Callable[..., tuple[tuple[Policy, ...], list[tuple[str, int | None]]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads the policies of a workspace with these files; gives them and what is said, each with its line."""

    def loaded(*texts: str) -> tuple[tuple[Policy, ...], list[tuple[str, int | None]]]:
        folder = tmp_path / "inputs" / "policies"
        folder.mkdir(parents=True)
        for n, text in enumerate(texts, 1):
            (folder / f"{n}.yaml").write_text(text, encoding="utf-8")
        policies, problems = load_policies(Workspace(tmp_path))
        assert all(problem.help and problem.places[0].file.startswith("inputs/policies/") for problem in problems)
        return policies, [(problem.message, problem.places[0].line) for problem in problems]

    return loaded


def rule_of(policies: tuple[Policy, ...], id: str) -> Rule:
    return next(rule for policy in policies for rule in policy.rules if rule.id == id)


def test_an_offices_own_policy_binds_all_its_units(load: Load, tmp_path: Path) -> None:
    policies, said = load(OWN)
    assert said == []
    findings = evaluate(policies, scope_of(tmp_path, {})).findings
    assert [(f.code, f.message, str(f.places[0])) for f in findings] == [
        ("OWN-01", "二村1409户", "inputs/2023/单位/确村确户.yaml:1"),
        ("OWN-01", "一社区3279户", "inputs/2023/单位/确村确户.yaml:1"),
    ]
    assert findings[0].figures == {"villages.2.households": 1409}


def test_a_field_of_a_rule_is_changed_by_its_id(load: Load) -> None:
    policies, said = load("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-04: {severity: warning, help: 请先报市里}\n")
    assert said == []
    rule, other = rule_of(policies, "XZ23-5.1-04"), rule_of(policies, "XZ23-5.1-01")
    assert (rule.severity, rule.help, rule.must) == ("warning", "请先报市里", "villages.total == tasks.total")
    assert str(rule.place) == "inputs/policies/1.yaml:3"
    assert other.severity == "error"


def test_a_check_may_take_the_place_of_an_expression(load: Load) -> None:
    policies, said = load(
        'id: own\ndocument: {title: 题, issuer: 县, date: "2023-01-01"}\noverrides:\n  XZ23-T-01: {assert: tasks.total > 0, message: 没有任务}\n'
    )
    assert said == []
    assert (rule_of(policies, "XZ23-T-01").check, rule_of(policies, "XZ23-T-01").must) == (None, "tasks.total > 0")


def test_a_rule_that_is_switched_off_is_said_to_be(load: Load, tmp_path: Path) -> None:
    policies, said = load("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-04: {enabled: false}\n")
    assert said == []
    outcome = evaluate(policies, scope_of(tmp_path, {"确村确户": {1: {"户数": 1}}}))
    assert "XZ23-5.1-04" not in {finding.code for finding in outcome.findings}
    assert ("XZ23-5.1-04", ("已停用（inputs/policies/1.yaml:3）",)) in [(n.rule, n.missing) for n in outcome.not_checked]


def test_parameters_and_deadlines_are_changed_by_name(load: Load, tmp_path: Path) -> None:
    policies, said = load('id: xinzhou-2023-3\nparameters: {efficiency_gain: 40}\ndeadlines:\n  plan_due: {title: 报备, date: "2023-04-10"}\n')
    assert said == []
    findings = evaluate(policies, scope_of(tmp_path, {})).findings
    assert [f.code for f in findings if f.severity == "error"] == ["XZ23-3.2-01", "XZ23-5.1-01", "XZ23-5.1-02", "XZ23-5.1-08"]


@pytest.mark.parametrize(
    ("policy", "parameter", "change", "kind", "words"),
    [
        ("xinzhou-2023-3", "ledger_fields: {户别: [困难类别]}", {}, "acceptance", "没有填写困难类别（户别）"),
        ("shanxi-2022-3", "departments: {气象: [气象]}", {}, "plan", "职责分工中没有气象部门"),
        ("shanxi-2022-3", "operator_duties: {夜间值守: [值守]}", {}, "plan", "没有承担：夜间值守"),
        ("xinzhou-2023-3", "demand_margin: 20", {"能源保障": {2: {"户均用能量": 900}}}, "plan", None),
        ("programme", "demand_margin: 20", {"能源保障": {2: {"户均用能量": 900}}}, "plan", None),
    ],
)
def test_a_parameter_of_the_standing_rules_is_changed_on_a_notice(
    policy: str, parameter: str, change: dict[str, Any], kind: str, words: str | None, load: Load, tmp_path: Path
) -> None:
    policies, said = load(f"id: {policy}\nparameters:\n  {parameter}\n")
    assert said == []
    before, after = (
        {finding.message for finding in evaluate(given, scope_of(tmp_path / name, change), kind).findings}
        for name, given in (("before", load_policies(Workspace(tmp_path / "none"))[0]), ("after", policies))
    )
    told = after - before if words is not None else before - after
    assert told
    assert all((words or "需求量") in message for message in told)


def test_a_policy_of_ones_own_is_judged_by_its_own_numbers(load: Load, tmp_path: Path) -> None:
    policies, said = load(OWN.replace("most", "boiler_capacity"))  # the notice has one of this name
    assert said == []
    assert len([finding for finding in evaluate(policies, scope_of(tmp_path, {})).findings if finding.code == "OWN-01"]) == 2


def test_provisions_are_added_and_changed_by_name(load: Load, tmp_path: Path) -> None:
    own = OWN.replace("parameters:", "provisions: {pilot: {clause: 一, words: 完成本县试点}, own: {clause: 二, words: 不烧散煤}}\nparameters:")
    policies, said = load("id: xinzhou-2023-3\nprovisions: {efficiency: {clause: 三（二）, words: 提升四成}}\n", own)
    assert said == []
    says = provisions(policies, scope_of(tmp_path, {}), 2023)
    assert [says.says(name) for name in ("efficiency", "own")] == ["提升四成", "不烧散煤"]
    assert says.says("pilot") == "全面完成北方地区清洁取暖试点城市备案任务"  # the first in the order of the policies
    with pytest.raises(TemplateRuntimeError, match="没有名为“owned”的规定"):
        says.says("owned")
    other = provisions(policies, scope_of(tmp_path / "other", {"单位": {"政策依据": ["示发〔2023〕9号"]}}), 2023)
    assert [other.says(name) for name in ("efficiency", "pilot")] == ["", "完成本县试点"]


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("clause: 第三条", "clauses: 第三条", "clauses 不是可以写的项", 8),
        ("    clause: 第三条\n", "", "clause 没有填写", 6),
        ("severity: warning", "severity: warn", "severity 应为 error、warning、notice 之一", 10),
        ("quote: 每村不超过一千户", "quote: " + "一" * 31, "quote 过长，最多30个字", 9),
        ("kinds: [plan]", "kinds: plan", "kinds 应为列表", 11),
        ("kinds: [plan]", "kinds: []", "kinds 至少写一项", 11),
        ("each: villages", "each: village", "each 中的数据表“village”不存在", 12),
        ("    each: villages\n", "", "只有写了 each 的规则才能用 row", 12),
        ("row.households <=", "row.households <", "", None),
        ("row.households <= parameters.most", "row.households <= ", "写法不对", 13),
        ("row.households <= parameters.most", "row.households <= 0.5", "小数请写在 parameters 里", 13),
        ("row.households <= parameters.most", "schedule.plan_due >= '2023-09-30'", "“2023-09-30”是文字，不能与日期比较；请写在 deadlines 里", 13),
        ("row.households <= parameters.most", "schedule.plan_due == '2023年9月30日'", "“2023年9月30日”是文字，不能与日期比较", 13),
        ("row.households <= parameters.most", "row.households <= parameter.most", "用了没有定义的名称“parameter”，是否应为“parameters”", 13),
        ("assert: row", "check: no-such\n    assert: row", "assert 和 check 应当写且只写一个", 6),
        ("each: villages\n    assert: row.households <= parameters.most", "check: task-tabel", "是否应为“task-table”", 12),
        ("{{ row.village }}", "{% if row %}是{% endif %}", "不能用 {% %}", 14),
        ("id: OWN-01", "id: XZ23-T-01", "规则 XZ23-T-01 已经有了", 6),
        ("parameters: {most: 1000}", "parameters: {most: 1000, until: 2026-10-31}", "参数“until”是日期", 4),
        ("parameters: {most: 1000}", "parameters: {most: 1000, until: '10-31'}", "参数“until”是日期", 4),
        ("parameters: {most: 1000}", "parameter: {most: 1000}", "没有“parameter”这一项", 4),
        ("parameters:", "provisions: {own: {clause: 一}}\nparameters:", "provisions.own.words 没有填写", 4),
        ("parameters:", "provisions: {own: 不烧散煤}\nparameters:", "provisions.own 应为“名称: 内容”的各行", 4),
        ('date: "2023-03-01"', "date: 三月", "document.date 写法不对", 3),
        ("rules:", "rules: 无\nold:", "rules 应为列表", 5),
        ("id: own\n", "id: own\nid: other\n", "填写了两次", 3),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_line(old: str, new: str, words: str, line: int | None, load: Load) -> None:
    assert old in OWN
    _, said = load(OWN.replace(old, new))
    assert any(words in message and at == line for message, at in said) if words else not said


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-4: {enabled: false}\n", "要修改的规则 XZ23-5.1-4 不存在，是否应为“XZ23-5.1-0", 3),
        ("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-04: {enable: false}\n", "规则 XZ23-5.1-04 的 enable 不是可以写的项", 3),
        ("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-04: {enabled: 不}\n", "enabled 应为 true 或者 false", 3),
        ("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-04: {id: 新}\n", "编号不能改", 3),
        ("id: xinzhou-2023-3\noverrides:\n  XZ23-5.1-04:\n    assert: villages.totl ==\n", "写法不对", 4),
        ("id: xinzhou-2023-3\noverrides: [XZ23-5.1-04]\n", "overrides 应为", 2),
        ("id: xinzhou-2023-3\nparameters: {eficiency_gain: 40}\n", "没有参数“eficiency_gain”，是否应为“efficiency_gain”", 2),
        ("id: shanxi-2022-3\nparameters:\n  ledger_fields: {路径: [取暖路径]}\n", "参数“ledger_fields”现在名为“ledger_fields_at_season_end”", 3),
        ("id: xinzhou-2023-3\nparameters:\n  task_table:\n    静乐县: [0, 0, 0, 3599, 0, 0, 0, 0]\n", "静乐县应写明取暖路径和区域", 4),
        ("id: xinzhou-2023-3\nparameters:\n  task_table: [3599]\n", "task_table）应为“单位: {取暖路径: {区域: 户数}}”的各行", 3),
        ("id: xinzhou-2023-3\nparameters: 40\n", "parameters 应为“名称: 内容”的各行", 2),
        ('id: xinzhou-2023-3\ndeadlines: {plan_due: {title: 报备, date: "02-30"}}\n', "plan_due", 2),
        ('id: xinzhou-2023-3\ndocument: {title: 题, issuer: 市, date: "2023-01-01"}\n', "不能再写 document", 2),
        ("id: xinzhou-2023\nrules: []\n", "document 没有填写", 1),
        ("- id: own\n", "应为“名称: 内容”的各行", 1),
        ("id: own\nrules: [\n", "YAML", 3),
    ],
)
def test_a_fault_of_a_change_leaves_the_rule_as_it_was(text: str, words: str, line: int, load: Load) -> None:
    policies, said = load(text)
    assert [(words in message, at) for message, at in said] == [(True, line)], said
    rule = rule_of(policies, "XZ23-5.1-04")
    assert (rule.enabled, rule.severity, rule.must) == (True, "error", "villages.total == tasks.total")


def test_all_faults_of_a_file_are_told_at_once_and_the_good_rule_stays(load: Load) -> None:
    good = OWN.split("rules:\n")[1].replace("OWN-01", "OWN-02")
    policies, said = load(OWN.replace("severity: warning", "severity: grave").replace("kinds: [plan]", "kinds: plan") + good)
    assert [line for _, line in said] == [10, 11]
    assert [rule.id for policy in policies if policy.id == "own" for rule in policy.rules] == ["OWN-02"]


def test_files_are_read_in_the_order_of_their_names(load: Load) -> None:
    policies, said = load(OWN, "id: own\noverrides: {OWN-01: {severity: notice}}\n")
    assert said == []
    assert rule_of(policies, "OWN-01").severity == "notice"


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    folder = tmp_path / "inputs" / "policies"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_bytes("id: 好".encode("gb18030"))
    _, problems = load_policies(Workspace(tmp_path))
    assert [(problem.code, "UTF-8" in problem.help) for problem in problems] == [("policy.unreadable", True)]
