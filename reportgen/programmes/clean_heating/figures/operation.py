"""日常调度: the heating season week by week, its totals, and the weeks of which nothing was reported."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from reportgen.figures.figure import cell, share, total
from reportgen.figures.lines import NO_ROWS, Listing, listing
from reportgen.figures.outliers import LEAST_WEEKS, Unusual, far_above
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope, holders
from reportgen.figures.units import Nesting
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Season
from reportgen.language.figure import Figure, Term

DAYS = 7  # of a week: 日常调度 is weekly
FLOWS = ("faults", "repaired", "complaints")
"""What is counted within a week; all else is how things stand at its end."""
NOT_EVERYWHERE = ("coal_stock", "coal_price", "room_temperature", "outdoor_temperature")
"""Columns that a unit leaves empty throughout where it has no such thing."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week over all units that heat in it: `ended` is the latest 调度日期 in it, the numbers are sums (户, 件, 吨).

    It is `complete` where every unit that should have reported it did; else its sums are missing. `coal_price` (元/吨) and `outdoor_temperature` (摄氏度) are
    the means of the units'. `days` are those that it counts: fewer than seven where the season begins within the week that is reported first.
    """

    ended: date
    days: int
    complete: bool
    heating: Figure
    faults: Figure
    repaired: Figure
    complaints: Figure
    coal_stock: Figure
    coal_price: Figure
    unused: Figure
    outdoor_temperature: Figure


@dataclass(frozen=True, slots=True)
class MissingWeek:
    """A whole week of a unit's season of which it reported nothing."""

    unit: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Extent:
    """The lowest, the highest and the last of a series of numbers."""

    lowest: Figure
    highest: Figure
    last: Figure


