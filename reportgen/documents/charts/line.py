"""A line of values over time: households heating week by week."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from reportgen.documents.charts.axis import Axis, axis_of, tick_room, upright
from reportgen.documents.charts.categories import category_names, points_and_line
from reportgen.documents.charts.svg import LINE, SIZE, WIDTH, Anchor, drawing, marked, text, wide
from reportgen.documents.charts.values import Scale, figures_of, main_values, scale_of, told, words_of
from reportgen.language.display import missing
from reportgen.language.figure import Figure

HEIGHT = 70.0  # millimetres: a season's curve is readable, and a paragraph fits below


def line(name: str, categories: Iterable[str], figures: Iterable[Figure], unit: str) -> Markup:
    """A line through a figure for every category (a week, a day); `name` says what is measured.

    The line has a gap where a value is missing; the first, highest, lowest and last numbers stand beside it. The svg,
    or 【待补：name】 where every value is missing. Raises as `columns_and_line` does.
    """
    labels = words_of(categories)
    values = figures_of(figures, len(labels), name)
    scale = scale_of(unit, values)
    if not any(figure.known for figure in values):
        return missing(name)
    return drawing(HEIGHT, _words(name, labels, values, scale), *_shapes(name, labels, values, scale))


def _shapes(name: str, labels: Sequence[str], values: Sequence[Figure], scale: Scale) -> list[str]:
    step, top = axis_of(max(map(scale.number, values)), scale.places)
    left = tick_room(step, top) + 2
    slot = (WIDTH - left) / len(labels)
    foot = HEIGHT - 1.6 * SIZE
    axis = Axis(step, top, foot, 2.6 * LINE)
    middles = [left + slot * (n + 0.5) for n in range(len(labels))]
    return [
        text(0, SIZE, f"{name}（{scale.unit}）", "label"),
        upright(axis, left, WIDTH),
        *category_names(labels, middles, slot, foot + 1.2 * SIZE),
        *points_and_line(values, middles, axis, scale),
        *_numbers(values, middles, axis, scale, left),
    ]


def _numbers(values: Sequence[Figure], middles: Sequence[float], axis: Axis, scale: Scale, left: float) -> list[str]:
    """The main numbers, the last first: one that would run into another is left out."""
    made: list[str] = []
    taken: list[tuple[float, float]] = []
    heights = [axis.at(scale.number(figure)) if figure.known else None for figure in values]
    known = [n for n, height in enumerate(heights) if height is not None]
    highest, lowest = min(known, key=lambda n: heights[n] or 0.0), max(known, key=lambda n: heights[n] or 0.0)
    for n in dict.fromkeys((known[-1], highest, lowest, known[0])):
        number = scale.text(values[n])
        half = wide(number) / 2
        x = min(max(middles[n], left + half), WIDTH - half)
        if all(abs(x - other) > half + room for other, room in taken):
            taken.append((x, half + 1))
            made.append(marked(values[n], text(x, _clear_of_the_line(heights, n, axis), number, "value", Anchor.MIDDLE)))
    return made


def _clear_of_the_line(heights: Sequence[float | None], n: int, axis: Axis) -> float:
    """The base line of a number at point `n`: above it, or below where the line goes up from it and there is room."""
    y = heights[n] or 0.0
    beside = [height for m in (n - 1, n + 1) if 0 <= m < len(heights) and (height := heights[m]) is not None]
    below = y + 1.2 + SIZE
    return below if any(height < y for height in beside) and below < axis.zero - 0.5 else y - 1.8


def _words(name: str, labels: Sequence[str], values: Sequence[Figure], scale: Scale) -> str:
    lacking = sum(not figure.known for figure in values)
    numbers = "；".join(f"{labels[n]}{told(values[n], scale)}" for n in main_values(values))
    rest = f"共{len(values)}个时点，其中{lacking}个未填报" if lacking else f"共{len(values)}个时点"
    return f"折线图：{name}（单位：{scale.unit}），{labels[0]}至{labels[-1]}，{rest}。{numbers}。"
