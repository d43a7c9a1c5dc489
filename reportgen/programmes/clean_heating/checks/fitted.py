"""Checks that a self-evaluation isn't fitted: targets to what came out, one cause to every county; and that money is passed on in time."""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Direction
from reportgen.inputs.wording import fold, shorten
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check
from reportgen.programmes.clean_heating.figures.scores import Scored

_BOUNDS = frozenset((Decimal(0), Decimal(100)))
"""What a target of all or none is; that a result is just that is no wonder."""

_ENDS = "。.；;，,"
"""What a text may end with: that one has it and the other not makes no difference."""


@check("targets-not-fitted", needs="indicators tasks retrofit", says="same all indicators")
def targets_not_fitted(facts: Facts) -> Iterator[Outcome]:
    """Most targets that an office sets itself aren't exactly what came out.

    Those that are all or none, and those of the year's task, it doesn't set itself. `fitted_least` of the others, and more than `fitted_share` percent of
    them, are as many as chance doesn't give.
    """
    task = facts.themes.tasks
    assigned = {task.total.value, *(path.total.value for path in task.paths), *(facts.themes.retrofit.total.value,)}
    assigned |= {row.planned for row in facts.scope.rows("retrofit").rows}
    own = [scored for scored in facts.themes.scores.indicators if _set_by_the_office(scored, assigned)]
    unknown = [what for scored in own if scored.actual.value is None for what in scored.actual.lacking]
    if unknown:
        yield Unknown(tuple(unknown))
        return
    same = [scored for scored in own if scored.actual.value == scored.record.target]
    if len(same) >= facts.parameters["fitted_least"] and len(same) * 100 > len(own) * facts.parameters["fitted_share"]:
        names = {"same": len(same), "all": len(own), "indicators": "、".join(str(scored.record.level3) for scored in same)}
        yield Violation(names, (), tuple(scored.record.place("target") for scored in same))


@check("amounts-not-fitted", needs="indicators", says="indicator target measure")
def amounts_not_fitted(facts: Facts) -> Iterator[Outcome]:
    """No target to be reached at least is, to the decimals, the very amount that came out (measures of the parameter `fitted_measures`)."""
    for scored in facts.themes.scores.indicators:
        record = scored.record
        if record.direction is not Direction.AT_LEAST or record.measure not in facts.parameters["fitted_measures"] or record.target is None:
            continue
        if scored.actual.value is None:
            yield Unknown(scored.actual.lacking)
        elif scored.actual.value == record.target and record.target % 1:
            yield Violation({"indicator": record.level3, "target": record.target, "measure": record.measure}, (), (record.place("target"),))


def _set_by_the_office(scored: Scored, assigned: set[Decimal | None]) -> bool:
    target = scored.record.target
    return not scored.qualitative and target is not None and target not in _BOUNDS and target not in assigned


@check("causes-of-their-own", needs="", says="cause units count")
def causes_of_their_own(facts: Facts) -> Iterator[Outcome]:
    """No cause stands word for word in the tables of `same_cause_units` or more units below: each looked for its own."""
    found: dict[str, dict[str, Record]] = {}
    texts: dict[str, str] = {}
    fields: dict[str, str] = {}
    for child in facts.scope.children:
        for record, key in _causes(child):
            text = getattr(record, key)
            known = fold(text).rstrip(_ENDS)
            texts.setdefault(known, text)
            fields[known] = key
            found.setdefault(known, {}).setdefault(child.unit.label, record)
    for known, units in found.items():
        if len(units) >= facts.parameters["same_cause_units"]:
            names = {"cause": shorten(texts[known]), "units": "、".join(units), "count": len(units)}
            yield Violation(names, (), tuple(record.place(fields[known]) for record in units.values()))


def _causes(scope: Scope) -> Iterator[tuple[Record, str]]:
    """A unit's texts that give a cause, with their columns; one that refers to another of its indicators gives none."""
    indicators = scope.inputs.rows("indicators") or ()
    names = [row.level3 for row in indicators if row.level3]
    for row in indicators:
        if row.deviation and not any(name in row.deviation for name in names):
            yield row, "deviation"
    for row in scope.inputs.rows("progress") or ():
        if row.reason:
            yield row, "reason"


@check("money-passed-on-in-time", needs="transfers", says="number days most")
def money_passed_on_in_time(facts: Facts) -> Iterator[Outcome]:
    """No 指标 took longer than `pass_on_days` from the day it came to the day it was paid on."""
    for transfer in facts.themes.transfers.rows:
        if transfer.days > facts.parameters["pass_on_days"]:
            names = {"number": transfer.record.number, "days": transfer.days.value, "most": facts.parameters["pass_on_days"]}
            yield Violation(names, (transfer.days,), (transfer.record.place("paid_on"),))
