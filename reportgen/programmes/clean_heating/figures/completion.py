"""Task against completion: 改造任务 with the 月度计划与进度 of the latest month filled in, and 建筑节能."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from reportgen.figures.figure import difference, share, total
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope, holders
from reportgen.figures.units import Nesting, at_level
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term
from reportgen.programmes.clean_heating.figures.progress import Course, courses, filled
from reportgen.programmes.clean_heating.figures.retrofit import RetrofitCompletion, RetrofitTasks, retrofit_completion
from reportgen.programmes.clean_heating.figures.tasks import ByPath, Split, Tasks, UnitTasks


@dataclass(frozen=True, slots=True)
class Done:
    """A task (户), what of it is completed, the rate (完成率, %), what is left (未完成) or was done beyond it (超额)."""

    name: str
    task: Figure
    completed: Figure
    rate: Figure
    left: Figure
    surplus: Figure


@dataclass(frozen=True, slots=True)
class PathCompletion(Done):
    """Task and completion of one heating path; `name` is the path's."""

    path: Choice


@dataclass(frozen=True, slots=True)
class UnitCompletion(ByPath[PathCompletion]):
    """Task and completion of a unit: the whole, every path in the order of the city's table, and each unit below that has a task."""

    name: str
    total: Done
    by_path: tuple[PathCompletion, ...]
    level: Level
    units: tuple["UnitCompletion", ...]

    @property
    def paths(self) -> tuple[PathCompletion, ...]:
        """The paths with a task or a completion; those whose numbers aren't known count as having one."""
        return tuple(p for p in self.by_path if p.task.value != 0 or p.completed.value != 0)

    @property
    def behind(self) -> tuple[PathCompletion, ...]:
        """The paths with something left to complete."""
        return tuple(p for p in self.by_path if p.left > 0)

    @property
    def finished(self) -> bool:
        """Whether the whole task is completed, and that of each path: one isn't made up for by another."""
        return self.total.left == 0 and not self.behind


@dataclass(frozen=True, slots=True)
class Completion(UnitCompletion, Nesting[UnitCompletion]):
    """Task and completion of a unit and those below it, and of building retrofit.

    `reasons` are the reasons given for what is left, with the paths they stand for; `unexplained` are paths with something
    left and no reason. The name of a unit below stands before the path.
    """

    retrofit: RetrofitCompletion
    reasons: tuple[tuple[str, str], ...]
    unexplained: tuple[str, ...]

    @property
    def explained(self) -> tuple[tuple[str, str], ...]:
        """The reasons of what is still left: a path that was completed after all needs none."""
        left = {f"{unit.name}{path.name}" for unit in (self, *self.at(Level.COUNTY)) for path in unit.behind}
        return tuple((name, reason) for name, reason in self.reasons if name in left)


def completion(scope: Scope, task: Tasks, area: RetrofitTasks) -> Completion:
    """The figures of completion, named completion.*; those of the units below are named completion.unit.CODE.*."""
    units = tuple(_units(scope, task.units, ""))
    whole = _unit(scope, task, "completion", "")
    reasons = tuple(_reasons(scope))
    left = [f"{unit.name}{path.name}" for unit in tuple(at_level(units, Level.COUNTY)) or (whole,) for path in unit.by_path if path.left > 0]
    unexplained = tuple(name for name in left if name not in dict(reasons))
    return Completion(whole.name, whole.total, whole.by_path, scope.unit.level, units, retrofit_completion(scope, area), reasons, unexplained)


def _units(scope: Scope, tasks: Iterable[UnitTasks], above: str) -> Iterator[UnitCompletion]:
    """The units below that have a task and should report what is completed; `above` is what their labels in figures begin with."""
    tasks_of = {unit.name: unit for unit in tasks}
    for child in scope.below("progress"):
        of_child, label = tasks_of.get(child.unit.label), f"{above}{child.unit.label}"
        if of_child is not None:
            done = _unit(child, of_child.tasks, f"completion.unit.{child.unit.code}", label)
            yield replace(done, name=child.unit.label, units=tuple(_units(child, of_child.units, label)))


def _unit(scope: Scope, task: Split, prefix: str, label: str) -> UnitCompletion:
    rows, tables = scope.rows("progress"), courses(scope)
    by_path = []
    for part in task.by_path:
        done = total(
            f"{prefix}.{part.path.key}.completed",
            f"{label}{part.name}完成户数",
            "户",
            "月度计划与进度中最近一个月的实际累计完成户数",
            _completed(tables, part.path, scope.until),
            rows,
        )
        by_path.append(PathCompletion(part.name, *_against(f"{prefix}.{part.path.key}", f"{label}{part.name}", part.total, done), part.path))
    all_done = total(
        f"{prefix}.total.completed", f"{label}清洁取暖改造完成户数", "户", "各取暖路径完成户数相加", [part.completed for part in by_path], Rows(())
    )
    return UnitCompletion(label, Done("合计", *_against(f"{prefix}.total", f"{label}清洁取暖改造", task.total, all_done)), tuple(by_path), scope.unit.level, ())


def _against(prefix: str, label: str, task: Figure, done: Figure) -> tuple[Figure, Figure, Figure, Figure, Figure]:
    rate = share(f"{prefix}.rate", f"{label}完成率", "完成户数÷任务户数×100%", done, task)
    left = difference(f"{prefix}.left", f"{label}未完成户数", "户", "任务户数减完成户数", task, done)
    surplus = difference(f"{prefix}.surplus", f"{label}超额完成户数", "户", "完成户数减任务户数", done, task)
    return task, done, rate, left, surplus


def _completed(tables: Iterable[Course], path: Choice, until: date | None) -> Iterator[Term]:
    """What each table gives as completed of a path in the latest month (to `until`) with any value; missing where it gives none of any path."""
    for table in tables:
        latest = max((row.month for row in filled(table.rows) if _is_looked_at(row, until)), default=None)
        if latest is not None:
            yield from table.to(latest, "completed", path)
        elif path in table.paths:
            yield Term(None, (), (f"{table.unit}《{table.dataset.title}》{path}的实际累计完成户数",))


def _is_looked_at(row: Record, until: date | None) -> bool:
    """Whether a row is of a month that isn't after the part of the season that is looked at."""
    return bool(row.month) and (until is None or row.month <= until)


def _reasons(scope: Scope) -> Iterator[tuple[str, str]]:
    """Each unit's reasons for what is left undone: the unit's label with the path, and the reason of its latest month."""
    for holder in holders(scope, "progress"):
        rows = filled(holder.rows("progress").rows)
        for path in scope.choices("path"):
            of_path = [row for row in rows if row.path == path and _is_looked_at(row, scope.until)]
            last = max(of_path, key=lambda row: row.month, default=None)
            if last is not None and last.reason:
                yield (f"{holder.unit.label if holder is not scope else ''}{path}", last.reason)
