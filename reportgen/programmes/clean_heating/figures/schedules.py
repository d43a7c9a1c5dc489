"""补贴细则: what each tier of a subsidy comes to, and what each level bears of it.

A subsidy by use has a most for each household: what all of them use together doesn't tell it then, and nobody guesses. What can't be computed is
missing, and the published words stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from reportgen.figures.figure import cell, product, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.rows import unread
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import SharedBy
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure, Source, Term

LEVELS = {
    "central_part": "中央", "province_part": "省级", "city_part": "市级", "county_part": "县级", "township_part": "乡镇", "resident_part": "居民自筹",
}  # fmt: skip
"""The columns of what each level bears, from the highest: the last of those that bear anything bears what rounding leaves."""
_TEN_THOUSAND = Decimal(10_000)
_FEN = Decimal("0.000001")  # 万元: money is paid in 分


@dataclass(frozen=True, slots=True)
class Borne:
    """What one level bears (万元)."""

    name: str
    amount: Figure


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One row; the households (户) that it is for, what it comes to, the most that it can come to, and what of it each level bears (万元)."""

    line: ListingRow
    households: Figure
    amount: Figure
    most: Figure
    levels: tuple[Borne, ...]

    def level(self, name: str) -> Figure | None:
        """What the level of a name bears; None where it bears nothing."""
        return next((each.amount for each in self.levels if each.name == name), None)


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """One 补贴项目 over all rows (万元)."""

    name: str
    amount: Figure
    most: Figure


@dataclass(frozen=True, slots=True)
class Schedules:
    """补贴细则 of a unit: the rows, what they come to by item and together, and what each level bears (万元). `own`: they are the unit's own."""

    own: bool
    rows: tuple[ScheduleLine, ...]
    items: tuple[ItemAmount, ...]
    levels: tuple[Borne, ...]
    amount: Figure
    most: Figure


def schedules(scope: Scope) -> Schedules:
    """The figures of the schedules, named subsidies.schedules.*; those of a unit without a table are of the units below it."""
    found = tuple(_found(scope))
    rows = scope.optional("subsidy_schedules")
    lines = listing(replace(rows, rows=tuple(row for row, _ in found))).rows
    # Where a table is lacking, the last of the lines stands for it.
    made = tuple(_line(n, row, of, line) for n, ((row, of), line) in enumerate(zip(found, lines, strict=False), 1))

    def whole(name: str, label: str, words: str, parts: list[Term]) -> Figure:
        return total(f"subsidies.schedules.{name}", label, "万元", words, parts, rows)

    items = tuple(dict.fromkeys(row.item for row, _ in found if row.item))
    names = [name for name in LEVELS.values() if any(line.level(name) is not None for line in made)]
    return Schedules(
        bool(scope.inputs.rows("subsidy_schedules")),
        made,
        tuple(
            ItemAmount(
                str(item),
                whole(f"{item.key}.amount", f"{item}应补金额", "补贴细则各档应补金额相加", [line.amount for line in made if line.line.item in (item, None)]),
                whole(f"{item.key}.most", f"{item}最高金额", "补贴细则各档最高金额相加", [line.most for line in made if line.line.item in (item, None)]),
            )
            for item in items
        ),
        tuple(Borne(name, whole(_key(name), f"{name}负担的补贴", f"补贴细则各档{name}负担的相加", list(_of_level(made, name)))) for name in names),
        whole("amount", "应补金额合计", "补贴细则各档应补金额相加", [line.amount for line in made]),
        whole("most", "最高补贴金额合计", "补贴细则各档最高金额相加", [line.most for line in made]),
    )


def bearing(row: Record) -> dict[str, Decimal]:
    """What is filled in of each level that bears a part, by column, from the highest level."""
    return {key: value for key in LEVELS if (value := getattr(row, key)) is not None}


def shared_whole(row: Record) -> tuple[Decimal, ...]:
    """What the parts of the levels must add up to: 100, or (金额) the most of a household or the standard; nothing where they are parts of any number."""
    if row.shared_by is SharedBy.PERCENT:
        return (Decimal(100),)
    if row.shared_by is SharedBy.AMOUNTS:
        yuan = yuan_per_measure(row).value  # 省0.04元/千瓦时 is written like the standard, 省400元 like the most
        return tuple(value for value in (row.cap, row.rate, yuan) if value is not None)
    return ()


