"""Checks of the ledger of households: one finding for what many rows lack, since a ledger may have a million."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from reportgen.figures.figure import cell
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Term
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check

SHOWN, NAMED = 20, 3
"""So many places of a finding are given at most, and so many villages named in its message."""


@check("ledger-fields", needs="households", says="group column empty households")
def ledger_fields(facts: Facts) -> Iterator[Outcome]:
    """The columns of the parameter `ledger_fields` (group: column titles) are filled in for every household."""
    yield from _filled_in(facts, "ledger_fields")


@check("ledger-at-season-end", needs="households", says="group column empty households")
def ledger_at_season_end(facts: Facts) -> Iterator[Outcome]:
    """The same of the parameter `ledger_fields_at_season_end`: what a ledger can have only when the season is over."""
    yield from _filled_in(facts, "ledger_fields_at_season_end")


def _filled_in(facts: Facts, parameter: str) -> Iterator[Outcome]:
    rows = facts.scope.rows("households")
    keys = {field.column.title: key for key, field in rows.fields.items()}
    for group, titles in facts.parameters[parameter].items():
        for title in titles:
            key = keys[title]
            empty = [row for row in rows.rows if getattr(row, key) in (None, "")]
            if empty:
                names = {"group": group, "column": title, "empty": len(empty), "households": len(rows.rows)}
                yield Violation(names, (), tuple(row.place(key) for row in empty[:SHOWN]))


@check("ledger-by-village", needs="households villages", says="listed confirmed different examples")
def ledger_by_village(facts: Facts) -> Iterator[Outcome]:
    """The ledger has as many households of each village and path as are confirmed: one finding, that names the first villages."""
    households, villages = facts.scope.rows("households"), facts.scope.rows("villages")
    listed = Counter(_Line(row.township, row.village, row.path) for row in households.rows)
    confirmed: dict[_Line, Term] = {}
    for row in villages.rows:
        line, number = _Line(row.township, row.village, row.path), cell(row, "households")
        before = confirmed.get(line)
        confirmed[line] = number if before is None else _together(before, number)
        if number.value is None:
            yield Unknown(number.lacking)
    known = {line: int(number.value) for line, number in confirmed.items() if number.value is not None}
    added = {line: 0 for line in listed if line not in confirmed}
    different = {line: number for line, number in {**known, **added}.items() if number != listed[line]}
    if different:
        first = list(different.items())[:NAMED]
        names = {
            "listed": len(households.rows),
            "confirmed": sum(known.values()),
            "different": len(different),
            "examples": "、".join(f"{line.village}{line.path}台账{listed[line]}户、确定{number}户" for line, number in first),
        }
        places = tuple(source.place for line, _ in first if line in confirmed for source in confirmed[line].sources)
        yield Violation(names, (), (*places, *households.tables))


def _together(one: Term, other: Term) -> Term:
    """The sum of two numbers, unknown where either is."""
    value = None if one.value is None or other.value is None else one.value + other.value
    return Term(value, (*one.sources, *other.sources), (*one.lacking, *other.lacking))


class _Line(NamedTuple):
    """What the two tables are compared by."""

    township: str
    village: str
    path: Choice
