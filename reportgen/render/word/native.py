"""A chart that Word draws itself (DrawingML, ISO/IEC 29500-1 21.2): it looks as its drawing on paper, and its numbers can be seen and edited.

Axes, fonts, fills and places are those of the drawing; areas are told apart by patterns, so that they stay so in black and white.
"""

import math
from collections.abc import Iterable
from decimal import Decimal

from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.builder import Xml, emu
from reportgen.ooxml.names import CHART, DRAWING, OFFICE
from reportgen.render.word.chart_book import Book, Column
from reportgen.render.word.chart_data import Box, ChartData, Series, Values

_SIZE = 1050  # hundredths of a point: 五号, as in the drawing
_INK, _FAINT = "000000", "C8C8C8"
_PATTERNS = {"rising": "wdUpDiag", "crossed": "diagCross"}
_CATEGORY_AXIS, _VALUE_AXIS = 1, 2  # their numbers in a chart
_WIDEST_COLUMN, _COLUMN, _THICKEST_BAR, _BAR = 14.0, 0.6, 8.0, 0.62  # mm, of their places: as drawn
_EDGE, _LINE, _GRID = 0.2, 0.45, 0.15  # mm
_MARKER = 5  # points
_ROOM_ABOVE_FOOT = Decimal("0.15")  # of the axis: below a point that stands lower there is no room for its number
_HEADING = (0.0, 0.0)


def chart_space(data: ChartData, book: Book, font: str, workbook: str) -> Xml:
    """The `c:chartSpace` of `data`, whose numbers stand in `book`; `workbook` is the relationship that leads to it, `font` that of the text."""
    bars = data.kind in ("bars", "shares")
    left, head, right, foot = data.plot
    plot = [_areas(data, book, font), *([_line_of(data, book)] if data.kind == "columns" else [])]
    names = {"xmlns:c": CHART, "xmlns:a": DRAWING, "xmlns:r": OFFICE}
    drawn = _c(
        "chart",
        _heading(data, font),
        _value("autoTitleDeleted", 0),
        _c(
            "plotArea",
            _area((left, head, data.size[0] if bars else right, foot), data.size, inner=True),
            *plot,
            _category_axis(data, font, lying=bars),
            _value_axis(data, lying=bars),
            _rows(font) if data.tabled else None,
            _shape(_e("a:noFill")),
        ),
        _legend(data) if data.legend is not None else None,
        _value("plotVisOnly", 1),
        _value("dispBlanksAs", "gap"),
    )
    frame = _shape(_solid("FFFFFF"), _e("a:ln", _e("a:noFill")))
    outside = Xml("c:externalData", {"r:id": workbook}, [_value("autoUpdate", 0)])
    return Xml("c:chartSpace", {**names}, [_value("date1904", 0), _value("roundedCorners", 0), drawn, frame, _text(font), outside])


def _areas(data: ChartData, book: Book, font: str) -> Xml:
    """What is drawn first: columns, bars made of parts, or a line alone."""
    if data.kind == "line":
        return _line_of(data, book)
    across = (data.plot[3] - data.plot[1] if data.kind != "columns" else data.plot[2] - data.plot[0]) / len(data.categories)
    if data.kind == "columns":
        thick = min(_COLUMN * across, _WIDEST_COLUMN)
        series = [_bar_series(0, data, book, font)]
    else:
        thick = min(_BAR * across, _THICKEST_BAR)
        series = [_bar_series(n, data, book, font) for n in range(len(data.series))]
        series += [_total_series(len(data.series), book.columns[-1], book, data)] if data.totals else []
    return _c(
        "barChart",
        _value("barDir", "col" if data.kind == "columns" else "bar"),
        _value("grouping", "clustered" if data.kind == "columns" else "stacked"),
        _value("varyColors", 0),
        *series,
        _value("gapWidth", min(round((across / thick - 1) * 100), 500)),
        None if data.kind == "columns" else _value("overlap", 100),
        *_axes(),
    )


