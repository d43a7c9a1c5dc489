"""A sheet of a unit's own -> a canonical table: head, rows, merged cells as they are, every number traced to its cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, error, notice
from reportgen.documents.own.cells import shown
from reportgen.documents.own.placing import SOURCE, paragraph, source_of
from reportgen.inputs.grid import NoValue, PercentNumber, Raw, SheetGrid, Span, column_name, is_blank
from reportgen.inputs.numbers import plain
from reportgen.inputs.schema import Record
from reportgen.inputs.wording import shorten
from reportgen.language.display import figure_element
from reportgen.language.figure import Figure, Source
from reportgen.measure import width

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ROWS, MOST_COLUMNS = 300, 20
"""What is larger nobody reads in a document: a table of 300 rows takes ten pages, twenty columns a page that is turned."""
_NARROWEST, _WIDEST = 3.0, 14.0
"""Characters: how narrow and wide a column is set at most, beside others."""
_LONG = 8.0
"""Characters: a longer text stands left in its cell, as in other tables."""
_TOTALS = ("合计", "总计", "小计", "共计")
_NOTES = ("注：", "注:", "说明：", "说明:", "备注：", "备注:")


@dataclass(frozen=True, slots=True)
class _Area:
    """What of a sheet is the table: its first row, how many rows are its head, one behind its last row; its columns, first and one behind the last."""

    top: int
    head: int
    bottom: int
    left: int
    right: int


def own_table(grid: SheetGrid, row: Record, like: "_Element", unit: str) -> tuple[list["_Element"], list[Diagnostic]]:
    """The table of a sheet and the notes below it, and what is wrong or left out, each at its cell.

    `row` is that of 自有表格, `like` any element of the tree. The first row that has more than one cell is the head, with those below that its merged
    cells reach into; single cells above it are a title, which the row's 表题 stands for. What is hidden isn't printed.
    """
    area = _area(grid)
    if area is None:
        message = f"工作表“{row.sheet}”没有表格：至少要有一行表头和一行内容，各有两格"
        return [], [error("own.no-table", message, row.place("sheet"), help="请在工作表中填写表头和内容", unit=unit)]
    if area.bottom - area.top > MOST_ROWS or area.right - area.left > MOST_COLUMNS:
        message = f"工作表“{row.sheet}”有{area.bottom - area.top}行、{area.right - area.left}列，印不进公文"
        help = f"放进公文的表最多{MOST_ROWS}行、{MOST_COLUMNS}列；更大的请作为附件另行报送"
        return [], [error("own.too-large", message, row.place("sheet"), help=help, unit=unit)]
    problems = [*_left_out(grid, area, row, unit)]
    rows = [number for number in range(area.top, area.bottom) if number not in grid.hidden.rows and not _is_blank(grid, number)]
    columns = [number for number in range(area.left, area.right) if number not in grid.hidden.columns]
    table = like.makeelement("table", {SOURCE: source_of(row.place("sheet"))})
    _caption(table, row)
    group = _within(table, "colgroup")
    for share in _widths(grid, rows, columns):
        _within(group, "col").set("data-width", share)
    parts = {"thead": [number for number in rows if number < area.top + area.head], "tbody": [number for number in rows if number >= area.top + area.head]}
    for tag, numbers in parts.items():
        part = _within(table, tag)
        problems += _fill(part, grid, numbers, columns, row, unit)
    notes = [paragraph(str(grid.raw(number, column)).strip(), like, grid.place(number, column)) for number, column in _notes(grid, area)]
    for note in notes:
        note.set("class", "note")
    return [table, *notes], problems


def _caption(table: "_Element", row: Record) -> None:
    caption = _within(table, "caption")
    caption.text = row.caption
    if row.measure:
        unit = _within(caption, "span")
        unit.set("class", "unit")
        unit.text = f"单位：{row.measure}"


def _area(grid: SheetGrid) -> _Area | None:
    """Where the table stands; None where there is none."""
    filled = {number: cells for number, row in enumerate(grid.rows) if (cells := [column for column, raw in enumerate(row) if not is_blank(raw)])}
    top = next((number for number, cells in filled.items() if len(cells) > 1), None)
    if top is None:
        return None
    spans = [span for span in grid.merged if span.top == top]
    head = max((span.bottom for span in spans), default=top) - top + 1
    # A head of two rows may have no cell that reaches down: then one reaches across, and names stand below it.
    if head == 1 and any(span.right > span.left for span in spans):
        head = 2
    body = [number for number, cells in filled.items() if number >= top + head and not _is_note(grid, number, cells)]
    if not body:
        return None
    used = [column for number in (*range(top, top + head), *body) for column in filled.get(number, ())]
    return _Area(top, head, max(body) + 1, min(used), max(used) + 1)


def _is_note(grid: SheetGrid, number: int, cells: Sequence[int]) -> bool:
    return len(cells) == 1 and str(grid.raw(number, cells[0])).strip().startswith(_NOTES)


def _notes(grid: SheetGrid, area: _Area) -> Iterator[tuple[int, int]]:
    """The cells below the table that say something of it."""
    for number in range(area.top + area.head, len(grid.rows)):
        cells = [column for column, raw in enumerate(grid.rows[number]) if not is_blank(raw)]
        if _is_note(grid, number, cells):
            yield number, cells[0]


def _left_out(grid: SheetGrid, area: _Area, row: Record, unit: str) -> Iterator[Diagnostic]:
    """What of the sheet isn't printed: words above the table that the caption doesn't say, and what is hidden."""
    for number in range(area.top):
        for column, raw in enumerate(grid.rows[number]):
            if not is_blank(raw) and str(raw).strip() not in (row.caption, row.sheet, f"单位：{row.measure}"):
                message = f"表上方的“{shorten(raw)}”没有印出，表题以《自有表格》为准"
                yield notice("own.above-table", message, grid.place(number, column), help="要印的，请写进表题或者计量单位", unit=unit)
    rows = [number for number in range(area.top, area.bottom) if number in grid.hidden.rows]
    columns = [number for number in range(area.left, area.right) if number in grid.hidden.columns]
    if rows or columns:
        what = "、".join((*(f"第{number + 1}行" for number in rows), *(f"{column_name(number)}列" for number in columns)))
        message = f"隐藏的行、列没有印出：{shorten(what)}"
        first = grid.place(rows[0] if rows else area.top, columns[0] if columns else area.left)
        yield notice("own.hidden", message, first, help="要印的，请取消隐藏", unit=unit)


def _fill(part: "_Element", grid: SheetGrid, rows: Sequence[int], columns: Sequence[int], row: Record, unit: str) -> Iterator[Diagnostic]:
    """Fills a table's head or body with rows of the sheet; yields a fault for each cell that shows no value."""
    at = {number: index for index, number in enumerate(rows)}
    across = {number: index for index, number in enumerate(columns)}
    covered: set[tuple[int, int]] = set()
    is_head = part.tag == "thead"
    for number in rows:
        line = _within(part, "tr")
        first = next((str(raw).strip() for column in columns if not is_blank(raw := grid.raw(number, column))), "")
        if not is_head and first.replace(" ", "").replace("\u3000", "") in _TOTALS:
            line.set("class", "total")
        for column in columns:
            if (number, column) in covered:
                continue
            cell = _within(line, "th" if is_head else "td")
            span = next((span for span in grid.merged if (span.top, span.left) == (number, column)), None)
            if span is not None:
                down, right = _shown(span, at, across)
                covered |= {(r, c) for r in down for c in right}
                for name, size in (("rowspan", len(down)), ("colspan", len(right))):
                    if size > 1:
                        cell.set(name, str(size))
            raw = grid.raw(number, column)
            if isinstance(raw, NoValue):
                message = f"单元格{'是图片' if raw.picture else f'显示为“{raw.shown}”，没有值'}"
                yield error("own.no-value", message, grid.place(number, column), help="请填写要印的内容", unit=unit)
                continue
            _write(cell, raw, grid, (number, column), row)


