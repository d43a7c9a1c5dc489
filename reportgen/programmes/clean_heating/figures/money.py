"""资金: money by source and use: planned, adjusted, received, spent."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from reportgen.figures.figure import cell, difference, parts, share, total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import pick, terms
from reportgen.figures.units import Nesting, lines_below
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Term

_FISCAL = frozenset(("central", "province", "city", "county"))
"""The sources that are money of governments; what else there is, enterprises, households or banks raise."""


@dataclass(frozen=True, slots=True)
class Money:
    """Money of some rows in 万元: 年初预算, 全年预算 (adjusted; the budget where nothing was adjusted), 到位, 支出, 结余 (received less spent).

    `excess` is what was spent beyond what was received (less than 0 where money is left), `outstanding` what of the whole year's budget isn't received
    yet. Rates in %: 到位率 is received,
    执行率 spent of the whole year's budget.
    """

    budget: Figure
    adjusted: Figure
    received: Figure
    spent: Figure
    balance: Figure
    excess: Figure
    outstanding: Figure
    received_rate: Figure
    spent_rate: Figure


@dataclass(frozen=True, slots=True)
class SourceFunds(Money):
    """The money from one source, and the share of its budget in the whole (%)."""

    source: Choice
    share: Figure

    @property
    def title(self) -> str:
        """资金来源 as it stands before 资金: 中央, 省级, 市级, 县级, 社会."""
        return self.source.phrase


@dataclass(frozen=True, slots=True)
class UseFunds(Money):
    """The money for one use, and the budget from each source in the order of `Funds.sources`; `payments` are the 付款方式 given."""

    name: str
    by_source: tuple[Figure, ...]
    payments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A row of 项目资金 in the self-evaluation table (万元): 年初预算数, 全年预算数, 全年执行数."""

    name: str
    budget: Figure
    adjusted: Figure
    spent: Figure


@dataclass(frozen=True, slots=True)
class UnitFunds(Money):
    """The money of one unit below, and of each below that."""

    name: str
    level: Level | None = None
    units: tuple["UnitFunds", ...] = ()


@dataclass(frozen=True, slots=True)
class Funds(Money, Nesting[UnitFunds]):
    """资金 of a unit: the whole, by source, by use and source, by unit below, and as the self-evaluation table parts it.

    `fiscal` is all money of governments; `parts` are 当年财政拨款, 上年结转资金, 其他资金.
    """

    fiscal: Money
    sources: tuple[SourceFunds, ...]
    uses: tuple[UseFunds, ...]
    units: tuple[UnitFunds, ...]
    parts: tuple[Part, ...]
    rows: Listing
    received_on: date | None
    lacking: tuple[str, ...]


def funds(scope: Scope) -> Funds:
    """The funds figures, named funds.*; those of the units below are named funds.unit.CODE.*."""
    rows = scope.rows("funds")
    present = tuple(source for source in scope.choices("fund_source") if any(row.source in (source, None) for row in rows.rows))
    uses = _uses(rows)
    whole = _money("funds", "", rows, "各来源、各用途")
    by_source = tuple(_source(rows, source, whole.budget) for source in present)
    by_use = tuple(_use(rows, use, present) for use in uses)
    units = lines_below(scope, "funds", _of_unit)
    fiscal = _money("funds.fiscal", "财政", rows, "中央、省、市、县财政资金", *(source for source in scope.choices("fund_source") if source.key in _FISCAL))
    days = [row.received_on for row in rows.rows if row.received_on]
    return Funds(
        **parts(whole),
        fiscal=fiscal,
        sources=by_source,
        uses=by_use,
        units=units,
        parts=_parts(rows),
        rows=listing(rows),
        received_on=max(days, default=None),
        lacking=rows.lacking,
    )


def _uses(rows: Rows) -> tuple[str, ...]:
    """资金用途 in the order of the rows; those that units have in an order of their own stand among the others as there, each before what follows it."""
    found: list[str] = []
    for _, own in groupby((row for row in rows.rows if row.use), key=lambda row: row.origin.place.file):
        at = len(found)
        for use in reversed(list(dict.fromkeys(row.use for row in own))):
            if use in found:
                at = found.index(use)
            else:
                found.insert(at, use)
    return tuple(found)


def _of_unit(prefix: str, label: str, rows: Rows) -> UnitFunds:
    return UnitFunds(**parts(_money(prefix, label, rows, "各来源、各用途")), name=label, level=None, units=())


