"""Workbooks (.xlsx) -> grids, one a sheet: pandas with the calamine engine, and what the package says beside the values."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, cast
from zipfile import ZipFile

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import FormattedNumber, Grid, Hidden, PercentNumber, Raw, Span
from reportgen.inputs.number_formats import NumberFormat
from reportgen.inputs.packages import bytes_of, open_package, sheet_parts
from reportgen.inputs.sheet_marks import altering_formats, look_at

if TYPE_CHECKING:
    import pandas as pd
    from python_calamine import CalamineWorkbook

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: its worksheets' names in order, and a way to each one's cells."""

    names: tuple[str, ...]
    sheet: Callable[[str], Grid]


@contextmanager
def open_workbook(data: bytes, file: str) -> Iterator[Workbook]:
    """The workbook in `data`; `file` is the name that its places carry. Raises Unreadable, also from `sheet`."""
    import pandas as pd
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    with open_package(data) as package:
        try:
            with pd.ExcelFile(BytesIO(bytes_of(package)), engine="calamine") as workbook:
                book = cast("CalamineWorkbook", workbook.book)
                worksheets = tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet)
                hidden = frozenset(sheet.name for sheet in book.sheets_metadata if sheet.visible is not SheetVisibleEnum.Visible)
                yield Workbook(worksheets, lambda name: _grid(workbook, package, name, file, hidden=name in hidden))
        except CalamineError as problem:
            message = "有损坏的部分，无法读取"
            raise Unreadable("damaged", message, "请用 Excel 或者 WPS 打开检查，修复后重新保存，或者换用完好的副本") from problem


def _grid(workbook: "pd.ExcelFile", package: ZipFile, name: str, file: str, *, hidden: bool) -> Grid:
    """The cells of one sheet."""
    import pandas as pd

    part = sheet_parts(package).get(name)
    if part is None:
        raise Unreadable("damaged", f"的工作表“{name}”缺失", "请用 Excel 或者 WPS 打开检查，重新保存")
    marks = look_at(package, part, altering_formats(package))
    frame = pd.read_excel(workbook, sheet_name=name, header=None, dtype=object, na_filter=False)
    rows: list[list[Raw]] = frame.to_numpy(dtype=object).tolist()
    for (row, column), broken in marks.broken.items():
        _put(rows, row, column, broken)
    for (row, column), form in marks.formats.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            rows[row][column] = _formatted(value, form)
    merged = tuple(_spans(cast("CalamineWorkbook", workbook.book), name)) if marks.merged else ()
    return Grid(file, name, rows, merged, hidden=Hidden(marks.hidden_rows, marks.hidden_columns, hidden))


def _formatted(value: float, form: NumberFormat) -> Raw:
    """The value as its format shows it: itself where the part of the format that is for it changes nothing."""
    shown = FormattedNumber(value, form)
    part = shown.part
    if part.plain:
        return value
    return PercentNumber(value) if part.percent and part.scale == _PERCENT and not part.words else shown


def _spans(book: "CalamineWorkbook", name: str) -> Iterator[Span]:
    for start, end in book.get_sheet_by_name(name).merged_cell_ranges or ():
        yield Span(*start, *end)


def _put(rows: list[list[Raw]], row: int, column: int, value: Raw) -> None:
    """Sets a cell, also one outside the rectangle that the values fill."""
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value
