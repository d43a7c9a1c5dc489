"""Checks of what is to be done: the task, the confirmed villages, the plan month by month, the filed programme."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from reportgen.figures.figure import total
from reportgen.figures.rows import Rows
from reportgen.figures.terms import pick, terms
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure
from reportgen.language.undefined import Malformed
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check
from reportgen.programmes.clean_heating.figures.tasks import Split

MONTHS = 12


def _cells(split: Split) -> Iterator[tuple[Choice, Choice, Figure]]:
    for path in split.by_path:
        for area in path.areas:
            yield path.path, area.area, area.task


@check("task-table", needs="tasks", says="path area stated expected")
def task_table(facts: Facts) -> Iterator[Outcome]:
    """The task by path and area is the unit's of the parameter `task_table`: households by unit, path and area, 0 where a path or area isn't named.

    Raises Malformed where the parameter names a path or area that there is not.
    """
    unit = facts.scope.unit
    table = facts.parameters["task_table"]
    if table is None:
        yield Unknown((f"{facts.scope.programme.notice}的任务分解表（task_table）",))
        return
    given = table.get(unit.label) or table.get(unit.name)
    if given is None:
        if facts.themes.tasks.total.value != 0:
            yield Unknown((f"任务分解表（task_table）中{unit.label}的任务",))
        return
    published = {(path, area): households for path, areas in given.items() for area, households in areas.items()}
    for path, area, stated in _cells(facts.themes.tasks):
        expected = published.pop((str(path), str(area)), 0)
        if stated.value is None:
            yield Unknown(stated.lacking)
        elif stated.value != expected:
            yield Violation({"path": str(path), "area": str(area), "stated": stated.value, "expected": expected}, (stated,))
    if published:
        raise Malformed(f"task_table 中{unit.name}的{'、'.join(f'“{path}”“{area}”' for path, area in published)}不是取暖路径和区域的名称")


@check("task-rows-apart", needs="tasks", says="path area")
def task_rows_apart(facts: Facts) -> Iterator[Outcome]:
    """A task stands in one row, and not both whole and by township: else it would be counted twice."""
    rows = facts.scope.inputs.rows("tasks") or ()
    for path in facts.scope.choices("path"):
        for area in facts.scope.choices("area"):
            found = [row for row in rows if row.path == path and row.area == area]
            places = Counter((row.county, row.township) for row in found)
            mixed = {row.county for row in found if row.township is None} & {row.county for row in found if row.township is not None}
            if mixed or any(count > 1 for count in places.values()):
                yield Violation({"path": str(path), "area": str(area)}, (), tuple(row.place("households") for row in found))


@check("units-without-task", needs="", says="below households")
def units_without_task(facts: Facts) -> Iterator[Outcome]:
    """The units of the parameter `retrofit_only` have no households to convert."""
    for child in facts.scope.children:
        if child.unit.name not in facts.parameters["retrofit_only"]:
            continue
        rows = Rows(child.inputs.rows("tasks") or ())
        households = total(f"tasks.unit.{child.unit.label}.total", f"{child.unit.label}改造任务", "户", "任务户数相加", terms(rows.rows, "households"), rows)
        if households.value is None:
            yield Unknown(households.lacking)
        elif households.value:
            yield Violation({"below": child.unit.name, "households": households.value}, (households,))


@check("villages-by-path", needs="tasks villages", says="path area confirmed task")
def villages_by_path(facts: Facts) -> Iterator[Outcome]:
    """The confirmed villages add up to the task in each path and area."""
    rows = facts.scope.rows("villages")
    for path, area, task in _cells(facts.themes.tasks):
        name = f"villages.{path.key}.{area.key}"
        confirmed = total(name, f"{path}{area}确村确户户数", "户", "确村确户表中户数相加", terms(rows.rows, "households", path=path, area=area), rows)
        if confirmed.value is None or task.value is None:
            yield Unknown((*confirmed.lacking, *task.lacking))
        elif confirmed.value != task.value:
            yield Violation({"path": str(path), "area": str(area), "confirmed": confirmed.value, "task": task.value}, (confirmed, task))


@check("gas-within-task", needs="tasks villages progress", says="where planned task")
def gas_within_task(facts: Facts) -> Iterator[Outcome]:
    """No more households are confirmed or planned for gas than the task says."""
    task = facts.themes.tasks.gas.total
    villages, progress = facts.themes.villages, facts.themes.progress
    planned = [("确村确户", figure) for path, figure in zip(villages.paths, villages.by_path, strict=True) if path.key == "gas"]
    for month in progress.months[-1:]:
        planned += [("月度计划", figure) for path, figure in zip(progress.paths, month.by_path, strict=True) if path.key == "gas"]
    for where, figure in planned:
        if figure.value is None or task.value is None:
            yield Unknown((*figure.lacking, *task.lacking))
        elif figure.value > task.value:
            yield Violation({"where": where, "planned": figure.value, "task": task.value}, (figure, task))


@check("monthly-plan-rises", needs="progress", says="path month planned before")
def monthly_plan_rises(facts: Facts) -> Iterator[Outcome]:
    """The cumulative plan of a path never falls from one month to the next."""
    plan = facts.themes.progress
    for n, path in enumerate(plan.paths):
        for earlier, later in zip(plan.months, plan.months[1:], strict=False):
            before, planned = earlier.by_path[n], later.by_path[n]
            if before.value is None or planned.value is None:
                yield Unknown((*before.lacking, *planned.lacking))
            elif planned.value < before.value:
                month = f"{later.month.year}年{later.month.month}月"
                yield Violation({"path": str(path), "month": month, "planned": planned.value, "before": before.value}, (planned, before))


@check("monthly-completion-rises", needs="progress", says="path month completed before")
def monthly_completion_rises(facts: Facts) -> Iterator[Outcome]:
    """The cumulative completion of a path never falls from one month that is filled in to the next."""
    rows = facts.scope.rows("progress")
    for path in facts.themes.progress.paths:
        filled_in = sorted((row for row in pick(rows.rows, path=path) if row.month), key=lambda row: row.month)
        done = [(row.month, row.completed, row.place("completed")) for row in filled_in if row.completed is not None]
        for (_, before, earlier), (month, completed, later) in pairwise(done):
            if completed < before:
                yield Violation({"path": str(path), "month": f"{month.year}年{month.month}月", "completed": completed, "before": before}, (), (later, earlier))


@check("monthly-plan-reaches-task", needs="tasks progress", says="path planned task")
def monthly_plan_reaches_task(facts: Facts) -> Iterator[Outcome]:
    """The last month's plan of each path is its task; a path with a task has a plan."""
    plan, rows = facts.themes.progress, facts.scope.rows("progress")
    for path in facts.themes.tasks.paths:
        at = plan.paths.index(path.path) if any(pick(rows.rows, path=path.path)) else None
        nothing = total(f"progress.{path.path.key}.planned", f"{path.name}计划累计完成", "户", "没有计划", (), Rows((), (), rows.tables))
        planned = plan.months[-1].by_path[at] if at is not None and plan.months else nothing
        task = path.total
        if planned.value is None or task.value is None:
            yield Unknown((*planned.lacking, *task.lacking))
        elif planned.value != task.value:
            yield Violation({"path": path.name, "planned": planned.value, "task": task.value}, (planned, task))


