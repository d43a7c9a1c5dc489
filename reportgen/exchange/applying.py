"""Putting what a returned table changes into the workbook that is there: single cells, so that all else of it stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.exchange.lines import Line
from reportgen.exchange.merging import Merged
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import FormattedNumber, PercentNumber, SheetGrid, is_blank
from reportgen.inputs.headings import Header, find_header
from reportgen.inputs.layouts import find_layout
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.wording import fold
from reportgen.workbook.book import Book, place, read_book
from reportgen.workbook.dataset import Row, dataset_sheet
from reportgen.workbook.part import SheetPart, open_part
from reportgen.workbook.sheet import Value

_BELOW = ("合计", "总计", "小计", "注:")
"""How a row begins that stands below the rows of data."""
_BY_HAND = "请自己把收回的数据复制到这张表中，再收集一遍"


@dataclass(frozen=True, slots=True)
class Applied:
    """The workbook with the changes, and why not all could be made: then nothing of it counts."""

    content: bytes
    problems: tuple[Diagnostic, ...] = ()


def apply(data: bytes, file: str, merged: Mapping[str, Merged], programme: Programme, owner: str) -> Applied:
    """Makes the changes, by dataset key, in the workbook `data` that stands in `file`; `owner` is whose they are, as titles say it. Raises Unreadable."""
    book = read_book(data)
    problems: list[Diagnostic] = []
    with open_workbook(data, file) as workbook:
        sheets = {dataset.key: name for name in workbook.names if (dataset := dataset_named(name, programme)) is not None}
        for key, change in merged.items():
            dataset = programme.by_key[key]
            if key not in sheets:
                book.add_sheet(dataset_sheet(dataset, [Row(line.values) for line in change.added], owner=owner))
                continue
            grid = workbook.sheet(sheets[key])
            sheet, fault = _open(book, dataset, grid)
            problems += [fault] if fault is not None else sheet.change(change) if sheet is not None else []
    return Applied(data if problems else book.save(), tuple(problems))


def _open(book: Book, dataset: Dataset, grid: SheetGrid) -> "tuple[_Sheet | None, Diagnostic | None]":
    where = Place(grid.file, grid.sheet)
    header, _ = find_header(grid, dataset)
    part = open_part(book, grid.sheet or "")
    if header is None or part is None or find_layout(grid, dataset) is not None:
        return None, error("collect.other-layout", f"《{dataset.title}》不是一行一项的表，收回的数据没有写进去", where, help=_BY_HAND)
    return _Sheet(part, dataset, grid, header), None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet while it is changed."""

    part: SheetPart
    dataset: Dataset
    grid: SheetGrid
    header: Header

    def change(self, change: Merged) -> list[Diagnostic]:
        """Makes the changes; says why not."""
        columns = {heading.field.key: column for column, heading in self.header.columns.items()}
        asked = {one.key for one in change.settings} | {key for line in change.added for key, value in line.values.items() if value is not None}
        lacking = [self.dataset.columns[key].column.title for key in self.dataset.columns if key in asked and key not in columns]
        where = Place(self.grid.file, self.grid.sheet)
        if lacking:
            help_text = "请先运行 reportgen upgrade 补上这些列，再收集"
            return [error("collect.no-column", f"《{self.dataset.title}》没有“{'、'.join(lacking)}”列，收回的数据没有写进去", where, help=help_text)]
        shown = [one for one in change.settings if isinstance(self.grid.raw(*self._at(one.line, one.key)), (PercentNumber, FormattedNumber))]
        if shown:
            places = [one.line.record.place(one.key) for one in shown]
            return [error("collect.formatted", "单元格的格式显示的不是其中的数，收回的数没有写进去", *places, help=_BY_HAND)]
        bottom = self._bottom()
        if change.added and bottom is None:
            message = f"《{self.dataset.title}》的数据下面还有合计或者说明，新的{len(change.added)}行没有写进去"
            return [error("collect.rows-below", message, where, help="请在合计行上面留出空行填写，或者先把下面的行移到别处")]
        for one in change.settings:
            self._set(*self._at(one.line, one.key), one.value)
        for line in change.removed:
            for key in columns:
                self._set(*self._at(line, key), None)
        for number, line in enumerate(change.added, bottom or 0):
            for key, column in columns.items():
                self._set(number, column, line.values.get(key))
        self.part.write()
        return []

    def _at(self, line: Line, key: str) -> tuple[int, int]:
        return place(line.record.place(key).cell or "")

    def _bottom(self) -> int | None:
        """The first row that is free below all that the columns hold; None where the last filled one is no row of data."""
        columns = sorted(self.header.columns)
        filled = [number for number in range(self.header.body, len(self.grid.rows)) if any(not is_blank(self.grid.raw(number, column)) for column in columns)]
        if not filled:
            return self.header.body
        texts = [raw for raw in self.grid.rows[filled[-1]] if isinstance(raw, str)]
        return None if any(fold(text)[:2] in _BELOW for text in texts) else filled[-1] + 1

    def _set(self, row: int, column: int, value: Value) -> None:
        scale = self.header.columns[column].scale
        if scale != 1 and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            value = Decimal(value) / scale
        self.part.put(row, column, value)
