"""户均投资: what a household's conversion cost against what was approved, by path and by unit below."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.figures.figure import cell, difference, product, quotient, share, total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick, terms
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term

_PER_YUAN = Term(Decimal("0.0001"), ())
"""万元 in a 元."""
_YUAN = Term(Decimal(10_000), ())


@dataclass(frozen=True, slots=True)
class Cost:
    """What some households cost: 批复投资 and 实际投资 (万元), both of one household (元/户), and what it cost more, or less, than was approved.

    Where several rows have different approved costs, that of one household is weighted by the households. `reasons` are those given for the difference.
    """

    name: str
    households: Figure
    approved_total: Figure
    settled: Figure
    approved: Figure
    actual: Figure
    over: Figure
    under: Figure
    over_rate: Figure
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Investment:
    """户均投资 of a unit: the whole, by path, by county below; `rows` are the unit's own. Where no unit has the table there is nothing, and nothing lacking."""

    whole: Cost
    paths: tuple[Cost, ...]
    units: tuple[Cost, ...]
    rows: Listing
    given: bool

    @property
    def dearer(self) -> tuple[Cost, ...]:
        """The units below, else the paths, where a household cost more than was approved."""
        return tuple(cost for cost in (self.units or self.paths) if cost.over > 0)


def investment(scope: Scope) -> Investment:
    """The figures of 户均投资, named investment.*; those of the units below are named investment.unit.CODE.*."""
    rows = scope.optional("unit_costs")
    present = tuple(path for path in scope.choices("path") if any(row.path in (path, None) for row in rows.rows))
    own = scope.inputs.rows("unit_costs") or ()
    return Investment(
        _cost("investment", "合计", "", rows),
        tuple(_cost(f"investment.{path.key}", str(path), str(path), rows, path) for path in present),
        () if own else tuple(_units(scope)),
        listing(Rows(own, (), rows.tables, rows.dataset)),
        bool(rows.rows),
    )


def _units(scope: Scope) -> Iterator[Cost]:
    """The counties below that have the table: the others need not."""
    for child in scope.below("unit_costs"):
        if child.unit.level not in (Level.COUNTY, Level.TOWNSHIP) and not child.inputs.rows("unit_costs"):
            yield from _units(child)
        elif (rows := child.optional("unit_costs")).rows:
            yield replace(_cost(f"investment.unit.{child.unit.code}", child.unit.label, child.unit.label, rows), name=child.unit.label)


def _cost(prefix: str, name: str, label: str, rows: Rows, path: Choice | None = None) -> Cost:
    match: dict[str, object] = {} if path is None else {"path": path}
    households = total(f"{prefix}.households", f"{label}结算户数", "户", "结算户数相加", terms(rows.rows, "households", **match), rows)
    approved = [product(product(cell(row, "approved"), cell(row, "households")), _PER_YUAN) for row in pick(rows.rows, **match)]
    approved_total = total(f"{prefix}.approved_total", f"{label}批复投资", "万元", "批复户均投资乘结算户数，相加", approved, rows)
    settled = total(f"{prefix}.settled", f"{label}实际投资", "万元", "实际投资相加", terms(rows.rows, "settled", **match), rows)

    def each(key: str, title: str, money: Figure) -> Figure:
        words = f"{title.removesuffix('户均投资')}投资÷结算户数"
        return quotient(f"{prefix}.{key}", f"{label}{title}", "元/户", words, product(money, _YUAN), households)

    planned, actual = each("approved", "批复户均投资", approved_total), each("actual", "实际户均投资", settled)
    over = difference(f"{prefix}.over", f"{label}户均投资超出批复", "元/户", "实际户均投资减批复户均投资", actual, planned)
    under = difference(f"{prefix}.under", f"{label}户均投资低于批复", "元/户", "批复户均投资减实际户均投资", planned, actual)
    reasons = tuple(dict.fromkeys(row.reason for row in pick(rows.rows, **match) if row.reason))
    rate = share(f"{prefix}.over.rate", f"{label}户均投资超出批复的比例", "超出批复的户均投资÷批复户均投资×100%", over, planned)
    return Cost(name, households, approved_total, settled, planned, actual, over, under, rate, reasons)
