"""Checks of a unit's whole programme: its households and its building retrofit, whether its own or those of the units below."""

from collections.abc import Iterator

from reportgen.figures.figure import total
from reportgen.figures.rows import Rows
from reportgen.inputs.schema import Record
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check


@check("task-completed", needs="", says="completed task left units")
def task_completed(facts: Facts) -> Iterator[Outcome]:
    """The year's task is completed; `units` are the units below that have something left, at whose cells to look."""
    completion = facts.themes.completion
    task, completed = completion.total.task, completion.total.completed
    if task.value is None or completed.value is None:
        yield Unknown((*task.lacking, *completed.lacking))
    elif completed.value < task.value:
        behind = [unit for unit in completion.units if unit.total.left > 0]
        figures = tuple(figure for unit in behind for figure in (unit.total.completed, unit.total.task)) or (completed, task)
        units = "、".join(unit.name for unit in behind)
        yield Violation({"completed": completed.value, "task": task.value, "left": task.value - completed.value, "units": units}, figures)


@check("retrofit-completed", needs="retrofit", says="type planned completed units")
def retrofit_completed(facts: Facts) -> Iterator[Outcome]:
    """Each kind of building retrofit that is planned is completed; `units` are the units below that have something left, at whose cells to look."""
    done = facts.themes.completion.retrofit
    for key, kind in (("urban", done.urban), ("rural", done.rural)):
        if kind.planned.value == 0:
            continue
        if kind.planned.value is None or kind.completed.value is None:
            yield Unknown((*kind.planned.lacking, *kind.completed.lacking))
        elif kind.completed.value < kind.planned.value:
            behind = tuple(_short_of_retrofit(facts, key))
            names = {"type": kind.name, "planned": kind.planned.value, "completed": kind.completed.value}
            places = tuple(row.place(column) for _, row in behind for column in ("completed", "planned"))
            units = "、".join(dict.fromkeys(label for label, _ in behind))
            yield Violation({**names, "units": units}, () if behind else (kind.completed, kind.planned), places)


def _short_of_retrofit(facts: Facts, key: str) -> Iterator[tuple[str, Record]]:
    """The rows of the units below that have completed less of a kind of retrofit than was planned, each with the unit's label."""
    for unit in facts.scope.subtree():
        for row in (unit.inputs.rows("retrofit") or ()) if unit is not facts.scope else ():
            if row.type == facts.choice("retrofit_type", key) and None not in (row.planned, row.completed) and row.completed < row.planned:
                yield unit.unit.label, row


@check("retrofit-given-out", needs="retrofit", says="type own below")
def retrofit_given_out(facts: Facts) -> Iterator[Outcome]:
    """The unit's building retrofit is the sum of that of the units below, kind by kind."""
    area = facts.themes.retrofit
    for kind, own in ((facts.choice("retrofit_type", "urban"), area.urban), (facts.choice("retrofit_type", "rural"), area.rural)):
        parts = [getattr(unit, kind.key) for unit in area.units]
        below = total(f"retrofit.below.{kind.key}", f"各单位{kind}任务", "万平方米", "各单位任务相加", parts, Rows(()))
        if own.value is None or below.value is None:
            yield Unknown((*own.lacking, *below.lacking))
        elif own.value != below.value:
            yield Violation({"type": str(kind), "own": own.value, "below": below.value}, (own, below))
