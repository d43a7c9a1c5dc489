"""Numbers that stand out (离群值): against the weeks before, the last season, the other units. They are worth a look, and never an error.

Every limit here is one of statistics or of common experience; a number beyond it may be quite right. What is said of it says how it compares, in plain
words, and of other units no more than what is usual among them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from reportgen.diagnostics import Place
from reportgen.language.display import plain, rounded
from reportgen.language.figure import Figure

LEAST_WEEKS, LIMIT = 4, 3
"""Of how many weeks at least a mean is made, and how many times its root a number may lie above it (3 by the standard: by chance one week in hundreds does)."""
LEAST_UNITS = 8
"""Among fewer units nothing is said: the usual difference between them is then itself a matter of chance. Of numbers that differ by chance alone the score
takes 5 in a hundred for outliers where there are 5 units, 2 where there are 8, 1 where there are 16."""
FAR = Decimal("3.5")
"""The robust score from which a number stands out, as Iglewicz and Hoaglin (1993) recommend: of 100 by chance it has 0.05."""
_OF_MEDIAN, _OF_MEAN = Decimal("0.6745"), Decimal("1.2533")
"""What the median deviation of a normal distribution is of its standard deviation, and what that is of the mean deviation (√(π/2))."""
LEAST_SHARE = Decimal("0.1")
"""Of the median: who differs by less than a tenth isn't worth a look, however alike the others are (98.7% where all have 98.9%)."""
DOUBLE, TENFOLD = 2, 10
"""How many times the most (or the least, the other way round) of before a number may be: a price, a share, a week's number rarely doubles; what a season
takes on may well be several times the last one's, but ten times is a slipped decimal, or 元 for 万元."""
LEAST_POINTS = Decimal(5)
"""Percentage points: a share that goes from 1% to 3% has tripled, and yet hardly moved."""

_WITHOUT_ZERO = frozenset(("摄氏度",))
"""What is measured from no nothing has no double: 2 degrees aren't twice as warm as 1."""


class Against(StrEnum):
    """What a number is compared with. The value is the Chinese word for it."""

    WEEKS = "以前各周"
    SEASON = "上一季"
    UNITS = "其他单位"


@dataclass(frozen=True, slots=True)
class Unusual:
    """A number (件) of a unit's last week that is far above those of the weeks before: what it is (报修故障), and `usual`, their mean."""

    unit: str
    what: str
    number: Figure
    usual: Figure


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a unit that may be compared: `key` names it alike in all units and seasons, `figure` is the figure that it is ("": a cell alone).

    `is_ratio`: it doesn't grow with the size of a unit (%, 元/户). `places` are the cells that it comes from, of many the first.
    """

    key: str
    figure: str
    label: str
    unit: str
    value: Decimal
    is_ratio: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Weekly:
    """A number of one row of a table that has a row for each week, and those of the rows before, the last first.

    `period` is how long such a row is (周); `is_count`: it counts one by one.
    """

    number: Number
    period: str
    is_count: bool
    before: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Comparable:
    """What of a unit may be compared: its numbers, those of its weeks, and what its programme itself finds unusual, each with how it says so."""

    numbers: tuple[Number, ...] = ()
    weeks: tuple[Weekly, ...] = ()
    unusual: tuple[tuple[Number, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number stands out, in words."""

    against: Against
    words: str


@dataclass(frozen=True, slots=True)
class Outlier:
    """A number that stands out, and against what."""

    number: Number
    reasons: tuple[Reason, ...]


def far_above(number: Decimal, usual: Decimal) -> bool:
    """Whether what is counted in a week lies above the control limit of the weeks before: their mean and three times its root (c 图，GB/T 17989.2—2020).

    Where less than one a week is usual, the limit is that of one: a single complaint is no sign.
    """
    base = max(usual, Decimal(1))
    return number > base + LIMIT * base.sqrt()


def score(value: Decimal, values: Sequence[Decimal]) -> Decimal:
    """The robust score of a value among `values` (its own with them): how far it is from their median, by how far they usually are.

    Where most are equal, and the usual distance therefore 0, the mean distance takes its place; where most are 0, what a few have is no matter of size, and
    the score is 0. So it is where they are fewer than LEAST_UNITS, or the distance is less than LEAST_SHARE of the median.
    """
    middle = median(values) if len(values) >= LEAST_UNITS else None
    if middle is None or abs(value - middle) < LEAST_SHARE * abs(middle):
        return Decimal(0)
    distances = [abs(one - middle) for one in values]
    if usual := median(distances):
        return _OF_MEDIAN * (value - middle) / usual
    mean = sum(distances, Decimal(0)) / len(distances)
    return (value - middle) / (_OF_MEAN * mean) if middle and mean else Decimal(0)


