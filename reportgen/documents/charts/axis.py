"""The axis of values: from zero in steps of 1, 2 or 5, with what is drawn on it placed in millimetres."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from reportgen.documents.charts.svg import SIZE, Anchor, rule, text, wide

_STEPS = 6  # at most
_LEAST = 0.3  # mm: so much of a mark is drawn where its value is above zero but too small to be seen


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from 0 to `top`, marked at every `step`, on a line from `zero` to `end` (mm on the page)."""

    step: Decimal
    top: Decimal
    zero: float
    end: float

    def at(self, value: Decimal) -> float:
        """Where `value` stands."""
        return self.zero + self.along(value)

    def along(self, value: Decimal) -> float:
        """How far `value` stands from zero: below zero towards the top of the page. Zero has no length, all else can be seen."""
        length = float(value / self.top) * (self.end - self.zero)
        least = _LEAST if self.end > self.zero else -_LEAST
        return length if not value or abs(length) >= _LEAST else least

    def ticks(self) -> list[tuple[float, str]]:
        """Where the numbers of the axis stand, and what they are."""
        return [(self.zero + float(value / self.top) * (self.end - self.zero), number) for value, number in _ticks(self.step, self.top)]


def axis_of(largest: Decimal, places: int) -> tuple[Decimal, Decimal]:
    """The step and the top of an axis for values up to `largest`, which are shown with `places` decimals."""
    if not largest:
        return Decimal(1), Decimal(1)
    least = largest / _STEPS
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= least)
    step = max(step, Decimal(1).scaleb(-places))
    return step, step * (largest / step).to_integral_value(ROUND_CEILING)


def tick_room(step: Decimal, top: Decimal) -> float:
    """How wide the numbers of an axis are in mm."""
    return max(wide(number) for _, number in _ticks(step, top))


def _ticks(step: Decimal, top: Decimal) -> list[tuple[Decimal, str]]:
    exponent = step.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return [(step * n, f"{step * n:.{places}f}") for n in range(int(top / step) + 1)]


def upright(axis: Axis, left: float, right: float) -> str:
    """The lines and numbers of an axis that stands at the left of a chart."""
    lines = "".join(rule(left, y, right, y, faint=n > 0) for n, (y, _) in enumerate(axis.ticks()))
    return lines + "".join(text(left - 1.5, y + 0.36 * SIZE, number, "tick", Anchor.END) for y, number in axis.ticks())


def lying(axis: Axis, top: float, bottom: float) -> str:
    """The lines and numbers of an axis that lies at the foot of a chart."""
    lines = "".join(rule(x, top, x, bottom, faint=n > 0) for n, (x, _) in enumerate(axis.ticks()))
    return lines + "".join(text(x, bottom + 1.2 * SIZE, number, "tick", Anchor.MIDDLE) for x, number in axis.ticks())
