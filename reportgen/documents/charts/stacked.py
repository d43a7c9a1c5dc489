"""Lying bars made of parts: money by use, and in each use by source."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from markupsafe import Markup

from reportgen.documents.charts.axis import Axis, axis_of, lying
from reportgen.documents.charts.svg import BLUE, LINE, MISSING, SIZE, WHITE, WIDTH, Anchor, Fill, bar, drawing, ground, marked, text, wide
from reportgen.documents.charts.values import Scale, figures_of, scale_of, told, words_of
from reportgen.language.display import missing
from reportgen.language.figure import Figure

# One after the other dark, light, hatched: they are told apart in black and white.
_FILLS = (Fill("#2b4a6f", WHITE), Fill("#d9d9d9"), Fill(WHITE, hatched=True), Fill("#595959", WHITE), Fill(WHITE), Fill(BLUE, WHITE))
_MOST = 25  # rows: more would be higher than a page
_NAMES = 11  # 字 on a line of a row's name
_SWATCH = 6.0  # millimetres from a swatch's left edge to its word


def stacked_bars(name: str, categories: Iterable[str], rows: Iterable[Iterable[Figure]], series: Iterable[str], totals: Iterable[Figure], unit: str) -> Markup:
    """A lying bar for every category (a use), made of a part for each of `series` (a source), its total behind it.

    `name` says what is measured; `rows` hold, for every category, a figure for each series. A bar of which a part is
    missing would look shorter than it is: it isn't drawn, 【待补：…】 stands in its place. The svg, or 【待补：name】 where
    no bar can be drawn. Raises as `columns_and_line` does, and ValueError for more than 6 series or 25 categories.
    """
    labels, titles = words_of(categories), words_of(series)
    if len(titles) > len(_FILLS) or len(labels) > _MOST:
        raise ValueError(f"“{name}”的条形图最多画{_MOST}行、每行{len(_FILLS)}段，实际是{len(labels)}行、{len(titles)}段")
    parts = tuple(figures_of(row, len(titles), name) for row in rows)
    whole = figures_of(totals, len(labels), name)
    if len(parts) != len(labels):
        raise ValueError(f"“{name}”有{len(parts)}行数据项，图上有{len(labels)}行")
    scale = scale_of(unit, [*whole, *(figure for row in parts for figure in row)])
    if not any(_drawn(row) for row in parts):
        return missing(name)
    height, shapes = _shapes(name, labels, parts, titles, whole, scale)
    return drawing(height, _words(name, labels, parts, titles, whole, scale), *shapes)


def _drawn(row: Sequence[Figure]) -> bool:
    return bool(row) and all(figure.known for figure in row)


def _shapes(
    name: str, labels: Sequence[str], parts: Sequence[Sequence[Figure]], titles: Sequence[str], whole: Sequence[Figure], scale: Scale
) -> tuple[float, list[str]]:
    names = [_lines(label) for label in labels]
    legend, top = _legend(titles, name, scale)
    pitch = max(min(50 / len(labels), 13.0), LINE * max(map(len, names)) + 1.5)
    bottom = top + pitch * len(labels)
    left = max(wide(line) for lines in names for line in lines) + 2
    right = WIDTH - max(wide(scale.text(total)) for total in whole) - 2
    axis = Axis(*axis_of(max(sum(map(scale.number, row)) for row in parts if _drawn(row)) or Decimal(0), scale.places), left, right)
    shapes = [text(0, SIZE, f"{name}（{scale.unit}）", "label"), *legend, lying(axis, top, bottom)]
    for n, (lines, row, total) in enumerate(zip(names, parts, whole, strict=True)):
        middle = top + (n + 0.5) * pitch
        first = middle + 0.36 * SIZE - LINE * (len(lines) - 1) / 2
        shapes += [text(left - 1.5, first + LINE * m, line, "label", Anchor.END) for m, line in enumerate(lines)]
        shapes += _row(row, total, middle, min(0.62 * pitch, 8.0), axis, scale)
    return bottom + 1.6 * SIZE, shapes


def _row(row: Sequence[Figure], total: Figure, middle: float, thick: float, axis: Axis, scale: Scale) -> list[str]:
    base = middle + 0.36 * SIZE
    if not _drawn(row):
        words = f"【待补：{total.label}】"
        return [ground(axis.zero + 1.5, base, words), text(axis.zero + 1.5, base, words, "missing", ink=MISSING)]
    made, x = [], axis.zero
    for figure, fill in zip(row, _FILLS, strict=False):
        across = axis.along(scale.number(figure))
        number = scale.text(figure)
        shapes = [bar(x, middle - thick / 2, across, thick, fill)] if across else []
        if across > wide(number) + 1.5 and thick > SIZE:
            at = x + across / 2
            shapes += [ground(at - wide(number) / 2, base, number)] if fill.hatched else []
            shapes.append(text(at, base, number, "value", Anchor.MIDDLE, fill.ink))
        made.append(marked(figure, *shapes))
        x += across
    if total.known:
        number = scale.text(total)
        made.append(marked(total, ground(x + 1.2, base, number), text(x + 1.2, base, number, "value")))
    return made


def _legend(titles: Sequence[str], name: str, scale: Scale) -> tuple[list[str], float]:
    """What each series looks like, at the right of the chart's name or below it; and where the bars begin."""
    widths = [wide(title) + _SWATCH + 4 for title in titles]
    beside = wide(f"{name}（{scale.unit}）") + 5 + sum(widths) <= WIDTH
    x, y = (WIDTH - sum(widths) + 4 if beside else 0.0), 0.64 * SIZE + (0 if beside else LINE)
    made = []
    for title, across, fill in zip(titles, widths, _FILLS, strict=False):
        if x + across - 4 > WIDTH:
            x, y = 0.0, y + LINE
        made += [bar(x + 0.5, y - 1.2, 4.4, 2.4, fill), text(x + _SWATCH, y + 0.36 * SIZE, title, "label")]
        x += across
    return made, y + LINE


def _lines(label: str) -> list[str]:
    """A row's name on as many lines as it needs, about equally long."""
    count = max(1, -(-len(label) // _NAMES))
    size = -(-len(label) // count)
    return [label[n : n + size] for n in range(0, len(label), size)] or [""]


def _words(name: str, labels: Sequence[str], parts: Sequence[Sequence[Figure]], titles: Sequence[str], whole: Sequence[Figure], scale: Scale) -> str:
    rows = (
        f"{label}{told(total, scale)}（{'，'.join(f'{title}{told(figure, scale)}' for title, figure in zip(titles, row, strict=True))}）"
        for label, row, total in zip(labels, parts, whole, strict=True)
    )
    return f"分段条形图：{name}（单位：{scale.unit}），按{'、'.join(titles)}分段。{'；'.join(rows)}。"