def _money(prefix: str, label: str, rows: Rows, words: str, *sources: Choice, **match: object) -> Money:
    """The money of the rows that `match` picks, from `sources` (all where none is given)."""
    matches: tuple[dict[str, object], ...] = tuple({**match, "source": source} for source in sources) if sources else (match,)

    def column(name: str, title: str, key: str, how: str) -> Figure:
        found = (term for one in matches for term in terms(rows.rows, key, **one))
        return total(f"{prefix}.{name}", f"{label}{title}", "万元", f"{words}{how}相加", found, rows)

    budget = column("budget", "资金" if label else "计划筹措资金", "budget", "预算数")
    received = column("received", "到位资金", "received", "到位数")
    spent = column("spent", "支出资金", "spent", "支出数")
    adjusted = total(
        f"{prefix}.adjusted",
        f"{label}全年预算",
        "万元",
        f"{words}调整预算数相加，没有调整的取预算数",
        (term for one in matches for term in _adjusted(rows.rows, **one)),
        rows,
    )
    return Money(
        budget,
        adjusted,
        received,
        spent,
        difference(f"{prefix}.balance", f"{label}结余资金", "万元", "到位数减支出数", received, spent),
        difference(f"{prefix}.excess", f"{label}支出超出到位数", "万元", "支出数减到位数", spent, received),
        difference(f"{prefix}.outstanding", f"{label}尚未到位资金", "万元", "全年预算数减到位数", adjusted, received),
        share(f"{prefix}.received.rate", f"{label}资金到位率", "到位数÷全年预算数×100%", received, adjusted),
        share(f"{prefix}.spent.rate", f"{label}预算执行率", "支出数÷全年预算数×100%", spent, adjusted),
    )


def _adjusted(rows: Iterable[Record], **match: object) -> Iterator[Term]:
    for row in pick(rows, **match):
        yield from terms((row,), _whole_year(row), **match)


def _source(rows: Rows, source: Choice, whole: Figure) -> SourceFunds:
    title, prefix = source.phrase, f"funds.{source.key}"
    money = _money(prefix, title, rows, f"资金来源为“{source}”的", source=source)
    return SourceFunds(**parts(money), source=source, share=share(f"{prefix}.share", f"{title}资金占比", "该来源预算数÷预算总数×100%", money.budget, whole))


def _use(rows: Rows, use: str, present: tuple[Choice, ...]) -> UseFunds:
    money = _money(f"funds.use.{use}", use, rows, f"资金用途为“{use}”的", use=use)
    by_source = tuple(
        total(f"funds.use.{use}.{s.key}", f"{use}{s.phrase}资金", "万元", "该用途、该来源预算数相加", terms(rows.rows, "budget", use=use, source=s), rows)
        for s in present
    )
    payments = dict.fromkeys(row.payment for row in rows.rows if row.use == use and row.payment)
    return UseFunds(**parts(money), name=use, by_source=by_source, payments=tuple(payments))


def _parts(rows: Rows) -> tuple[Part, ...]:
    """项目资金 as the self-evaluation table parts it. Of a row's money, what was carried over is spent first."""
    return (
        _part(rows, "current", "当年财政拨款", "财政资金中上年结转以外的部分，各行相加", lambda amount, carried: amount - min(amount, carried)),
        _part(rows, "carried", "上年结转资金", "财政资金中的上年结转，支出先计上年结转，各行相加", min),
        _part(rows, "other", "其他资金", "社会资金（企业、居民自筹）各行相加", None),
    )


def _part(rows: Rows, key: str, name: str, words: str, split: Callable[[Decimal, Decimal], Decimal] | None) -> Part:
    """`split` takes its part of a row's amount and what of the row was carried over; without it the part is the money of society."""

    def of_row(row: Record, column: str) -> Iterator[Term]:
        amount = cell(row, column)
        if not row.source:  # it could not be read
            yield Term(None, (), (str(row.place("source")),))
        elif row.source.key not in _FISCAL and split is None:
            yield amount
        elif row.source.key in _FISCAL and split is not None:
            carried = cell(row, "carried")
            value = None if amount.value is None or carried.value is None else split(amount.value, carried.value)
            yield Term(value, (*amount.sources, *carried.sources), (*amount.lacking, *carried.lacking))

    def figure(column_key: str, title: str, column: Callable[[Record], str]) -> Figure:
        found = (term for row in rows.rows for term in of_row(row, column(row)))
        return total(f"funds.{key}.{column_key}", f"{name}{title}", "万元", words, found, rows)

    return Part(
        name,
        figure("budget", "年初预算数", lambda _row: "budget"),
        figure("adjusted", "全年预算数", _whole_year),
        figure("spent", "全年执行数", lambda _row: "spent"),
    )


def _whole_year(row: Record) -> str:
    """The column that holds a row's budget of the whole year: 调整预算数, or 预算数 where nothing was adjusted."""
    return "adjusted" if row.raw("adjusted") else "budget"
