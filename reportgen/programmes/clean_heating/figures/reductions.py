"""扣减: what a scheme takes off after scoring, as figures that say how much, of what, and why."""

from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.figure import difference, share
from reportgen.figures.scheme import Ceiling, Reductions, Scheme
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Direction
from reportgen.language.figure import Figure, Source, Term


@dataclass(frozen=True, slots=True)
class Limit:
    """The ceiling of the total where too little of the budget is spent: `below` (%) and `most` (分) as the scheme has them."""

    below: Figure
    most: Figure


@dataclass(frozen=True, slots=True)
class Deviations:
    """From what deviation (%) the scheme takes how many points (分) off an indicator."""

    least: Figure
    points: Figure


def deviations(scheme: Scheme | None) -> Deviations | None:
    """What the scheme says of deviations, named scores.deviations.*; None where it takes nothing off for them."""
    reductions = scheme.reductions if scheme else None
    if scheme is None or reductions is None or reductions.deviation is None:
        return None
    source = (_source(scheme, reductions),)
    return Deviations(
        Figure(reductions.deviation, source, (), "scores.deviations.least", "扣分的偏离程度", "%", "评分方案规定"),
        Figure(reductions.points, source, (), "scores.deviations.points", "每项偏离扣分", "分", "评分方案规定"),
    )


def _source(scheme: Scheme, reductions: Reductions) -> Source:
    return Source(scheme.place, f"偏离{reductions.deviation}%以上扣{reductions.points}分")


def deviation_of(prefix: str, title: str, record: Record, target: Figure, actual: Figure) -> Figure:
    """How far a numeric indicator is from its target, either way (%); void where the target is 0, from which nothing is so many percent."""
    label, words = f"{title}偏离程度", "|完成值－指标值|÷|指标值|×100%"
    if record.direction is Direction.QUALITATIVE:
        return Figure(None, (), (), f"{prefix}.deviation", label, "%", words, void=True)
    far = difference("", "", "", "", actual, target)
    apart = Term(None if far.value is None else abs(far.value), far.sources, far.lacking)
    whole = Term(None if target.value is None else abs(target.value), target.sources, target.lacking)
    return share(f"{prefix}.deviation", label, words, apart, whole)


def taken_for(prefix: str, title: str, scheme: Scheme | None, deviation: Figure, score: Figure) -> Figure:
    """The points taken off an indicator's score for its deviation: none where the scheme takes none, or the indicator has no number to deviate from."""
    name, label, words = f"{prefix}.reduction", f"{title}偏离扣分", "偏离程度达到评分方案规定的扣分，最多扣到0分"
    reductions = scheme.reductions if scheme else None
    if scheme is None or reductions is None or reductions.deviation is None or deviation.void:
        return Figure(Decimal(0), score.sources, (), name, label, "分", words)
    source = _source(scheme, reductions)
    if deviation.value is None or score.value is None:
        return Figure(None, (source, *score.sources), (*deviation.lacking, *score.lacking), name, label, "分", words)
    return Figure(reductions.taken(deviation.value, score.value), (source, *deviation.sources), (), name, label, "分", words)


def _ceiling(scheme: Scheme | None, rate: Figure) -> Ceiling | None:
    """The ceiling that the scheme sets the total at this rate of the budget's execution (%)."""
    if scheme is None or scheme.reductions is None or rate.value is None:
        return None
    return scheme.reductions.ceiling(rate.value)


def limited(whole: Figure, rate: Figure, scheme: Scheme | None) -> tuple[Figure, Limit | None]:
    """The total (scores.total) that comes of the sum of the scores, and the ceiling that applies to it, if any."""
    ceiling = _ceiling(scheme, rate)
    if ceiling is None or scheme is None:
        return Figure(whole.value, whole.sources, whole.lacking, "scores.total", "自评总分", "分", whole.formula), None
    source = Source(scheme.place, f"预算执行率低于{ceiling.below}%的不超过{ceiling.most}分")
    value = None if whole.value is None else min(whole.value, ceiling.most)
    words = f"各项得分之和，预算执行率低于{ceiling.below}%的不超过{ceiling.most}分"
    total = Figure(value, (source, *rate.sources, *whole.sources), whole.lacking, "scores.total", "自评总分", "分", words)
    below = Figure(ceiling.below, (source,), (), "scores.limit.below", "预算执行率限分线", "%", "评分方案规定")
    most = Figure(ceiling.most, (source,), (), "scores.limit.most", "自评总分上限", "分", "评分方案规定")
    return total, Limit(below, most)
