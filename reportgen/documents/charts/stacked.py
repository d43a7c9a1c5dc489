"""Lying bars made of parts: money by use, and in each use by source; and the shares of the parts, in bars of one length."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from reportgen.documents.charts.axis import Axis, Span, from_zero, lying
from reportgen.documents.charts.data import ChartData, Kind, Series, values_of
from reportgen.documents.charts.svg import LINE, MISSING, SIZE, WHITE, WIDTH, Anchor, Fill, Pattern, bar, drawing, ground, marked, text, wide
from reportgen.documents.charts.values import Scale, figures_of, scale_of, told, words_of
from reportgen.language.display import missing, rounded_amount
from reportgen.language.figure import Figure

# Dark, light, hatched one way and both, white, grey: no two are alike in black and white.
_FILLS = (
    Fill("#2b4a6f", WHITE),
    Fill("#d0d0d0"),
    Fill(WHITE, pattern=Pattern.RISING),
    Fill(WHITE, pattern=Pattern.CROSSED),
    Fill(WHITE),
    Fill("#8c8c8c"),
)
_WHOLE = Span(Decimal(20), Decimal(0), Decimal(100))  # of shares: percent
_MOST = 25  # rows: more would be higher than a page
_NAMES = 11  # 字 on a line of a row's name
_SWATCH = 6.0  # millimetres from a swatch's left edge to its word


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar: its name, its parts, and its total."""

    label: str
    parts: tuple[Figure, ...]
    total: Figure

    @property
    def drawn(self) -> bool:
        """Whether all of it is known: a bar of which a part is missing would look shorter than it is."""
        return bool(self.parts) and all(figure.known for figure in self.parts)


@dataclass(frozen=True, slots=True)
class _Bars:
    """A chart of bars: `name` says what is measured; where they show `shares`, each is as long as the others."""

    name: str
    rows: tuple[_Row, ...]
    titles: tuple[str, ...]
    scale: Scale
    shares: bool

    @property
    def heading(self) -> str:
        """What stands above the bars."""
        return f"{self.name}（%，右侧为合计：{self.scale.unit}）" if self.shares else f"{self.name}（{self.scale.unit}）"


def stacked_bars(
    name: str,
    categories: Iterable[str],
    rows: Iterable[Iterable[Figure]],
    series: Iterable[str],
    totals: Iterable[Figure],
    unit: str,
    *,
    ordered: bool = False,
) -> Markup:
    """A lying bar for every category (a use), made of a part for each of `series` (a source), its total behind it.

    `name` says what is measured; `rows` hold, for every category, a figure for each series. The longest bar stands first, but where the categories
    have an order of their own (`ordered`: months). A bar of which a part is missing isn't drawn, 【待补：…】 stands in its place. The svg, or 【待补：name】
    where no bar can be drawn. Raises as `columns_and_line` does, and ValueError for more than 6 series or 25 categories.
    """
    return _chart(_bars(name, (categories, rows, totals), series, unit, ordered=ordered, shares=False))


def shares(
    name: str,
    categories: Iterable[str],
    rows: Iterable[Iterable[Figure]],
    series: Iterable[str],
    totals: Iterable[Figure],
    unit: str,
    *,
    ordered: bool = False,
) -> Markup:
    """The same with bars of one length, which show what share of each category (a county) the parts have (%); its total stands behind it, in `unit`."""
    return _chart(_bars(name, (categories, rows, totals), series, unit, ordered=ordered, shares=True))


def _bars(
    name: str,
    of: tuple[Iterable[str], Iterable[Iterable[Figure]], Iterable[Figure]],
    series: Iterable[str],
    unit: str,
    *,
    ordered: bool,
    shares: bool,
) -> _Bars:
    labels, titles = words_of(of[0]), words_of(series)
    if len(titles) > len(_FILLS) or len(labels) > _MOST:
        raise ValueError(f"“{name}”的条形图最多画{_MOST}行、每行{len(_FILLS)}段，实际是{len(labels)}行、{len(titles)}段")
    parts = tuple(figures_of(row, len(titles), name) for row in of[1])
    whole = figures_of(of[2], len(labels), name)
    if len(parts) != len(labels):
        raise ValueError(f"“{name}”有{len(parts)}行数据项，图上有{len(labels)}行")
    scale = scale_of(unit, [*whole, *(figure for row in parts for figure in row)])
    bars = [_Row(*row) for row in zip(labels, parts, whole, strict=True)]
    if not ordered:
        bars.sort(key=lambda row: (not row.total.known, -scale.number(row.total)))
    return _Bars(name, tuple(bars), titles, scale, shares)


def _chart(bars: _Bars) -> Markup:
    if not any(row.drawn for row in bars.rows):
        return missing(bars.name)
    names = [_lines(row.label) for row in bars.rows]
    legend, key, top = _legend(bars.titles, bars.heading)
    pitch = max(min(50 / len(bars.rows), 13.0), LINE * max(map(len, names)) + 1.5)
    bottom = top + pitch * len(bars.rows)
    left = max(wide(line) for lines in names for line in lines) + 2
    right = WIDTH - max(wide(bars.scale.text(row.total)) for row in bars.rows) - 2
    longest = max(sum(map(bars.scale.number, row.parts)) for row in bars.rows if row.drawn) or Decimal(0)
    axis = Axis(_WHOLE if bars.shares else from_zero(longest, bars.scale.places), left, right)
    thick = min(0.62 * pitch, 8.0)
    shapes = [text(0, SIZE, bars.heading, "label"), *legend, lying(axis, top, bottom)]
    for n, (lines, row) in enumerate(zip(names, bars.rows, strict=True)):
        middle = top + (n + 0.5) * pitch
        first = middle + 0.36 * SIZE - LINE * (len(lines) - 1) / 2
        shapes += [text(left - 1.5, first + LINE * m, line, "label", Anchor.END) for m, line in enumerate(lines)]
        shapes += _row(row, middle, thick, axis, bars)
    # A bar that isn't drawn says why in its place, which only a drawing can.
    data = _data(bars, axis, thick, (left, top, right, bottom), key).json() if all(row.drawn for row in bars.rows) else ""
    return drawing(bottom + 1.6 * SIZE, _words(bars), *shapes, data=data)


