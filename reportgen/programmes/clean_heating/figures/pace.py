"""How far the works are at the end of a month against the plan of that month: the whole, each path, each unit below, and who comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TypeVar

from reportgen.figures.figure import difference, share, total
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term
from reportgen.programmes.clean_heating.figures.acceptance import AcceptanceResult
from reportgen.programmes.clean_heating.figures.progress import Course, courses
from reportgen.programmes.clean_heating.figures.tasks import Split, Tasks
from reportgen.programmes.clean_heating.figures.villages import Villages

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """A path, a unit or the whole at the end of a month: the task, what the plan had to be completed by then, what is completed (户).

    `rate` is completed of the task, `against` completed of the plan (%); `left` what of the task remains, `behind` what the plan is ahead of the
    completion, `beyond` the other way round. `added` is what the month completed, `added_before` the month before it, and `due` what its plan added; `ahead`
    is the plan to the end of the month after, `needed` what is to be completed in that to keep it (户).
    """

    name: str
    task: Figure
    planned: Figure
    completed: Figure
    rate: Figure
    against: Figure
    left: Figure
    behind: Figure
    beyond: Figure
    due: Figure
    added: Figure
    added_before: Figure
    ahead: Figure
    needed: Figure

    @property
    def finished(self) -> bool:
        """Whether the whole task is completed."""
        return self.left <= 0


@dataclass(frozen=True, slots=True)
class UnitStanding(Standing):
    """A unit below. `place` is which it is by `rate`, those of the same rate in the same place."""

    place: Figure


@dataclass(frozen=True, slots=True)
class TownshipStanding:
    """A township by what 确村确户 has it convert and what 验收 has of it as completed (户); `rate` in percent, `left` (户), `place` as a unit's."""

    name: str
    task: Figure
    completed: Figure
    rate: Figure
    left: Figure
    place: Figure


P = TypeVar("P", UnitStanding, TownshipStanding)


@dataclass(frozen=True, slots=True)
class Pace:
    """The works of a unit at the end of `month` (its first day), of the paths with a task and of the units below that have one.

    The month is that in which the part of the season ends that is looked at; of the whole season the last with a completion in any table, None where
    there is none. `following` is the first day of the month after. `townships` are those of the unit's own tables, by their place: no month tells how far
    these were.
    """

    month: date | None
    following: date | None
    total: Standing
    paths: tuple[Standing, ...]
    units: tuple[UnitStanding, ...]
    townships: tuple[TownshipStanding, ...]

    @property
    def behind(self) -> tuple[UnitStanding, ...]:
        """The units below that are behind their plan, the furthest first."""
        return tuple(sorted((unit for unit in self.units if unit.behind > 0), key=lambda unit: unit.against.value or 0))

    @property
    def ranked(self) -> tuple[UnitStanding, ...]:
        """The units below by their place."""
        return _ranked(self.units)


@dataclass(frozen=True, slots=True)
class _Works:
    """The tables of a unit and their rows, looked at at the end of a month (its first day); None where nobody has completed anything yet."""

    tables: tuple[Course, ...]
    rows: Rows
    month: date | None

    def sum(self, name: str, label: str, field: str, back: int, paths: Sequence[Choice]) -> Figure:
        """Field `field` of the paths to the end of the month, or of that so many months back."""
        at = None if self.month is None else _month_of(self.month, -back)
        if at is None:
            nobody = Term(None, (), (f"《{self.rows.dataset.title if self.rows.dataset else ''}》的实际累计完成户数",))
            return total(name, label, "户", "", [] if self.rows.lacking else [nobody], self.rows)
        current = [term for table in self.tables for path in paths for term in table.to(at, field, path)]
        return total(name, f"{at.year}年{at.month}月底{label}", "户", f"各路径到月底{label}户数相加", current, self.rows)

    def standing(self, prefix: str, label: str, name: str, task: Figure, paths: Sequence[Choice]) -> Standing:
        """The figures, named PREFIX.*, of the paths together."""
        planned, completed, before, earlier, due, ahead = (
            self.sum(f"{prefix}.{key}", f"{label}{words}", field, back, paths)
            for key, words, field, back in (
                ("planned", "计划累计完成", "planned", 0),
                ("completed", "实际累计完成", "completed", 0),
                ("completed_before", "实际累计完成", "completed", 1),
                ("completed_earlier", "实际累计完成", "completed", 2),
                ("planned_before", "计划累计完成", "planned", 1),
                ("planned_after", "计划累计完成", "planned", -1),
            )
        )

        def less(key: str, words: str, formula: str, minuend: Figure, subtrahend: Figure) -> Figure:
            return difference(f"{prefix}.{key}", f"{label}{words}", "户", formula, minuend, subtrahend)

        return Standing(
            name,
            task,
            planned,
            completed,
            share(f"{prefix}.rate", f"{label}完成率", "实际累计完成户数÷任务户数×100%", completed, task),
            share(f"{prefix}.against", f"{label}完成月度计划的比例", "实际累计完成户数÷计划累计完成户数×100%", completed, planned),
            less("left", "未完成户数", "任务户数减实际累计完成户数", task, completed),
            less("behind", "落后于月度计划的户数", "计划累计完成户数减实际累计完成户数", planned, completed),
            less("beyond", "超过月度计划的户数", "实际累计完成户数减计划累计完成户数", completed, planned),
            less("due", "本月计划完成户数", "到本月底的计划累计数减到上月底的", planned, due),
            less("added", "本月完成户数", "到本月底的实际累计数减到上月底的", completed, before),
            less("added_before", "上月完成户数", "到上月底的实际累计数减到再上月底的", before, earlier),
            ahead,
            less("needed", "下月需完成户数", "到下月底的计划累计数减到本月底的实际累计数", ahead, completed),
        )