@check("monthly-plan-has-every-month", needs="progress", says="path months")
def monthly_plan_has_every_month(facts: Facts) -> Iterator[Outcome]:
    """Each path has a plan for every month from the one in which work begins to the one in which the path's plan is done."""
    rows, start = facts.scope.rows("progress"), facts.scope.unit.schedule.work_start
    if start is None:
        yield Unknown(("单位说明的组织实施开始",))
        return
    for path in facts.themes.progress.paths:
        months = {row.month.year * MONTHS + row.month.month - 1: row for row in rows.rows if row.path == path and row.month}
        # Work that begins on 21 April may count from May: April's plan need not be there.
        absent = [n for n in range(start.year * MONTHS + start.month, max(months, default=0)) if n not in months]
        if absent:
            words = "、".join(f"{n // MONTHS}年{n % MONTHS + 1}月" for n in absent)
            yield Violation({"path": str(path), "months": words}, (), tuple(row.place("month") for row in months.values()))


@check("pilot-planned-is-task", needs="tasks pilot", says="path planned task")
def pilot_planned_is_task(facts: Facts) -> Iterator[Outcome]:
    """What the filed projects plan for this year is the task of each path that was filed."""
    rows = facts.scope.rows("pilot")
    task_of = {path.name: path.total for path in facts.themes.tasks.by_path}
    for path in facts.scope.choices("path"):
        if all(row.path != path for row in rows.rows):
            continue
        name, label = f"pilot.{path.key}.planned", f"{path}备案项目本年度任务户数"
        planned = total(name, label, "户", "备案任务中本年度任务户数相加", terms(rows.rows, "planned", path=path), rows)
        task = task_of[path]
        if planned.value is None or task.value is None:
            yield Unknown((*planned.lacking, *task.lacking))
        elif planned.value != task.value:
            yield Violation({"path": str(path), "planned": planned.value, "task": task.value}, (planned, task))
