"""What a chart is given: figures of one unit and the names of their places; and how their numbers are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from reportgen.language.display import rounded_amount
from reportgen.language.figure import Figure
from reportgen.language.numbers import decimals

# Units that a chart may show beside those of the figures themselves: what they count, how many of it, decimals.
_MULTIPLES = {"万户": ("户", 10_000, 4), "亿元": ("万元", 10_000, 2)}
_ALL_TOLD = 12  # with more values than these, the words tell the main ones


@dataclass(frozen=True, slots=True)
class Scale:
    """How the figures of a chart are shown: in `unit`, which is `divisor` times theirs, with `places` decimals."""

    unit: str
    divisor: int
    places: int

    def number(self, figure: Figure) -> Decimal:
        """The value in the chart's unit; 0 where it is missing, for which nothing is drawn."""
        return (figure.value or Decimal(0)) / self.divisor

    def text(self, figure: Figure) -> str:
        """The number as the document's filters print it, without its unit, nothing as 0; a dash where it is missing."""
        if not figure.known:
            return "—"
        return rounded_amount(self.number(figure), self.places if figure else 0)


def scale_of(unit: str, figures: Sequence[Figure], *, below_zero: bool = False) -> Scale:
    """How `figures` are shown in `unit`. Raises ValueError for a figure of another unit, or below zero where none may be (`below_zero`: a temperature)."""
    counted, divisor, places = _MULTIPLES.get(unit, (unit, 1, max(map(decimals, figures), default=0)))
    for figure in figures:
        if figure.unit != counted:
            raise ValueError(f"数据项“{figure.label}”的单位是“{figure.unit}”，不能画在以“{unit}”为单位的图上")
        if figure < 0 and not below_zero:
            raise ValueError(f"数据项“{figure.label}”小于0，不能画在图上")
    return Scale(unit, divisor, places)


def figures_of(values: Iterable[Figure], count: int, name: str) -> tuple[Figure, ...]:
    """The values of one series. Raises TypeError for what is no figure, ValueError where there aren't `count` of them."""
    figures = tuple(values)
    for figure in figures:
        if not isinstance(figure, Figure):
            raise TypeError(f"“{figure}”不是数据项，没有来源，不能画在图上")
    if len(figures) != count:
        raise ValueError(f"“{name}”有{len(figures)}个数据项，图上有{count}个位置")
    return figures


def words_of(names: Iterable[str]) -> tuple[str, ...]:
    """Names as plain text: a filter's markup, as in 【待补：…】, is taken off."""
    return tuple(name.striptags() if isinstance(name, Markup) else str(name) for name in names)


def main_values(figures: Sequence[Figure]) -> list[int]:
    """Which of the values the words for a chart tell: all where they are few; else the first, highest, lowest and last."""
    known = [n for n, figure in enumerate(figures) if figure.known]
    if len(figures) <= _ALL_TOLD or not known:
        return list(range(len(figures)))
    by_value = sorted(known, key=lambda n: figures[n].value or Decimal(0))
    return sorted({known[0], by_value[0], by_value[-1], known[-1]})


def told(figure: Figure, scale: Scale) -> str:
    """The value as the words for a chart tell it."""
    return scale.text(figure) if figure.known else "未填报"
