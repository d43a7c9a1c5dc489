"""Checks of the acceptance: who does it, and what of it is reported."""

from collections.abc import Iterator

from reportgen.figures.scope import Scope
from reportgen.inputs.schema.vocabulary import Choice, means
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check


@check("acceptance-team", needs="organisation", says="kind")
def acceptance_team(facts: Facts) -> Iterator[Outcome]:
    """The acceptance team has members of departments and of the supervisor (监理单位)."""
    rows = facts.scope.rows("organisation")
    team = {row.kind for row in rows.rows if means(row.body, "acceptance")}
    for kind in (facts.choice("member_kind", key) for key in ("department", "supervisor")):
        if kind not in team:
            yield Violation({"kind": str(kind)}, (), rows.tables)


@check("acceptance-head", needs="organisation", says="heads")
def acceptance_head(facts: Facts) -> Iterator[Outcome]:
    """The acceptance team is headed by the government or one of its departments."""
    rows = facts.scope.rows("organisation")
    heads = [row for row in rows.rows if means(row.body, "acceptance") and means(row.role, "head")]
    if not any(means(row.kind, key) for row in heads for key in ("leader", "department")):
        words = "、".join(f"{row.department}{row.post}" for row in heads) or "没有填写"
        yield Violation({"heads": words}, (), tuple(row.place("role") for row in heads) or rows.tables)


@check("classes-accepted", needs="tasks acceptance", says="category")
def classes_accepted(facts: Facts) -> Iterator[Outcome]:
    """Each class of projects that the unit has is reported: its paths in 验收, 建筑节能 and 电网增容 there or in their own tables."""
    rows = facts.scope.rows("acceptance")
    reported = {row.category for row in rows.rows}
    for path in facts.themes.tasks.paths:
        if path.total.value is None:
            yield Unknown(path.total.lacking)
        elif path.name not in reported:
            yield Violation({"category": path.name}, (path.total,), rows.tables)
    retrofit, grid = facts.choice("acceptance_class", "retrofit"), facts.choice("acceptance_class", "grid")
    if retrofit not in reported:
        yield from _own_table(facts.scope, "retrofit", retrofit)
    if grid not in reported and facts.themes.tasks.electricity.total:
        yield from _own_table(facts.scope, "grid", grid)


@check("sampled-in-time", needs="acceptance", says="sampled days groups most")
def sampled_in_time(facts: Facts) -> Iterator[Outcome]:
    """No more households were sampled than a group for each township can visit in the days of the acceptance, by the parameter `visits_a_day`."""
    work, sampled = facts.scope.unit.acceptance, facts.themes.acceptance.sample.sampled
    if sampled.value is None or work.started is None or work.ended is None:
        yield Unknown((*sampled.lacking, *(() if work.started and work.ended else ("单位说明的验收起止日期",))))
        return
    days, groups = (work.ended - work.started).days + 1, len({row.township for row in facts.scope.rows("acceptance").rows})
    most = days * groups * facts.parameters["visits_a_day"]
    if days > 0 and sampled.value > most:
        places = tuple(place for place in (work.place("started"), work.place("ended")) if place)
        yield Violation({"sampled": sampled.value, "days": days, "groups": groups, "most": most}, (sampled,), places)


@check("devices-for-completed", needs="equipment progress", says="path completed devices")
def devices_for_completed(facts: Facts) -> Iterator[Outcome]:
    """Of 煤改电 and 煤改气 no more households are completed than devices were chosen: each has one at least."""
    for path in (facts.themes.completion.electricity, facts.themes.completion.gas):
        if path not in facts.themes.completion.paths:
            continue
        chosen = facts.themes.equipment.of(path.name)
        if chosen is None:
            continue
        if chosen.total.value is None or path.completed.value is None:
            yield Unknown((*chosen.total.lacking, *path.completed.lacking))
        elif chosen.total.value < path.completed.value:
            yield Violation({"path": path.name, "completed": path.completed.value, "devices": chosen.total.value}, (path.completed, chosen.total))


def _own_table(scope: Scope, dataset: str, category: Choice) -> Iterator[Outcome]:
    """What a class's own table lacks: it, or any row with something accepted."""
    rows = scope.rows(dataset)
    if rows.lacking:
        yield Unknown(rows.lacking)
    elif all(row.raw("accepted") == "" for row in rows.rows):
        yield Violation({"category": str(category)}, (), rows.tables)