def pace(scope: Scope, task: Tasks, villages: Villages, accepted: AcceptanceResult) -> Pace:
    """The figures of the works at the end of a month, named pace.*; of the units below pace.unit.CODE.*, of townships pace.township.NAME.*."""
    month = scope.until.replace(day=1) if scope.until else max((table.latest for table in courses(scope) if table.latest), default=None)
    works, parts = _works(scope, month), [part for part in task.by_path if part.total.value != 0]
    tasks_of = {unit.name: unit.tasks for unit in task.units}
    below = [child for child in scope.below("progress") if child.unit.label in tasks_of]
    return Pace(
        month,
        month and _month_of(month, 1),
        works.standing("pace.total", "", "合计", task.total, _paths(task)),
        tuple(works.standing(f"pace.{part.path.key}", part.name, part.name, part.total, (part.path,)) for part in parts),
        _placed([_unit(child, tasks_of[child.unit.label], month) for child in below], [child.unit.code for child in below]),
        _ranked(_townships(scope, villages, accepted)),
    )


def _works(scope: Scope, month: date | None) -> _Works:
    return _Works(courses(scope), scope.rows("progress"), month)


def _unit(scope: Scope, task: Split, month: date | None) -> Standing:
    label = scope.unit.label
    return _works(scope, month).standing(f"pace.unit.{scope.unit.code}", label, label, task.total, _paths(task))


def _paths(task: Split) -> tuple[Choice, ...]:
    return tuple(part.path for part in task.by_path)


def _month_of(month: date, forward: int) -> date:
    """The first day of the month so many months on."""
    number = month.year * MONTHS + month.month - 1 + forward
    return date(number // MONTHS, number % MONTHS + 1, 1)


def _placed(units: Sequence[Standing], codes: Sequence[str]) -> tuple[UnitStanding, ...]:
    rates = [unit.rate for unit in units]
    places = [_place(f"pace.unit.{code}", unit.name, unit.rate, rates) for unit, code in zip(units, codes, strict=True)]
    return tuple(
        UnitStanding(**{entry.name: getattr(unit, entry.name) for entry in fields(unit)}, place=place) for unit, place in zip(units, places, strict=True)
    )


def _place(prefix: str, label: str, own: Figure, rates: Iterable[Figure]) -> Figure:
    """Which place a rate has: one more than how many are higher. Nobody knows it where one of the rates isn't known."""
    ones = (Term(None if rate.value is None else Decimal(1), rate.sources, rate.lacking) for rate in rates if rate is own or not rate.known or rate > own)
    return total(f"{prefix}.place", f"{label}完成率位次", "位", "完成率更高的个数加1", ones, Rows(()))


def _townships(scope: Scope, villages: Villages, accepted: AcceptanceResult) -> tuple[TownshipStanding, ...]:
    """Those of 确村确户; of one that 验收 has no row of nothing is completed."""
    rows, done = scope.rows("acceptance"), {each.name: each.completed for each in accepted.townships}
    found = []
    for each in villages.townships:
        prefix = f"pace.township.{each.name}"
        none = total(f"{prefix}.completed", f"{each.name}完工户数", "户", "验收表中完工户数相加", (), Rows((), rows.lacking, rows.tables))
        completed = done.get(each.name, none)
        rate = share(f"{prefix}.rate", f"{each.name}完成率", "验收表中完工户数÷确村确户表中户数×100%", completed, each.total)
        left = difference(f"{prefix}.left", f"{each.name}未完工户数", "户", "确村确户表中户数减验收表中完工户数", each.total, completed)
        found.append((each, completed, rate, left))
    rates = [rate for _, _, rate, _ in found]
    return tuple(
        TownshipStanding(each.name, each.total, completed, rate, left, _place(f"pace.township.{each.name}", each.name, rate, rates))
        for each, completed, rate, left in found
    )


def _ranked(lines: Iterable[P]) -> tuple[P, ...]:
    """Lines with a rate, the highest first; those of which it isn't known last, those of the same in their order."""
    return tuple(sorted(lines, key=lambda line: (line.rate.value is None, -(line.rate.value or 0))))
