"""The axis of values: in steps of 1, 2 or 5, with what is drawn on it placed in millimetres."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.documents.charts.svg import SIZE, Anchor, broken, rule, text, wide

_STEPS = 6  # at most, from zero
_STEPS_OF_LEVELS = 3  # about: half a step of the values lies beside them above and below
_LEAST = 0.3  # mm: so much of a mark is drawn where its value is above zero but too small to be seen
_LEAST_CHANGE = Decimal("0.01")  # of the highest: what changes less is no change, and is drawn as none


@dataclass(frozen=True, slots=True)
class Span:
    """The values that an axis shows: from `base` to `top`, marked at every `step`."""

    step: Decimal
    base: Decimal
    top: Decimal

    @property
    def broken(self) -> bool:
        """Whether the axis begins above zero, which is told beside it."""
        return self.base > 0

    def ticks(self) -> list[tuple[Decimal, str]]:
        """The values at the steps, and how they are written."""
        exponent = self.step.normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        return [(value, f"{value:.{places}f}") for n in range(int((self.top - self.base) / self.step) + 1) for value in (self.base + self.step * n,)]

    def room(self) -> float:
        """How wide its numbers are in mm."""
        return max(wide(number) for _, number in self.ticks())


@dataclass(frozen=True, slots=True)
class Axis:
    """A span on a line from `foot` to `end` (mm on the page)."""

    span: Span
    foot: float
    end: float

    def at(self, value: Decimal) -> float:
        """Where `value` stands."""
        return self.foot + float((value - self.span.base) / (self.span.top - self.span.base)) * (self.end - self.foot)

    def along(self, value: Decimal) -> float:
        """How long the bar of `value` is on an axis from zero, below zero towards the top of the page. Zero has no length, all else can be seen."""
        length = self.at(value) - self.foot
        least = _LEAST if self.end > self.foot else -_LEAST
        return length if not value or abs(length) >= _LEAST else least


def from_zero(largest: Decimal, places: int, steps: int = _STEPS) -> Span:
    """The axis of bars with values up to `largest`, which are shown with `places` decimals, in `steps` at most."""
    if not largest:
        return Span(Decimal(1), Decimal(0), Decimal(1))
    step = _step(largest / steps, places)
    return Span(step, Decimal(0), step * (largest / step).to_integral_value(ROUND_CEILING))


def of_levels(lowest: Decimal, highest: Decimal, places: int) -> Span:
    """The axis of a line: where its values lie in the upper half of what it would show from zero, it begins below the lowest of them.

    A line is read by how it goes, a bar by its length: only the axis of a line may begin elsewhere than at zero. Below zero it reaches to zero at least.
    """
    if 0 <= lowest < highest / 2 or lowest == highest >= 0:
        return from_zero(highest, places)
    highest = max(highest, Decimal(0)) if lowest < 0 else highest
    step = _step(max(highest - lowest, abs(highest) * _LEAST_CHANGE) / _STEPS_OF_LEVELS, places)
    base = step * (lowest / step).to_integral_value(ROUND_FLOOR)
    top = step * (highest / step).to_integral_value(ROUND_CEILING)
    base -= step if base == lowest and base > 0 else 0
    return Span(step, base, max(top, base + step))


def _step(least: Decimal, places: int) -> Decimal:
    """The smallest round step that is `least` at least."""
    power = Decimal(1).scaleb(least.adjusted())
    return max(next(power * n for n in (1, 2, 5, 10) if power * n >= least), Decimal(1).scaleb(-places))


def upright(axis: Axis, left: float, right: float) -> str:
    """The lines and numbers of an axis that stands at the left of a chart; the line of zero is the strongest."""
    ticks = [(value, axis.at(value), number) for value, number in axis.span.ticks()]
    lines = "".join(rule(left, y, right, y, faint=value != 0) for value, y, _ in ticks)
    numbers = "".join(text(left - 1.5, y + 0.36 * SIZE, number, "tick", Anchor.END) for _, y, number in ticks)
    return lines + numbers + (broken(left, axis.foot, axis.end) if axis.span.broken else "")


def begins(span: Span) -> str:
    """What is told beside a broken axis; nothing beside another."""
    return f"，纵轴自{span.ticks()[0][1]}起" if span.broken else ""


def lying(axis: Axis, top: float, bottom: float) -> str:
    """The lines and numbers of an axis that lies at the foot of a chart."""
    ticks = [(value, axis.at(value), number) for value, number in axis.span.ticks()]
    lines = "".join(rule(x, top, x, bottom, faint=value != 0) for value, x, _ in ticks)
    return lines + "".join(text(x, bottom + 1.2 * SIZE, number, "tick", Anchor.MIDDLE) for _, x, number in ticks)