def beyond(value: Decimal, before: Sequence[Decimal], times: int, *, is_count: bool = False) -> int:
    """Whether a number lies above (1) or below (-1) what is plausible by those of before: so many times their most, such a part of their least; else 0.

    What is counted must besides differ by more than chance alone makes it (as in `far_above`).
    Of numbers below zero, and from nothing but zeros, nothing is said.
    """
    least, most = min(before, default=Decimal(0)), max(before, default=Decimal(0))
    if least < 0 or value < 0 or not most:
        return 0
    if value > times * most:
        return 1 if not is_count or far_above(value, most) else 0
    by_chance = least - LIMIT * max(least, Decimal(1)).sqrt() if is_count else least
    return -1 if value * times < least and (not is_count or value < by_chance) else 0


def outliers(own: Comparable, others: Sequence[Comparable], before: Comparable | None, season: str, level: str) -> tuple[Outlier, ...]:
    """The numbers of a unit that stand out, in its order: one that does against several has several reasons.

    `others` are the units beside it, `before` is the unit in the last season, `season` and `level` what a season and such units are called (采暖季, 县).
    """
    found: dict[tuple[tuple[Place, ...] | str, Decimal], tuple[Number, dict[str, Reason]]] = {}
    for number, reason in (*_of_weeks(own), *_of_season(own, before, season), *_of_units(own, others, level)):
        found.setdefault((number.places or number.key, number.value), (number, {}))[1].setdefault(reason.words, reason)
    return tuple(Outlier(number, tuple(reasons.values())) for number, reasons in found.values())


def _of_weeks(own: Comparable) -> Iterator[tuple[Number, Reason]]:
    for number, words in own.unusual:
        yield number, Reason(Against.WEEKS, words)
    for week in own.weeks:
        number = week.number
        if number.unit in _WITHOUT_ZERO:
            continue
        where = beyond(number.value, week.before, DOUBLE, is_count=week.is_count)
        if where and not any(number.places == other.places for other, _ in own.unusual):
            least, most = min(week.before), max(week.before)
            last = f"上{week.period}是{_said(week.before[0], number)}"
            usual = last if len(week.before) == 1 else f"{last}，以前各{week.period}在{_said(least, number)}至{_said(most, number)}之间"
            yield number, Reason(Against.WEEKS, f"{usual}，这一{week.period}{'超过最多时的2倍' if where > 0 else '不到最少时的一半'}")


def _of_season(own: Comparable, before: Comparable | None, season: str) -> Iterator[tuple[Number, Reason]]:
    known = {} if before is None else {number.key: number for number in before.numbers}
    for number in own.numbers:
        then = known.get(number.key)
        if then is None or then.unit != number.unit or number.unit in _WITHOUT_ZERO:
            continue
        times = DOUBLE if number.is_ratio else TENFOLD
        where = beyond(number.value, (then.value,), times)
        if where and (number.unit != "%" or abs(number.value - then.value) >= LEAST_POINTS):
            part = {DOUBLE: "一半", TENFOLD: "十分之一"}[times]
            check = "，请核对单位和小数点" if times == TENFOLD else ""
            words = f"上一{season}是{_said(then.value, number)}，现在{f'超过它的{times}倍' if where > 0 else f'不到它的{part}'}{check}"
            yield number, Reason(Against.SEASON, words)


def _of_units(own: Comparable, others: Sequence[Comparable], level: str) -> Iterator[tuple[Number, Reason]]:
    by_key: dict[str, list[Decimal]] = {}
    for other in others:
        for number in other.numbers:
            if number.is_ratio:
                by_key.setdefault(number.key, []).append(number.value)
    for number in own.numbers:
        values = [*by_key.get(number.key, ()), number.value] if number.is_ratio else []
        if abs(score(number.value, values)) >= FAR:
            yield number, Reason(Against.UNITS, _beside(number, values, level))


def _beside(number: Number, values: Sequence[Decimal], level: str) -> str:
    """How a number compares with the usual one of the units: no single unit's is told."""
    middle = median(values)
    usual = median(abs(one - middle) for one in values)
    by = Decimal(_rounded(number.value)) - Decimal(_rounded(middle))  # of the numbers as they are written: who subtracts gets the same
    points = "个百分点" if number.unit == "%" else number.unit
    words = f"比{len(values)}个{level}级单位的中位数{_said(middle, number)}{'高' if by > 0 else '低'}{_rounded(abs(by))}{points}"
    return f"{words}；多数单位与中位数相差不超过{_rounded(usual)}{points}" if usual else f"{words}；多数单位都是{_said(middle, number)}"


def _said(value: Decimal, number: Number) -> str:
    return f"{_rounded(value)}{number.unit}"


def _rounded(value: Decimal) -> str:
    """A number in words: two decimals say enough here; a smaller one as it is."""
    text = plain(Decimal(rounded(value, 2)))
    return text if Decimal(text) or not value else plain(value)


def said(number: Number) -> str:
    """A number with its unit, as it is said of an outlier."""
    return _said(number.value, number)


def concerning(found: Iterable[Outlier], figures: frozenset[str], cells: frozenset[Place]) -> tuple[Outlier, ...]:
    """Those of outliers that a document shows: by figures (names) or cells that it is made from."""
    return tuple(one for one in found if one.number.figure in figures or not cells.isdisjoint(one.number.places))
