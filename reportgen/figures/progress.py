"""月度计划与进度: the plan month by month, by path."""

from dataclasses import dataclass
from datetime import date

from reportgen.figures.figure import Figure, Term, share, total
from reportgen.figures.scope import Scope
from reportgen.figures.tasks import PATHS, Tasks, pick, terms
from reportgen.inputs.schema import Progress
from reportgen.inputs.schema.choices import HeatingPath


@dataclass(frozen=True, slots=True)
class Month:
    """Planned cumulative completion to the end of a month: all paths (户), by path, and the share of the task (%)."""

    month: date
    planned: Figure
    by_path: tuple[Figure, ...]
    share: Figure


@dataclass(frozen=True, slots=True)
class MonthlyPlan:
    """The months in order, and the paths that the plan has."""

    months: tuple[Month, ...]
    paths: tuple[HeatingPath, ...]
    lacking: tuple[str, ...]


def progress(scope: Scope, task: Tasks) -> MonthlyPlan:
    """The monthly plan, its figures named progress.YYYY-MM.*.

    Units below that finish earlier stop filling in months: what they had planned by their last month still counts.
    """
    rows = scope.rows(Progress)
    months = sorted({row.month for row in rows.rows if row.month})
    paths = tuple(path for path in PATHS if any(pick(rows.rows, path=path)))
    tables = [rows.rows] if scope.inputs.rows(Progress) else [child.rows(Progress).rows for child in scope.children]

    def planned(month: date, path: HeatingPath | None) -> Figure:
        label = f"{month.year}年{month.month}月{path.value if path else ''}计划累计完成"
        current: list[Term] = []
        for table in tables:
            for each in (path,) if path else paths:
                latest = max((row.month for row in table if row.month and row.month <= month and row.path in (each, None)), default=None)
                current += [Term(None, (), (str(row.place("month")),)) for row in pick(table, path=each) if row.month is None]
                if latest is not None:
                    current += terms(table, "planned", month=latest, path=each)
        name = f"progress.{month:%Y-%m}.{path.key if path else 'planned'}"
        return total(name, label, "户", "各路径到月底计划累计完成户数相加", current, rows)

    def line(month: date) -> Month:
        whole = planned(month, None)
        return Month(
            month,
            whole,
            tuple(planned(month, path) for path in paths),
            share(f"progress.{month:%Y-%m}.share", f"{month.year}年{month.month}月计划完成比例", "计划累计完成户数÷总任务×100%", whole, task.total),
        )

    return MonthlyPlan(tuple(line(month) for month in months), paths, rows.lacking)
