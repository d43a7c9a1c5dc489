"""A unit's folder -> its tables, from whichever workbook, YAML or CSV file each stands in."""

import glob
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, notice, warning
from reportgen.inputs.belonging import sheets_of, titles_of
from reportgen.inputs.copy_names import original
from reportgen.inputs.counties import Owner
from reportgen.inputs.data_files import LISTINGS, OTHER_TABLES, WORKBOOKS, is_data_file
from reportgen.inputs.delimited import decode, read_csv
from reportgen.inputs.excel import Workbook, open_workbook
from reportgen.inputs.grid import SheetGrid, is_blank
from reportgen.inputs.heading_text import unit_written, without_unit
from reportgen.inputs.kept_rows import KeptRows, together
from reportgen.inputs.large import LargeTables
from reportgen.inputs.listing import read_listing
from reportgen.inputs.masking import mask_grid
from reportgen.inputs.personal import mask
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.sheet_names import is_no_data
from reportgen.inputs.table import read_table
from reportgen.inputs.wording import fold, nearest, shorten
from reportgen.workspace import Workspace

UNKNOWN_SHEET = "inputs.unknown-sheet"
"""The code of what is said of a sheet that is no dataset's."""
_UNFINISHED = re.compile(
    r"(?:\.syncthing\.|~syncthing~|\.)?([^.~][^/]*?\.(?:xlsx|xlsm|csv|ya?ml))(?:\.\w+\.p)?"
    r"\.(?:te?mp|part|partial|filepart|crdownload|download|downloading|icloud)",
    re.IGNORECASE,
)
"""What browsers, net disks and programs call a file that they haven't finished writing."""
_LOCKS = (("~$", ""), (".~lock.", "#"), (".~", ""))
"""What Excel, LibreOffice and WPS put before and behind the name of a file that they have open."""
_DEEPEST_PARTS = 2
"""The parts of a large table lie in folders of townships at most."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a dataset stands, and the table read from it; None where it can't be read."""

    dataset: Dataset
    place: Place
    table: Table | None

    @property
    def is_blank(self) -> bool:
        """Whether it has nothing but headings that nobody has filled in yet."""
        return self.table is not None and not self.table.rows and not self.dataset.may_be_empty


def dataset_named(name: str, programme: Programme) -> Dataset | None:
    """The dataset of a sheet or file so named, by its Chinese title or English key."""
    return _by_name(programme).get(fold(name))


@cache
def _by_name(programme: Programme) -> Mapping[str, Dataset]:
    return {fold(name): dataset for dataset in programme.datasets for name in (dataset.title, dataset.key)}


