"""The ledger of households (用户台账) rolled up: by path, by township and village, by the units below; installed, accepted and sampled households of each.

Each number is counted by a query and comes from ranges of rows. However a ledger is divided into files, it comes to the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from reportgen.figures.figure import difference, total
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.figures.units import Nesting
from reportgen.inputs.keeping import kept
from reportgen.inputs.kept_rows import KeptRows, Part
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source, Term
from reportgen.programmes.clean_heating.figures.villages import Villages

MOST_RANGES = 50
"""A figure names so many ranges of rows as its sources; what comes behind is told file by file."""
_OF_LINE = 5
"""So many ranges of one village and path are asked for: where its rows are scattered more than that, their files are told."""
_KEPT = "township, village, path, _part, _row, _at"
"""What is kept of a row that is counted."""
_MOST_TOLD = 5
"""So many files and cells are told of what a figure lacks."""
_MEASURES = (
    ("households", "台账户数", "用户台账的行数", "path", "TRUE"),
    ("installed", "台账已安装户数", "用户台账中填了安装日期的行数", "installed_on", "installed_on IS NOT NULL"),
    ("accepted", "台账验收合格户数", "用户台账中验收合格的行数", "accepted", "accepted"),
    ("sampled", "台账抽验户数", "用户台账中抽验的行数", "sampled", "sampled"),
)
"""Each figure of a line: its key, label and formula, the column that it is told by, and which rows it counts."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Households of the ledger (户): all, those with a day of installation, those accepted, those sampled.

    One of the last three is missing where a file with rows of this line hasn't the column: then nobody knows how many there are.
    """

    name: str
    households: Figure
    installed: Figure
    accepted: Figure
    sampled: Figure


@dataclass(frozen=True, slots=True)
class LedgerTownship(LedgerLine):
    """A township, by path and by village."""

    paths: tuple[LedgerLine, ...]
    villages: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class LedgerCompared:
    """The ledger of a township or a unit against 确村确户 (户).

    `confirmed` are the households of 确村确户, `covered` those of them in villages that the ledger has rows of, `households` those in the ledger, `difference`
    the last less the covered ones: a village whose ledger hasn't come isn't one whose households lack.
    """

    name: str
    confirmed: Figure
    covered: Figure
    households: Figure
    difference: Figure

    @property
    def partial(self) -> bool:
        """Whether the ledger has no rows of some villages that have confirmed households."""
        return self.covered.value != self.confirmed.value


@dataclass(frozen=True, slots=True)
class Ledger(LedgerLine, Nesting["Ledger"]):
    """The ledger of a unit: in all, by path, by the townships of a county in the order of 确村确户, and of the units below, each with those below it.

    A household whose township, village or path can't be read may be in any: then these are missing. `whole` and `compared` hold it against 确村确户:
    in all, and each township of it (then those that it hasn't), or each unit below.
    """

    level: Level | None
    paths: tuple[LedgerLine, ...]
    townships: tuple[LedgerTownship, ...]
    units: tuple["Ledger", ...]
    whole: LedgerCompared
    compared: tuple[LedgerCompared, ...]

    @property
    def given(self) -> bool:
        """Whether there is a ledger with rows."""
        return bool(self.households)


def ledger(scope: Scope, villages: Villages) -> Ledger:
    """The figures of 用户台账, named ledger.*; of the units below ledger.unit.CODE.*, of townships ledger.township.NAME.*, of villages ….village.NAME.*."""
    is_high = scope.unit.level in (Level.PROVINCE, Level.CITY)
    counted = _count(scope, scope.rows("households"), by_village=not is_high)
    line, units = counted.line("ledger", ""), _units(scope)
    townships = () if is_high else counted.townships()
    return Ledger(
        "",
        **line,
        level=None,
        paths=counted.paths("ledger", ""),
        townships=townships,
        units=units,
        whole=_compared("", "ledger", "", villages.total, counted.covered("ledger", ""), line["households"]),
        compared=tuple(unit.whole for unit in units) if is_high else tuple(_townships_compared(counted, townships, villages)),
    )


def _units(scope: Scope, above: str = "") -> tuple[Ledger, ...]:
    """The units below, but for townships and villages: a county has these by what its rows say, whoever keeps them."""
    found = []
    for child in scope.below("households"):
        if child.unit.level.is_low:
            continue
        name, prefix, label = child.unit.label, f"ledger.unit.{child.unit.code}", f"{above}{child.unit.label}"
        counted = _count(child, child.rows("households"))
        line, paths = counted.line(prefix, label), counted.paths(prefix, label)
        listed = child.rows("villages")
        confirmed = total(f"{prefix}.confirmed", f"{label}确村确户户数", "户", "确村确户表中户数相加", terms(listed.rows, "households"), listed)
        whole, units = _compared(name, prefix, label, confirmed, counted.covered(prefix, label), line["households"]), _units(child, label)
        below = tuple(unit.whole for unit in units)
        found.append(Ledger(name, **line, level=child.unit.level, paths=paths, townships=(), units=units, whole=whole, compared=below))
    return tuple(found)


def _townships_compared(counted: "_Counted", townships: Sequence[LedgerTownship], villages: Villages) -> Iterator[LedgerCompared]:
    """Each township of 确村确户, in its order, then those of the ledger alone; nothing where there is no ledger."""
    confirmed = {township.name: township.total for township in villages.townships}
    listed = {township.name: township.households for township in townships}
    for name in dict.fromkeys((*confirmed, *listed)) if listed else ():
        prefix = f"ledger.township.{name}"
        households = listed.get(name) or counted.line(prefix, name, _of(township=name))["households"]
        none = total(f"{prefix}.confirmed", f"{name}确村确户户数", "户", "确村确户表中户数相加", (), counted.confirmed)
        yield _compared(name, prefix, name, confirmed.get(name, none), counted.covered(prefix, name, name), households)


def _compared(name: str, prefix: str, label: str, confirmed: Figure, covered: Figure, households: Figure) -> LedgerCompared:
    found = difference(f"{prefix}.difference", f"{label}台账户数与确村确户之差", "户", "台账户数减有台账的村确村确户户数", households, covered)
    return LedgerCompared(name, confirmed, covered, households, found)


class _Line(NamedTuple):
    """What rows are counted by; None where a cell can't be read, or nobody asks. A choice is its title."""

    township: str | None
    village: str | None
    path: str | None


class _Run(NamedTuple):
    """Rows of a part that follow each other, from the first to the last (from 0), the first of them its `at`th; or, `scattered`, some that don't."""

    part: int
    first: int
    last: int
    at: int
    rows: int
    scattered: bool


_Runs = Mapping[_Line, Sequence[_Run]]
_Holds = Callable[[_Line], bool | None]
"""Whether a line is one of those that are counted; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A ledger counted by lines, once for all figures: by measure the rows that count, and those of which a cell can't be read; the rows of 确村确户.

    `present` are the villages that it has rows of, each with its township.
    """

    rows: Rows
    confirmed: Rows
    present: frozenset[tuple[str | None, str | None]]
    held: KeptRows
    choices: tuple[Choice, ...]
    order: tuple[tuple[str, str], ...]
    counting: Mapping[str, _Runs]
    unread: Mapping[str, _Runs]

    def line(self, prefix: str, label: str, holds: _Holds = lambda _line: True) -> dict[str, Figure]:
        """The figures of the lines that belong together."""
        return {key: self._figure(f"{prefix}.{key}", f"{label}{words}", key, column, formula, holds) for key, words, formula, column, _ in _MEASURES}

    def paths(self, prefix: str, label: str) -> tuple[LedgerLine, ...]:
        """The paths that rows have, in the order of the paths."""
        present = {line.path for line in self.counting["households"]}
        return tuple(
            LedgerLine(str(path), **self.line(f"{prefix}.{path.key}", f"{label}{path}", _of(path=str(path)))) for path in self.choices if str(path) in present
        )

    def townships(self) -> tuple[LedgerTownship, ...]:
        """The townships, each with its villages, in the order of 确村确户; those that it hasn't behind them, by their names."""
        found = {line.township for line in self.counting["households"] if line.township}
        return tuple(self.within(name)._township(name) for name in _ordered(found, [township for township, _ in self.order]))  # noqa: SLF001  # its like

    def covered(self, prefix: str, label: str, township: str | None = None) -> Figure:
        """The confirmed households of villages that the ledger has rows of, of a township where one is named."""
        rows = [row for row in self.confirmed.rows if (row.township, row.village) in self.present and township in (None, row.township)]
        words = f"{label}有台账的村确村确户户数"
        return total(f"{prefix}.covered", words, "户", "确村确户表中有台账的村户数相加", terms(rows, "households"), self.confirmed)

    def within(self, township: str) -> "_Counted":
        """What may be in a township."""

        def of(runs: Mapping[str, _Runs]) -> Mapping[str, _Runs]:
            return {key: {line: found for line, found in one.items() if line.township in (township, None)} for key, one in runs.items()}

        return replace(self, counting=of(self.counting), unread=of(self.unread))

    def _township(self, name: str) -> LedgerTownship:
        prefix, all_ = f"ledger.township.{name}", _of(township=name)
        named = [village for township, village in self.order if township == name]
        villages = _ordered({line.village for line in self.counting["households"] if line.village and line.township}, named)
        return LedgerTownship(
            name,
            **self.line(prefix, name, all_),
            paths=tuple(
                LedgerLine(str(path), **self.line(f"{prefix}.{path.key}", f"{name}{path}", _of(township=name, path=str(path))))
                for path in self.choices
                if any(line.path == str(path) and line.township for line in self.counting["households"])
            ),
            villages=tuple(LedgerLine(one, **self.line(f"{prefix}.village.{one}", f"{name}{one}", _of(township=name, village=one))) for one in villages),
        )

    def _figure(self, name: str, label: str, key: str, column: str, formula: str, holds: _Holds) -> Figure:
        """How many rows of the lines count; missing where the column is, or a cell of it can't be read, or nobody knows of which line a row is."""
        found = [run for line, runs in self.counting[key].items() if holds(line) for run in runs]
        lines = [(holds(line), runs) for line, runs in self.counting["households"].items()]
        terms = [Term(Decimal(sum(run.rows for run in found)), self._sources(column, found))] if found else []
        lacking = [
            f"{source.place}的乡镇、村或者取暖路径" for source in self._sources("path", (run for is_one, runs in lines if is_one is None for run in runs))
        ]
        if key != "households":
            title = self.held.dataset.columns[column].column.title
            parts = (self.held.parts[part] for part in sorted({run.part for is_one, runs in lines if is_one for run in runs}))
            lacking += dict.fromkeys(f"{part.place}没有“{title}”一列" for part in parts if not _has(part, column))
            unread = (run for line, runs in self.unread[key].items() if holds(line) for run in runs)
            lacking += (f"{source.place}的{title}" for source in self._sources(column, unread))
        return total(name, label, "户", formula, (*terms, *(Term(None, (), (what,)) for what in lacking[:_MOST_TOLD])), self.rows)

    def _sources(self, column: str, runs: Iterable[_Run]) -> tuple[Source, ...]:
        """The ranges of rows as places, those that follow each other as one."""
        joined: list[_Run] = []
        rest: dict[int, int] = {}
        for run in sorted(runs):
            before = joined[-1] if joined else None
            if run.scattered:
                rest[run.part] = rest.get(run.part, 0) + run.rows
            elif before is not None and before.part == run.part and before.last + 1 == run.first:
                joined[-1] = before._replace(last=run.last, rows=before.rows + run.rows)
            else:
                joined.append(run)
        for run in joined[MOST_RANGES:]:
            rest[run.part] = rest.get(run.part, 0) + run.rows
        ranges = (Source(self.held.range(column, *run[:4]), f"{run.rows}行") for run in joined[:MOST_RANGES])
        return (*ranges, *(Source(self.held.parts[part].place, f"{number}行") for part, number in rest.items()))


def _count(scope: Scope, rows: Rows, *, by_village: bool = False) -> _Counted:
    """A ledger counted by path, and by township and village where these are asked for."""
    held = kept(scope.dataset("households"), rows.rows)
    asked = [(key, column, condition) for key, _, _, column, condition in _MEASURES if any(_has(part, column) for part in held.parts) or key == "households"]
    unread = {f"unread {key}": held.unread(column) for key, column, _ in asked if key != "households"}
    runs = _runs(held, {key: condition for key, _, condition in asked} | unread, by_village=by_village)
    order = [(row.township or "", row.village or "") for row in scope.optional("villages").rows] if by_village else []
    counting = {key: runs.get(key, {}) for key, *_ in _MEASURES}
    doubted = {key: runs.get(f"unread {key}", {}) for key, *_ in _MEASURES}
    present = frozenset((township, village) for township, village in held.ask("SELECT DISTINCT township, village FROM held")) if held.parts else frozenset()
    return _Counted(rows, scope.rows("villages"), present, held, scope.choices("path"), tuple(dict.fromkeys(order)), counting, doubted)


def _runs(held: KeptRows, conditions: Mapping[str, str], *, by_village: bool) -> dict[str, dict[_Line, list[_Run]]]:
    """By condition the rows of which it holds, by line: the first ranges of each, and how many more there are in each part. All files are read once."""
    found: dict[str, dict[_Line, list[_Run]]] = {key: {} for key in conditions}
    if not held.parts:
        return found
    keys, most = list(conditions), _OF_LINE if by_village else MOST_RANGES
    line = "township, village, path" if by_village else "NULL::VARCHAR AS township, NULL::VARCHAR AS village, path"
    flags = ", ".join(f"({condition}) AS holds{number}" for number, condition in enumerate(conditions.values()))
    chosen = " UNION ALL ".join(f"SELECT {number} AS key, {_KEPT} FROM base WHERE holds{number}" for number in range(len(keys)))
    query = f"""
        SELECT key, township, village, path, _part, min(top), max(bottom), min(nth), sum(number)::BIGINT, n > {most} FROM (
            SELECT *, row_number() OVER (PARTITION BY key, township, village, path ORDER BY _part, nth) AS n FROM (
                SELECT key, township, village, path, _part, min(_row) AS top, max(_row) AS bottom, min(_at) AS nth, count(*) AS number FROM (
                    WITH base AS MATERIALIZED (SELECT {line}, _part, _row, _at, {flags} FROM held)
                    SELECT *, _row - row_number() OVER (PARTITION BY key, _part, township, village, path ORDER BY _at) AS run FROM ({chosen})
                ) GROUP BY key, township, village, path, _part, run
            )
        ) GROUP BY key, township, village, path, _part, least(n, {most + 1}), n > {most}"""
    for key, township, village, path, *run in held.ask(query):
        found[keys[key]].setdefault(_Line(township, village, path), []).append(_Run(*run))
    return found


def _of(**wanted: str) -> _Holds:
    """Whether a line has these values; nobody knows where it lacks one, and the others are so."""

    def holds(line: _Line) -> bool | None:
        values = [(getattr(line, key), value) for key, value in wanted.items()]
        if any(value not in (None, one) for value, one in values):
            return False
        return None if any(value is None for value, _ in values) else True

    return holds


def _ordered(names: Iterable[str], listed: Sequence[str]) -> list[str]:
    """Names in the order of a list; those that it hasn't behind them."""
    firsts = {name: number for number, name in reversed([*enumerate(listed)])}
    return sorted(names, key=lambda name: (firsts.get(name, len(listed)), name))


def _has(part: Part, column: str) -> bool:
    """Whether a part has a column. Of rows that stand in no grid each says for itself."""
    return column in part.positions or bool(part.origins)
