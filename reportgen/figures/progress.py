"""月度计划与进度: the plan and the completion month by month, by path."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.figures.figure import Figure, Term, share, total
from reportgen.figures.scope import Scope
from reportgen.figures.tasks import PATHS, Tasks, pick, terms
from reportgen.inputs.schema import Progress, Record
from reportgen.inputs.schema.choices import HeatingPath


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
    """The months in order, and the paths that the plan has."""

    months: tuple[Month, ...]
    paths: tuple[HeatingPath, ...]
    lacking: tuple[str, ...]


def progress(scope: Scope, task: Tasks) -> MonthlyPlan:
    """The monthly plan, its figures named progress.YYYY-MM.*.

    Units below that finish earlier stop filling in months: what they had by their last month still counts.
    """
    rows = scope.rows(Progress)
    months = sorted({row.month for row in rows.rows if row.month})
    paths = tuple(path for path in PATHS if any(pick(rows.rows, path=path)))
    tables = [holder.rows(Progress).rows for holder in holders(scope, Progress)]

    def figure(month: date, key: str, name: str, label: str, *of_paths: HeatingPath) -> Figure:
        words = f"各路径到月底{'计划' if key == 'planned' else '实际'}累计完成户数相加"
        current = [term for table in tables for path in of_paths for term in cumulative(table, key, path, month)]
        return total(f"progress.{month:%Y-%m}.{name}", f"{month.year}年{month.month}月{label}", "户", words, current, rows)

    def line(month: date) -> Month:
        planned = figure(month, "planned", "planned", "计划累计完成", *paths)
        return Month(
            month,
            planned,
            tuple(figure(month, "planned", path.key, f"{path.value}计划累计完成", path) for path in paths),
            share(f"progress.{month:%Y-%m}.share", f"{month.year}年{month.month}月计划完成比例", "计划累计完成户数÷总任务×100%", planned, task.total),
            figure(month, "completed", "completed", "实际累计完成", *paths),
        )

    return MonthlyPlan(tuple(line(month) for month in months), paths, rows.lacking)


def holders(scope: Scope, dataset: type[Record]) -> Iterator[Scope]:
    """The units whose own tables `scope.rows(dataset)` is put together from."""
    if scope.inputs.rows(dataset):
        yield scope
    else:
        for child in scope.below(dataset):
            yield from holders(child, dataset)


def cumulative(rows: Iterable[Progress], key: str, path: HeatingPath, until: date = date.max) -> Iterator[Term]:
    """Field `key` of a table's last month with the path, up to `until`; unknown where a month couldn't be read."""
    of_path = tuple(pick(rows, path=path))
    yield from (Term(None, (), (str(row.place("month")),)) for row in of_path if row.month is None)
    latest = max((row.month for row in of_path if row.month and row.month <= until), default=None)
    if latest is not None:
        yield from terms(of_path, key, month=latest, path=path)
