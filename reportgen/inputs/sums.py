"""What a total says, as exactly as it is written, and the sums of the rows that it may be of."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from sys import maxsize

from reportgen.inputs.aggregates import Aggregate
from reportgen.inputs.cells import Value
from reportgen.inputs.grid import PercentNumber, Raw
from reportgen.inputs.numbers import plain
from reportgen.inputs.wording import fold

_WRITTEN = re.compile(r"\d[\d,，\s]*(?:\.(\d+))?")
_MANY_TOTALS = 300
"""With more total rows than this, only the groups next to a total are compared with it: longer tables have no third level of totals."""


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """What a total's cell says, and half of what its last shown digit is worth (`quantum`)."""

    value: Decimal
    quantum: Decimal


def said_in(raw: Raw, value: Value) -> StatedTotal | None:
    """The number of a cell that has been read as `value`, in the column's own unit, as exact as it is shown; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    text = plain(Decimal(format(raw.value * 100, ".13g"))) if isinstance(raw, PercentNumber) else format(raw, ".15g") if isinstance(raw, float) else str(raw)
    match = _WRITTEN.search(text)
    if match is None or "e" in text.casefold():
        return StatedTotal(Decimal(value), Decimal(0))
    digits = len(match[1] or "")
    shown = Decimal(re.sub(r"[^\d.]", "", match[0]))
    scale = abs(Decimal(value) / shown) if shown else Decimal(1)
    return StatedTotal(Decimal(value), Decimal(1).scaleb(-digits) * scale)


def may_be_rounding(said: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether a total is off the sum of its parts by no more than comes of rounding each of them to the last digit that one of them shows.

    Rounding is off by a digit's 1/√12 in the mean square: of n parts and their total hardly ever (three times that) by more than 3·√((n+1)/12) digits,
    which are 1 of two parts, 2 of ten.
    """
    numbers = [part for part in parts if part]
    if len(numbers) < 2:  # noqa: PLR2004  # what has one part is that part
        return False
    digit = Decimal(1).scaleb(min(int(number.normalize().as_tuple().exponent) for number in (said, *numbers) if number))
    return 4 * (said - sum(numbers)) ** 2 <= 3 * (len(numbers) + 1) * digit**2


Span = tuple[int, int]
"""Rows of data that stand together: the first and the end, counted among the rows of data."""


class Sums:
    """The values of a column by row number, added up from the top, so that a group's sum costs no more than finding its ends.

    `totals` are the numbers of the total rows, which part the groups.
    """

    def __init__(self, values: Mapping[int, Value], totals: Sequence[int]) -> None:
        self._rows = sorted(values)
        self._totals = sorted(totals)
        numbers = [value for row in self._rows if isinstance(value := values[row], (int, Decimal))]
        self.complete = bool(values) and len(numbers) == len(values)
        """Whether there are rows and each has been read: else there is nothing to compare with."""
        self._values = list(map(Decimal, numbers))
        self._running = list(accumulate(self._values, initial=Decimal(0)))

    def of(self, span: Span) -> Decimal:
        """The sum of a span's rows."""
        return self._running[span[1]] - self._running[span[0]]

    def values(self, span: Span) -> list[Decimal]:
        """The values of a span's rows."""
        return self._values[span[0] : span[1]]

    def of_rows(self, rows: Collection[int]) -> Decimal:
        """The sum of the rows at these indexes."""
        return sum((self._values[at] for at in rows), Decimal(0))

    @property
    def whole(self) -> Span:
        """All rows."""
        return 0, len(self._rows)

    def groups(self, number: int) -> list[Span]:
        """The rows next to a total in row `number`, up to another total: 小计 stands above or below its group."""
        at = bisect_left(self._totals, number)
        before = self._totals[at - 1] if at else -1
        after = self._totals[at + 1] if at + 1 < len(self._totals) else maxsize
        # A group without rows is none: else a total of 0 in the last row would always be the sum of the rows below it.
        return [span for span in (self._span(before, number), self._span(number, after)) if span[0] < span[1]]

    def nested(self, number: int) -> Iterator[Span]:
        """Several groups together, up to the total or from it on: what a total over subtotals sums up."""
        if len(self._totals) > _MANY_TOTALS:
            return
        ends = (-1, *self._totals, maxsize)
        for end in ends:
            span = self._span(end, number) if end < number else self._span(number, end)
            if span[0] < span[1]:
                yield span

    def agree(self, said: StatedTotal, span: Span) -> bool:
        """Whether a total is the sum of a span, or that sum rounded as the total is, or the sum of the rows each so rounded."""
        total = self.of(span)
        if total == said.value:
            return True
        if abs(total - said.value) > said.quantum * (span[1] - span[0]):
            return False
        return said.value in (_rounded(total, said.quantum), sum(_rounded(value, said.quantum) for value in self.values(span)))

    def agree_rows(self, said: StatedTotal, rows: Collection[int]) -> bool:
        """The same of the rows at these indexes."""
        return said.value in (_rounded(self.of_rows(rows), said.quantum), sum(_rounded(self._values[at], said.quantum) for at in rows))

    def indexes(self, rows: Sequence[int]) -> tuple[int, ...]:
        """The indexes of those of the rows with these numbers that are summed up here."""
        found = ((at, bisect_left(self._rows, at)) for at in rows)
        return tuple(index for at, index in found if index < len(self._rows) and self._rows[index] == at)

    def expected(self, number: int, total: Aggregate, group: Collection[int]) -> Decimal:
        """The sum that a wrong total should most likely have been."""
        if group:
            return self.of_rows(group)
        near = self.groups(number)
        return self.of(near[0] if near and "小计" in fold(total.label) else self.whole)

    def _span(self, first: int, last: int) -> Span:
        return bisect_right(self._rows, first), bisect_left(self._rows, last)


def _rounded(number: Decimal, quantum: Decimal) -> Decimal:
    """A number rounded to whole multiples of `quantum`, half away from zero, as Excel's ROUND does."""
    return (number / quantum).quantize(Decimal(1), ROUND_HALF_UP) * quantum if quantum else number