def yuan_per_measure(row: Record) -> Term:
    """The standard in 元 for one of what the way multiplies (户, 千瓦时, 平方米; of a 元 the part that is paid); unknown where the unit isn't of the way."""
    rate = cell(row, "rate")
    scale = _scale(row)
    if scale is None:
        return Term(None, rate.sources, (f"{row.place('unit')}的标准单位",))
    return Term(None if rate.value is None else rate.value * scale, (*rate.sources, Source(row.place("unit"), row.raw("unit"))), rate.lacking)


def _scale(row: Record) -> Decimal | None:
    """What the standard as written is multiplied by to be in 元 for one of the way's measure; None where its unit is another's."""
    written, counted = parse_measure(row.unit or ""), parse_measure(row.way.measure) if row.way else None
    if written is None or counted is None:
        return None
    if counted.base == "元":
        return written.factor * counted.factor / 100 if written.base == "%" else None
    return written.factor * counted.factor if written.base == f"元/{counted.base}" else None


def is_flat(row: Record) -> bool:
    """Whether it is the same for each household."""
    return row.way is not None and row.way.measure == "户"


def each_household(row: Record) -> Term | None:
    """What each household gets (元); None where that is another for each."""
    rate = yuan_per_measure(row)
    if is_flat(row):
        return _within(row, rate, rate.value)
    if row.each is None:
        return None
    whole = product(rate, cell(row, "each"))
    return whole if row.cap is None or whole.value is None else Term(min(whole.value, row.cap), (*whole.sources, *cell(row, "cap").sources))


def _within(row: Record, rate: Term, value: Decimal | None) -> Term:
    """A standard for each household; unknown where the most is lower, for then nobody knows which of them is meant."""
    if row.cap is None or value is None or value <= row.cap:
        return rate
    return Term(None, rate.sources, (f"{row.place('cap')}的每户最高（低于计算标准）",))


def _most_each(row: Record) -> Term | None:
    """The most that a household can get (元): what each gets, the cap, or the standard at the end of its tier, whichever is least; None where nothing says."""
    known = each_household(row)
    if known is not None:
        return known
    bounds = [cell(row, "cap")] if row.cap is not None else []
    end = _end_of_tier(row)
    bounds += [end] if end is not None and end.value is not None else []
    return min(bounds, key=lambda bound: bound.value or 0, default=None)


def _end_of_tier(row: Record) -> Term | None:
    """What a household at the upper bound of its tier gets (元), before any cap; None where there is no bound, or it measures something else."""
    same = row.tier_by is not None and row.way is not None and row.tier_by.measure == row.way.measure
    return product(yuan_per_measure(row), cell(row, "up_to")) if same and row.up_to is not None else None


def _found(scope: Scope) -> Iterator[tuple[Record, Scope]]:
    """Each row with the unit whose it is: the unit's own, or those of the units below."""
    own = scope.inputs.rows("subsidy_schedules")
    if own:
        yield from ((row, scope) for row in own)
        return
    for child in scope.below("subsidy_schedules"):
        yield from _found(child)


def _line(number: int, row: Record, scope: Scope, line: ListingRow) -> ScheduleLine:
    prefix, label = f"subsidies.schedules.{number}", f"{row.path or ''}{row.item or ''}"
    homes = _households(row, scope)

    def figure(name: str, title: str, unit: str, words: str, term: Term) -> Figure:
        return Figure(term.value, term.sources, term.lacking, f"{prefix}.{name}", f"{label}{title}", unit, words)

    amount = figure("amount", "应补金额", "万元", "计算标准×数量，各户相同的是每户补贴×享受户数", _amount(row, homes))
    most = figure("most", "最高金额", "万元", "每户最高×享受户数，不超过计算标准×总数量", amount if amount.known else _most(row, homes))
    levels = tuple(
        Borne(LEVELS[key], figure(key, f"{LEVELS[key]}负担", "万元", f"应补金额按分担方式分给{LEVELS[key]}的部分", term))
        for key, term in _shares(row, amount).items()
    )
    return ScheduleLine(line, figure("households", "享受户数", "户", "填报值；不分档、没有填的是这一路径的改造任务", homes), amount, most, levels)


