"""What keeps a table: a workbook, a CSV file, a YAML file, 单位.yaml. Each gives its sheets as cells, and takes other values into them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.inputs.data_files import LISTINGS, WORKBOOKS
from reportgen.inputs.delimited import read_csv
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import SheetGrid, column_name
from reportgen.inputs.schema import Dataset, Programme
from reportgen.rewriting import csv_text, listing_file, unit_file
from reportgen.rewriting.line_grid import LineGrid
from reportgen.workbook.book import place
from reportgen.workbook.computing import Stale, computed
from reportgen.workbook.editing import Formula, formulas, with_cells
from reportgen.workbook.inserting import Unmovable, with_rows
from reportgen.workbook.sheet import Value
from reportgen.workspace import UNIT_FILE

_WITH_EXCEL = "用 Excel 或者 WPS 填写"

Values = Mapping[str, Value]
"""What is to stand in cells, by their names; None: nothing."""


@dataclass(frozen=True, slots=True)
class Keeper(ABC):
    """A file of a unit's folder by its path as places have it, and the programme of its tables.

    `closes_up`: new rows into which nothing was typed aren't there; `takes_out`: neither are rows that were emptied. `instead` says with what else it is filled
    in, `not_written` what is to be told of a value that doesn't read back as it was meant.
    """

    file: str
    programme: Programme
    closes_up = True
    takes_out = False
    instead = "用记事本修改"
    not_written = "这样写进文件以后读出来不一样，没有写；请换一种写法，或者下载文件修改以后上传"

    @abstractmethod
    def names(self, content: bytes) -> tuple[str, ...]:
        """The names of the sheets. Raises Unreadable."""

    @abstractmethod
    def sheet(self, content: bytes, name: str) -> SheetGrid | None:
        """The cells of a sheet; None where there is none so called. Raises Unreadable."""

    def formulas(self, content: bytes, name: str) -> Mapping[str, Formula]:
        """The cells that compute what they show."""
        del content, name
        return {}

    def with_rows(self, content: bytes, name: str, at: int, more: int) -> bytes:
        """The content with blank rows before one. Raises inserting.Unmovable, Unreadable."""
        del content, name, at, more
        raise Unmovable

    def without_rows(self, content: bytes, rows: Collection[int]) -> bytes:
        """The content without rows, where this file takes out what is emptied. Raises NotWritten, NoLetter, Unreadable."""
        del rows
        return content

    @abstractmethod
    def with_cells(self, content: bytes, name: str, values: Values, like: Mapping[int, int]) -> bytes:
        """The content with other values in cells; a row of `like` looks as the one that it names. Raises NotWritten, NoLetter, Unreadable."""

    def computed(self, before: bytes, after: bytes, name: str, cells: Sequence[str]) -> tuple[bytes, Sequence[Stale]]:
        """The content with what formulas show once cells have been changed, and those that can't be told."""
        del before, name, cells
        return after, ()


class WorkbookKeeper(Keeper):
    """A workbook."""

    __slots__ = ()
    closes_up = False
    instead = _WITH_EXCEL
    not_written = "这一格的数字格式特殊，在网页上写不进去；请下载后用 Excel 或者 WPS 修改"

    def names(self, content: bytes) -> tuple[str, ...]:
        """Its sheets."""
        with open_workbook(content, self.file) as workbook:
            return tuple(workbook.names)

    def sheet(self, content: bytes, name: str) -> SheetGrid | None:
        """The cells of one."""
        with open_workbook(content, self.file) as workbook:
            return workbook.sheet(name) if name in workbook.names else None

    def formulas(self, content: bytes, name: str) -> Mapping[str, Formula]:
        """What computes."""
        return formulas(content, name)

    def with_rows(self, content: bytes, name: str, at: int, more: int) -> bytes:
        """With blank rows."""
        return with_rows(content, name, at, more)

    def with_cells(self, content: bytes, name: str, values: Values, like: Mapping[int, int]) -> bytes:
        """With other values."""
        return with_cells(content, name, values, like)

    def computed(self, before: bytes, after: bytes, name: str, cells: Sequence[str]) -> tuple[bytes, Sequence[Stale]]:
        """With what its formulas show."""
        return computed(before, after, name, tuple(cells))


