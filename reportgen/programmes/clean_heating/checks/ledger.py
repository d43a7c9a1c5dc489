"""Checks of the ledger of households (用户台账): each a query, and one finding for what many rows have, since a ledger may have a million."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from reportgen.diagnostics import Place
from reportgen.figures.figure import cell
from reportgen.figures.scope import Scope
from reportgen.findings import FoundRows
from reportgen.inputs.keeping import kept
from reportgen.inputs.kept_rows import DIGEST, FIRST, WRONG, KeptRows, one_of
from reportgen.inputs.schema import Record
from reportgen.language.figure import Term
from reportgen.ledger.engine import quoted
from reportgen.policy.checks.registry import Outcome, Unknown, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.large import MOST_RANGES, of_rows
from reportgen.programmes.clean_heating.checks.registry import check

SHOWN, NAMED = 20, 3
"""So many places of a finding are given at most, where not all are, and so many named in its message."""


@check("ledger-fields", needs="households", says="group column empty households")
def ledger_fields(facts: Facts) -> Iterator[Outcome]:
    """The columns of the parameter `ledger_fields` (group: column titles) are filled in for every household."""
    yield from _filled_in(facts, "ledger_fields")


@check("ledger-at-season-end", needs="households", says="group column empty households")
def ledger_at_season_end(facts: Facts) -> Iterator[Outcome]:
    """The same of the parameter `ledger_fields_at_season_end`: what a ledger can have only when the season is over."""
    yield from _filled_in(facts, "ledger_fields_at_season_end")


def _filled_in(facts: Facts, parameter: str) -> Iterator[Outcome]:
    ledger = _ledger(facts)
    keys = {field.column.title: key for key, field in ledger.dataset.columns.items()}
    asked = [(group, title) for group, titles in facts.parameters[parameter].items() for title in titles]
    counts = ", ".join(f'count("{keys[title]}")' for _, title in asked)
    filled = ledger.ask(f"SELECT {counts} FROM held")[0] if asked else ()
    for (group, title), number in zip(asked, filled, strict=True):
        if number < len(ledger):
            names = {"group": group, "column": title, "empty": len(ledger) - number, "households": len(ledger)}
            yield of_rows(names, ledger, keys[title], f'"{keys[title]}" IS NULL')


@check("ledger-by-village", needs="households villages", says="listed confirmed different examples")
def ledger_by_village(facts: Facts) -> Iterator[Outcome]:
    """The ledger has as many households of each village and path as are confirmed: one finding, that names the first villages."""
    ledger, villages = _ledger(facts), facts.scope.rows("villages")
    counted = ledger.ask(f"SELECT township, village, path, count(*) FROM held GROUP BY 1, 2, 3 ORDER BY {FIRST}")
    listed = {_Line(township, village, path): number for township, village, path, number in counted}
    confirmed: dict[_Line, Term] = {}
    for row in villages.rows:
        line, number = _Line(row.township, row.village, row.path), cell(row, "households")
        before = confirmed.get(line)
        confirmed[line] = number if before is None else _together(before, number)
        if number.value is None:
            yield Unknown(number.lacking)
    known = {line: int(number.value) for line, number in confirmed.items() if number.value is not None}
    added = {line: 0 for line in listed if line not in confirmed}
    different = {line: number for line, number in {**known, **added}.items() if number != listed.get(line, 0)}
    if different:
        first = list(different.items())[:NAMED]
        names = {
            "listed": len(ledger),
            "confirmed": sum(known.values()),
            "different": len(different),
            "examples": "、".join(f"{line.village}{line.path}台账{listed.get(line, 0)}户、确定{number}户" for line, number in first),
        }
        places = tuple(source.place for line in different if line in confirmed for source in confirmed[line].sources)
        above = [line for line, number in different.items() if listed.get(line, 0) > number]  # what is lacking has no rows to be listed
        yield Violation(names, (), (*places[:MOST_RANGES], *ledger.tables), _rows_of(ledger, above))


@check("ledger-repeated", needs="households", says="numbers households examples")
def ledger_repeated(facts: Facts) -> Iterator[Outcome]:
    """No household stands twice in the ledger, in whichever file; of a unit with others below it, in no two of these. Told by digests of identity numbers."""
    ledger = _ledger(facts)
    digest = f'"{DIGEST}identity"'
    folders = [part.place.file.split("/")[2:3] for part in ledger.parts]
    units = [folders.index(folder) for folder in folders]
    among = "*" if len(set(units)) <= 1 else f"DISTINCT {units}[_part + 1]"
    twice = f"FROM held WHERE {digest} IS NOT NULL GROUP BY {digest} HAVING count({among}) > 1"
    numbers, households = ledger.ask(f"SELECT count(*), sum(number)::BIGINT FROM (SELECT count(*) AS number {twice})")[0]
    if numbers:
        one = f"SELECT {digest} {twice} ORDER BY {FIRST} LIMIT 1"
        first = ledger.places("identity", f"{digest} IN ({one})", most=2)
        names = {"numbers": numbers, "households": households, "examples": "与".join(map(str, first))}
        together = f"{FIRST} OVER (PARTITION BY {digest}), _part, _at"  # who looks them through has each number's households one after the other
        yield of_rows(names, ledger, "identity", f"{digest} IN (SELECT {digest} {twice})", together)


@check("ledger-identities", needs="households", says="households examples")
def ledger_identities(facts: Facts) -> Iterator[Outcome]:
    """Every identity number may be one: of so many digits, with the check digit that they make (GB 11643), born on a day that there was."""
    ledger = _ledger(facts)
    wrong = f'"{WRONG}identity"'
    households = ledger.number(wrong)
    if households:
        found = of_rows({"households": households, "examples": ""}, ledger, "identity", wrong)
        yield replace(found, names={**found.names, "examples": "、".join(map(str, found.places[:NAMED]))})


@check("ledger-paths", needs="households tasks equipment", says="what path households names")
def ledger_paths(facts: Facts) -> Iterator[Outcome]:
    """The path of each household is one that the unit has a task of, and its model one that was chosen for that path."""
    ledger = _ledger(facts)
    tasks = {row.path for row in facts.scope.rows("tasks").rows if row.path and row.households != 0}
    for path, number in ledger.texts("path", f"NOT {one_of('path', tasks)}").items():
        names = {"what": "取暖路径不在改造任务中", "path": path, "households": number, "names": "、".join(sorted(tasks))}
        yield of_rows(names, ledger, "path", f"path = {quoted(path)}")
    models: dict[str, set[str]] = {}
    for row in facts.scope.rows("equipment").rows:
        if row.path and row.model:
            models.setdefault(row.path, set()).add(row.model)
    every = set().union(*models.values()) if models else set()
    for path, own in models.items():
        other = f"path = {quoted(str(path))} AND {one_of('model', every - own)}"
        number = ledger.number(other)
        if number:
            first = ledger.where(other, most=1)[0].model
            yield of_rows({"what": "设备型号是为别的路径选用的", "path": str(path), "households": number, "names": first}, ledger, "model", other)


@check("ledger-subsidies", needs="households subsidies", says="path column households standard highest")
def ledger_subsidies(facts: Facts) -> Iterator[Outcome]:
    """No household was paid more than the standard of its path; one in hardship may have what is added to the running subsidy."""
    ledger = _ledger(facts)
    asked: list[tuple[str, str, Decimal, str]] = []  # path, column, standard, condition
    for row in facts.scope.rows("subsidies").rows:
        extra = row.hardship_extra or 0
        for key, standard, added in (("construction_subsidy", row.construction, 0), ("running_subsidy", row.running, extra)):
            if row.path is not None and standard is not None:
                allowed = f"{standard:f} + CASE WHEN hardship IS NULL THEN 0 ELSE {added:f} END"
                asked.append((str(row.path), key, standard, f'path = {quoted(str(row.path))} AND "{key}" > CAST({allowed} AS DECIMAL(27,12))'))
    found = ledger.ask(f"SELECT {', '.join(f'count(*) FILTER ({of}), max({key}) FILTER ({of})' for _, key, _, of in asked)} FROM held")[0] if asked else ()
    for (path, key, standard, above), number, highest in zip(asked, found[::2], found[1::2], strict=True):
        if number:
            title = ledger.dataset.columns[key].column.title
            names = {"path": path, "column": title, "households": number, "standard": standard + 0, "highest": highest.normalize() + 0}
            yield of_rows(names, ledger, key, above)


@check("ledger-acceptance", needs="households acceptance", says="what different examples")
def ledger_acceptance(facts: Facts) -> Iterator[Outcome]:
    """Of each village and path that 验收 has, and whose households the ledger has all, as many are accepted, and sampled, in both.

    A township of which 验收 has a row without a village is compared as a whole.
    """
    ledger = _ledger(facts)
    counts = "count(*), count(*) FILTER (accepted), count(accepted), count(*) FILTER (sampled), count(sampled)"
    counted = ledger.ask(
        f"SELECT township, village, path, {counts} FROM held GROUP BY GROUPING SETS ((1, 2, 3), (1, 3)) HAVING grouping(village) = 1 OR village IS NOT NULL"
    )
    listed = {_Line(*row[:3]): row[3:] for row in counted}
    rows_given = facts.scope.rows("acceptance").rows
    whole = {(row.township, row.category) for row in rows_given if not row.village}
    of_lines: dict[_Line, list[Record]] = {}
    for row in rows_given:
        village = None if (row.township, row.category) in whole else row.village
        of_lines.setdefault(_Line(row.township, village, row.category), []).append(row)
    for what, at in (("验收合格", 1), ("抽验", 3)):
        different: list[tuple[_Line, str, Place]] = []
        for line, rows in of_lines.items():
            here = listed.get(line)
            given = _sum(_accepted(row) if at == 1 else row.sampled for row in rows)
            done = _sum(row.completed for row in rows)
            if here is None or given is None or done is None or here[0] < done or not here[at + 1] or here[at] == given:
                continue
            key = "passed" if at == 1 else "sampled"
            different.append((line, f"{line.village or line.township}{line.path}台账{here[at]}户、验收表{given}户", rows[0].place(key)))
        if different:
            names = {"what": what, "different": len(different), "examples": "、".join(words for _, words, _ in different[:NAMED])}
            places = (*(place for *_, place in different[:MOST_RANGES]), *ledger.tables)
            yield Violation(names, (), places, _rows_of(ledger, [line for line, *_ in different], "accepted" if at == 1 else "sampled"))


@check("ledger-totals", needs="households villages acceptance", says="path listed confirmed accepted examples")
def ledger_totals(facts: Facts) -> Iterator[Outcome]:
    """Path by path, the ledgers of the units below have as many households as are confirmed, and as are completed; which of these units haven't."""
    ledger = _ledger(facts)
    listed = dict(ledger.ask(f"SELECT path, count(*) FROM held WHERE path IS NOT NULL GROUP BY 1 ORDER BY {FIRST}"))
    confirmed, accepted = (_by_path(facts.scope, *table) for table in _COMPARED)
    yield from (Unknown(term.lacking) for term in (*confirmed.values(), *accepted.values()) if term.value is None)
    for path, number in listed.items():
        of_both = [int(sums[path].value or 0) if path in sums else 0 for sums in (confirmed, accepted)]
        if any(number != one for one in of_both):
            names = {"path": path, "listed": number, "confirmed": of_both[0], "accepted": of_both[1]}
            units = "、".join(islice(_differing(facts.scope, path), NAMED))
            yield Violation({**names, "examples": f"，例如{units}" if units else ""}, (), ledger.tables[:SHOWN])


