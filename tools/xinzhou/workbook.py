"""填报表.xlsx as an officer would keep it: title, marks, headings, rows, total; the same bytes on every run."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.inputs.schema import CellType, Dataset, Field
from reportgen.inputs.schema.programme import shipped

Value = str | int | bool | Decimal | date | None
Row = Mapping[str, Value]

SAMPLE_MARK = "sample: true（示例数据，非真实填报）"
MADE_ON = "2024-04-15T00:00:00Z"
HEADER_ROW = 3

_FORMATS = {
    CellType.IDENTIFIER: "@",
    CellType.COUNT: "0",
    CellType.NUMBER: "0.00",
    CellType.DATE: 'yyyy"年"m"月"d"日"',
    CellType.MONTH: 'yyyy"年"m"月"',
}
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_LONG = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """A dataset (by its key) as one sheet. `columns` are the keys it shows (all by default), `totals` the keys of its total row.

    `source` is the document that true figures come from; without it the sheet is marked as sample data.
    """

    key: str
    rows: tuple[Row, ...]
    totals: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    source: str | None = None

    @property
    def dataset(self) -> Dataset:
        """The dataset."""
        return shipped().by_key[self.key]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns that the sheet shows."""
        return tuple(field for field in self.dataset.fields() if not self.columns or field.key in self.columns)


def write(path: Path, unit: str, sheets: tuple[Sheet, ...]) -> None:
    """Write a unit's workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = None
    for sheet in sheets:
        _fill(book.create_sheet(sheet.dataset.title), sheet, unit)
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(without_clock(buffer.getvalue()))


def _fill(page: Worksheet, sheet: Sheet, unit: str) -> None:
    fields = sheet.fields
    last = get_column_letter(len(fields))
    page.merge_cells(f"A1:{last}1")
    page["A1"] = f"{unit}2023年清洁取暖{sheet.dataset.title}表"
    page["A1"].font = Font(name="宋体", size=16, bold=True)
    page["A1"].alignment = Alignment(horizontal="center", vertical="center")
    page.row_dimensions[1].height = 30
    page["A2"] = f"数据来源：{sheet.source}" if sheet.source else SAMPLE_MARK
    for column, field in enumerate(fields, start=1):
        heading = f"{field.column.title}（{field.column.unit}）" if field.column.unit else field.column.title
        cell = page.cell(HEADER_ROW, column, heading)
        cell.font, cell.fill, cell.border = Font(name="宋体", bold=True), _HEAD, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        letter = get_column_letter(column)
        page.column_dimensions[letter].width = _width(field, heading, sheet.rows)
        if field.choices:
            _offer(page, f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + len(sheet.rows)}", field)
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        for column, field in enumerate(fields, start=1):
            _put(page, number, column, field, row.get(field.key))
    if sheet.totals:
        _put_totals(page, sheet)
    page.freeze_panes = f"A{HEADER_ROW + 1}"
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _offer(page: Worksheet, cells: str, field: Field) -> None:
    """A drop-down list of the words that the column takes."""
    rule = DataValidation(type="list", formula1=f'"{",".join(field.choices)}"', allow_blank=True)
    rule.add(cells)
    page.add_data_validation(rule)


def _put(page: Worksheet, row: int, column: int, field: Field, value: Value) -> None:
    cell = page.cell(row, column, _plain(value))
    cell.border = _BORDER
    fine = isinstance(value, Decimal) and value != round(value, 2)
    cell.number_format = "0.0000" if fine else _FORMATS.get(field.type, "General")
    text = field.type in (CellType.TEXT, CellType.CHOICE)
    cell.alignment = Alignment(horizontal="left" if text else None, vertical="center", wrap_text=text)


def _put_totals(page: Worksheet, sheet: Sheet) -> None:
    at = HEADER_ROW + 1 + len(sheet.rows)
    for column, field in enumerate(sheet.fields, start=1):
        total: Value = None
        if field.key in sheet.totals:
            total = sum((_number(row.get(field.key)) for row in sheet.rows), Decimal(0))
        _put(page, at, column, field, total)
        page.cell(at, column).font = Font(name="宋体", bold=True)
    page.cell(at, 1, "合计")


def _number(value: Value) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def _plain(value: Value) -> str | int | float | date | None:
    """What a cell can hold: a choice or a flag as its word, a decimal as the number that Excel keeps."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _width(field: Field, heading: str, rows: tuple[Row, ...]) -> float:
    longest = max((len(str(_plain(row.get(field.key)))) for row in rows if row.get(field.key) is not None), default=4)
    if field.type in (CellType.DATE, CellType.MONTH):
        longest = 7
    return 2.2 * min(max(longest, min(len(heading), 9), 5), _LONG) + 2


def without_clock(data: bytes) -> bytes:
    """A workbook or Word file with fixed times inside and stored members, so that its bytes depend on its content alone."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MADE_ON.encode(), content)
            new.writestr(zipfile.ZipInfo(name, (2024, 4, 15, 0, 0, 0)), content)
    return result.getvalue()
