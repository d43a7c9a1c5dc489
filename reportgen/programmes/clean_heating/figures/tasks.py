"""改造任务: households to convert, by path, area and unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Generic, Protocol, TypeVar

from reportgen.figures.figure import share, total
from reportgen.figures.keyed import Keyed
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.figures.units import Nesting
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure

PERCENT = Decimal(100)
_PRINTED = Decimal("0.01")  # shares are printed with two decimals: these must add up


class OfPath(Protocol):
    """What is said of one heating path."""

    @property
    def path(self) -> Choice:
        """取暖路径."""


P = TypeVar("P", bound=OfPath)


class ByPath(Keyed, Generic[P]):
    """What is said of each heating path, in their order; of one also by its key: tasks.electricity."""

    __slots__ = ()
    by_path: tuple[P, ...]

    def keys(self) -> tuple[str, ...]:
        """The keys of the paths."""
        return tuple(each.path.key for each in self.by_path)

    def __getattr__(self, key: str) -> P:
        """What is said of the path of a key. Raises AttributeError where the programme has none."""
        found = next((each for each in self.by_path if each.path.key == key), None)
        if found is None:
            raise AttributeError(key)
        return found


@dataclass(frozen=True, slots=True)
class AreaTask:
    """The task in one area (户)."""

    area: Choice
    task: Figure

    @property
    def name(self) -> str:
        """区域, as tables name it."""
        return str(self.area)

    @property
    def phrase(self) -> str:
        """What sentences call it: 城区（县城）."""
        return self.area.phrase


def in_area(areas: Iterable[AreaTask], key: str) -> Figure:
    """The task in the area of a key. Raises AttributeError where there is none."""
    found = next((each.task for each in areas if each.area.key == key), None)
    if found is None:
        raise AttributeError(key)
    return found


@dataclass(frozen=True, slots=True)
class PathTasks(Keyed):
    """One path's task: 合计, by area (户), and its share of the whole (%)."""

    path: Choice
    total: Figure
    areas: tuple[AreaTask, ...]
    share: Figure

    @property
    def name(self) -> str:
        """取暖路径."""
        return str(self.path)

    @property
    def key(self) -> str:
        """What figure names call it."""
        return self.path.key

    @property
    def phrase(self) -> str:
        """What sentences call it: “煤改电”."""
        return self.path.phrase

    def keys(self) -> tuple[str, ...]:
        """The keys of the areas."""
        return tuple(each.area.key for each in self.areas)

    def __getattr__(self, key: str) -> Figure:
        """The task in one area by its key: tasks.gas.rural. Raises AttributeError where the programme has none."""
        return in_area(self.areas, key)


@dataclass(frozen=True, slots=True)
class Split(ByPath[PathTasks]):
    """A task of all paths: 合计, by area (户), its share (100%), and every path in the order of the city's table."""

    total: Figure
    areas: tuple[AreaTask, ...]
    share: Figure
    by_path: tuple[PathTasks, ...]

    def keys(self) -> tuple[str, ...]:
        """The keys of the paths, and of the areas."""
        return (*ByPath.keys(self), *(each.area.key for each in self.areas))

    def __getattr__(self, key: str) -> Any:
        """The task of one path, or in one area, by its key: tasks.electricity, tasks.rural. Raises AttributeError where the programme has none."""
        return in_area(self.areas, key) if any(each.area.key == key for each in self.areas) else ByPath.__getattr__(self, key)

    @property
    def paths(self) -> tuple[PathTasks, ...]:
        """The paths that have a task; those whose task isn't known count as having one."""
        return tuple(p for p in self.by_path if p.total.value != 0)

    @property
    def share_rounded(self) -> bool:
        """Whether the paths' shares, as tables print them, add up to something other than 100."""
        shares = [path.share.value for path in self.paths]
        known = [value.quantize(_PRINTED, ROUND_HALF_UP) for value in shares if value is not None]
        return len(known) == len(shares) and bool(known) and sum(known) != PERCENT


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """The task of one unit below, and of each unit below that: `name` is its label in tables."""

    name: str
    tasks: Split
    level: Level
    units: tuple["UnitTasks", ...] = ()


@dataclass(frozen=True, slots=True)
class Tasks(Split, Nesting[UnitTasks]):
    """改造任务 of a unit: the whole, and of each unit below that has a task."""

    units: tuple[UnitTasks, ...] = ()


def tasks(scope: Scope) -> Tasks:
    """The task figures of a unit, named tasks.*; those of the units below, however far, are named tasks.unit.CODE.*."""
    whole = _split(scope, scope.rows("tasks"), "tasks", "")
    return Tasks(whole.total, whole.areas, whole.share, whole.by_path, _units(scope, "tasks.unit", ""))


def _units(scope: Scope, named: str, above: str) -> tuple[UnitTasks, ...]:
    """The units below that have a task, or should have, each with those below it; `above` is what their labels in figures begin with.

    Where none has a folder here, they are those that the unit's own table names: their figures are named `named`.NAME.*.
    """
    found = []
    for child in scope.below("tasks"):
        prefix, label = f"tasks.unit.{child.unit.code}", f"{above}{child.unit.label}"
        found.append(UnitTasks(child.unit.label, _split(scope, child.rows("tasks"), prefix, label), child.unit.level, _units(child, prefix, label)))
    return tuple(found) or tuple(_named_below(scope, named, above))


def _named_below(scope: Scope, named: str, above: str) -> Iterator[UnitTasks]:
    """The counties in a city's own table, each with its rows; none where a row names no county, for it may belong to any."""
    rows = scope.rows("tasks")
    if scope.children or scope.unit.level not in (Level.PROVINCE, Level.CITY) or not all(row.county for row in rows.rows):
        return
    for name in dict.fromkeys(str(row.county) for row in rows.rows):
        own = Rows(tuple(row for row in rows.rows if row.county == name), rows.lacking, rows.tables)
        yield UnitTasks(name, _split(scope, own, f"{named}.{name}", f"{above}{name}"), Level.COUNTY)


def _split(scope: Scope, rows: Rows, prefix: str, label: str) -> Split:
    def figure(name: str, title: str, words: str, **match: object) -> Figure:
        return total(f"{prefix}.{name}", f"{label}{title}", "户", words, terms(rows.rows, "households", **match), rows)

    whole = figure("total", "清洁取暖改造总任务", "各取暖路径、各区域任务户数相加")
    every = scope.choices("area")
    areas = tuple(AreaTask(area, figure(area.key, f"{area}改造任务", f"{area}各取暖路径任务户数相加", area=area)) for area in every)
    paths = []
    for path in scope.choices("path"):
        key = path.key
        both = figure(f"{key}.total", f"{path}改造任务", f"{path}{'与'.join(every)}任务户数相加", path=path)
        paths.append(
            PathTasks(
                path,
                both,
                tuple(
                    AreaTask(area, figure(f"{key}.{area.key}", f"{path}{area}改造任务", f"{path}{area}任务户数相加", path=path, area=area)) for area in every
                ),
                share(f"{prefix}.{key}.share", f"{label}{path}占总任务的比例", f"{path}改造任务÷总任务×100%", both, whole),
            )
        )
    all_of_it = total(f"{prefix}.share", f"{label}各路径占比合计", "%", "各取暖路径占总任务的比例相加", [path.share for path in paths], rows)
    return Split(whole, areas, all_of_it, tuple(paths))
