"""验收: completed, inspected, passed and put right, by class, path and area, township and unit; and what its records say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.figures.figure import cell, difference, parts, remainder, share, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.rows import Rows, unread
from reportgen.figures.scope import Scope, holders
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source, Term
from reportgen.programmes.clean_heating.figures.grid import GridWorks, grid
from reportgen.programmes.clean_heating.figures.retrofit import RetrofitAcceptance, RetrofitOutcome, retrofit_acceptance, retrofit_outcome
from reportgen.programmes.clean_heating.figures.sample import Sample, sample
from reportgen.programmes.clean_heating.figures.tasks import PathTasks, Split, Tasks

CORE = ("completed", "inspected", "passed", "failed", "rectified")
RECORDS = ("sampled", "energised", "running", "faulty", "archives", "electronic", "removed")

ASKED_FOR = frozenset(("district", "electricity", "gas"))
"""The paths whose acceptance is asked for of every unit (市方案五（三）): of the others only units that have them speak."""
ORIGIN = "验收"
"""问题来源 of the problems that the acceptance found."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Households completed, inspected, passed, failed, put right, passed in the end (final), not put right yet (open), not inspected yet, 户.

    Where more are put right than failed, `open` and `final` are missing, as nobody knows which is right.

    Rates in percent: inspected of completed (验收率), passed of inspected (一次验收合格率), final of inspected (整改后合格率).
    """

    name: str
    completed: Figure
    inspected: Figure
    passed: Figure
    failed: Figure
    rectified: Figure
    final: Figure
    open: Figure
    uninspected: Figure
    inspected_rate: Figure
    pass_rate: Figure
    final_rate: Figure


@dataclass(frozen=True, slots=True)
class TaskOutcome(Outcome):
    """An outcome against its task (户), and the completion rate (完成率, %)."""

    task: Figure
    rate: Figure


@dataclass(frozen=True, slots=True)
class ClassOutcome(TaskOutcome):
    """The outcome of one class of households, in all and by area; whether there is such work: a task, or rows.

    `key` is what figure names call it.
    """

    key: str
    present: bool
    areas: tuple[TaskOutcome, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """What is recorded of the households inspected (户): sampled, energised, running well or not, archives (一户一档), electronic, removed.

    `unarchived` are households that passed in the end and have no archive yet.
    """

    sampled: Figure
    energised: Figure
    running: Figure
    faulty: Figure
    archives: Figure
    electronic: Figure
    removed: Figure
    unarchived: Figure


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """The outcome of one unit below: of all households, and by class in the order of the classes."""

    name: str
    total: TaskOutcome
    classes: tuple[TaskOutcome, ...]

    def of(self, name: str) -> TaskOutcome:
        """The class of households of that Chinese name. Raises KeyError where there is none."""
        return {each.name: each for each in self.classes}[name]


@dataclass(frozen=True, slots=True)
class UnitWorks:
    """Building retrofit and grid works of one unit below, whether it has households to convert or not."""

    name: str
    retrofit: RetrofitOutcome
    grid: GridWorks


@dataclass(frozen=True, slots=True)
class AcceptanceResult:
    """验收 of a unit. `total` and `records` are of households; `townships` of the unit's own table; `unreported` name units below.

    `open_issues` are the problems found by the acceptance and not closed yet, each with the label of the unit whose they are.
    `apart` are what the classes 建筑节能 and 电网增容 are called, which are counted in their own tables.
    `before_season` tells whether every row of 验收 is dated before its unit's heating season.
    """

    total: TaskOutcome
    records: Records
    classes: tuple[ClassOutcome, ...]
    townships: tuple[Outcome, ...]
    units: tuple[UnitOutcome, ...]
    works: tuple[UnitWorks, ...]
    unreported: tuple[str, ...]
    retrofit: RetrofitAcceptance
    grid: GridWorks
    apart: tuple[str, str]
    sample: Sample
    open_issues: tuple[tuple[str, ListingRow], ...]
    before_season: bool

    @property
    def present(self) -> tuple[ClassOutcome, ...]:
        """The classes of households of which there is such work."""
        return tuple(each for each in self.classes if each.present)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The classes of which there is work: of households, then 建筑节能 and 电网增容."""
        others = zip(self.apart, (self.retrofit.total.planned, self.grid.works), strict=True)
        return (*(each.name for each in self.present), *(name for name, figure in others if figure.value != 0))

    @property
    def finished_kinds(self) -> tuple[str, ...]:
        """Of `kinds`, those of which something is completed."""
        done = {each.name: each.completed for each in self.present}
        done |= dict(zip(self.apart, (self.retrofit.total.completed, self.grid.finished), strict=True))
        return tuple(kind for kind in self.kinds if done[kind] != 0)

    @property
    def idle(self) -> tuple[str, ...]:
        """The units below of whose households none is inspected yet."""
        return tuple(unit.name for unit in self.units if unit.total.inspected == 0)

    @property
    def absent(self) -> tuple[tuple[str, Figure], ...]:
        """The classes that the policy asks for and the unit has no work of, each with the figure that is 0."""
        of_households = [(each.name, each.task) for each in self.classes if not each.present and each.key in ASKED_FOR]
        others = zip(self.apart, (self.retrofit.total.planned, self.grid.works), strict=True)
        return (*of_households, *((name, figure) for name, figure in others if figure.value == 0))

    @property
    def township_word(self) -> str:
        """What the unit's townships are called together, by their names: 街道, 乡镇, or both."""
        streets = {each.name.endswith(("街道", "办事处", "街道办")) for each in self.townships}
        return {frozenset({True}): "街道", frozenset({False}): "乡镇"}.get(frozenset(streets), "乡镇（街道）")

    def of(self, name: str) -> ClassOutcome:
        """The class of households of that Chinese name. Raises KeyError where there is none."""
        return {each.name: each for each in self.classes}[name]