def _shown(span: Span, rows: dict[int, int], columns: dict[int, int]) -> tuple[list[int], list[int]]:
    """The rows and columns of a merged range that are printed in this part."""
    return [r for r in range(span.top, span.bottom + 1) if r in rows], [c for c in range(span.left, span.right + 1) if c in columns]


def _write(cell: "_Element", raw: Raw, grid: SheetGrid, at: tuple[int, int], row: Record) -> None:
    """A cell as Excel shows it; a number is a figure, named by its sheet and cell."""
    from reportgen.ooxml.parsing import parse

    number, text = shown(raw)
    if number is None:
        cell.text = text
        if width(text) > _LONG and cell.tag == "td":
            cell.set("class", "left")
        return
    place = grid.place(*at)
    name = f"own({row.sheet}).{place.cell}"
    label = f"{row.caption}{place.cell}"
    figure = Figure(number, (Source(place, text),), (), name, label, "%" if isinstance(raw, PercentNumber) else "", "填报")
    cell.append(parse(str(figure_element(figure, text))))


def _is_blank(grid: SheetGrid, number: int) -> bool:
    return all(is_blank(raw) for raw in grid.rows[number])


def _widths(grid: SheetGrid, rows: Sequence[int], columns: Sequence[int]) -> Iterator[str]:
    """The relative width of each column: that of its longest cell within bounds, merged ones left out."""
    merged = {(span.top, span.left) for span in grid.merged if span.right > span.left}
    for column in columns:
        texts = [
            str(shown(grid.raw(number, column))[1]) for number in rows if (number, column) not in merged and not isinstance(grid.raw(number, column), NoValue)
        ]
        widest = max((width(line) for text in texts for line in text.splitlines() or [""]), default=_NARROWEST)
        yield plain(round(Decimal(min(_WIDEST, max(_NARROWEST, widest + 1))), 1))


def _within(parent: "_Element", tag: str) -> "_Element":
    made = parent.makeelement(tag)
    parent.append(made)
    return made
