"""Names of townships and villages against the unit's list of them, and against each other.

What isn't on the list is a fault, and the name is missing from its row, so that it becomes no township of its own. Without a list, so is a name that is one of
the county's townships in other clothes; names that may be one and the same are told with both their places.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.inputs.counties import TOWNSHIP, VILLAGE
from reportgen.inputs.divisions import named, townships
from reportgen.inputs.kept_rows import FIRST, KeptRows
from reportgen.inputs.likeness import Likeness, alike, likeness, simplified
from reportgen.inputs.records import Table
from reportgen.inputs.remarks import MOST_PLACES
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.known import SETTLEMENTS
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import CLOSE_CHOICE, fold, nearest
from reportgen.ledger.engine import quoted

_TITLES = {TOWNSHIP: "乡镇", VILLAGE: "村（社区）"}
_LIST_HELP = "请改正；确实有的，请加到《乡镇村名录》或者单位说明的“乡镇”中"


@dataclass(slots=True)
class _Use:
    """Where a name stands in field `key`: the rows by dataset. Of ten thousand rows no place is made until it is told."""

    key: str
    rows: dict[str, list[Record]] = field(default_factory=dict)
    held: dict[str, tuple[KeptRows, int, tuple[str, ...]]] = field(default_factory=dict)
    """Of large tables: the rows, how many of them have the name, and the names of the township, or of the township and the village."""

    def __len__(self) -> int:
        return sum(map(len, self.rows.values())) + sum(number for _, number, _ in self.held.values())

    @property
    def tables(self) -> frozenset[str]:
        """The titles of the tables that have the name."""
        return frozenset((*self.rows, *self.held))

    def all(self) -> list[Place]:
        """Every place, table by table; of large tables the first."""
        places = [row.place(self.key) for rows in self.rows.values() for row in rows]
        return places + [place for rows, _, names in self.held.values() for place in _held_places(rows, self.key, names)]


@dataclass(frozen=True, slots=True)
class _Listed:
    """The unit's list: the villages of each township (none where only townships are listed), and where it stands."""

    villages: Mapping[str, tuple[str, ...]]
    place: Place | None


def check_names(unit: Unit, tables: Mapping[str, Table]) -> tuple[Mapping[str, Table], list[Diagnostic]]:
    """The tables without the names that the unit's list doesn't have, and what is to be said of names. Only a county and a township have one list."""
    if unit.level not in (Level.COUNTY, Level.TOWNSHIP):
        return tables, []
    listed = _list_of(unit, tables.get(SETTLEMENTS))
    checked = {key: table for key, table in tables.items() if key != SETTLEMENTS}
    if listed.villages:
        found, problems = _by_list(listed, checked)
        return {key: found.get(key, table) for key, table in tables.items()}, problems
    official = _official(unit)
    used = _uses(checked, TOWNSHIP)
    likes = dict(_likes(used, official))
    problems = [_like_official(unit, used, name, other, how) for name, (how, other) in likes.items()]
    problems += _against_each_other(used, official, TOWNSHIP, "")
    for township, villages in _villages(checked).items():
        problems += _against_each_other(villages, (), VILLAGE, township)
    wrong = {name for name, (how, other) in likes.items() if not _may_both_be(name, other, how)}
    return (_without(tables, wrong) if wrong else tables), problems


def _without(tables: Mapping[str, Table], names: set[str]) -> Mapping[str, Table]:
    """The tables with these townships missing from their rows."""
    return {key: replace(table, rows=_without_townships(table.rows, names)) if TOWNSHIP in table.dataset.columns else table for key, table in tables.items()}


def _without_townships(rows: Sequence[Record], names: set[str]) -> Sequence[Record]:
    if isinstance(rows, KeptRows):
        return rows.changed({TOWNSHIP: _other_than([TOWNSHIP], [(name,) for name in names], TOWNSHIP)})
    return tuple(row.changed({TOWNSHIP: None}) if getattr(row, TOWNSHIP, None) in names else row for row in rows)


def _other_than(keys: Sequence[str], names: Collection[tuple[str, ...]], key: str) -> str:
    """The SQL of a column `key` that has nothing where those of `keys` have one of these names."""
    among = ", ".join(f"({', '.join(map(quoted, one))})" for one in sorted(names))
    return f"CASE WHEN ({', '.join(keys)}) IN ({among}) THEN NULL ELSE {key} END"


def _held_places(rows: KeptRows, key: str, names: tuple[str, ...]) -> tuple[Place, ...]:
    """The first places of the cells of a field in the rows of a township, or of a township and a village."""
    where = " AND ".join(f"{of} = ?" for of, _ in zip((TOWNSHIP, VILLAGE), names, strict=False))
    return rows.places(key, where, *names, most=MOST_PLACES)


