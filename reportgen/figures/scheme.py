"""评分方案: how indicators are weighted and scored. The values come from the policies; figures only know the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from reportgen.diagnostics import Place
from reportgen.inputs.schema.choices import Direction

HUNDREDTH = Decimal("0.01")  # scores are given to two decimals
FULL = Decimal(100)


class Method(StrEnum):
    """How a numeric indicator that misses its target is scored; one that reaches it has the full weight."""

    RATIO = "完成比例"
    INVERSE = "反向比例"
    DEVIATION = "偏离程度"
    NOTHING = "不得分"


@dataclass(frozen=True, slots=True)
class Band:
    """A band (等次) of percentages or scores: from `least` up to the band above it."""

    title: str
    least: Decimal


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most (分) that the total may be where the budget's execution (%) is below a rate."""

    below: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Reductions:
    """What a scheme takes off after scoring (扣减): the total has a ceiling where too little is spent, an indicator loses `points` that is far from its target.

    `source` says whose reductions they are. `ceilings` go from the highest rate down, the lowest that applies is the one. An indicator is far from its target
    that deviates from it by `deviation` percent or more, either way: a target that is far exceeded was set too low. None: nothing is taken off for that.
    """

    source: str
    ceilings: tuple[Ceiling, ...]
    deviation: Decimal | None
    points: Decimal

    def ceiling(self, rate: Decimal) -> Ceiling | None:
        """The ceiling of the total at a rate of the budget's execution (%), if any."""
        return next((ceiling for ceiling in reversed(self.ceilings) if rate < ceiling.below), None)

    def taken(self, deviation: Decimal, score: Decimal) -> Decimal:
        """The points taken off an indicator's `score` that is so far (%) from its target: no more than it has."""
        return min(self.points, score) if self.deviation is not None and deviation >= self.deviation else Decimal(0)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: the weight of the budget's execution and of each 一级指标 (分), adding up to 100.

    `place` says where the scheme is written. `bands` are those of qualitative indicators (达成程度, %), `grades` those of
    the total (分), both from the best down. `reductions` are what it takes off after that, if anything.
    """

    id: str
    title: str
    place: Place
    budget: Decimal
    blocks: Mapping[str, Decimal]
    methods: Mapping[Direction, Method]
    bands: tuple[Band, ...]
    grades: tuple[Band, ...]
    reductions: Reductions | None = None

    def part(self, direction: Direction, target: Decimal | None, actual: Decimal | None, percent: Decimal | None) -> Decimal | None:
        """What part of its weight (0 to 1) an indicator earns; None where a number that decides it is missing.

        `percent` is the 达成程度 of a qualitative indicator, which needs nothing else.
        """
        if direction is Direction.QUALITATIVE:
            return None if percent is None else _within(percent / FULL)
        if target is None or actual is None:
            return None
        if _REACHED[direction](actual, target):
            return Decimal(1)
        return _within(_PARTS[self.methods[direction]](actual, target))


def score_of(weight: Decimal, part: Decimal) -> Decimal:
    """The score for a part of a weight, with two decimals, rounded half up; but what isn't the whole never has the full weight.

    A score is the rounded number itself, so that the scores of a table add up to the total that it prints.
    """
    rounded = (weight * part).quantize(HUNDREDTH, ROUND_HALF_UP)
    return max(weight - HUNDREDTH, Decimal(0)) if part < 1 and rounded >= weight else rounded


def band_of(bands: tuple[Band, ...], value: Decimal) -> str:
    """The title of the band that `value` is in; bands go down to 0."""
    return next(band.title for band in bands if value >= band.least)


def _within(part: Decimal) -> Decimal:
    return min(max(part, Decimal(0)), Decimal(1))


_REACHED: Mapping[Direction, Callable[[Decimal, Decimal], bool]] = {
    Direction.AT_LEAST: lambda actual, target: actual >= target,
    Direction.AT_MOST: lambda actual, target: actual <= target,
    Direction.EQUAL: lambda actual, target: actual == target,
}
_PARTS: Mapping[Method, Callable[[Decimal, Decimal], Decimal]] = {
    Method.RATIO: lambda actual, target: actual / target if target else Decimal(0),
    Method.INVERSE: lambda actual, target: target / actual if actual else Decimal(0),
    Method.DEVIATION: lambda actual, target: 1 - abs(actual - target) / abs(target) if target else Decimal(0),
    Method.NOTHING: lambda _actual, _target: Decimal(0),
}
