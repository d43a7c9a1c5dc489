"""月度计划与进度: the plan and the completion month by month, by path."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.figures.figure import share, total
from reportgen.figures.rows import unread
from reportgen.figures.scope import Scope, holders
from reportgen.figures.terms import pick, terms
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term
from reportgen.programmes.clean_heating.figures.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Month:
    """To the end of a month: planned cumulative completion of all paths (户), by path, and the share of the task (%).

    `completed` is the actual cumulative completion of all paths (户), missing where a unit hasn't filled the month in.
    """

    month: date
    planned: Figure
    by_path: tuple[Figure, ...]
    share: Figure
    completed: Figure


@dataclass(frozen=True, slots=True)
class MonthlyPlan:
    """The months in order, and the paths that have a task or a plan."""

    months: tuple[Month, ...]
    paths: tuple[Choice, ...]
    lacking: tuple[str, ...]

    @property
    def latest(self) -> date | None:
        """The last month whose completion is known."""
        return max((month.month for month in self.months if month.completed.known), default=None)


@dataclass(frozen=True, slots=True)
class Course:
    """A unit's own 月度计划与进度: its rows, and the paths that it must say something of in each of its months: with a task, or rows."""

    unit: str
    dataset: Dataset
    rows: Sequence[Record]
    paths: frozenset[Choice]

    @property
    def latest(self) -> date | None:
        """The last month in which a 实际累计完成户数 is filled in, of whatever path."""
        return max((row.month for row in filled(self.rows) if row.month), default=None)

    def to(self, month: date, key: str, path: Choice) -> Iterator[Term]:
        """Field `key` of a path to the end of a month; unknown where the month couldn't be read, or has no row of the path.

        Nothing is carried over a month that isn't there: only a unit whose table has ended, with all its paths, still has
        what it had in its last month. Before its first month it has nothing.
        """
        if path not in self.paths:
            return
        of_path = tuple(pick(self.rows, path=path))
        yield from (Term(None, (), (str(row.place("month")),)) for row in of_path if row.month is None)
        months = [row.month for row in self.rows if row.month]
        if months and month < min(months):
            return
        at = min(month, max(months)) if months else month
        found = tuple(terms(of_path, key, month=at, path=path))
        yield from found or (Term(None, (), (f"{self.unit}《{self.dataset.title}》{path}{at.year}年{at.month}月的{self.dataset.columns[key].column.title}",)),)


def courses(scope: Scope) -> tuple[Course, ...]:
    """The tables that the figures of a unit are put together from, its own or those of the units below."""
    return tuple(_course(holder) for holder in holders(scope, "progress"))


def _course(holder: Scope) -> Course:
    return Course(holder.unit.name, holder.dataset("progress"), holder.rows("progress").rows, frozenset(_paths(holder)))


def _paths(scope: Scope) -> tuple[Choice, ...]:
    """The paths that the unit has a task or rows of."""
    given, asked = scope.rows("progress").rows, tuple(row for row in scope.rows("tasks").rows if row.households != 0)
    return tuple(path for path in scope.choices("path") if any(pick(given, path=path)) or any(pick(asked, path=path)))


def progress(scope: Scope, task: Tasks) -> MonthlyPlan:
    """The monthly plan, its figures named progress.YYYY-MM.*.

    Units below that finish earlier stop filling in months: what they had by their last month still counts.
    """
    rows = scope.rows("progress")
    months = sorted({row.month for row in rows.rows if row.month})
    paths = _paths(scope)
    tables = courses(scope)

    def figure(month: date, key: str, name: str, label: str, *of_paths: Choice) -> Figure:
        words = f"各路径到月底{'计划' if key == 'planned' else '实际'}累计完成户数相加"
        current = [term for table in tables for path in of_paths for term in table.to(month, key, path)]
        return total(f"progress.{month:%Y-%m}.{name}", f"{month.year}年{month.month}月{label}", "户", words, current, rows)

    def line(month: date) -> Month:
        planned = figure(month, "planned", "planned", "计划累计完成", *paths)
        return Month(
            month,
            planned,
            tuple(figure(month, "planned", path.key, f"{path}计划累计完成", path) for path in paths),
            share(f"progress.{month:%Y-%m}.share", f"{month.year}年{month.month}月计划完成比例", "计划累计完成户数÷总任务×100%", planned, task.total),
            figure(month, "completed", "completed", "实际累计完成", *paths),
        )

    return MonthlyPlan(tuple(line(month) for month in months), paths, rows.lacking)


def filled(rows: Iterable[Record]) -> Sequence[Record]:
    """The rows in whose cell 实际累计完成户数 something stands, be it readable or not."""
    return tuple(row for row in rows if row.completed is not None or unread(row, "completed"))