def _held(tables: Mapping[str, Table]) -> Iterator[tuple[Table, KeptRows, list[tuple[str, str | None, int]]]]:
    """The large tables that have townships, each with these, the villages in them, and how many rows have each, in the order of the rows."""
    for table in tables.values():
        if isinstance(table.rows, KeptRows) and TOWNSHIP in table.dataset.columns and table.rows:
            village = VILLAGE if VILLAGE in table.dataset.columns else "NULL"
            counted = f"SELECT {TOWNSHIP}, {village}, count(*) FROM held WHERE {TOWNSHIP} IS NOT NULL GROUP BY 1, 2 ORDER BY {FIRST}"
            yield table, table.rows, table.rows.ask(counted)


def _list_of(unit: Unit, table: Table | None) -> _Listed:
    """The townships of 单位.yaml and of 乡镇村名录 together."""
    found = {name: list(villages) for name, villages in unit.townships.items()}
    for row in table.rows if table is not None else ():
        if row.township:
            villages = found.setdefault(row.township, [])
            if row.village:
                villages.append(row.village)
    place = unit.place("townships") or (None if table is None else table.place)
    return _Listed({name: tuple(villages) for name, villages in found.items()}, place)


def _official(unit: Unit) -> tuple[str, ...]:
    """The townships that the table of divisions has for a county of that name and code."""
    known = unit.level is Level.COUNTY and any(place.code == unit.code for place in named(unit.name))
    return townships(unit.code) if known else ()


def _rows(tables: Mapping[str, Table], key: str) -> Iterator[tuple[str, Record, str]]:
    """Each row that has a name in field `key`: its dataset, itself, the name."""
    for table in tables.values():
        if key in table.dataset.columns and not isinstance(table.rows, KeptRows):
            for row in table.rows:
                name = getattr(row, key)
                if isinstance(name, str):
                    yield table.dataset.title, row, name


def _uses(tables: Mapping[str, Table], key: str) -> dict[str, _Use]:
    found: dict[str, _Use] = {}
    for title, row, name in _rows(tables, key):
        found.setdefault(name, _Use(key)).rows.setdefault(title, []).append(row)
    for table, rows, counted in _held(tables):
        title = table.dataset.title
        for township, _, number in counted:
            held = found.setdefault(township, _Use(key)).held
            before = held[title][1] if title in held else 0
            held[title] = (rows, before + number, (township,))
    return found


def _villages(tables: Mapping[str, Table]) -> dict[str, dict[str, _Use]]:
    found: dict[str, dict[str, _Use]] = {}
    for title, row, name in _rows(tables, VILLAGE):
        township = getattr(row, TOWNSHIP, None)
        if isinstance(township, str):
            found.setdefault(township, {}).setdefault(name, _Use(VILLAGE)).rows.setdefault(title, []).append(row)
    for table, rows, counted in _held(tables):
        for township, village, number in counted:
            if village is not None:
                found.setdefault(township, {}).setdefault(village, _Use(VILLAGE)).held[table.dataset.title] = (rows, number, (township, village))
    return found


# --- With a list ---


def _by_list(listed: _Listed, tables: Mapping[str, Table]) -> tuple[Mapping[str, Table], list[Diagnostic]]:
    folded = {fold(name): {fold(village) for village in villages} for name, villages in listed.villages.items()}
    wrong: dict[tuple[str, str, str], list[Place]] = {}
    checked = {
        key: replace(table, rows=tuple(_listed_row(row, folded, wrong) for row in table.rows))
        for key, table in tables.items()
        if not isinstance(table.rows, KeptRows)
    }
    for table, rows, counted in _held(tables):
        checked[table.dataset.key] = replace(table, rows=_listed_rows(rows, counted, folded, wrong))
    problems = [_not_listed(listed, *what, places) for what, places in wrong.items()]
    return (checked if wrong else tables), problems


def _listed_row(row: Record, listed: Mapping[str, set[str]], wrong: dict[tuple[str, str, str], list[Place]]) -> Record:
    """A row without its township or village where the list doesn't have it; what is wrong goes to `wrong` by field, township and name."""
    township, village = getattr(row, TOWNSHIP, None), getattr(row, VILLAGE, None)
    if not isinstance(township, str):
        return row
    villages = listed.get(fold(township))
    if villages is None:
        wrong.setdefault((TOWNSHIP, "", township), []).append(row.place(TOWNSHIP))
        return row.changed({TOWNSHIP: None})
    if villages and isinstance(village, str) and fold(village) not in villages:
        wrong.setdefault((VILLAGE, township, village), []).append(row.place(VILLAGE))
        return row.changed({VILLAGE: None})
    return row


