"""Workbooks (.xlsx) -> grids, one a sheet: the values as calamine reads them, and what the package says beside them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import FormattedNumber, Hidden, PercentNumber, Raw, SheetGrid, Span
from reportgen.inputs.number_formats import NumberFormat
from reportgen.inputs.packages import SHEETS, bytes_of, open_package, sheet_parts
from reportgen.inputs.sheet_columns import LEAST_BYTES, Condensed, SheetColumns, condense, different_values
from reportgen.inputs.sheet_marks import Marks, altering_formats, look_at
from reportgen.ooxml.packing import packed

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_PERCENT = 100  # 0.32 shows as 32%


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: its file, its worksheets' names in order, and a way to each one's cells."""

    file: str
    names: tuple[str, ...]
    sheet: Callable[[str], SheetGrid]
    stored: Callable[[str], SheetGrid]
    """The same with the cells as they are stored, numbers and days as `entered` takes them."""
    columns: Callable[[str], SheetColumns | None]
    """A large sheet by its different cells, as they are stored: who reads it by columns settles each value once. None of one that isn't plainly written."""


@contextmanager
def open_workbook(data: bytes, file: str) -> Iterator[Workbook]:
    """The workbook in `data`; `file` is the name that its places carry. Raises Unreadable, also from `sheet`."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with open_package(data) as package:
        parts, formats = cache(partial(sheet_parts, package)), cache(partial(altering_formats, package))
        condensed = _condensed(package)
        whole = cache(lambda: CalamineWorkbook.from_filelike(BytesIO(bytes_of(package))))
        try:
            with CalamineWorkbook.from_filelike(BytesIO(_with_parts(package, condensed))) if condensed else whole() as book:
                worksheets = tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet)
                hidden = frozenset(sheet.name for sheet in book.sheets_metadata if sheet.visible is not SheetVisibleEnum.Visible)

                def stored(name: str) -> SheetGrid:
                    part = parts().get(name)
                    if part is None:
                        raise Unreadable("damaged", f"的工作表“{name}”缺失", "请用 Excel 或者 WPS 打开检查，重新保存")
                    marks = look_at(package, part, formats())
                    return _grid((whole() if part in condensed else book).get_sheet_by_name(name), file, marks, hidden=name in hidden)

                def columns(name: str) -> SheetColumns | None:
                    part = parts().get(name, "")
                    found = condensed.get(part)
                    if found is None:
                        return None
                    marks = look_at(package, part, formats(), found)
                    if marks.broken or marks.formats:
                        return None
                    return _columns(book.get_sheet_by_name(name), file, marks, found, hidden=name in hidden)

                yield Workbook(file, worksheets, lambda name: entered_grid(stored(name)), stored, columns)
        except CalamineError as problem:
            message = "有损坏的部分，无法读取"
            raise Unreadable("damaged", message, "请用 Excel 或者 WPS 打开检查，修复后重新保存，或者换用完好的副本") from problem


def _grid(sheet: "CalamineSheet", file: str, marks: Marks, *, hidden: bool) -> SheetGrid:
    """The cells of one sheet."""
    try:
        rows: list[list[Raw]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]  # of the types that calamine has
    except OverflowError as fault:  # of a cell shown as a time span: more days than Python can count
        raise Unreadable("out-of-range", f"{_overflowing(sheet)}有格式为时长的数字大得出奇，没有读取", "请改正这个数字，或者把单元格格式改为“常规”") from fault
    for (row, column), broken in marks.broken.items():
        _put(rows, row, column, broken)
    for (row, column), form in marks.formats.items():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            rows[row][column] = _formatted(entered(value), form)  # type: ignore[arg-type]  # a number
    merged = _merged(sheet, len(rows), max(map(len, rows), default=0)) if marks.merged else ()
    return SheetGrid(file, sheet.name, rows, merged, hidden=Hidden(marks.hidden_rows, marks.hidden_columns, hidden))


def _condensed(package: ZipFile) -> dict[str, Condensed]:
    """The large sheets of a package, by their parts, as far as they are written plainly."""
    large = [entry.filename for entry in package.infolist() if entry.file_size >= LEAST_BYTES and entry.filename.startswith(SHEETS)]
    found = {part: condense(package.read(part)) for part in large}
    return {part: sheet for part, sheet in found.items() if sheet is not None}


def _with_parts(package: ZipFile, condensed: Mapping[str, Condensed]) -> bytes:
    """The package with other sheets."""
    return packed({name: condensed[name].xml if name in condensed else package.read(name) for name in package.namelist()}, stored=("",))


def _columns(sheet: "CalamineSheet", file: str, marks: Marks, condensed: Condensed, *, hidden: bool) -> SheetColumns | None:
    """A sheet of which each different cell is read; None where one can't be."""
    try:
        values = different_values(sheet.to_python(skip_empty_area=False), condensed.different)
    except OverflowError:
        return None  # who reads it row by row says where
    height, width = condensed.numbers.shape
    merged = _merged(sheet, height, width) if marks.merged else ()
    about = SheetGrid(file, sheet.name, (), merged, hidden=Hidden(marks.hidden_rows, marks.hidden_columns, hidden))
    return SheetColumns(about, values, condensed.numbers)


def _merged(sheet: "CalamineSheet", height: int, width: int) -> tuple[Span, ...]:
    """The merged ranges as far as there are cells. Raises Unreadable where they lie over each other: so many cells nobody could look through."""
    ranges = (Span(*start, min(bottom, height - 1), min(right, width - 1)) for start, (bottom, right) in sheet.merged_cell_ranges or ())
    merged = tuple(span for span in ranges if span.bottom >= span.top and span.right >= span.left)
    if sum((span.bottom - span.top + 1) * (span.right - span.left + 1) for span in merged) > height * width:
        raise Unreadable("damaged", "有互相重叠的合并单元格，没有读取", "请用 Excel 或者 WPS 打开检查，取消合并后重新保存")
    return merged


def _overflowing(sheet: "CalamineSheet") -> str:
    """The first row that can't be read, in words."""
    rows = 0
    with suppress(OverflowError):
        for _ in sheet.iter_rows():
            rows += 1
    return f"第{rows + 1}行"


def entered_grid(grid: SheetGrid) -> SheetGrid:
    """A sheet as it is stored, with its cells as people entered them."""
    return replace(grid, rows=[[value if type(value) is str else entered(value) for value in row] for row in grid.rows])


def entered(value: Raw) -> Raw:
    """A value as people entered it: Excel keeps every number as a float, and every day as a moment of it."""
    if type(value) is float and value.is_integer():
        return int(value)
    if type(value) is date:
        return datetime.combine(value, time())
    return value


def _formatted(value: float, form: NumberFormat) -> Raw:
    """The value as its format shows it: itself where the part of the format that is for it changes nothing."""
    shown = FormattedNumber(value, form)
    part = shown.part
    if part.plain:
        return value
    return PercentNumber(value) if part.percent and part.scale == _PERCENT and not part.words else shown


def _put(rows: list[list[Raw]], row: int, column: int, value: Raw) -> None:
    """Sets a cell, also one outside the rectangle that the values fill."""
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value
