"""Checks of who does it and how it is shown: departments, leaders, operators, reports, the work with the people, evidence."""

from collections.abc import Callable, Iterator

from reportgen.inputs.schema.vocabulary import means
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check

INSPECTIONS = (7, 8, 10, 11, 12)
"""The months in which the province inspects (省方案四（四）)."""


_BEFORE_SEASON = "before_season"


@check("duties-cover-departments", needs="duties", says="department")
def duties_cover_departments(facts: Facts) -> Iterator[Outcome]:
    """The departments of the parameter `departments` (name: words that tell it) all have a duty."""
    rows = facts.scope.rows("duties")
    for name, words in facts.parameters["departments"].items():
        if not any(word in (row.department or "") for row in rows.rows for word in words):
            yield Violation({"department": name}, (), rows.tables)


@check("leaders", needs="organisation", says="role")
def leaders(facts: Facts) -> Iterator[Outcome]:
    """The leading group has a head and a deputy."""
    rows = facts.scope.rows("organisation")
    roles = {row.role for row in rows.rows if means(row.body, "leaders")}
    for role in (facts.choice("role", key) for key in ("head", "deputy")):
        if role not in roles:
            yield Violation({"role": str(role)}, (), rows.tables)


@check("operator-for-each-path", needs="tasks operators", says="path")
def operator_for_each_path(facts: Facts) -> Iterator[Outcome]:
    """Each path with a task has an enterprise that runs it."""
    rows = facts.scope.rows("operators")
    for path in facts.themes.tasks.paths:
        if path.total.value is None:
            yield Unknown(path.total.lacking)
        elif all(row.path != path.path for row in rows.rows):
            yield Violation({"path": path.name}, (path.total,), rows.tables)


@check("operators-carry-duties", needs="operators", says="path duties")
def operators_carry_duties(facts: Facts) -> Iterator[Outcome]:
    """The enterprises that run a path together carry the duties of the parameter `operator_duties` (name: words that tell it)."""
    rows = facts.scope.rows("operators")
    for path in dict.fromkeys(row.path for row in rows.rows if row.path):
        own = [row for row in rows.rows if row.path == path]
        said = "、".join(row.duties or "" for row in own)
        absent = [name for name, words in facts.parameters["operator_duties"].items() if not any(word in said for word in words)]
        if absent:
            yield Violation({"path": str(path), "duties": "、".join(absent)}, (), tuple(row.place("duties") for row in own))


def _activity(key: str) -> Callable[[Facts], Iterator[Outcome]]:
    """A check that work with the people of this kind was done at all."""

    def run(facts: Facts) -> Iterator[Outcome]:
        rows = facts.scope.rows("outreach")
        if all(not means(row.activity, key) for row in rows.rows):
            yield Violation({}, (), rows.tables)

    return run


for _name, _key in (("notice-published", "notice"), ("opinions-sought", "opinions"), ("complaints-handled", "complaints")):
    check(_name, needs="outreach", says="")(_activity(_key))


def _reported(stage: str, items: tuple[str, ...]) -> Callable[[Facts], Iterator[Outcome]]:
    """A check that each of the items (keys) was reported at this stage; what belongs before the season is reported before it."""

    def run(facts: Facts) -> Iterator[Outcome]:
        rows, season = facts.scope.rows("reports"), facts.scope.unit.season
        if stage == _BEFORE_SEASON and season is None:
            yield Unknown(("单位说明的采暖季",))
            return
        own = [row for row in rows.rows if means(row.stage, stage)]
        for item in (facts.choice("report_item", key) for key in items):
            days = [row.reported_on for row in own if row.item == item and row.reported_on]
            late = stage == _BEFORE_SEASON and season is not None and bool(days) and min(days) >= season.start
            if not days or late:
                places = tuple(row.place("reported_on") for row in own if row.item == item)
                yield Violation({"item": str(item)}, (), places or rows.tables)

    return run


check("reported-before-season", needs="reports", says="item")(_reported(_BEFORE_SEASON, ("progress", "intact", "running", "points")))
check("reported-regularly", needs="reports", says="item")(_reported("regular", ("progress", "money")))


@check("evidence-covers-blocks", needs="evidence", says="block")
def evidence_covers_blocks(facts: Facts) -> Iterator[Outcome]:
    """The evidence has something for each block of the parameter `evaluation_blocks` (name: words that tell it)."""
    rows = facts.scope.own("evidence")
    said = "、".join(f"{row.title}{row.path}{row.supports}" for row in rows.rows)
    for block, words in facts.parameters["evaluation_blocks"].items():
        if not any(word in said for word in words):
            yield Violation({"block": block}, (), rows.tables)


@check("effects-in-three-ways", needs="indicators", says="effect")
def effects_in_three_ways(facts: Facts) -> Iterator[Outcome]:
    """The indicators have one for each effect of the parameter `effects` (name: words that tell it)."""
    rows = facts.scope.own("indicators")
    said = "、".join(f"{row.level2}{row.level3}" for row in rows.rows)
    for effect, words in facts.parameters["effects"].items():
        if not any(word in said for word in words):
            yield Violation({"effect": effect}, (), rows.tables)


@check("inspections-listed", needs="issues", says="")
def inspections_listed(facts: Facts) -> Iterator[Outcome]:
    """Problems that the province's inspections found are listed: those of an inspection (督导, 督查) in its months."""
    rows = facts.scope.rows("issues")
    if not any("督" in (row.origin_of or "") and row.found_on and row.found_on.month in INSPECTIONS for row in rows.rows):
        yield Violation({}, (), rows.tables)
