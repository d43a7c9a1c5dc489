"""Tables: grid and spans written together, rows that stay whole, header rows that repeat."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, pairwise

from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.builder import Element, Xml, fixed, half_points, point_twips, twips, w
from reportgen.render.columns import Columns, fit_columns, row_lines, rows_parted, stands_whole
from reportgen.render.layout import Layout
from reportgen.render.setting.heights import LEADING, leading_of
from reportgen.render.sides import DEL, INS, WAS, accepted, change_of, former, has_changes, rejected
from reportgen.render.tree import Cell, TableGrid, aligned, grid, has_class, plain
from reportgen.render.word import styles
from reportgen.render.word.inline import NONE, Text, run
from reportgen.render.word.revisions import track_cell, track_paragraph, track_row, track_width, without_figures

_CELL_MARGIN = 0.7  # mm at the left and right of the text of a cell
_ROWS_KEPT = 8  # more rows under one cell may part at the foot of a page
_ROW_AIR = 0.5  # pt that a row is higher than its lines, as on paper: its rule


def table(element: Element, text: Text, layout: Layout, room: float) -> Iterator[Xml]:
    """The caption and the `w:tbl` of a canonical table, `room` mm wide."""
    caption = element.find("caption")
    if caption is not None:
        yield from _caption(caption, text, layout, room)
    placed = grid(element)
    columns = fit_columns(placed, room, layout)
    widths = _twips(columns.widths)
    changed = element.find(f"colgroup/col[@{WAS}]") is not None
    were = _twips(fit_columns(grid(rejected(element)), room, layout).widths) if changed else widths
    margins = [w(side, w=twips(_CELL_MARGIN), type="dxa") for side in ("left", "right")]
    properties = w(
        "tblPr",
        w("tblStyle", val=styles.TABLE),
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *margins),
    )
    lines, former_lines = ([w("gridCol", w=column) for column in side] for side in (widths, were))
    grid_change = w("tblGridChange", w("tblGrid", *former_lines)) if widths != were else None
    yield w("tbl", properties, w("tblGrid", *lines, grid_change), *_rows(element, placed, columns, widths, were, text, layout))


def _caption(caption: Element, text: Text, layout: Layout, room: float) -> Iterator[Xml]:
    if has_changes(caption) and _lines_apart(gone := rejected(caption), layout, room) != _lines_apart(come := accepted(caption), layout, room):
        for side, change in ((gone, DEL), (come, INS)):
            if change == DEL:
                without_figures([side])
            yield from (track_paragraph(paragraph, change) for paragraph in _caption(side, text, layout, room))
        return
    properties = w("pPr", w("pStyle", val=styles.CAPTION))
    title = text.caption(caption, without=frozenset({"unit"}))
    unit = _unit(caption)
    if unit is None:
        yield w("p", properties, *title)
        return
    shown = text.runs(unit, style=styles.UNIT) if has_changes(unit) else [run(plain(unit), styles.UNIT)]
    if _lines_apart(caption, layout, room):
        yield w("p", properties, *title)
        yield w("p", w("pPr", w("pStyle", val=styles.CAPTION), w("jc", val="right")), *shown)
        return
    # Centred by a tab, so that the unit can stand at the right of the same line.
    properties.children.extend((w("tabs", w("tab", val="center", pos=twips(room / 2)), w("tab", val="right", pos=twips(room))), w("jc", val="left")))
    yield w("p", properties, run("\t"), *title, run("\t"), *shown)


def _unit(caption: Element) -> Element | None:
    return next((span for span in caption.iter("span") if has_class(span, "unit")), None)


def _lines_apart(caption: Element, layout: Layout, room: float) -> bool | None:
    """Whether the unit stands on a line of its own below the title, which stands in the middle; None without a unit."""
    unit = _unit(caption)
    return None if unit is None else width(plain(caption)) + width(plain(unit)) + 2 > room / MM_PER_PT / layout.table_size


def _twips(widths: tuple[float, ...]) -> list[int]:
    """Columns in whole twips that add up to what they did in mm."""
    return [right - left for left, right in pairwise(twips(edge) for edge in accumulate(widths, initial=0.0))]


def _rows(element: Element, placed: TableGrid, columns: Columns, widths: list[int], were: list[int], text: Text, layout: Layout) -> Iterator[Xml]:
    """The `w:tr` of the table `element`; `were` are the widths of the columns in the older document of a redline, as `widths` where they stayed."""
    covering = placed.covering()
    size = columns.size
    lines = row_lines(placed, columns)
    whole = element.get(LEADING) is not None or stands_whole(lines, layout)
    kept = set(range(len(placed.rows) - 1)) if whole else _kept(placed)
    pitch = size * leading_of(element)
    parted = rows_parted(placed, lines)
    height = point_twips(pitch + _ROW_AIR)
    for number, (line, _) in enumerate(placed.rows):
        head = number < placed.heads
        row = w("tr", w("trPr", None if number in parted else w("cantSplit"), w("trHeight", val=height, hRule="atLeast"), w("tblHeader") if head else None))
        keep, total = number in kept, has_class(line, "total")
        column = 0
        while column < len(widths):
            cell = covering[number, column]
            style = styles.TABLE_HEAD if head or total or cell.element.tag == "th" else styles.TABLE_TEXT
            room, was = (sum(side[column : column + cell.columns]) for side in (widths, were))
            made = _cell(cell, cell.row == number, room, style, keep, size, pitch, text, layout)
            if was != room:
                track_width(made, was)
            if change := change_of(cell.element):
                track_cell(made, change)
            row.children.append(made)
            column += cell.columns
        if change := change_of(line):
            track_row(row, change)
        yield row


def _kept(placed: TableGrid) -> set[int]:
    """The rows that stay on the page of the next: no page begins or ends with one row alone, nor parts a cell of a few."""
    last = len(placed.rows) - 1
    kept = {*range(placed.heads + 1), last - 1} - {last}
    for number, (_, cells) in enumerate(placed.rows):
        for cell in cells:
            if cell.rows <= _ROWS_KEPT:
                kept.update(range(number, number + cell.rows - 1))
    return kept


def _cell(cell: Cell, begins: bool, room: int, style: str, keep: bool, size: float, pitch: float, text: Text, layout: Layout) -> Xml:
    """A `w:tc`: the cell itself, or the empty one that continues it in a further row."""
    smaller = size if size != layout.table_size else None
    runs = text.runs(cell.element, _formatting(smaller)) if begins else []
    merge = None if cell.rows == 1 else "restart" if begins else "continue"
    other = pitch if pitch != styles.table_pitch(layout.table_size) else None
    form = _form(style, keep, other, aligned(cell.element))
    if cell.element.get(WAS):
        form = w("pPr", *form.children, w("pPrChange", _form(style, keep, other, aligned(former(cell.element)))))
    return w("tc", _properties(room, cell.columns, merge), w("p", form, *runs))


@lru_cache(maxsize=1024)
def _properties(room: int, columns: int, merge: str | None) -> Xml:
    span = w("gridSpan", val=columns) if columns > 1 else None
    merged = None if merge is None else w("vMerge", val="restart") if merge == "restart" else w("vMerge")
    return fixed(w("tcPr", w("tcW", w=room, type="dxa"), span, merged, w("vAlign", val="center")))


@lru_cache(maxsize=256)
def _form(style: str, keep: bool, pitch: float | None, side: str | None) -> Xml:
    """The properties of the paragraph of a cell; `pitch` is that of its lines in points, where it isn't the style's."""
    spacing = w("spacing", line=point_twips(pitch), lineRule="exact") if pitch else None
    return fixed(w("pPr", w("pStyle", val=style), w("keepNext") if keep else None, spacing, w("jc", val=side) if side else None))


def _formatting(smaller: float | None) -> Mapping[str, int]:
    return {"sz": half_points(smaller), "szCs": half_points(smaller)} if smaller else NONE
