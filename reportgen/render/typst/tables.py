"""A table of canonical HTML as Typst sets it."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT, width
from reportgen.render.columns import fit_columns, row_lines, rows_kept, rows_parted, stands_whole
from reportgen.render.layout import Layout
from reportgen.render.setting.heights import LEADING, leading_of
from reportgen.render.tree import Cell, TableGrid, aligned, grid, has_class, plain

Words = Callable[[_Element], str]


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands below a table on the page of its last row: a note, and so many points left free."""

    note: str | None
    reserved: float


def table_of(table: _Element, room: float, tail: Tail, layout: Layout, words: Words) -> str:
    """`table` in `room` mm, with its caption."""
    cells = grid(table)
    columns = fit_columns(cells, room, layout)
    lines = row_lines(cells, columns)
    whole = table.get(LEADING) is not None or stands_whole(lines, layout)
    kept, parted = (set() if whole else rows_kept(cells, lines)), rows_parted(cells, lines)
    below = _below(tail)
    group = _groups(len(cells.rows), cells.heads, kept, tail=bool(below) and not whole)
    head = [_row(cells, row, group, parted, words) for row in range(cells.heads)]
    rows = [_row(cells, row, group, parted, words) for row in range(cells.heads, len(cells.rows))]
    widths = ", ".join([*(f"{wide:.4f}mm" for wide in columns.widths), *(["0pt"] if group else [])])
    parts = [f"table.header({', '.join(head)})"] if head else []
    parts += [row for row in rows if row]
    if below and not whole:
        parts.append(f"table.cell(colspan: {len(cells.shares)}, stroke: none, inset: 0pt, align: left, {{ {below} }})")
    made = f"grid-of({columns.size:g}pt, {leading_of(table):g}, ({widths},), {', '.join(parts)})"
    caption = _caption(table, room, layout, words)
    if whole:
        return f"#block(breakable: false, width: 100%, {{ {'; '.join(part for part in (caption, made, below) if part)} }})"
    return f"#{caption}\n#{made}" if caption else f"#{made}"


def _caption(table: _Element, room: float, layout: Layout, words: Words) -> str:
    caption = table.find("caption")
    if caption is None:
        return ""
    unit = caption.find("span[@class='unit']")
    if unit is None:
        return f"caption({words(caption)})"
    # The title stands in the middle, the unit at its right: too long for one line they stand on two.
    long = (width(plain(caption)) + width(plain(unit)) + 2) * layout.table_size * MM_PER_PT > room
    beside = words(unit)
    caption.remove(unit)
    return f"caption({words(caption)}, unit: {beside}, long: {str(long).lower()})"


def _below(tail: Tail) -> str:
    note = f"v(0.1 * pitch); note({tail.note})" if tail.note is not None else ""
    return "; ".join(part for part in (note, f"v({tail.reserved:g}pt)" if tail.reserved else "") if part)


def _groups(count: int, heads: int, kept: set[int], *, tail: bool) -> dict[int, int]:
    """How many rows stay together from each row of the body on where some do; a row that stays with none is a group of one.

    A page may end between groups only. They are held by cells of a column without width that reach over them.
    """
    last = count + tail
    starts = [row for row in range(heads, last) if row == heads or (row not in kept and row != count)]
    made = {start: end - start for start, end in zip(starts, [*starts[1:], last], strict=True)}
    return made if any(rows > 1 for rows in made.values()) else {}


def _row(cells: TableGrid, row: int, group: dict[int, int], parted: set[int], words: Words) -> str:
    line, own = cells.rows[row]
    total = has_class(line, "total")
    parts = [_cell(cell, total=total, parted=row in parted, words=words) for cell in own]
    if group:
        if row == 0 < cells.heads:
            parts.append(f"kept({cells.heads})")
        elif rows := group.get(row):
            parts.append(f"kept({rows})")
    return ", ".join(parts)


def _cell(cell: Cell, *, total: bool, parted: bool, words: Words) -> str:
    inside = words(cell.element)
    if cell.element.tag == "th" or total:
        inside = f"hei({inside})"
    side = aligned(cell.element)
    more = []
    if cell.rows > 1:
        more.append(f"rowspan: {cell.rows}")
    if cell.columns > 1:
        more.append(f"colspan: {cell.columns}")
    if side:
        more.append(f"align: {side} + horizon")
    if parted or cell.rows > 1:
        more.append("breakable: true")
    return f"table.cell({', '.join(more)}, {inside})" if more else f"[#({inside})]" if " + " in inside else inside
