"""Checks of the acceptance: who does it, and what of it is reported."""

from collections.abc import Iterator

from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Acceptance, GridWork, Member, Record, Retrofit
from reportgen.inputs.schema.choices import AcceptanceClass, Body, MemberKind, Role
from reportgen.policy.checks.registry import Breach, Outcome, Unknown, check
from reportgen.policy.facts import Facts


@check("acceptance-team", needs="organisation", says="kind")
def acceptance_team(facts: Facts) -> Iterator[Outcome]:
    """The acceptance team has members of departments and of the supervisor (监理单位)."""
    rows = facts.scope.rows(Member)
    team = {row.kind for row in rows.rows if row.body is Body.ACCEPTANCE}
    for kind in (MemberKind.DEPARTMENT, MemberKind.SUPERVISOR):
        if kind not in team:
            yield Breach({"kind": kind.value}, (), rows.tables)


@check("acceptance-head", needs="organisation", says="heads")
def acceptance_head(facts: Facts) -> Iterator[Outcome]:
    """The acceptance team is headed by the government or one of its departments."""
    rows = facts.scope.rows(Member)
    heads = [row for row in rows.rows if row.body is Body.ACCEPTANCE and row.role is Role.HEAD]
    if not any(row.kind in (MemberKind.LEADER, MemberKind.DEPARTMENT) for row in heads):
        words = "、".join(f"{row.department}{row.post}" for row in heads) or "没有填写"
        yield Breach({"heads": words}, (), tuple(row.place("role") for row in heads) or rows.tables)


@check("classes-accepted", needs="tasks acceptance", says="category")
def classes_accepted(facts: Facts) -> Iterator[Outcome]:
    """Each class of projects that the unit has is reported: its paths in 验收, 建筑节能 and 电网增容 there or in their own tables."""
    rows = facts.scope.rows(Acceptance)
    reported = {row.category for row in rows.rows}
    for path in facts.themes.tasks.paths:
        if path.total.value is None:
            yield Unknown(path.total.lacking)
        elif path.name not in reported:
            yield Breach({"category": path.name}, (path.total,), rows.tables)
    if AcceptanceClass.RETROFIT not in reported:
        yield from _own_table(facts.scope, Retrofit, AcceptanceClass.RETROFIT)
    if AcceptanceClass.GRID not in reported and facts.themes.tasks.electricity.total:
        yield from _own_table(facts.scope, GridWork, AcceptanceClass.GRID)


def _own_table(scope: Scope, dataset: type[Record], category: AcceptanceClass) -> Iterator[Outcome]:
    """What a class's own table lacks: it, or any row with something accepted."""
    rows = scope.rows(dataset)
    if rows.lacking:
        yield Unknown(rows.lacking)
    elif all(row.raw("accepted") == "" for row in rows.rows):
        yield Breach({"category": category.value}, (), rows.tables)
