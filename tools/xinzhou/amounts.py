"""Made-up amounts that add up: a total shared out without remainder, the same on every run."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random


def generator(*names: str) -> Random:
    """A source of made-up variation that depends on the names alone. Only its `random()` is the same in every Python."""
    return Random("/".join(names))


def share(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts proportional to `weights`; what rounding leaves goes to the largest remainders."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def share_amount(total: Decimal, weights: Sequence[float]) -> list[Decimal]:
    """`share` of an amount with two decimals."""
    return [Decimal(part) / 100 for part in share(int(total * 100), weights)]


def two_places(value: Decimal) -> Decimal:
    """Rounded half up to two decimals."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