def _line_of(data: ChartData, book: Book) -> Xml:
    """A line with a square on each value: of columns with a line the second series."""
    place = len(data.series) - 1
    stroke = _e("a:ln", _solid(_INK), _e("a:round"), w=str(emu(_LINE)))
    edge = _e("a:ln", _solid(_INK), w=str(emu(0.35)))
    series = _c(
        "ser",
        *_name(place, book.columns[place]),
        _shape(stroke),
        _c("marker", _value("symbol", "square"), _value("size", _MARKER), _shape(_solid("FFFFFF"), edge)),
        _numbers_of_line(data, data.series[place]),
        *_sources(place, book, data),
        _value("smooth", 0),
    )
    return _c("lineChart", _value("grouping", "standard"), _value("varyColors", 0), series, _value("marker", 1), *_axes())


def _bar_series(place: int, data: ChartData, book: Book, font: str) -> Xml:
    series = data.series[place]
    return _c(
        "ser",
        *_name(place, book.columns[place]),
        _shape(_filled(series), _e("a:ln", _solid(_INK), w=str(emu(_EDGE)))),
        _value("invertIfNegative", 0),
        _numbers_of_parts(series, data, font) if data.kind != "columns" else None,
        *_sources(place, book, data),
    )


def _total_series(place: int, column: Column, book: Book, data: ChartData) -> Xml:
    """The totals: bars that aren't seen, with their numbers where they begin, behind what is."""
    shown = [_format(data.places), _shape(_e("a:noFill")), _value("dLblPos", "inBase"), *_shows(value=True)]
    return _c(
        "ser",
        *_name(place, column),
        _shape(_e("a:noFill"), _e("a:ln", _e("a:noFill"))),
        _value("invertIfNegative", 0),
        _c("dLbls", *shown),
        *_sources(place, book, data),
    )


def _numbers_of_parts(series: Series, data: ChartData, font: str) -> Xml:
    """The numbers on the parts of bars, on white where there is a pattern; of parts too narrow for them none."""
    ground = _shape(_solid("FFFFFF") if series.pattern != "none" else _e("a:noFill"))
    places = 1 if data.kind == "shares" else data.places
    hidden = [_c("dLbl", _value("idx", n), _value("delete", 1)) for n, value in enumerate(series.values) if n not in series.told and value is not None]
    return _c("dLbls", *hidden, _format(places), ground, _text(font, _colour(series.ink)), _value("dLblPos", "ctr"), *_shows(value=True))


def _numbers_of_line(data: ChartData, series: Series) -> Xml | None:
    """The numbers beside the points that are told: below one that its neighbour is above, where there is room, else above."""
    if not series.told:
        return None
    base, _, top = data.axis
    labels = []
    for n in series.told:
        value = series.values[n] or Decimal(0)
        beside = [other for m in (n - 1, n + 1) if 0 <= m < len(series.values) and (other := series.values[m]) is not None]
        below = any(other > value for other in beside) and value - base > (top - base) * _ROOM_ABOVE_FOOT
        labels.append(_c("dLbl", _value("idx", n), _format(data.places), _shape(_e("a:noFill")), _value("dLblPos", "b" if below else "t"), *_shows(value=True)))
    return _c("dLbls", *labels, *_shows(value=False))


def _name(place: int, column: Column) -> list[Xml]:
    """The number of a series and its title, with the cell that has it."""
    return [_value("idx", place), _value("order", place), _c("tx", _c("strRef", _f(column.title_cell), _texts([column.title])))]


def _sources(place: int, book: Book, data: ChartData) -> list[Xml]:
    """The categories and values of a series: the cells, and what they hold."""
    column = book.columns[place]
    return [
        _c("cat", _c("strRef", _f(book.categories), _texts(data.categories))),
        _c("val", _c("numRef", _f(column.cells), _cached(column.values, _code(data.places)))),
    ]