_COMPARED = (("villages", "path", "households"), ("acceptance", "category", "completed"))
"""What the ledger's sums are compared with: the dataset, and in it the columns of the path and of the households."""


def _by_path(scope: Scope, dataset: str, path: str, key: str) -> dict[str | None, Term]:
    """The sums of a column by path."""
    found: dict[str | None, Term] = {}
    for row in scope.rows(dataset).rows:
        of, number = getattr(row, path), cell(row, key)
        found[of] = number if of not in found else _together(found[of], number)
    return found


def _differing(scope: Scope, path: str) -> Iterator[str]:
    """The units below whose own sums of a path differ, with these."""
    for child in scope.below("households"):
        listed = kept(child.dataset("households"), child.rows("households").rows).number(f"path = {quoted(path)}")
        confirmed, accepted = (_by_path(child, *table).get(path, Term(Decimal(0))).value for table in _COMPARED)
        if any(number is not None and number != listed for number in (confirmed, accepted)):
            numbers = (f"{words}{number}户" for words, number in (("确村确户", confirmed), ("验收完工", accepted)) if number is not None)
            yield f"{child.unit.label}台账{listed}户、{'、'.join(numbers)}"


def _rows_of(ledger: KeptRows, lines: Iterable["_Line"], column: str = "path") -> FoundRows | None:
    """The households of lines, village by village; those of a line without a village are the township's. None where there are none."""
    found = [" AND ".join(f"{key} = {quoted(str(value))}" for key, value in line._asdict().items() if value is not None) for line in lines]
    return FoundRows(ledger.dataset.key, column, " OR ".join(f"({one or 'FALSE'})" for one in found), "township, village, path, _part, _at") if found else None


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum of numbers; None where one isn't known."""
    known = list(numbers)
    return None if None in known else sum(number for number in known if number is not None)


def _accepted(row: Record) -> int | None:
    """The households of a row of 验收 that passed in the end."""
    passed, rectified = row.passed, row.rectified
    return None if passed is None else passed + (rectified or 0)


def _ledger(facts: Facts) -> KeptRows:
    return kept(facts.scope.dataset("households"), facts.scope.rows("households").rows)


def _together(one: Term, other: Term) -> Term:
    """The sum of two numbers, unknown where either is."""
    value = None if one.value is None or other.value is None else one.value + other.value
    return Term(value, (*one.sources, *other.sources), (*one.lacking, *other.lacking))


class _Line(NamedTuple):
    """What the tables are compared by; a choice is its title."""

    township: str | None
    village: str | None
    path: str | None
