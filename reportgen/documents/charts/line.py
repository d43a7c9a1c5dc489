"""A line of values over time: households heating week by week."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from reportgen.documents.charts.axis import Axis, begins, upright
from reportgen.documents.charts.categories import category_names
from reportgen.documents.charts.curve import curve, span_of, told_values
from reportgen.documents.charts.data import ChartData, Kind, Series, values_of
from reportgen.documents.charts.svg import LINE, SIZE, WIDTH, drawing, text
from reportgen.documents.charts.values import Scale, figures_of, main_values, scale_of, told, words_of
from reportgen.language.display import missing
from reportgen.language.figure import Figure

HEIGHT = 70.0  # millimetres: a season's curve is readable, and a paragraph fits below


def line(name: str, categories: Iterable[str], figures: Iterable[Figure], unit: str) -> Markup:
    """A line through a figure for every category (a week, a day); `name` says what is measured.

    The line has a gap where a value is missing; the first, highest, lowest and last numbers stand beside it. Where they are all far above zero,
    the axis is broken, and says where it begins. The svg, or 【待补：name】 where every value is missing. Raises as `columns_and_line` does.
    """
    labels = words_of(categories)
    values = figures_of(figures, len(labels), name)
    scale = scale_of(unit, values)
    if not any(figure.known for figure in values):
        return missing(name)
    data, shapes = _drawn(name, labels, values, scale)
    return drawing(HEIGHT, _words(name, labels, values, scale), *shapes, data=data.json())


def _drawn(name: str, labels: Sequence[str], values: Sequence[Figure], scale: Scale) -> tuple[ChartData, list[str]]:
    span = span_of(values, scale)
    left = span.room() + 2
    slot = (WIDTH - left) / len(labels)
    foot = HEIGHT - 1.6 * SIZE
    axis = Axis(span, foot, 2.6 * LINE)
    middles = [left + slot * (n + 0.5) for n in range(len(labels))]
    heading = f"{name}（{scale.unit}{begins(span)}）"
    shown = Series(name, values_of(values, scale), told=sorted(n for n, _ in told_values(values, middles, axis, scale, left)))
    data = ChartData(Kind.LINE, heading, scale.unit, scale.places, labels, (shown,), span, (left, axis.end, WIDTH, foot))
    return data, [
        text(0, SIZE, heading, "label"),
        upright(axis, left, WIDTH),
        *category_names(labels, middles, slot, foot + 1.2 * SIZE),
        *curve(values, middles, axis, scale, left),
    ]


def _words(name: str, labels: Sequence[str], values: Sequence[Figure], scale: Scale) -> str:
    lacking = sum(not figure.known for figure in values)
    numbers = "；".join(f"{labels[n]}{told(values[n], scale)}" for n in main_values(values))
    rest = f"共{len(values)}个时点，其中{lacking}个未填报" if lacking else f"共{len(values)}个时点"
    return f"折线图：{name}（单位：{scale.unit}{begins(span_of(values, scale))}），{labels[0]}至{labels[-1]}，{rest}。{numbers}。"