def is_unit_file(name: str) -> bool:
    """Whether a file so named is a 单位.yaml, or a copy of one: 单位 - 副本.yaml, 单位(1).yaml, 单位.yml."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122
    return ending.lower() in LISTINGS and is_data_file(Path(name)) and original(stem) == "单位"


def read_folder(workspace: Workspace, folder: Path, owner: Owner, programme: Programme) -> "FolderContents":
    """Every dataset found in a unit's folder, in the order of the files' names, and all that is to be said about them. Raises Unreadable."""
    found = FolderContents(workspace, folder, owner, programme)
    paths = [folder / entry.name for entry in workspace.entries(folder)]
    for path in paths:
        found.file(path)
    for path in paths:
        found.copy(path)
    for dataset in programme.datasets:
        if dataset.large and any(path.name == dataset.title for path in paths):
            found.parts(folder / dataset.title, dataset)
    return found


@dataclass(slots=True)
class FolderContents:
    """What a folder holds. `undecided` are those of the problems for which nobody can say what the unit's data are: files and tables that can't be read.

    `others` are the sheets of workbooks that are no dataset's and hold something, what is personal masked.
    """

    workspace: Workspace
    folder: Path
    owner: Owner
    programme: Programme
    sources: list[Source] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    undecided: list[Diagnostic] = field(default_factory=list)
    others: list[SheetGrid] = field(default_factory=list)

    @property
    def large(self) -> "LargeTables":
        """What reads the large tables of the folder."""
        return LargeTables(self.workspace, self.folder, self.owner, _table)

    def file(self, path: Path) -> None:
        """Reads one file, where it is one that holds data."""
        name, kind = path.name, path.suffix.lower()
        place = Place(self.workspace.relative(path))
        if self._lock(name) or self._unfinished(name, place) or is_unit_file(name) or not is_data_file(path):
            return
        if kind in OTHER_TABLES:
            self._cannot_read(Unreadable("old-format", f"是 {kind} 格式，没有读取", self._resave(path)).diagnostic("inputs", place))
            return
        try:
            if kind in WORKBOOKS:
                with open_workbook(self.workspace.read(path), place.file) as workbook:
                    self._workbook(workbook, place)
            elif (dataset := dataset_named(path.stem, self.programme)) is not None:
                self._named(path, place, dataset)
        except Unreadable as problem:
            self._cannot_read(problem.diagnostic("inputs", place))

    def parts(self, folder: Path, dataset: Dataset) -> None:
        """Reads the files of a folder named as a large dataset: each is a part of its table (a township's, a village's), together they are the whole."""
        place = Place(self.workspace.relative(folder))
        found: list[Table] = []
        problems: list[Diagnostic] = []
        for path in self._files_of_parts(folder, 0):
            at = Place(self.workspace.relative(path))
            if self._lock(path.name) or self._unfinished(path.name, at) or not is_data_file(path):
                continue
            try:
                tables, said = self.large.file(path, dataset)
            except Unreadable as problem:
                tables, said = [], [problem.diagnostic("inputs", at)]
                self.undecided += said
            found += tables
            problems += said
        if found or problems:
            whole = Table(dataset, together(dataset, [rows for one in found if isinstance(rows := one.rows, KeptRows)]), any(one.sample for one in found))
            self.sources.append(Source(dataset, place, whole))
        self.problems += problems

    def _files_of_parts(self, folder: Path, depth: int) -> Iterator[Path]:
        """The files of a folder of parts, and of those in it (a township's villages), in the order of their names."""
        for entry in self.workspace.entries(folder):
            if entry.is_dir() and depth < _DEEPEST_PARTS:
                yield from self._files_of_parts(folder / entry.name, depth + 1)
            elif not entry.is_dir():
                yield folder / entry.name

    def copy(self, path: Path) -> None:
        """Reads a YAML or CSV file that is not named as a dataset, where its name says that it is a copy of one that stands elsewhere in the folder."""
        kind = path.suffix.lower()
        if kind in WORKBOOKS | OTHER_TABLES or is_unit_file(path.name) or not is_data_file(path) or dataset_named(path.stem, self.programme) is not None:
            return
        place = Place(self.workspace.relative(path))
        dataset = dataset_named(original(path.stem), self.programme)
        if dataset is None or all(source.dataset is not dataset for source in self.sources):
            meant = nearest(without_unit(path.stem), self.programme.by_title)
            question = f"，是否应为“{meant}{kind}”" if meant else ""
            help = f"请把文件名改为数据表的名称，例如 改造任务.csv{_keep_unit(path.stem)}；不是数据的请移出文件夹"
            self.problems.append(warning("inputs.unknown-file", f"文件名不是数据表的名称，没有读取{question}", place, help=help))
            return
        try:
            self._named(path, place, dataset)
        except Unreadable as problem:
            self._cannot_read(problem.diagnostic("inputs", place))

    def _resave(self, path: Path) -> str:
        """What to do with a workbook of another format."""
        same = next((other.name for other in self.folder.glob(f"{glob.escape(path.stem)}.*") if other.suffix.lower() in WORKBOOKS), None)
        resave = "请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”"
        return f"已经另存为“{same}”的，请把这个文件移出单位的文件夹；还没有的，{resave}" if same else resave

    def _cannot_read(self, problem: Diagnostic) -> None:
        self.problems.append(problem)
        self.undecided.append(problem)

    def _lock(self, name: str) -> bool:
        """Whether the name is that of a lock file; then says that its file is open, where there is such a file."""
        for before, behind in _LOCKS:
            if name.startswith(before) and name.endswith(behind):
                locked = self.folder / name.removeprefix(before).removesuffix(behind)
                if locked.is_file():
                    place = Place(self.workspace.relative(locked))
                    help = "请保存并关闭后再生成文件"
                    self.problems.append(warning("inputs.open-elsewhere", "正在 Excel 或者 WPS 中打开，读取的是上次保存的内容", place, help=help))
                return True
        return False

    def _unfinished(self, name: str, place: Place) -> bool:
        """Whether the name is that of a data file not yet written whole; says so where the file isn't there in an earlier state."""
        meant = _UNFINISHED.fullmatch(name)
        if meant is not None and not is_unit_file(meant[1]) and not (self.folder / meant[1]).exists():
            help = f"请等“{meant[1]}”下载、同步或者保存完再生成；已经不用的，请把“{name}”移出单位的文件夹"
            self._cannot_read(error("inputs.unfinished", f"“{meant[1]}”还没有下载、同步或者保存完", place, help=help))
        return meant is not None

    def _named(self, path: Path, place: Place, dataset: Dataset) -> None:
        """A YAML or CSV file, which holds one dataset."""
        if dataset.large:
            tables, problems = self.large.file(path, dataset)
            self._add(dataset, place, lambda: (tables[0] if tables else None, problems), is_whole=path.suffix.lower() in LISTINGS)
            return
        data = self.workspace.read(path)
        if path.suffix.lower() not in LISTINGS:
            self._add(dataset, place, lambda: _table(read_csv(data, place.file), dataset, self.owner))
            return
        self._add(dataset, place, lambda: read_listing(decode(data), place.file, dataset, self.owner), is_whole=True)

    def _workbook(self, workbook: Workbook, place: Place) -> None:
        """The sheets named after datasets; others are named to the officer where they hold something."""
        self.problems += sheets_of(place.file, workbook.names, self.owner.kin)
        for name in workbook.names:
            dataset = dataset_named(name, self.programme)
            if dataset is not None:
                read = self.large.sheet if dataset.large else _sheet
                self._add(dataset, Place(place.file, name), partial(read, workbook, name, dataset, self.owner))
            elif not is_no_data(name):
                self._unknown_sheet(workbook.sheet(name), place, mask(name))

    def _unknown_sheet(self, grid: SheetGrid, place: Place, name: str) -> None:
        where = Place(place.file, name)
        meant = nearest(without_unit(name), self.programme.by_title)
        masked = mask_grid(replace(grid, sheet=name), None)
        if not _is_empty(grid):
            self.others.append(masked.grid)
        if meant is not None:
            message = f"工作表“{shorten(name)}”没有读取，是否应为“{meant}”"
            self.problems.append(warning(UNKNOWN_SHEET, message, where, help=f"如果是，请把工作表改名为“{meant}”{_keep_unit(name)}"))
        elif not _is_empty(grid):
            self.problems += masked.problems
            help = "如果是需要的数据，请把工作表改名为数据表的名称，例如“改造任务”；要印在公文中的，请在“自有表格”中写上；否则不必处理"
            self.problems.append(notice(UNKNOWN_SHEET, f"工作表“{shorten(name)}”不是数据表的名称，没有读取", where, help=help))

    def _add(self, dataset: Dataset, place: Place, read: Callable[[], tuple[Table | None, list[Diagnostic]]], *, is_whole: bool = False) -> None:
        """Notes a source of a dataset and what reading it says; `is_whole`: one without a table is a file that can't be read, half written most likely."""
        unreadable = is_whole
        try:
            table, problems = read()
        except Unreadable as problem:
            table, problems, unreadable = None, [problem.diagnostic("inputs", place)], True
        if table is None and unreadable:
            self.undecided += problems
        if table is not None or problems:  # else nobody has filled it in yet
            self.sources.append(Source(dataset, place, table))
        self.problems += problems


def _keep_unit(name: str) -> str:
    """What is to be done with the unit in a sheet's or file's name that is to be changed: 资金（元）."""
    unit = unit_written(name)
    return f"，并在表格上方写明“单位：{unit}”" if unit else ""


def _sheet(workbook: Workbook, name: str, dataset: Dataset, owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
    """A sheet's table; an empty sheet is a dataset not yet filled in, and nothing to remark on."""
    grid = workbook.sheet(name)
    return (None, []) if _is_empty(grid) else _table(grid, dataset, owner)


def _table(grid: SheetGrid, dataset: Dataset, owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
    """A table, and what its titles say of whose it is."""
    table, problems = read_table(grid, dataset, owner)
    return table, [*titles_of(grid, owner.kin), *problems]


def _is_empty(grid: SheetGrid) -> bool:
    return all(is_blank(raw) for row in grid.rows for raw in row)
