"""Canonical HTML -> XLSX: each table of the document a sheet that can be filtered."""

import io
import re
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import TYPE_CHECKING

from reportgen.measure import width
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.office import WORKBOOK
from reportgen.ooxml.packing import packed
from reportgen.render.tree import Cell, TableGrid, grid, has_class, lines_of, parse, plain

if TYPE_CHECKING:
    from lxml.etree import _Element
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_NAME_LENGTH = 31  # of a sheet, in Excel
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NARROWEST, _WIDEST = 8.0, 60.0  # characters of half a 字
_LINE, _AIR = 14.5, 4.0  # pt: a line of a row, and what it has besides
_PROPERTIES = "docProps/core.xml"


def write_sheets(html: str) -> bytes:
    """The tables of the canonical document `html` as a workbook: named by their captions, headings frozen, columns filtered.

    A cell that holds nothing but a figure is a number, as it is shown; everything else is text, never a formula. A cell over
    several rows is repeated in each, so that a filter finds them all. Pure: same argument, same bytes. Raises
    `lxml.etree.XMLSyntaxError` where `html` isn't well-formed.
    """
    from openpyxl import Workbook

    article = parse(html)
    book = Workbook()
    first = book.worksheets[0]
    for table in article.iter("table"):
        _fill(book.create_sheet(_name(table, book.sheetnames)), table)
    if len(book.worksheets) > 1:
        book.remove(first)
    else:
        first.title = "没有表格"
    book.properties.creator = article.get("data-author")
    book.properties.title = article.get("data-title")
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer.getvalue())


def _name(table: "_Element", taken: list[str]) -> str:
    caption = table.find("caption")
    unit = plain(caption.find("span[@class='unit']")) if caption is not None else ""
    name = _NO_NAME.sub("", plain(caption).removesuffix(unit).replace("　", " ")).strip("' ")[:_NAME_LENGTH] or "表"
    number = 2
    unique = name
    while unique.casefold() in (other.casefold() for other in taken):
        unique = f"{name[: _NAME_LENGTH - 4]} {number}"
        number += 1
    return unique


def _fill(sheet: "Worksheet", table: "_Element") -> None:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    placed = grid(table)
    covering = placed.covering()
    line = Side(style="thin", color="808080")
    shade, border = PatternFill("solid", fgColor="DDEBF7"), Border(left=line, right=line, top=line, bottom=line)
    fonts = {bold: Font(name="宋体", size=11, bold=bold) for bold in (False, True)}
    for (row, column), cell in sorted(covering.items(), key=lambda item: item[0]):
        at = sheet.cell(row + 1, column + 1)
        head = row < placed.heads
        if isinstance(at, SheetCell) and column == cell.column and (row == cell.row or not head):
            _put(at, cell.element)
        left = has_class(cell.element, "left") and not head
        at.alignment = Alignment(horizontal="left" if left else "center", vertical="center", wrap_text=True)
        at.border = border
        at.font = fonts[head or has_class(placed.rows[row][0], "total")]
        if head:
            at.fill = shade
    for cell in (cell for _, cells in placed.rows[: placed.heads] for cell in cells):
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(start_row=cell.row + 1, start_column=cell.column + 1, end_row=cell.row + cell.rows, end_column=cell.column + cell.columns)
    widths = _widths(placed)
    for column, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    for row, (_, cells) in enumerate(placed.rows, 1):
        sheet.row_dimensions[row].height = _LINE * max((_lines(cell, widths) for cell in cells), default=1) + _AIR
    last = get_column_letter(len(placed.shares))
    sheet.freeze_panes = f"A{placed.heads + 1}"
    sheet.auto_filter.ref = f"A{max(placed.heads, 1)}:{last}{_last_row(placed)}"
    sheet.print_title_rows = f"1:{max(placed.heads, 1)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(at: "SheetCell", element: "_Element") -> None:
    """Put what a cell shows: a number where a figure is all of it, else text."""
    text = "\n".join(lines_of(element)).strip("\n")
    children = list(element)
    alone = len(children) == 1 and children[0].tag == "data" and plain(children[0]) == text
    number = _number(text) if alone else None
    if number is not None:
        decimals = len(text.partition(".")[2])
        at.value = int(number) if not decimals else float(number)
        at.number_format = f"0.{'0' * decimals}" if decimals else "0"
        return
    at.value = _NO_TEXT.sub("", text) or None
    if at.value is not None:
        at.data_type = "s"  # a text that begins with = is no formula
        at.quotePrefix = text[0] in "=+-@"


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _widths(placed: TableGrid) -> list[float]:
    """The widths of the columns in characters: what stands in them on one line, within bounds."""
    wide = [_NARROWEST] * len(placed.shares)
    for _, cells in placed.rows:
        for cell in cells:
            if cell.columns == 1:
                wide[cell.column] = max(wide[cell.column], _wide(cell))
    return [min(_WIDEST, each) for each in wide]


def _wide(cell: Cell) -> float:
    return max(width(line) for line in cell.lines) * 2 + 4  # the filter's button stands in the heading


def _lines(cell: Cell, widths: list[float]) -> float:
    """How many lines a cell takes in each of its rows."""
    room = sum(widths[cell.column : cell.column + cell.columns]) - 1
    return sum(max(1, ceil(width(line) * 2 / room)) for line in cell.lines) / cell.rows


def _last_row(placed: TableGrid) -> int:
    """The last row that a filter takes: a total stays below it."""
    rows = len(placed.rows)
    while rows > placed.heads + 1 and has_class(placed.rows[rows - 1][0], "total"):
        rows -= 1
    return rows


def _without_clock(data: bytes) -> bytes:
    """The workbook with fixed times inside, so that its bytes depend on its content alone."""
    parts = read_parts(data, WORKBOOK)
    parts[_PROPERTIES] = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", parts[_PROPERTIES])
    return packed(parts, parts)
