"""Checks of what was done: completion against the task, and against the filed programme."""

from collections.abc import Iterator

from reportgen.figures.rows import tables_of
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check
from reportgen.programmes.clean_heating.figures.progress import courses, filled


@check("completed-or-explained", needs="tasks progress", says="path completed task left")
def completed_or_explained(facts: Facts) -> Iterator[Outcome]:
    """Each path's task is completed, or its last month filled in says why not."""
    for path in facts.themes.completion.paths:
        done, task = path.completed, path.task
        if done.value is None or task.value is None:
            yield Unknown((*done.lacking, *task.lacking))
        elif done.value < task.value and not _reason(facts, path.path):
            yield Violation({"path": path.name, "completed": done.value, "task": task.value, "left": task.value - done.value}, (done, task))


def _reason(facts: Facts, path: Choice) -> str | None:
    rows = [row for row in filled(facts.scope.rows("progress").rows) if row.path == path and row.month]
    return max(rows, key=lambda row: row.month).reason if rows else None


@check("month-filled-in-whole", needs="tasks progress", says="path month")
def month_filled_in_whole(facts: Facts) -> Iterator[Outcome]:
    """In a month in which one path says what is completed, each path that has a task or rows does."""
    for course in courses(facts.scope):
        given = {(row.path, row.month) for row in filled(course.rows)}
        for month in sorted({month for _, month in given if month}):
            for path in facts.scope.choices("path"):
                if path in course.paths and (path, month) not in given:
                    empty = tuple(row.place("completed") for row in course.rows if row.path == path and row.month == month)
                    yield Violation({"path": str(path), "month": f"{month.year}年{month.month}月"}, (), empty or tables_of(course.rows))


@check("completed-without-task", needs="tasks progress", says="path completed")
def completed_without_task(facts: Facts) -> Iterator[Outcome]:
    """Nothing is reported as completed of a path without a task."""
    for path in facts.themes.completion.by_path:
        done, task = path.completed, path.task
        if task.value is None or (task.value == 0 and done.value is None):
            yield Unknown((*task.lacking, *done.lacking))
        elif task.value == 0 and done.value:
            yield Violation({"path": path.name, "completed": done.value}, (done, task))


@check("pilot-completed-or-explained", needs="pilot progress", says="path filed completed left")
def pilot_completed_or_explained(facts: Facts) -> Iterator[Outcome]:
    """Earlier years and this year complete what was filed of each path, or a project of the path says why not, and until when."""
    rows = facts.scope.rows("pilot").rows
    for group in facts.themes.pilot.paths:
        filed, done = group.filed, group.cumulative
        if filed.value is None or done.value is None:
            yield Unknown((*filed.lacking, *done.lacking))
        elif done.value < filed.value and not any(row.path == group.name and row.reason and row.due for row in rows):
            yield Violation({"path": group.name, "filed": filed.value, "completed": done.value, "left": filed.value - done.value}, (filed, done))