def _listed_rows(
    rows: KeptRows, counted: Iterable[tuple[str, str | None, int]], listed: Mapping[str, set[str]], wrong: dict[tuple[str, str, str], list[Place]]
) -> KeptRows:
    """The same of the rows of a large table, by the names that are in it."""
    townships: dict[str, None] = {}
    villages: dict[tuple[str, str], None] = {}
    for township, village, _ in counted:
        known = listed.get(fold(township))
        if known is None:
            townships[township] = None
        elif known and village is not None and fold(village) not in known:
            villages[township, village] = None
    for township in townships:
        wrong.setdefault((TOWNSHIP, "", township), []).extend(_held_places(rows, TOWNSHIP, (township,)))
    for township, village in villages:
        wrong.setdefault((VILLAGE, township, village), []).extend(_held_places(rows, VILLAGE, (township, village)))
    if villages:
        rows = rows.changed({VILLAGE: _other_than([TOWNSHIP, VILLAGE], villages, VILLAGE)})
    return rows.changed({TOWNSHIP: _other_than([TOWNSHIP], [(township,) for township in townships], TOWNSHIP)}) if townships else rows


def _not_listed(listed: _Listed, key: str, township: str, name: str, places: Iterable[Place]) -> Diagnostic:
    names = listed.villages if key == TOWNSHIP else next(villages for other, villages in listed.villages.items() if fold(other) == fold(township))
    where = "本单位的乡镇名录" if key == TOWNSHIP else f"“{township}”的村（社区）名录"
    meant = _meant(name, names)
    question = f"，是否应为“{meant}”" if meant else ""
    if key == VILLAGE and meant is None:
        elsewhere = next((other for other, villages in listed.villages.items() if fold(name) in map(fold, villages)), None)
        question = f"；它列在“{elsewhere}”中" if elsewhere else ""
    message = f"“{_TITLES[key]}”写的是“{name}”，不在{where}中，没有采用{question}"
    return error("inputs.unlisted-place", message, *places, *(() if listed.place is None else (listed.place,)), help=_LIST_HELP)


def _meant(name: str, names: Iterable[str]) -> str | None:
    """The listed name that is meant: one that is alike, else the nearest."""
    choices = list(names)
    return next((other for other in choices if likeness(name, other) is not None), None) or nearest(name, choices, CLOSE_CHOICE)


# --- Without one ---


def _likes(used: Mapping[str, _Use], official: tuple[str, ...]) -> Iterator[tuple[str, tuple[Likeness, str]]]:
    """Each name that the table of divisions doesn't have and that is like one it has: how, and that one."""
    for name in used:
        if name in official:
            continue
        likes = [(how, other) for other in official if (how := likeness(name, other)) is not None]
        # 双路乡 that has become 双路镇 is told only where both stand in the data.
        likes = [(how, other) for how, other in likes if not _may_both_be(name, other, how) or other in used]
        if likes:
            yield name, likes[0]


def _may_both_be(name: str, other: str, how: Likeness) -> bool:
    """Whether two names differ in their endings alone and both have one: one may have been the other once."""
    return how is Likeness.ENDING and _both_ended(name, other)


def _like_official(unit: Unit, used: Mapping[str, _Use], name: str, other: str, how: Likeness) -> Diagnostic:
    places = [*used[name].all(), *(used[other].all()[:1] if other in used else [])]
    if _may_both_be(name, other, how):
        return _alike(TOWNSHIP, name, other, how, places, "")
    message = f"“{_TITLES[TOWNSHIP]}”写的是“{name}”，{unit.name}没有这个名称，没有采用，是否应为“{other}”"
    return error("inputs.unlisted-place", message, *places, help=f"请改正；确实有的，请在单位说明的“乡镇”中列出{unit.name}的全部乡镇，程序按名录核对")


def _against_each_other(used: Mapping[str, _Use], official: tuple[str, ...], key: str, township: str) -> Iterator[Diagnostic]:
    """A warning for each pair of names that may be one. Two that stand in one table, or that the table of divisions has, are two places by all signs."""
    for pair, how in alike(used).items():
        # The likely name is the one in simplified characters, whole, and used more often.
        first, second = sorted(pair, key=lambda name: (simplified(name) == fold(name), len(name), len(used[name]), name))
        if first in official or second in official:
            continue
        together = used[first].tables & used[second].tables
        if together and (how is Likeness.ONE or (how is Likeness.ORDER and key == VILLAGE) or (how is Likeness.ENDING and _both_ended(first, second))):
            continue
        yield _alike(key, first, second, how, [*used[first].all(), *used[second].all()[:1]], township)


def _both_ended(first: str, second: str) -> bool:
    """Whether both names have endings: 城关乡 and 城关镇 may lie side by side, 城关 and 城关镇 hardly."""
    return not fold(first).startswith(fold(second)) and not fold(second).startswith(fold(first))


def _alike(key: str, name: str, other: str, how: Likeness, places: Iterable[Place], township: str) -> Diagnostic:
    within = f"{township}的" if township else ""
    message = f"“{_TITLES[key]}”中{within}“{name}”和“{other}”{how}，可能是同一个，是否应为“{other}”"
    help = f"是同一个的请改成一样；在《乡镇村名录》或者单位说明的“乡镇”中列出全部{'村（社区）' if key == VILLAGE else '乡镇'}后，程序按名录核对"
    return warning("inputs.alike-names", message, *places, help=help)
