"""运营维护, 安全检查, 报送记录, 拖欠款: how the heating is run and reported, and what is owed for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reportgen.figures.figure import count, difference, different, share, total
from reportgen.figures.lines import NO_ROWS, Listing, ListingRow, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick, terms
from reportgen.figures.units import Nesting, lines_below
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.language.figure import Absent, Figure, Source, Term


@dataclass(frozen=True, slots=True)
class Operators(Nesting["Operators"]):
    """运营维护 of a unit: enterprises (家), stations (个), staff (人), repairs asked for and settled (件), settled of asked (办结率, %).

    The whole also has its rows, and the same of each unit below.
    """

    name: str
    enterprises: Figure
    stations: Figure
    staff: Figure
    repairs: Figure
    settled: Figure
    rate: Figure
    level: Level | None = None
    rows: Listing = NO_ROWS
    units: tuple["Operators", ...] = ()
    lacking: tuple[str, ...] = ()

    def of(self, path: str) -> Listing:
        """The rows of one heating path by its Chinese name."""
        return self.rows.of(path=path)


def operators(scope: Scope) -> Operators:
    """The figures of 运营维护, named operators.*; those of the units below operators.unit.CODE.*."""
    rows = scope.rows("operators")
    units = lines_below(scope, "operators", _operators)
    return replace(_operators("operators", "", rows), rows=listing(rows), units=units, lacking=rows.lacking)


def _operators(prefix: str, label: str, rows: Rows) -> Operators:
    def summed(key: str, title: str, unit: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", unit, f"各运营企业{title}相加", terms(rows.rows, key), rows)

    repairs, settled = summed("repairs", "报修数", "件"), summed("settled", "报修办结数", "件")
    return Operators(
        label,
        different(f"{prefix}.enterprises", f"{label}运营企业数", "家", rows, "enterprise"),
        summed("stations", "维修站点数", "个"),
        summed("staff", "维修人员数", "人"),
        repairs,
        settled,
        share(f"{prefix}.rate", f"{label}报修办结率", "办结数÷报修数×100%", settled, repairs),
    )


@dataclass(frozen=True, slots=True)
class Safety(Nesting["Safety"]):
    """安全检查 of a unit: rounds (次), places checked (处), hazards found, removed and left (处), 整改率 (%).

    The whole also has its rows, and the same of each unit below.
    """

    name: str
    rounds: Figure
    places: Figure
    hazards: Figure
    rectified: Figure
    left: Figure
    rate: Figure
    level: Level | None = None
    rows: Listing = NO_ROWS
    units: tuple["Safety", ...] = ()
    lacking: tuple[str, ...] = ()


def safety(scope: Scope) -> Safety:
    """The figures of 安全检查, named safety.*; those of the units below safety.unit.CODE.*."""
    rows = scope.rows("safety")
    units = lines_below(scope, "safety", _safety)
    return replace(_safety("safety", "", rows), rows=listing(rows), units=units, lacking=rows.lacking)


def _safety(prefix: str, label: str, rows: Rows) -> Safety:
    def summed(key: str, title: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", "处", f"各次检查{title}相加", terms(rows.rows, key), rows)

    hazards, rectified = summed("hazards", "安全隐患数"), summed("rectified", "隐患整改数")
    return Safety(
        label,
        count(f"{prefix}.rounds", f"{label}安全检查次数", "次", rows, "checked_on"),
        summed("places", "检查点位数"),
        hazards,
        rectified,
        difference(f"{prefix}.left", f"{label}未整改隐患数", "处", "隐患数减整改数", hazards, rectified),
        share(f"{prefix}.rate", f"{label}隐患整改率", "整改数÷隐患数×100%", rectified, hazards),
    )


@dataclass(frozen=True, slots=True)
class Reports:
    """报送记录 of the unit itself: before the season (季前调度) and regularly (定期报告), and how often each (次).

    What is reported on one day is reported once, however many rows say on what. `in_season` is how many of the regular
    reports lie in the heating season, `first` and `last` are the days of the first and the last of them all; `early` tells
    whether all that is said to be reported before the season was.
    """

    rows: Listing
    before: Listing
    regular: Listing
    before_count: Figure
    regular_count: Figure
    in_season: Figure
    first: date | Absent
    last: date | Absent
    early: bool
    lacking: tuple[str, ...]

    def of(self, item: str) -> Listing:
        """The reports on one 报送内容 by its Chinese name."""
        return self.rows.of(item=item)


def reports(scope: Scope) -> Reports:
    """The unit's own reports, their figures named reports.*."""
    rows = scope.own("reports")
    every = listing(rows)
    before_season, regularly = (scope.programme.choice("report_stage", key) for key in ("before_season", "regular"))
    season = scope.unit.season
    regular = tuple(pick(rows.rows, stage=regularly))
    days = sorted(row.reported_on for row in regular if row.reported_on)

    def times(key: str, label: str, chosen: tuple[Record, ...], *lacking: str) -> Figure:
        return total(f"reports.{key}", label, "次", "报送日期的个数，同一天报送的计一次", _days(chosen), Rows((), (*rows.lacking, *lacking), rows.tables))

    before = every.of(stage=before_season)
    within = tuple(row for row in regular if season is None or row.reported_on is None or season.start <= row.reported_on <= season.end)
    return Reports(
        every,
        before,
        every.of(stage=regularly),
        times("before", f"{before_season}报送次数", tuple(pick(rows.rows, stage=before_season))),
        times("regular", f"{regularly}次数", regular),
        times("in_season", f"采暖季内{regularly}次数", within, *(() if season else (f"{scope.unit.name}单位.yaml的采暖季",))),
        days[0] if days else Absent("报送日期"),
        days[-1] if days else Absent("报送日期"),
        season is not None and len(before) > 0 and all(row.reported_on and row.reported_on < season.start for row in before),
        rows.lacking,
    )