def acceptance(scope: Scope, task: Tasks) -> AcceptanceResult:
    """The figures of acceptance, named acceptance.*; those of the units below are named acceptance.unit.CODE.*."""
    rows = scope.rows("acceptance")
    cells = {id(row): {key: _cell(row, key) for key in (*CORE, *RECORDS)} for row in rows.rows}
    table, classes = _Table(rows, cells), frozenset(scope.choices("path"))
    households = table.of_households(classes)
    whole = _against("acceptance.total", "", "合计", task.total, households)
    records = _records(households, whole)
    tasks_of = {unit.name: unit.tasks for unit in task.units}
    units = tuple(
        _unit(child, tasks_of[child.unit.label], _Table(child.rows("acceptance"), cells).of_households(classes))
        for child in scope.below("acceptance")
        if child.unit.label in tasks_of
    )
    with_works = {child.unit.name for dataset in ("acceptance", "retrofit", "grid") for child in scope.below(dataset)}
    return AcceptanceResult(
        total=whole,
        records=records,
        classes=tuple(_class(table, part) for part in task.by_path),
        townships=tuple(_townships(scope, households, classes)),
        units=units,
        works=tuple(_works(child) for child in scope.children if child.unit.name in with_works),
        unreported=tuple(unit.name for unit in units if not unit.total.inspected.known),
        retrofit=retrofit_acceptance(scope),
        grid=grid(scope),
        apart=(str(scope.programme.choice("acceptance_class", "retrofit")), str(scope.programme.choice("acceptance_class", "grid"))),
        sample=sample(scope, records.sampled, whole.completed),
        open_issues=tuple(_open_issues(scope)),
        before_season=_before_season(scope),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of 验收 with their numbers as terms, by the row's identity: each cell is read once, whatever sums it is in."""

    rows: Rows
    cells: Mapping[int, Mapping[str, Term]]

    def of_households(self, paths: frozenset[Choice]) -> "_Table":
        """The rows that count households by heating path: not 建筑节能, 电网增容."""
        return self._chosen(row for row in self.rows.rows if row.category is None or row.category in paths)

    def where(self, **match: str) -> "_Table":
        """The rows whose fields have these values; a row where such a field is not known may be one of them: its numbers aren't known."""
        chosen = [row for row in self.rows.rows if all(getattr(row, key) in (value, None) for key, value in match.items())]
        unsure = {id(row): next(key for key in match if getattr(row, key) is None) for row in chosen if any(getattr(row, key) is None for key in match)}
        unknown = {id(row): dict.fromkeys((*CORE, *RECORDS), Term(None, (), (str(row.place(unsure[id(row)])),))) for row in chosen if id(row) in unsure}
        return _Table(replace(self.rows, rows=tuple(chosen)), {**self.cells, **unknown} if unknown else self.cells)

    def sum(self, name: str, label: str, key: str) -> Figure:
        """The sum of a column."""
        title = self.rows.fields[key].column.title
        return total(name, f"{label}{title}", "户", f"验收表中{title}相加", (self.cells[id(row)][key] for row in self.rows.rows), self.rows)

    def _chosen(self, rows: Iterable[Record]) -> "_Table":
        return _Table(replace(self.rows, rows=tuple(rows)), self.cells)


def _cell(row: Record, key: str) -> Term:
    """The number in a cell; where none failed, none is to be put right, and the cell may be left empty."""
    if key == "rectified" and row.rectified is None and row.failed == 0 and not unread(row, key):
        return Term(Decimal(0), (Source(row.place("failed"), row.raw("failed")),))
    return cell(row, key)


def _outcome(prefix: str, label: str, name: str, table: _Table) -> Outcome:
    sums = {key: table.sum(f"{prefix}.{key}", label, key) for key in CORE}
    left = remainder(f"{prefix}.open", f"{label}尚未整改合格户数", "户", "不合格户数减整改后合格户数", sums["failed"], sums["rectified"])
    contradiction = () if left.known else (Term(None, (), left.lacking),)
    in_the_end = (sums["passed"], sums["rectified"], *contradiction)
    final = total(f"{prefix}.final", f"{label}整改后合格总户数", "户", "合格户数加整改后合格户数", in_the_end, Rows(()))
    return Outcome(
        name,
        **sums,
        final=final,
        open=left,
        uninspected=remainder(f"{prefix}.uninspected", f"{label}尚未验收户数", "户", "完工户数减验收户数", sums["completed"], sums["inspected"]),
        inspected_rate=share(f"{prefix}.inspected_rate", f"{label}验收率", "验收户数÷完工户数×100%", sums["inspected"], sums["completed"]),
        pass_rate=share(f"{prefix}.pass_rate", f"{label}一次验收合格率", "合格户数÷验收户数×100%", sums["passed"], sums["inspected"]),
        final_rate=share(f"{prefix}.final_rate", f"{label}整改后合格率", "整改后合格总户数÷验收户数×100%", final, sums["inspected"]),
    )


def _against(prefix: str, label: str, name: str, task: Figure, table: _Table) -> TaskOutcome:
    whole = _outcome(prefix, label, name, table)
    rate = share(f"{prefix}.rate", f"{label}完成率", "完工户数÷任务户数×100%", whole.completed, task)
    return TaskOutcome(name, **parts(whole), task=task, rate=rate)


def _class(table: _Table, task: PathTasks) -> ClassOutcome:
    of_class = table.where(category=task.name)
    prefix = f"acceptance.{task.path.key}"
    areas = (_against(f"{prefix}.{part.area.key}", f"{task.name}{part.name}", part.name, part.task, of_class.where(area=part.area)) for part in task.areas)
    return ClassOutcome(
        task.name,
        **parts(_against(prefix, task.name, task.name, task.total, of_class)),
        key=task.key,
        present=task.total.value != 0 or any(row.category == task.name for row in of_class.rows.rows),
        areas=tuple(area for area in areas if area.task.value != 0 or area.completed),
    )


def _unit(scope: Scope, task: Split, table: _Table) -> UnitOutcome:
    prefix, label = f"acceptance.unit.{scope.unit.code}", scope.unit.label
    return UnitOutcome(
        label,
        _against(f"{prefix}.total", label, label, task.total, table),
        tuple(_against(f"{prefix}.{part.path.key}", label + part.name, part.name, part.total, table.where(category=part.name)) for part in task.by_path),
    )


def _works(scope: Scope) -> UnitWorks:
    prefix, label = f"acceptance.unit.{scope.unit.code}", scope.unit.label
    rows = scope.rows("retrofit")
    return UnitWorks(label, retrofit_outcome(f"{prefix}.retrofit", label, "建筑节能改造", rows, rows), grid(scope, f"{prefix}.grid", label))


def _records(table: _Table, whole: Outcome) -> Records:
    sums = {key: table.sum(f"acceptance.{key}", "", key) for key in RECORDS}
    unarchived = difference("acceptance.unarchived", "尚未建档的合格户数", "户", "整改后合格总户数减一户一档数", whole.final, sums["archives"])
    return Records(**sums, unarchived=unarchived)


def _townships(scope: Scope, table: _Table, classes: frozenset[Choice]) -> Iterator[Outcome]:
    """Each township in the order of the unit's own table, or of the townships below it; a row whose township couldn't be read may be in any of them."""
    if scope.inputs.rows("acceptance"):
        found = ((name, table.where(township=name)) for name in dict.fromkeys(row.township for row in table.rows.rows if row.township))
    else:
        below = (child for child in scope.below("acceptance") if child.unit.level is Level.TOWNSHIP)
        found = ((child.unit.label, _Table(child.rows("acceptance"), table.cells).of_households(classes)) for child in below)
    yield from (_outcome(f"acceptance.township.{name}", name, name, rows) for name, rows in found)


def _open_issues(scope: Scope) -> Iterator[tuple[str, ListingRow]]:
    for holder in holders(scope, "issues"):
        for line in listing(holder.rows("issues")).of(origin_of=ORIGIN):
            if not line.closed_on:
                yield (holder.unit.label, line)


def _before_season(scope: Scope) -> bool:
    tables = [(holder.unit.season, holder.rows("acceptance").rows) for holder in holders(scope, "acceptance")]
    return any(rows for _, rows in tables) and all(
        season is not None and row.accepted_on is not None and row.accepted_on < season.start for season, rows in tables for row in rows
    )
