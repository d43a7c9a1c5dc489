"""What the evaluations of several documents come to together."""

from decimal import Decimal
from typing import Any

from reportgen.diagnostics import Place, Severity, error
from reportgen.findings import Clause, Evaluated, Finding, NotChecked, outcome
from reportgen.policy import Policy
from reportgen.policy.citing import cited

RULES = [("R-1", "二"), ("R-2", "三"), ("R-3", "三"), ("R-4", "四"), ("OWN-1", "二")]


def policy() -> Policy:
    common = {"title": "标题", "quote": "引文", "severity": "error", "kinds": ["plan"], "message": "不符", "assert": "tasks.total > 0"}
    rules = [{"id": id, "clause": clause, **common} for id, clause in RULES]
    own = Policy.model_validate({"id": "own", "document": {"title": "办法", "issuer": "县", "date": "2023-01-01"}, "rules": rules})
    for rule in own.rules:
        rule.at(Place("inputs/policies/own.yaml", line=1))
    return own


def found(rule: str, message: str, kind: str, cell: str = "A1", **figures: Any) -> Finding:
    place = Place("inputs/2023/甲县/资金.csv", None, cell)
    clause = Clause("办法", None, "二", "引文")
    return Finding(rule, Severity.ERROR, message, (place,), "", "甲县", clause=clause, kind=kind, figures=figures)


def test_a_finding_of_several_documents_is_one_with_all_places_and_figures() -> None:
    plan = Evaluated(findings=(found("R-1", "甲", "plan", "A1", a=Decimal(1)),))
    summary = Evaluated(findings=(found("R-1", "甲", "summary", "B1", b=Decimal(2)), found("R-1", "乙", "summary")))
    first, second = outcome(cited((policy(),)), {"实施方案": plan, "采暖季工作总结": summary}).broken
    assert (first.finding.message, first.kinds) == ("甲", ("实施方案", "采暖季工作总结"))
    assert [place.cell for place in first.finding.places] == ["A1", "B1"]
    assert first.finding.figures == {"a": 1, "b": 2}
    assert (second.finding.message, second.kinds) == ("乙", ("采暖季工作总结",))


def test_the_order_is_that_of_the_clauses_and_an_offices_own_rule_stands_with_its_clause() -> None:
    one = Evaluated(findings=tuple(found(rule, "不符", "plan") for rule in ("OWN-1", "R-4", "R-3", "R-1")))
    assert [broken.rule.id for broken in outcome(cited((policy(),)), {"实施方案": one}).broken] == ["R-1", "OWN-1", "R-3", "R-4"]


def test_a_rule_holds_only_where_it_is_neither_broken_nor_unchecked_elsewhere() -> None:
    plan = Evaluated(holds=("R-1", "R-2", "R-3"), not_checked=(NotChecked("R-4", "甲县", "plan", ("甲县《资金》",)),))
    summary = Evaluated(
        findings=(found("R-1", "不符", "summary"),),
        not_checked=(NotChecked("R-2", "甲县", "summary", ("甲县《验收》",)), NotChecked("R-4", "甲县", "summary", ("甲县《资金》", "甲县《验收》"))),
        holds=("R-3",),
    )
    together = outcome(cited((policy(),)), {"实施方案": plan, "采暖季工作总结": summary})
    assert [(held.rule.id, held.kinds) for held in together.held] == [("R-3", ("实施方案", "采暖季工作总结"))]
    assert [(one.rule.id, one.missing) for one in together.unchecked] == [("R-2", ("甲县《验收》",)), ("R-4", ("甲县《资金》", "甲县《验收》"))]


def test_faults_of_rules_are_told_once() -> None:
    fault = Evaluated(problems=(error("policy.rule", "规则有误"),))
    assert len(outcome(cited((policy(),)), {"实施方案": fault, "采暖季工作总结": fault}).problems) == 1