def _days(rows: tuple[Record, ...]) -> Iterator[Term]:
    """One for each day on which something was reported; unknown where the day, or whether it is such a report, couldn't be read."""
    days: dict[date, list[Source]] = {}
    for row in rows:
        unread = next((key for key in ("stage", "reported_on") if getattr(row, key) is None), None)
        if unread:
            yield Term(None, (), (str(row.place(unread)),))
        else:
            days.setdefault(row.reported_on, []).append(Source(row.place("reported_on"), row.raw("reported_on")))
    for sources in days.values():
        yield Term(Decimal(1), tuple(sources))


@dataclass(frozen=True, slots=True)
class ArrearLine:
    """What is owed to one enterprise for one project: the row, and what is left to pay (万元)."""

    line: ListingRow
    left: Figure


@dataclass(frozen=True, slots=True)
class Arrears(Nesting["Arrears"]):
    """拖欠款 of a unit (万元): owed, paid, left, paid of owed (清偿率, %); and the enterprises (家).

    The whole, of the units that have such a table, also has its rows, and the same of each unit below. An enterprise that several units owe
    counts once in the whole: then `shared` is true, and the units' don't add up to it.
    """

    name: str
    enterprises: Figure
    owed: Figure
    paid: Figure
    left: Figure
    rate: Figure
    level: Level | None = None
    rows: tuple[ArrearLine, ...] = ()
    units: tuple["Arrears", ...] = ()

    @property
    def unpaid(self) -> tuple[ArrearLine, ...]:
        """The rows of which something is left to pay."""
        return tuple(row for row in self.rows if row.left > 0)

    @property
    def promised(self) -> bool:
        """Whether a day is promised for all that is unpaid."""
        return all(row.line.promised for row in self.unpaid)

    @property
    def shared(self) -> bool:
        """Whether the enterprises of the units below add up to more than there are."""
        return sum((unit.enterprises.value or Decimal(0) for unit in self.units), Decimal(0)) > (self.enterprises.value or Decimal(0))


def arrears(scope: Scope) -> Arrears:
    """The figures of 拖欠款, named arrears.*; those of the units below arrears.unit.CODE.*. They are missing where no unit has the table."""
    rows = scope.optional("arrears")
    lines = tuple(
        ArrearLine(line, difference(f"arrears.{n}.left", "未清偿金额", "万元", "拖欠金额减已清偿金额", line.owed, line.paid))
        for n, line in enumerate(listing(rows), 1)
    )
    return replace(_arrears("arrears", "", rows if rows.rows else scope.rows("arrears")), rows=lines, units=_owing(scope, ""))


def _owing(scope: Scope, above: str) -> tuple[Arrears, ...]:
    """The units below that owe something, or of which nobody knows, each with those below it; `above` is what their labels in figures begin with."""
    found = []
    for child in scope.below("arrears"):
        label, rows = f"{above}{child.unit.label}", child.optional("arrears")
        if rows.rows or rows.lacking:
            own = _arrears(f"arrears.unit.{child.unit.code}", label, rows)
            found.append(replace(own, name=child.unit.label, level=child.unit.level, units=_owing(child, label)))
    return tuple(found)


def _arrears(prefix: str, label: str, rows: Rows) -> Arrears:
    def summed(key: str, title: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", "万元", f"各项目{title}相加", terms(rows.rows, key), rows)

    owed, paid = summed("owed", "拖欠金额"), summed("paid", "已清偿金额")
    return Arrears(
        label,
        different(f"{prefix}.enterprises", f"{label}被拖欠企业数", "家", rows, "enterprise"),
        owed,
        paid,
        difference(f"{prefix}.left", f"{label}未清偿金额", "万元", "拖欠金额减已清偿金额", owed, paid),
        share(f"{prefix}.rate", f"{label}清偿率", "已清偿金额÷拖欠金额×100%", paid, owed),
    )