def _texts(words: Iterable[str]) -> Xml:
    points = [Xml("c:pt", {"idx": n}, [Xml("c:v", {}, [], text)]) for n, text in enumerate(words)]
    return _c("strCache", _value("ptCount", len(points)), *points)


def _cached(values: Values, code: str) -> Xml:
    points = [Xml("c:pt", {"idx": n}, [Xml("c:v", {}, [], format(value, "f"))]) for n, value in enumerate(values) if value is not None]
    return _c("numCache", Xml("c:formatCode", {}, [], code), _value("ptCount", len(values)), *points)


def _code(places: int) -> str:
    """How numbers are written: with `places` decimals, nothing as 0."""
    shown = f"0.{'0' * places}" if places else "0"
    return f"{shown};-{shown};0" if places else shown


def _format(places: int) -> Xml:
    return Xml("c:numFmt", {"formatCode": _code(places), "sourceLinked": 0}, [])


def _shows(*, value: bool) -> list[Xml]:
    """What a label says: the value, or nothing."""
    return [
        _value(name, int(value and name == "showVal")) for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    ]


def _category_axis(data: ChartData, font: str, *, lying: bool) -> Xml:
    """The names; where they would run into each other, every second, third, ... one. The first bar stands at the top."""
    slot = (data.plot[2] - data.plot[0]) / len(data.categories)
    every = 1 if lying else math.ceil((max(map(width, data.categories)) * _SIZE / 100 * MM_PER_PT + 1) / slot)
    return _c(
        "catAx",
        _value("axId", _CATEGORY_AXIS),
        _c("scaling", _value("orientation", "maxMin" if lying else "minMax")),
        _value("delete", 0),
        _value("axPos", "l" if lying else "b"),
        Xml("c:numFmt", {"formatCode": "General", "sourceLinked": 0}, []),
        _value("majorTickMark", "none"),
        _value("minorTickMark", "none"),
        _value("tickLblPos", "low"),
        _shape(_e("a:ln", _solid(_INK), w=str(emu(0.25)))),
        _text(font),
        _value("crossAx", _VALUE_AXIS),
        _value("crosses", "autoZero"),
        _value("auto", 0),
        _value("lblAlgn", "ctr"),
        _value("lblOffset", 50),
        _value("tickLblSkip", every),
        _value("noMultiLvlLbl", 1),
    )


def _value_axis(data: ChartData, *, lying: bool) -> Xml:
    """The numbers and the grid; beyond the bars there is room for the totals, where the axis has no number."""
    base, step, top = data.axis
    decimals = max(0, -int(step.normalize().as_tuple().exponent))
    code = _code(decimals).split(";")[0]
    end = _end(data) if lying else top
    return _c(
        "valAx",
        _value("axId", _VALUE_AXIS),
        _c("scaling", _value("orientation", "minMax"), _value("max", format(end, "f")), _value("min", format(base, "f"))),
        _value("delete", 0),
        _value("axPos", "b" if lying else "l"),
        _c("majorGridlines", _shape(_e("a:ln", _solid(_FAINT), w=str(emu(_GRID))))),
        Xml("c:numFmt", {"formatCode": f'[>{top}]"";{code}' if end > top else code, "sourceLinked": 0}, []),
        _value("majorTickMark", "none"),
        _value("minorTickMark", "none"),
        _value("tickLblPos", "nextTo"),
        _shape(_e("a:ln", _e("a:noFill"))),
        _value("crossAx", _CATEGORY_AXIS),
        _value("crosses", "max" if lying else "autoZero"),
        _value("crossBetween", "between"),
        _value("majorUnit", format(step, "f")),
    )


def _end(data: ChartData) -> Decimal:
    """Where the axis of bars ends: at the edge of the drawing."""
    base, _, top = data.axis
    left, _, right, _ = data.plot
    return top + round((top - base) * Decimal((data.size[0] - right) / (right - left)), 6)


