"""Checks of energy and the grid: demand by households, works before the conversion."""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.inputs.schema.vocabulary import means
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check

MYRIAD = Decimal(10_000)


@check("energy-demand-by-households", needs="energy", says="supplier kind demand measure households average average_unit expected")
def energy_demand_by_households(facts: Facts) -> Iterator[Outcome]:
    """A demand is its households times their average, within the parameter `demand_margin` (%); 万 in the measure is reckoned with."""
    margin = facts.parameters["demand_margin"]
    for row in facts.scope.rows("energy").rows:
        if row.households is None and row.average is None:
            continue
        factor = {row.average_unit: Decimal(1), f"万{row.average_unit}": MYRIAD}.get(row.measure)
        if row.demand is None or row.households is None or row.average is None or factor is None:
            yield Unknown((f"{row.place('average')}的用能户数、户均用能量或者户均单位",))
            continue
        expected = row.households * row.average / factor
        if abs(row.demand - expected) * 100 > margin * expected:
            names = {
                "supplier": row.supplier,
                "kind": row.kind,
                "demand": row.demand,
                "measure": row.measure,
                "households": row.households,
                "average": row.average,
                "average_unit": row.average_unit,
                "expected": expected,
            }
            yield Violation(names, (), tuple(row.place(key) for key in ("demand", "households", "average")))


@check("grid-before-conversion", needs="grid acceptance", says="township work grid conversion")
def grid_before_conversion(facts: Facts) -> Iterator[Outcome]:
    """No grid work of a township is finished after the last of its 煤改电 households; one of several townships is held against the last of all."""
    rows = [row for row in facts.scope.rows("acceptance").rows if means(row.category, "electricity")]
    for work in facts.scope.rows("grid").rows:
        here = [row for row in rows if work.township in (row.township, None)]
        if not here:
            continue
        if work.finished_on is None or any(row.finished_on is None for row in here):
            lacks = [f"{work.place('finished_on')}的完成日期"] if work.finished_on is None else []
            yield Unknown((*lacks, *(f"{row.place('finished_on')}的完工日期" for row in here if row.finished_on is None)))
            continue
        last = max((row for row in here if row.finished_on), key=lambda row: str(row.finished_on))
        if last.finished_on and work.finished_on > last.finished_on:
            names = {"township": work.township or facts.scope.unit.whole, "work": work.name, "grid": work.finished_on, "conversion": last.finished_on}
            yield Violation(names, (), (work.place("finished_on"), last.place("finished_on")))