@dataclass(frozen=True, slots=True)
class DispatchSeries(Nesting["DispatchSeries"]):
    """The season of one unit, over the weeks reported: those that are complete.

    `count` is how many they are (周); `heating` the households heating, `average` their mean (户); faults, repaired,
    complaints (件) are sums over all rows, `rate` is repaired of faults (%). `coal_stock` (吨) and `unused` (户) follow the
    weeks, `coal_price` (元/吨) and `room_temperature` (摄氏度) the rows. `columns` are the optional columns that at least one
    row fills; `gaps` the weeks that are lacking. The whole also has its weeks in order, the rows of the unit's own table by date, and the
    same of each unit below, which has the last two of its weeks; `weekly` tells whether every week of its season is there. `unusual` are the numbers of the
    last week that stand out, of a whole those of its units.
    """

    name: str
    count: Figure
    heating: Extent
    average: Figure
    faults: Figure
    repaired: Figure
    rate: Figure
    complaints: Figure
    coal_stock: Extent
    coal_price: Extent
    unused: Extent
    room_temperature: Extent
    columns: frozenset[str]
    gaps: tuple[MissingWeek, ...]
    level: Level | None = None
    weeks: tuple[Week, ...] = ()
    rows: Listing = NO_ROWS
    units: tuple["DispatchSeries", ...] = ()
    lacking: tuple[str, ...] = ()
    weekly: bool = False
    unusual: tuple[Unusual, ...] = ()

    @property
    def gapped(self) -> tuple["DispatchSeries", ...]:
        """The units below of which weeks are lacking."""
        return tuple(unit for unit in self.units if unit.gaps)


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows of one unit's own table; weeks are counted from `origin`, and `missing` are those that it should have and hasn't.

    `weeks` are the rows by week, by day; `undated` those of which the week couldn't be read; `empty` those of NOT_EVERYWHERE that it leaves empty throughout.
    """

    unit: str
    rows: Sequence[Record]
    origin: date
    missing: frozenset[int]
    weeks: Mapping[int, Sequence[Record]]
    undated: Sequence[Record]
    empty: frozenset[str]

    def number(self, day: date) -> int:
        """Which week a day falls in."""
        return (day - self.origin).days // DAYS

    def first(self, week: int) -> date:
        """The first day of a week."""
        return self.origin + timedelta(days=DAYS * week)

    def terms(self, key: str, week: int) -> Iterator[Term]:
        """Field `key` of a week: each row's where it counts what happened, the last row's where it says how things stand."""
        if key in NOT_EVERYWHERE and key in self.empty:
            return
        if week in self.missing:
            yield Term(None, (), (f"{self.unit}《日常调度》{self.first(week):%Y-%m-%d}起的一周",))
        yield from (Term(None, (), (str(row.place("week")),)) for row in self.undated)
        found = self.weeks.get(week, ())
        yield from (cell(row, key) for row in (found if key in FLOWS else found[-1:]))

    def gaps(self) -> Iterator[MissingWeek]:
        """The missing weeks."""
        for week in sorted(self.missing):
            yield MissingWeek(self.unit, self.first(week), self.first(week + 1) - timedelta(days=1))


def dispatch(scope: Scope) -> DispatchSeries:
    """The figures of the season, named dispatch.*; of a week dispatch.week.DATE.*, of the units below dispatch.unit.CODE.*."""
    rows, sources = scope.rows("dispatch"), _sources(scope)
    weeks = tuple(_weeks("dispatch", sources, rows))
    own = sorted(scope.inputs.rows("dispatch") or (), key=lambda row: row.week or date.max)
    whole = _season("dispatch", "", sources, weeks, rows)
    units = tuple(_of_unit(child, "") for child in scope.below("dispatch"))
    return replace(
        whole,
        weeks=weeks,
        rows=listing(replace(rows, rows=tuple(own), lacking=() if own else rows.lacking)),
        units=units,
        lacking=rows.lacking,
        weekly=scope.unit.season is not None and whole.count.known and not whole.gaps,
        unusual=tuple(one for unit in units for one in unit.unusual) if units else tuple(_unusual("dispatch", "", weeks)),
    )


def _of_unit(scope: Scope, above: str) -> DispatchSeries:
    """The season of a unit below, with those of the units below it; `above` is what their labels in figures begin with."""
    prefix, rows, sources = f"dispatch.unit.{scope.unit.code}", scope.rows("dispatch"), _sources(scope)
    label = f"{above}{scope.unit.label}"
    weeks = tuple(_weeks(prefix, sources, rows))
    own = _season(prefix, label, sources, weeks, rows)
    return replace(
        own,
        name=scope.unit.label,
        level=scope.unit.level,
        weeks=weeks[-2:],
        units=tuple(_of_unit(child, label) for child in scope.below("dispatch")),
        unusual=tuple(_unusual(prefix, scope.unit.label, weeks)),
    )


def _unusual(prefix: str, unit: str, weeks: Sequence[Week]) -> Iterator[Unusual]:
    """What of the last week lies above the control limit of the weeks before; fewer than four weeks tell nothing of what is usual."""
    *before, last = [week for week in weeks if week.complete] or (None,)
    for key, title in (("faults", "报修故障"), ("complaints", "受理投诉")) if last is not None and len(before) >= LEAST_WEEKS else ():
        number, earlier = getattr(last, key), tuple(getattr(week, key) for week in before)
        usual = _chosen(f"{prefix}.usual.{key}", f"{unit}此前各周平均{title}数", "件", f"此前各周{title}数的平均数", earlier, Rows(()), _mean)
        if number.value is not None and usual.value is not None and far_above(number.value, usual.value):
            yield Unusual(unit, title, number, usual)


def _sources(scope: Scope) -> tuple[_Source, ...]:
    tables = [(holder.unit, holder.inputs.rows("dispatch") or ()) for holder in holders(scope, "dispatch")]
    starts = [unit.season.start for unit, _ in tables if unit.season]
    dates = [row.week for _, rows in tables for row in rows if row.week]
    origin = min(starts) if starts else min(dates, default=date.max) - timedelta(days=DAYS - 1)
    return tuple(_source(unit.label, rows, origin, _missing(unit.season, rows, origin)) for unit, rows in tables)


def _source(unit: str, rows: Sequence[Record], origin: date, missing: frozenset[int]) -> _Source:
    weeks: dict[int, list[Record]] = {}
    for row in sorted((row for row in rows if row.week), key=lambda row: row.week):
        weeks.setdefault((row.week - origin).days // DAYS, []).append(row)
    empty = frozenset(key for key in NOT_EVERYWHERE if all(row.raw(key) == "" for row in rows))
    return _Source(unit, rows, origin, missing, weeks, tuple(row for row in rows if row.week is None), empty)


def _missing(season: Season | None, rows: Sequence[Record], origin: date) -> frozenset[int]:
    """The whole weeks of a season, or from the first row to the last where it isn't known, that have no row.

    None can be named where a date couldn't be read: it may be of any week.
    """
    if not all(row.week for row in rows):
        return frozenset()
    present = {(row.week - origin).days // DAYS for row in rows}
    if season is None:
        return frozenset(range(min(present, default=0), max(present, default=0))) - present
    first = -((origin - season.start).days // DAYS)
    return frozenset(range(first, ((season.end - origin).days + 1) // DAYS)) - present


def _weeks(prefix: str, sources: tuple[_Source, ...], rows: Rows) -> Iterator[Week]:
    """Every week that a unit reported or should have."""
    dates: dict[int, date] = {}
    for source in sources:
        for day in (row.week for row in source.rows if row.week):
            dates[source.number(day)] = max(day, dates.get(source.number(day), day))
    for source in sources:
        for gap in source.gaps():
            dates.setdefault(source.number(gap.end), gap.end)
    for number, day in sorted(dates.items()):

        def summed(key: str, title: str, unit: str, *, week: int = number, at: date = day) -> Figure:
            terms = [term for source in sources for term in source.terms(key, week)]
            return total(f"{prefix}.week.{at:%Y-%m-%d}.{key}", f"{at.month}月{at.day}日当周{title}", unit, f"各单位当周{title}相加", terms, rows)

        def mean(key: str, title: str, unit: str, *, week: int = number, at: date = day) -> Figure:
            terms = tuple(term for source in sources for term in source.terms(key, week))
            return _chosen(f"{prefix}.week.{at:%Y-%m-%d}.{key}", f"{at.month}月{at.day}日当周{title}", unit, f"各单位当周{title}的平均数", terms, rows, _mean)

        yield Week(
            day,
            (day - sources[0].origin).days + 1 if number == 0 else DAYS,
            not any(number in source.missing for source in sources),
            summed("heating", "正常取暖户数", "户"),
            summed("faults", "报修故障数", "件"),
            summed("repaired", "修复故障数", "件"),
            summed("complaints", "受理投诉数", "件"),
            summed("coal_stock", "洁净煤库存", "吨"),
            mean("coal_price", "洁净煤价格", "元/吨"),
            summed("unused", "停用、弃用户数", "户"),
            mean("outdoor_temperature", "室外气温", "摄氏度"),
        )


def _season(prefix: str, label: str, sources: tuple[_Source, ...], weeks: tuple[Week, ...], rows: Rows) -> DispatchSeries:
    complete = [week for week in weeks if week.complete]

    def summed(key: str, title: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", "件", f"已调度各周{title}相加", [cell(row, key) for row in rows.rows], rows)

    def extent(key: str, title: str, unit: str, terms: Iterable[Term]) -> Extent:
        series = tuple(terms)

        def figure(which: str, word: str, words: str, chosen: tuple[Term, ...], choose: Callable[[Iterable[Decimal]], Decimal]) -> Figure:
            return _chosen(f"{prefix}.{key}.{which}", f"{label}{word}{title}", unit, words, chosen, rows, choose)

        return Extent(
            figure("lowest", "最低", f"已调度各周{title}中最低的", series, min),
            figure("highest", "最高", f"已调度各周{title}中最高的", series, max),
            figure("last", "最后一周", f"最后一周的{title}", series[-1:], max),
        )

    def per_row(key: str) -> list[Term]:
        used = [row for source in sources if key not in source.empty for row in source.rows]
        return [cell(row, key) for row in sorted(used, key=lambda row: row.week or date.max)]

    faults, repaired = summed("faults", "报修故障数"), summed("repaired", "修复故障数")
    heating = [week.heating for week in complete]
    reported = [Term(Decimal(1), week.heating.sources) for week in complete]
    undated = [Term(None, (), (str(row.place("week")),)) for row in rows.rows if row.week is None]
    return DispatchSeries(
        label,
        total(f"{prefix}.count", f"{label}调度周数", "周", "各单位都有数据的周数", (*reported, *undated), rows),
        extent("heating", "正常取暖户数", "户", heating),
        _chosen(f"{prefix}.average", f"{label}周均正常取暖户数", "户", "已调度各周正常取暖户数的平均数", tuple(heating), rows, _mean),
        faults,
        repaired,
        share(f"{prefix}.rate", f"{label}故障修复率", "修复故障数÷报修故障数×100%", repaired, faults),
        summed("complaints", "受理投诉数"),
        extent("coal_stock", "洁净煤库存", "吨", [week.coal_stock for week in complete]),
        extent("coal_price", "洁净煤价格", "元/吨", per_row("coal_price")),
        extent("unused", "停用、弃用户数", "户", [week.unused for week in complete]),
        extent("room_temperature", "平均室温", "摄氏度", per_row("room_temperature")),
        frozenset(key for key, field in rows.fields.items() if not field.required and any(row.raw(key) != "" for row in rows.rows)),
        tuple(gap for source in sources for gap in source.gaps()),
    )


def _mean(values: Iterable[Decimal]) -> Decimal:
    values = tuple(values)
    return sum(values, Decimal(0)) / len(values)


def _chosen(name: str, label: str, unit: str, words: str, terms: tuple[Term, ...], rows: Rows, choose: Callable[[Iterable[Decimal]], Decimal]) -> Figure:
    """What `choose` makes of a series of numbers; missing where there are none, or one of them is."""
    whole = total(name, label, unit, words, terms, rows)
    values = [term.value for term in terms if term.value is not None]
    return replace(whole, value=choose(values) if whole.known and values else None, lacking=whole.lacking if values else (*whole.lacking, label))
