"""Several charts over the same weeks, one below the other: what happened beside how things stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from reportgen.documents.charts.axis import Axis, Span, begins, from_zero, upright
from reportgen.documents.charts.categories import category_names
from reportgen.documents.charts.curve import curve, span_of
from reportgen.documents.charts.svg import LINE, MISSING, SIZE, WIDTH, Anchor, Fill, Pattern, bar, drawing, ground, marked, text, wide
from reportgen.documents.charts.values import Scale, figures_of, main_values, scale_of, told, words_of
from reportgen.language.display import missing
from reportgen.language.figure import Figure

_FILLS = (Fill("#404040"), Fill("#ffffff", pattern=Pattern.RISING), Fill("#d9d9d9"))
_LEVELS, _COUNTS = 21.0, 15.0  # mm: the height of a line, and of columns
_HEAD = 1.35 * LINE  # mm: the name of a panel, and room for a number above the highest point
_STEPS = 3  # of columns, at most: their panel is low
_GAP = 2.5  # mm between panels
_SWATCH = 6.0  # mm from a swatch's left edge to its word


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the charts: `bars` of several series side by side, or a line of one; where `below_zero`, values may be.

    `places` are the decimals of its numbers: of a mean fewer than it has.
    """

    name: str
    unit: str
    series: tuple[tuple[str, Sequence[Figure]], ...]
    bars: bool
    below_zero: bool = False
    places: int | None = None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A panel with its axis; None where every value is missing."""

    panel: Panel
    scale: Scale
    span: Span | None


def levels(name: str, unit: str, figures: Iterable[Figure], *, below_zero: bool = False, places: int | None = None) -> Panel:
    """A panel with a line: how things stood (户, 摄氏度). Its axis is broken where the values are all far above zero."""
    return Panel(name, unit, ((name, tuple(figures)),), bars=False, below_zero=below_zero, places=places)


def counts(name: str, unit: str, *series: tuple[str, Iterable[Figure]]) -> Panel:
    """A panel with columns, of each of `series` (its title and figures) one in a week, from zero: what happened (件). Raises ValueError for more than 3."""
    if len(series) > len(_FILLS):
        raise ValueError(f"“{name}”最多并列{len(_FILLS)}组柱，实际是{len(series)}组")
    return Panel(name, unit, tuple((title, tuple(figures)) for title, figures in series), bars=True)


def panels(categories: Iterable[str], parts: Iterable[Panel | bool]) -> Markup:
    """The charts `parts` (levels, counts) over the same categories, one below the other; what is False among them is left out.

    What is missing isn't drawn, and a panel of which all is says so. The svg, or 【待补：name】 of the first where nothing is known.
    Raises as `columns_and_line` does.
    """
    labels = words_of(categories)
    measured = [_measured(part, len(labels)) for part in parts if isinstance(part, Panel)]
    if all(each.span is None for each in measured):
        return missing(measured[0].panel.name if measured else "图")
    left = max(each.span.room() for each in measured if each.span is not None) + 2
    slot = (WIDTH - left) / len(labels)
    middles = [left + slot * (n + 0.5) for n in range(len(labels))]
    shapes: list[str] = []
    top = 0.0
    for each in measured:
        foot = top + _HEAD + (_COUNTS if each.panel.bars else _LEVELS)
        shapes += _panel(each, middles, slot, (top, foot), left)
        top = foot + _GAP
    foot = top - _GAP
    shapes += category_names(labels, middles, slot, foot + 1.2 * SIZE)
    return drawing(foot + 1.6 * SIZE, _words(labels, measured), *shapes)


def _measured(panel: Panel, count: int) -> _Measured:
    figures = [figure for title, values in panel.series for figure in figures_of(values, count, title)]
    scale = scale_of(panel.unit, figures, below_zero=panel.below_zero)
    if panel.places is not None:
        scale = replace(scale, places=panel.places)
    if not any(figure.known for figure in figures):
        return _Measured(panel, scale, None)
    return _Measured(panel, scale, from_zero(max(map(scale.number, figures)), scale.places, _STEPS) if panel.bars else span_of(figures, scale))


def _panel(each: _Measured, middles: Sequence[float], slot: float, edges: tuple[float, float], left: float) -> list[str]:
    panel, scale, (top, foot) = each.panel, each.scale, edges
    if each.span is None:
        words = f"【待补：{panel.name}】"
        return [ground(left, top + SIZE, words), text(left, top + SIZE, words, "missing", ink=MISSING)]
    axis = Axis(each.span, foot, top + _HEAD)
    head = [text(0, top + SIZE, f"{panel.name}（{scale.unit}{begins(each.span)}）", "label"), upright(axis, left, WIDTH)]
    if panel.bars:
        return [*head, *_legend(panel, top), *_columns(panel, middles, slot, axis, scale)]
    return [*head, *curve(panel.series[0][1], middles, axis, scale, left)]


def _legend(panel: Panel, top: float) -> list[str]:
    """What the columns of each series look like, at the right of the panel's name; of a single one the name says it."""
    made: list[str] = []
    x = WIDTH
    for (title, _), fill in reversed(list(zip(panel.series, _FILLS, strict=False)) if len(panel.series) > 1 else []):
        x -= wide(title) + _SWATCH
        made += [bar(x + 0.5, top + 0.64 * SIZE - 1.2, 4.4, 2.4, fill), text(x + _SWATCH, top + SIZE, title, "label")]
        x -= 4
    return made


def _columns(panel: Panel, middles: Sequence[float], slot: float, axis: Axis, scale: Scale) -> list[str]:
    """The columns, those of a week side by side; the number stands on the highest of all."""
    across = min(0.76 * slot / len(panel.series), 8.0)
    places = [(figure, x, n) for n, (_, figures) in enumerate(panel.series) for figure, x in zip(figures, middles, strict=True) if figure.known]
    highest = max(places, key=lambda place: scale.number(place[0]))
    made = []
    for figure, middle, n in places:
        height = -axis.along(scale.number(figure))
        x = middle + (n - len(panel.series) / 2) * across
        made.append(marked(figure, *([bar(x, axis.foot - height, across, height, _FILLS[n])] if height else [])))
        if (figure, middle, n) == highest and height:
            number = scale.text(figure)
            half = wide(number) / 2
            made.append(marked(figure, text(min(x + across / 2, WIDTH - half), axis.foot - height - 0.8, number, "value", Anchor.MIDDLE)))
    return made


def _words(labels: Sequence[str], measured: Sequence[_Measured]) -> str:
    told_of = "；".join(_told(labels, each, title, figures) for each in measured for title, figures in each.panel.series)
    names = "、".join(each.panel.name for each in measured)
    return f"分列图：{names}，{labels[0]}至{labels[-1]}，共{len(labels)}个时点。{told_of}。"


def _told(labels: Sequence[str], each: _Measured, title: str, figures: Sequence[Figure]) -> str:
    kind = "柱" if each.panel.bars else "折线"
    lacking = sum(not figure.known for figure in figures)
    numbers = "，".join(f"{labels[n]}{told(figures[n], each.scale)}" for n in main_values(figures))
    begun = begins(each.span).removeprefix("，") if each.span is not None else ""
    about = "，".join(part for part in (kind, f"单位：{each.scale.unit}", begun, f"{lacking}个未填报" if lacking else "") if part)
    return f"{title}（{about}）{numbers}"