def _households(row: Record, scope: Scope) -> Term:
    """The households of a tier; where a subsidy has no tiers, and its path counts households, those of the path's task."""
    alike = [other for other in scope.inputs.rows("subsidy_schedules") or () if (other.path, other.item) == (row.path, row.item)]
    if row.households is not None or unread(row, "households") or len(alike) != 1 or row.path is None or row.path.measure != "户":
        return cell(row, "households")
    tasks = scope.rows("tasks")
    return total("", "", "户", "", terms(tasks.rows, "households", path=row.path), tasks)


def _amount(row: Record, homes: Term) -> Term:
    """What a row comes to (万元)."""
    if row.way is None:
        return Term(None, (), (f"{row.place('way')}的计算方式",))
    household = each_household(row)
    if household is not None:
        return _wan(product(household, homes))
    end = _end_of_tier(row)
    if row.cap is not None and (end is None or end.value is None or end.value > row.cap):
        return Term(None, (), (f"{row.place('quantity')}的各户数量（每户有最高限额，用总数量算不出来）",))
    return _wan(product(yuan_per_measure(row), cell(row, "quantity")))


def _most(row: Record, homes: Term) -> Term:
    """The most that a row whose amount isn't known can come to (万元)."""
    household = _most_each(row)
    bounds = [product(household, homes)] if household is not None else []
    bounds += [product(yuan_per_measure(row), cell(row, "quantity"))] if row.way is not None and not is_flat(row) else []
    known = [bound for bound in bounds if bound.value is not None]
    if known:
        return _wan(min(known, key=lambda bound: bound.value or 0))
    return Term(None, (), tuple(dict.fromkeys(what for bound in bounds for what in bound.lacking)) or (f"{row.place('cap')}的每户最高",))


def _wan(yuan: Term) -> Term:
    return Term(None if yuan.value is None else yuan.value / _TEN_THOUSAND, yuan.sources, yuan.lacking)


def _shares(row: Record, amount: Term) -> dict[str, Term]:
    """What each level bears of an amount, by column: to the 分, and the lowest of them what is left, so that the parts add up to the whole."""
    parts = bearing(row)
    whole, wanted = sum(parts.values(), Decimal(0)), shared_whole(row)
    wrong = row.shared_by is None or not whole or (row.shared_by is not SharedBy.PARTS and whole not in wanted) or any(unread(row, key) for key in LEVELS)
    place = Source(row.place("shared_by"), row.raw("shared_by"))
    found: dict[str, Term] = {}
    left = amount.value
    for key, part in parts.items():
        sources = (*amount.sources, place, *cell(row, key).sources)
        if wrong or amount.value is None or left is None:
            found[key] = Term(None, sources, (*amount.lacking, *((f"{row.place(key)}的{LEVELS[key]}（各级分担合不成整体）",) if wrong else ())))
            continue
        value = left if key == list(parts)[-1] else min(left, (amount.value * part / whole).quantize(_FEN, ROUND_HALF_UP))
        left -= value
        found[key] = Term(value, sources)
    return found


def _of_level(lines: tuple[ScheduleLine, ...], name: str) -> Iterator[Term]:
    """What a level bears of each row; of a row of which nobody says who bears it, that is unknown."""
    for line in lines:
        if line.levels:
            borne = line.level(name)
            if borne is not None:
                yield borne
        else:
            yield Term(None, line.amount.sources, (f"{line.amount.label}的分担",))


def _key(name: str) -> str:
    return next(key for key, value in LEVELS.items() if value == name)


def tiers(rows: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """The rows that are tiers of one subsidy for one kind of household, each group by its lower bounds."""
    groups: dict[tuple[Choice | None, Choice | None, str | None, Choice | None], list[Record]] = {}
    for row in rows:
        groups.setdefault((row.path, row.item, row.recipients, row.tier_by), []).append(row)
    for group in groups.values():
        yield tuple(sorted(group, key=lambda row: row.above or 0))
