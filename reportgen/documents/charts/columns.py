"""Columns with a line over them: what is done month by month against what was planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reportgen.documents.charts.axis import Axis, from_zero, upright
from reportgen.documents.charts.categories import category_names, points_and_line
from reportgen.documents.charts.data import ChartData, Kind, Series, values_of
from reportgen.documents.charts.svg import BLUE, LINE, SIZE, WIDTH, Anchor, Fill, bar, drawing, marked, path, rule, spot, text, wide
from reportgen.documents.charts.values import Scale, figures_of, main_values, scale_of, told, words_of
from reportgen.language.display import missing
from reportgen.language.figure import Figure

HEIGHT = 80.0  # millimetres: two charts and their captions fit a page
_BLUE = Fill(BLUE)
_ROW = 5.6  # mm: a row of numbers
_SWATCH = 6.0  # millimetres from a swatch's left edge to its word


@dataclass(frozen=True, slots=True)
class _Series:
    title: str
    figures: tuple[Figure, ...]


def columns_and_line(name: str, categories: Iterable[str], bars: tuple[str, Iterable[Figure]], line: tuple[str, Iterable[Figure]], unit: str) -> Markup:
    """Columns (`bars`) and a line for the same categories, as completion against the plan.

    `name` says what is measured; `bars` and `line` are each a title and a figure for every category. A value that is
    missing isn't drawn: the column is left out, the line has a gap. Where there is room the numbers stand in rows below.
    The svg, or 【待补：name】 where every value is missing. Raises TypeError for what is no figure, ValueError for figures
    of another unit than `unit`, below zero, or of another number than the categories.
    """
    labels = words_of(categories)
    done, planned = (_Series(title, figures_of(values, len(labels), title)) for title, values in (bars, line))
    series = (done, planned)
    figures = [figure for each in series for figure in each.figures]
    scale = scale_of(unit, figures)
    if not any(figure.known for figure in figures):
        return missing(name)
    data, shapes = _drawn(name, labels, series, scale)
    return drawing(HEIGHT, _words(name, labels, series, scale), *shapes, data=data.json())


def _drawn(name: str, labels: Sequence[str], series: tuple[_Series, _Series], scale: Scale) -> tuple[ChartData, list[str]]:
    span = from_zero(max(scale.number(figure) for each in series for figure in each.figures), scale.places)
    heads = max(_SWATCH + wide(each.title) for each in series) + 2
    widest = max(wide(words) for words in (*labels, *(scale.text(figure) for each in series for figure in each.figures)))
    tabled = widest + 1 <= (WIDTH - heads) / len(labels)
    left = max(heads if tabled else 0.0, span.room() + 2)
    slot = (WIDTH - left) / len(labels)
    foot = HEIGHT - 1.5 * SIZE - (2 * _ROW if tabled else 0)
    axis = Axis(span, foot, 2 * LINE)
    middles = [left + slot * (n + 0.5) for n in range(len(labels))]
    heading = f"{name}（{scale.unit}）"
    shown = [Series(each.title, values_of(each.figures, scale), fill) for each, fill in zip(series, (_BLUE, None), strict=True)]
    plot, key = (left, axis.end, WIDTH, foot), None if tabled else (WIDTH / 2, 0.0, WIDTH, LINE)
    data = ChartData(Kind.COLUMNS, heading, scale.unit, scale.places, labels, shown, span, plot, key, tabled=tabled)
    return data, [
        text(0, SIZE, heading, "label"),
        upright(axis, left, WIDTH),
        *category_names(labels, middles, slot, foot + 1.2 * SIZE),
        *_columns(series[0], middles, slot, axis, scale),
        *points_and_line(series[1].figures, middles, axis, scale),
        *(_table(series, middles, foot + 1.5 * SIZE, scale) if tabled else _legend(series)),
    ]


def _columns(series: _Series, middles: Sequence[float], slot: float, axis: Axis, scale: Scale) -> list[str]:
    across = min(0.6 * slot, 14.0)
    made = []
    for figure, x in zip(series.figures, middles, strict=True):
        if figure.known:
            height = -axis.along(scale.number(figure))
            made.append(marked(figure, *([bar(x - across / 2, axis.foot - height, across, height, _BLUE)] if height else [])))
    return made


def _sample(series: _Series, of_bars: bool, x: float, y: float) -> str:
    """What a series looks like, and its title, on the line whose middle is at `y`."""
    look = bar(x + 0.5, y - 1.2, 4.4, 2.4, _BLUE) if of_bars else path([(x, y), (x + 5, y)]) + spot(x + 2.5, y)
    return look + text(x + _SWATCH, y + 0.36 * SIZE, series.title, "label")


def _table(series: tuple[_Series, _Series], middles: Sequence[float], y: float, scale: Scale) -> list[str]:
    """The numbers of both series below their categories; the head of each row shows what it looks like."""
    made = []
    for row, each in enumerate(series):
        middle = y + (row + 0.5) * _ROW
        made += [rule(0, middle - _ROW / 2, WIDTH, middle - _ROW / 2, faint=True), _sample(each, row == 0, 0, middle)]
        for figure, x in zip(each.figures, middles, strict=True):
            number = text(x, middle + 0.36 * SIZE, scale.text(figure), "value", Anchor.MIDDLE)
            made.append(marked(figure, number) if figure.known else number)
    return made


def _legend(series: tuple[_Series, _Series]) -> list[str]:
    """Both series in the upper right corner."""
    second = WIDTH - wide(series[1].title) - _SWATCH
    first = second - wide(series[0].title) - _SWATCH - 5
    return [_sample(series[0], True, first, 0.64 * SIZE), _sample(series[1], False, second, 0.64 * SIZE)]


def _words(name: str, labels: Sequence[str], series: tuple[_Series, _Series], scale: Scale) -> str:
    bars, line = series
    shown = sorted({n for each in series for n in main_values(each.figures)})
    values = "；".join(f"{labels[n]}{bars.title}{told(bars.figures[n], scale)}，{line.title}{told(line.figures[n], scale)}" for n in shown)
    return f"柱线图：{name}（单位：{scale.unit}）。柱为{bars.title}，线为{line.title}。{values}。"
