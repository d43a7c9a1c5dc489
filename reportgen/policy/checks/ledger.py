"""Checks of the ledger of households: one finding for what many rows lack, since a ledger may have a million."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from reportgen.diagnostics import Place
from reportgen.figures.figure import cell
from reportgen.inputs.schema import Household, Village
from reportgen.inputs.schema.choices import HeatingPath
from reportgen.policy.checks.registry import Breach, Outcome, Unknown, check
from reportgen.policy.facts import Facts

FIELDS = {field.column.title: field.key for field in Household.fields()}
SHOWN, NAMED = 20, 3
"""So many places of a finding are given, and so many villages named in its message."""


@check("ledger-fields", needs="households", says="group column empty households")
def ledger_fields(facts: Facts) -> Iterator[Outcome]:
    """The columns of the parameter `ledger_fields` (group: column titles) are filled in for every household."""
    rows = facts.scope.rows(Household)
    for group, titles in facts.parameters["ledger_fields"].items():
        for title in titles:
            key = FIELDS[title]
            empty = [row for row in rows.rows if getattr(row, key) in (None, "")]
            if empty:
                names = {"group": group, "column": title, "empty": len(empty), "households": len(rows.rows)}
                yield Breach(names, (), tuple(row.place(key) for row in empty[:SHOWN]))


@check("ledger-by-village", needs="households villages", says="township villages listed confirmed")
def ledger_by_village(facts: Facts) -> Iterator[Outcome]:
    """The ledger has as many households of each village and path as are confirmed; one finding a township."""
    households, villages = facts.scope.rows(Household), facts.scope.rows(Village)
    listed = Counter(_Line(row.township, row.village, row.path) for row in households.rows)
    confirmed: Counter[_Line] = Counter()
    places: dict[str, list[Place]] = {}
    unread: set[_Line] = set()
    for row in villages.rows:
        line, number = _Line(row.township, row.village, row.path), cell(row, "households")
        if number.value is None:
            unread.add(line)
            yield Unknown(number.lacking)
        else:
            confirmed[line] += int(number.value)
            places.setdefault(row.township, []).append(row.place("households"))
    different: dict[str, list[_Line]] = {}
    for line in (*confirmed, *(line for line in listed if line not in confirmed)):
        if confirmed[line] != listed[line] and line not in unread:
            different.setdefault(line.township, []).append(line)
    for township, lines in different.items():
        first = "、".join(f"{line.village}{line.path}（台账{listed[line]}户，确定{confirmed[line]}户）" for line in lines[:NAMED])
        names = {
            "township": township,
            "villages": first + (f"等{len(lines)}处" if len(lines) > NAMED else ""),
            "listed": sum(listed[line] for line in lines),
            "confirmed": sum(confirmed[line] for line in lines),
        }
        yield Breach(names, (), (*places.get(township, ())[:SHOWN], *households.tables))


class _Line(NamedTuple):
    """What the two tables are compared by."""

    township: str
    village: str
    path: HeatingPath
