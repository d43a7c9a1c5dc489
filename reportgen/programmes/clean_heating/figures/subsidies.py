"""补贴标准: the standards by path, and what was paid by them."""

from dataclasses import dataclass

from reportgen.figures.figure import total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure
from reportgen.programmes.clean_heating.figures.schedules import Schedules, schedules


@dataclass(frozen=True, slots=True)
class Paid:
    """Subsidies paid for one path or all: 建设补贴, 运行补贴, 困难户增补 (万元), their sum, and 困难户 (户)."""

    name: str
    construction: Figure
    running: Figure
    hardship: Figure
    total: Figure
    households: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsidies(Listing):
    """The standards as rows, and what was paid: the whole, and by path (those that have a standard); how they are computed, where that is given."""

    paid: Paid
    paths: tuple[Paid, ...]
    schedules: Schedules

    @property
    def modes(self) -> tuple[str, ...]:
        """How the running subsidies are paid (发放方式), each once, of the paths that have one."""
        return tuple(dict.fromkeys(row.mode for row in self.rows if row.running and row.mode))


def subsidies(scope: Scope) -> Subsidies:
    """The standards of a unit, and the figures of what was paid, named subsidies.paid.* and subsidies.PATH.*."""
    rows = scope.rows("subsidies")
    lines = listing(rows)
    present = tuple(path for path in scope.choices("path") if any(row.path in (path, None) for row in rows.rows))
    return Subsidies(lines.rows, lines.lacking, paid=_paid(rows, None), paths=tuple(_paid(rows, path) for path in present), schedules=schedules(scope))


def _paid(rows: Rows, path: Choice | None) -> Paid:
    prefix, label = (f"subsidies.{path.key}", str(path)) if path else ("subsidies.paid", "")
    match = {"path": path} if path else {}

    def column(key: str, field: str, title: str, unit: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", unit, f"补贴标准表中{label}{title}相加", terms(rows.rows, field, **match), rows)

    construction = column("construction", "construction_paid", "已发建设补贴", "万元")
    running = column("running", "running_paid", "已发运行补贴", "万元")
    hardship = column("hardship", "hardship_paid", "已发困难增补", "万元")
    return Paid(
        str(path or "合计"),
        construction,
        running,
        hardship,
        total(f"{prefix}.total", f"{label}已发补贴", "万元", "建设补贴、运行补贴、困难增补相加", (construction, running, hardship), Rows(())),
        column("households", "hardship", "困难群众户数", "户"),
    )
