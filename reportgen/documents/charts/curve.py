"""A line of levels on its axis: broken where a value is missing, its main numbers beside it."""

from collections.abc import Sequence

from reportgen.documents.charts.axis import Axis, Span, of_levels
from reportgen.documents.charts.categories import points_and_line
from reportgen.documents.charts.svg import SIZE, WIDTH, Anchor, marked, text, wide
from reportgen.documents.charts.values import Scale
from reportgen.language.figure import Figure


def span_of(values: Sequence[Figure], scale: Scale) -> Span:
    """The axis of the values that are known; there is one at least."""
    numbers = [scale.number(figure) for figure in values if figure.known]
    return of_levels(min(numbers), max(numbers), scale.places)


def curve(values: Sequence[Figure], middles: Sequence[float], axis: Axis, scale: Scale, left: float) -> list[str]:
    """The line through `values`, and beside it the first, highest, lowest and last numbers, none left of `left`."""
    return [*points_and_line(values, middles, axis, scale), *_numbers(values, middles, axis, scale, left)]


def told_values(values: Sequence[Figure], middles: Sequence[float], axis: Axis, scale: Scale, left: float) -> list[tuple[int, float]]:
    """Whose numbers stand beside the line, the last first, and where across: one that would run into another is left out."""
    told: list[tuple[int, float]] = []
    taken: list[tuple[float, float]] = []
    heights = _heights(values, axis, scale)
    known = [n for n, height in enumerate(heights) if height is not None]
    highest, lowest = min(known, key=lambda n: heights[n] or 0.0), max(known, key=lambda n: heights[n] or 0.0)
    for n in dict.fromkeys((known[-1], highest, lowest, known[0])):
        half = wide(scale.text(values[n])) / 2
        x = min(max(middles[n], left + half), WIDTH - half)
        if all(abs(x - other) > half + room for other, room in taken):
            taken.append((x, half + 1))
            told.append((n, x))
    return told


def _numbers(values: Sequence[Figure], middles: Sequence[float], axis: Axis, scale: Scale, left: float) -> list[str]:
    """The main numbers, clear of the line."""
    heights = _heights(values, axis, scale)
    made = []
    for n, x in told_values(values, middles, axis, scale, left):
        number = scale.text(values[n])
        made.append(marked(values[n], text(x, _clear_of_the_line(heights, n, middles, wide(number) / 2, axis), number, "value", Anchor.MIDDLE)))
    return made


def _heights(values: Sequence[Figure], axis: Axis, scale: Scale) -> list[float | None]:
    """Where the values stand, None where one is missing."""
    return [axis.at(scale.number(figure)) if figure.known else None for figure in values]


def _clear_of_the_line(heights: Sequence[float | None], n: int, middles: Sequence[float], half: float, axis: Axis) -> float:
    """The base line of a number at point `n`, `half` of which reaches to either side: above the line, or below where it goes up and there is room."""
    y = heights[n] or 0.0
    beside = [(height, abs(middles[m] - middles[n])) for m in (n - 1, n + 1) if 0 <= m < len(heights) and (height := heights[m]) is not None]
    below = y + 1.2 + SIZE
    if any(height < y for height, _ in beside) and below < axis.foot - 0.5:
        return below
    return min([y, *(y + (height - y) * min(1.0, half / away) for height, away in beside)]) - 1.8