def _axes() -> list[Xml]:
    return [_value("axId", _CATEGORY_AXIS), _value("axId", _VALUE_AXIS)]


def _heading(data: ChartData, font: str) -> Xml:
    run = _e("a:r", _properties("a:rPr", _INK, font), Xml("a:t", {}, [], data.heading))
    rich = _c("rich", _e("a:bodyPr", wrap="none"), _e("a:p", _e("a:pPr", _properties("a:defRPr", _INK, font)), run))
    place = _c("layout", _c("manualLayout", _value("xMode", "edge"), _value("yMode", "edge"), *_at(_HEADING)))
    return _c("title", _c("tx", rich), place, _value("overlay", 1))


def _legend(data: ChartData) -> Xml:
    """What each series looks like; the totals look like nothing."""
    hidden = _c("legendEntry", _value("idx", len(data.series)), _value("delete", 1)) if data.totals else None
    place = None if data.legend is None else _area(data.legend, data.size, inner=False)
    return _c("legend", _value("legendPos", "t"), hidden, place, _value("overlay", 1))


def _rows(font: str) -> Xml:
    """The numbers of the series in rows below, each with what it looks like."""
    lines = [_value(name, shown) for name, shown in (("showHorzBorder", 1), ("showVertBorder", 0), ("showOutline", 0), ("showKeys", 1))]
    return _c("dTable", *lines, _shape(_e("a:ln", _solid(_FAINT), w=str(emu(_GRID)))), _text(font))


def _area(box: Box, size: tuple[float, float], *, inner: bool) -> Xml:
    """A place in the chart, as shares of its width and height; of what is drawn without the names around it (`inner`)."""
    (left, top, right, bottom), (width, height) = box, size
    shares = [("x", left / width), ("y", top / height), ("w", (right - left) / width), ("h", (bottom - top) / height)]
    target = _value("layoutTarget", "inner") if inner else None
    return _c("layout", _c("manualLayout", target, _value("xMode", "edge"), _value("yMode", "edge"), *(_value(name, f"{share:.5f}") for name, share in shares)))


def _at(place: tuple[float, float]) -> list[Xml]:
    return [_value(name, f"{share:g}") for name, share in zip("xy", place, strict=True)]


def _filled(series: Series) -> Xml:
    if series.pattern == "none":
        return _solid(_colour(series.fill))
    colours = [_e(f"a:{name}", _e("a:srgbClr", val=colour)) for name, colour in (("fgClr", _INK), ("bgClr", _colour(series.fill)))]
    return _e("a:pattFill", *colours, prst=_PATTERNS[series.pattern])


def _text(font: str, ink: str = _INK) -> Xml:
    upright = _e("a:bodyPr", rot="0", vert="horz")
    return _c("txPr", upright, _e("a:p", _e("a:pPr", _properties("a:defRPr", ink, font)), _e("a:endParaRPr", lang="zh-CN")))


def _properties(tag: str, ink: str, font: str) -> Xml:
    return _e(tag, _solid(ink), _e("a:latin", typeface=font), _e("a:ea", typeface=font), sz=str(_SIZE), b="0")


def _solid(colour: str) -> Xml:
    return _e("a:solidFill", _e("a:srgbClr", val=colour))


def _colour(told: str) -> str:
    return told.lstrip("#").upper()


def _shape(*children: Xml) -> Xml:
    return _c("spPr", *children)


def _f(cells: str) -> Xml:
    return Xml("c:f", {}, [], cells)


def _value(tag: str, value: str | int) -> Xml:
    return Xml(f"c:{tag}", {"val": value}, [])


def _c(tag: str, *children: Xml | None) -> Xml:
    return Xml(f"c:{tag}", {}, [child for child in children if child is not None])


def _e(name: str, /, *children: Xml, **attributes: str) -> Xml:
    return Xml(name, {**attributes}, [*children])