def _data(bars: _Bars, axis: Axis, thick: float, plot: tuple[float, float, float, float], key: tuple[float, float, float, float]) -> ChartData:
    columns = []
    for n, (title, fill) in enumerate(zip(bars.titles, _FILLS, strict=False)):
        parts = [(row.parts[n], row) for row in bars.rows]
        told = [place for place, (figure, row) in enumerate(parts) if _is_told(figure, row, thick, axis, bars)]
        columns.append(Series(title, [_shown(figure, row, bars)[0] for figure, row in parts], fill, told))
    labels, totals = [row.label for row in bars.rows], values_of([row.total for row in bars.rows], bars.scale)
    if not bars.shares:
        return ChartData(Kind.BARS, bars.heading, bars.scale.unit, bars.scale.places, labels, columns, axis.span, plot, key, totals=totals)
    amounts = [values_of([row.parts[n] for row in bars.rows], bars.scale) for n in range(len(bars.titles))]
    return ChartData(Kind.SHARES, bars.heading, bars.scale.unit, bars.scale.places, labels, columns, axis.span, plot, key, totals=totals, amounts=amounts)


def _row(row: _Row, middle: float, thick: float, axis: Axis, bars: _Bars) -> list[str]:
    base = middle + 0.36 * SIZE
    if not row.drawn:
        words = f"【待补：{row.total.label}】"
        return [ground(axis.foot + 1.5, base, words), text(axis.foot + 1.5, base, words, "missing", ink=MISSING)]
    made, x = [], axis.foot
    for figure, fill in zip(row.parts, _FILLS, strict=False):
        value, number = _shown(figure, row, bars)
        across = axis.along(value)
        shapes = [bar(x, middle - thick / 2, across, thick, fill)] if across else []
        if _is_told(figure, row, thick, axis, bars):
            at = x + across / 2
            shapes += [ground(at - wide(number) / 2, base, number)] if fill.pattern is not Pattern.NONE else []
            shapes.append(text(at, base, number, "value", Anchor.MIDDLE, fill.ink))
        made.append(marked(figure, *shapes))
        x += across
    if row.total.known:
        number = bars.scale.text(row.total)
        made.append(marked(row.total, ground(x + 1.2, base, number), text(x + 1.2, base, number, "value")))
    return made


def _is_told(figure: Figure, row: _Row, thick: float, axis: Axis, bars: _Bars) -> bool:
    """Whether the number of a part stands on it: where there is room, and it isn't that behind the bar."""
    value, number = _shown(figure, row, bars)
    return axis.along(value) > wide(number) + 1.5 and thick > SIZE and (bars.shares or figure != row.total)


def _shown(figure: Figure, row: _Row, bars: _Bars) -> tuple[Decimal, str]:
    """How long a part is on the axis, and the number on it."""
    value = bars.scale.number(figure)
    if not bars.shares:
        return value, bars.scale.text(figure)
    whole = sum(map(bars.scale.number, row.parts))
    share = 100 * value / whole if whole else Decimal(0)
    return share, rounded_amount(share, 0 if share in (0, 100) else 1)


def _legend(titles: Sequence[str], heading: str) -> tuple[list[str], tuple[float, float, float, float], float]:
    """What each series looks like, at the right of the chart's name or below it; the area of that; and where the bars begin."""
    widths = [wide(title) + _SWATCH + 4 for title in titles]
    beside = wide(heading) + 5 + sum(widths) <= WIDTH
    x, y = (WIDTH - sum(widths) + 4 if beside else 0.0), 0.64 * SIZE + (0 if beside else LINE)
    made = []
    for title, across, fill in zip(titles, widths, _FILLS, strict=False):
        if x + across - 4 > WIDTH:
            x, y = 0.0, y + LINE
        made += [bar(x + 0.5, y - 1.2, 4.4, 2.4, fill), text(x + _SWATCH, y + 0.36 * SIZE, title, "label")]
        x += across
    area = (wide(heading) + 2, 0.0, WIDTH, LINE) if beside else (0.0, LINE, WIDTH, y + LINE - 0.64 * SIZE)
    return made, area, y + LINE


def _lines(label: str) -> list[str]:
    """A row's name on as many lines as it needs, about equally long."""
    count = max(1, -(-len(label) // _NAMES))
    size = -(-len(label) // count)
    return [label[n : n + size] for n in range(0, len(label), size)] or [""]


def _words(bars: _Bars) -> str:
    rows = []
    for row in bars.rows:
        parts = "，".join(_part(title, figure, row, bars) for title, figure in zip(bars.titles, row.parts, strict=True))
        rows.append(f"{row.label}{told(row.total, bars.scale)}（{parts}）")
    kind = "百分比条形图" if bars.shares else "分段条形图"
    return f"{kind}：{bars.name}（单位：{bars.scale.unit}），按{'、'.join(bars.titles)}分段。{'；'.join(rows)}。"


def _part(title: str, figure: Figure, row: _Row, bars: _Bars) -> str:
    share = f"，占{_shown(figure, row, bars)[1]}%" if bars.shares and row.drawn else ""
    return f"{title}{told(figure, bars.scale)}{share}"