class CsvKeeper(Keeper):
    """A CSV file, which is one sheet called like it."""

    __slots__ = ()
    instead = _WITH_EXCEL

    def names(self, content: bytes) -> tuple[str, ...]:
        """Its sheets."""
        del content
        return (PurePosixPath(self.file).stem,)

    def sheet(self, content: bytes, name: str) -> SheetGrid | None:
        """The cells of one."""
        return read_csv(content, self.file) if name in self.names(content) else None

    def with_rows(self, content: bytes, name: str, at: int, more: int) -> bytes:
        """With blank rows."""
        del name
        return csv_text.with_rows(content, at, more)

    def with_cells(self, content: bytes, name: str, values: Values, like: Mapping[int, int]) -> bytes:
        """With other values."""
        del name
        return csv_text.with_cells(content, {place(cell): value for cell, value in values.items()}, like)


class ListingKeeper(Keeper):
    """A table in YAML, which is one sheet called like it."""

    __slots__ = ()
    takes_out = True

    @property
    def _dataset(self) -> Dataset | None:
        return dataset_named(PurePosixPath(self.file).stem, self.programme)

    def names(self, content: bytes) -> tuple[str, ...]:
        """Its sheets."""
        del content
        return (PurePosixPath(self.file).stem,)

    def sheet(self, content: bytes, name: str) -> SheetGrid | None:
        """The cells of one."""
        return listing_file.sheet(content, self.file, self._dataset) if name in self.names(content) else None

    def without_rows(self, content: bytes, rows: Collection[int]) -> bytes:
        """Without rows."""
        return listing_file.without(content, self.file, self._dataset, rows)

    def with_cells(self, content: bytes, name: str, values: Values, like: Mapping[int, int]) -> bytes:
        """With other values."""
        del name, like
        return listing_file.with_cells(content, self.file, self._dataset, {place(cell): value for cell, value in values.items()})


class UnitKeeper(Keeper):
    """单位.yaml, which says what the sheets 单位说明 and 公文 of a workbook would."""

    __slots__ = ()
    takes_out = True

    def names(self, content: bytes) -> tuple[str, ...]:
        """Its sheets."""
        return tuple(unit_file.sheets(content, self.file, self.programme))

    def sheet(self, content: bytes, name: str) -> SheetGrid | None:
        """The cells of one."""
        return unit_file.sheets(content, self.file, self.programme).get(name)

    def without_rows(self, content: bytes, rows: Collection[int]) -> bytes:
        """Without rows."""
        return unit_file.without(content, self.file, rows)

    def with_cells(self, content: bytes, name: str, values: Values, like: Mapping[int, int]) -> bytes:
        """With other values."""
        del like
        return unit_file.with_cells(content, self.file, self.programme, name, {place(cell): value for cell, value in values.items()})


def keeper_of(file: str, programme: Programme) -> Keeper:
    """What keeps the tables of a file, by its name."""
    name = PurePosixPath(file)
    if name.name == UNIT_FILE:
        return UnitKeeper(file, programme)
    kind = name.suffix.lower()
    of_kind = WorkbookKeeper if kind in WORKBOOKS else ListingKeeper if kind in LISTINGS else CsvKeeper
    return of_kind(file, programme)


def places_of(grid: SheetGrid, row: int, column: int) -> Iterator[tuple[str, str | None, str | int]]:
    """Where a cell stands, as faults say it: the file, the sheet, and the cell's name or each line of it."""
    if isinstance(grid, LineGrid):
        for line in grid.lines.get((row, column), ()):
            yield grid.file, None, line
    else:
        yield grid.file, grid.sheet, f"{column_name(column)}{row + 1}"
