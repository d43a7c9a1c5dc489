"""配套电网: the substation districts (台区) strengthened for 煤改电, and their acceptance (电网增容)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import cell, difference, remainder, share, total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows, tables_of, unread
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick
from reportgen.inputs.schema import Record
from reportgen.language.figure import Figure, Source, Term


@dataclass(frozen=True, slots=True)
class GridWorks:
    """Works (项), their districts (个) and lines (千米): all, of works finished, of works inspected; passed and failed.

    `left` are districts of works not finished, `uninspected` those finished and not inspected; `rate` is passed of inspected in percent.
    """

    works: Figure
    districts: Figure
    lines: Figure
    finished: Figure
    left: Figure
    inspected: Figure
    passed: Figure
    failed: Figure
    uninspected: Figure
    rate: Figure
    rows: Listing


def grid(scope: Scope, prefix: str = "grid", unit: str = "") -> GridWorks:
    """The figures of the grid works, named `prefix`.*, labelled with `unit`; none of them is missing where there is no 煤改电."""
    rows = _rows(scope)

    def districts(name: str, label: str, words: str, state: Callable[[Record], Term | None]) -> Figure:
        return total(f"{prefix}.{name}", f"{unit}{label}", "个", words, (term for row in rows.rows if (term := state(row))), rows)

    every = districts("districts", "配套台区数", "各工程台区数相加", lambda row: cell(row, "districts"))
    finished = districts("finished", "完成的台区数", "填了完成日期的工程的台区数相加", lambda row: _dated(row, "finished_on", "districts"))
    inspected = districts("inspected", "验收的台区数", "填了验收日期的工程的台区数相加", lambda row: _dated(row, "accepted_on", "districts"))
    passed = districts("passed", "验收合格的台区数", "填了验收日期的工程的合格台区数相加", lambda row: _dated(row, "accepted_on", "accepted"))
    one = [Term(Decimal(1), (Source(row.place("name"), row.raw("name")),)) for row in rows.rows]
    return GridWorks(
        works=total(f"{prefix}.works", f"{unit}配套电网工程数", "项", "配套电网表的行数", one, rows),
        districts=every,
        lines=total(f"{prefix}.lines", f"{unit}配套线路长度", "千米", "各工程线路长度相加", (cell(row, "lines") for row in rows.rows), rows),
        finished=finished,
        left=difference(f"{prefix}.left", f"{unit}未完成的台区数", "个", "台区数减完成的台区数", every, finished),
        inspected=inspected,
        passed=passed,
        failed=remainder(f"{prefix}.failed", f"{unit}验收不合格的台区数", "个", "验收的台区数减合格的台区数", inspected, passed),
        uninspected=remainder(f"{prefix}.uninspected", f"{unit}尚未验收的台区数", "个", "完成的台区数减验收的台区数", finished, inspected),
        rate=share(f"{prefix}.rate", f"{unit}台区验收合格率", "合格的台区数÷验收的台区数×100%", passed, inspected),
        rows=listing(rows),
    )


def _rows(scope: Scope) -> Rows:
    """The rows of a unit and of those below it; only a unit that has 煤改电 to do lacks the table."""
    parts = tuple(_parts(scope))
    rows = tuple(row for part in parts for row in part.rows)
    return Rows(rows, tuple(what for part in parts for what in part.lacking), tables_of(rows), scope.dataset("grid"))


def _parts(scope: Scope) -> Iterator[Rows]:
    if scope.inputs.rows("grid") or not scope.children:
        has_task = any(row.households != 0 for row in pick(scope.rows("tasks").rows, path="electricity"))
        yield scope.rows("grid") if has_task else scope.optional("grid")
        return
    for child in scope.below("grid"):
        yield from _parts(child)
    yield Rows((), tuple(f"{name}《{scope.dataset('grid').title}》" for name in scope.unplaced))


def _dated(row: Record, date: str, key: str) -> Term | None:
    """The number in field `key` where the row has the date; nothing where it has none; unknown where it can't be read."""
    if unread(row, date):
        return Term(None, (), (str(row.place(date)),))
    return cell(row, key) if getattr(row, date) else None
