"""The large tables (大表) of a unit's folder: each file read once, by columns where it is plain, and kept by the digest of its content."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs.belonging import sheets_of
from reportgen.inputs.counties import Owner
from reportgen.inputs.delimited import decode, read_csv
from reportgen.inputs.excel import Workbook, entered_grid, open_workbook
from reportgen.inputs.grid import SheetGrid, is_blank
from reportgen.inputs.keeping import Keeper, key_of, known
from reportgen.inputs.listing import read_listing
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.sheet_names import is_no_data
from reportgen.ledger.shelf import Shelf, open_shelf, passing_shelf
from reportgen.seen import PROGRAM, digest
from reportgen.workspace import FOR_ALL, UNIT_FILE, Workspace

MOST_BYTES = 512 * 2**20
"""The largest file of a large table: a county has some 40 MB, two million households are 500."""
_passing = itertools.count()
_FOLDER_OF_PARTS = 3
"""Which of the folders in a path is that of a large table's parts: behind inputs, the season and the unit."""

ReadTable = Callable[[SheetGrid, Dataset, Owner], tuple[Table | None, list[Diagnostic]]]
Read = tuple[list[Table], list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class LargeTables:
    """Reads large tables of a folder of `owner`; `read_table` reads those that aren't plain, row by row."""

    workspace: Workspace
    folder: Path
    owner: Owner
    read_table: ReadTable

    def file(self, path: Path, dataset: Dataset) -> Read:
        """The tables of a file that holds this dataset alone, and what is to be said of them. Raises Unreadable."""
        file, shelf = self.workspace.relative(path), self._shelf()
        key = self._key(file, dataset, None)
        found = known(shelf, key, file, dataset) if key else None
        if found is not None:
            return found
        data = self.workspace.read(path, MOST_BYTES)
        keeper = Keeper(shelf, key or self._key(file, dataset, data) or key_of(str(next(_passing))))
        tables, problems = self._tables(path, data, Place(file), dataset, keeper)
        keeper.keep(problems)
        return tables, problems

    def sheet(self, workbook: Workbook, name: str, dataset: Dataset, owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
        """The table of a sheet among others."""
        shelf = self._shelf()
        of_file = self._key(workbook.file, dataset, None)
        key = key_of(of_file, name) if of_file else ""
        found = known(shelf, key, workbook.file, dataset) if key else None
        if found is not None:
            return found[0][0], found[1]
        keeper = Keeper(shelf, key or key_of(str(next(_passing)), workbook.file, name))
        table, problems = self._stored(workbook, name, dataset, owner, keeper)
        keeper.keep(problems)
        return table, problems

    def _tables(self, path: Path, data: bytes, place: Place, dataset: Dataset, keeper: Keeper) -> Read:
        kind = path.suffix.lower()
        if kind == ".csv":
            table, problems = self._csv(data, place.file, dataset, keeper)
            return [table] if table else [], problems
        if kind in (".yaml", ".yml"):
            table, problems = read_listing(decode(data), place.file, dataset, self.owner)
            return [keeper.records(table, place)] if table else [], problems
        tables: list[Table] = []
        said: list[Diagnostic] = []
        with open_workbook(data, place.file) as workbook:
            said += sheets_of(place.file, workbook.names, self.owner.kin)
            for name in workbook.names:
                if not is_no_data(name):
                    table, problems = self._stored(workbook, name, dataset, self.owner, keeper)
                    tables += [table] if table else []
                    said += problems
        return tables, said

    def _csv(self, data: bytes, file: str, dataset: Dataset, keeper: Keeper) -> tuple[Table | None, list[Diagnostic]]:
        """A CSV file, by columns where it is plain; as any other is read where it isn't."""
        found = keeper.lines(data, file, dataset, self.owner)
        return found if found is not None else self._by_rows(read_csv(data, file), dataset, self.owner, keeper)

    def _stored(self, workbook: Workbook, name: str, dataset: Dataset, owner: Owner, keeper: Keeper) -> tuple[Table | None, list[Diagnostic]]:
        """A sheet as it is stored, by columns where it is plain; none of an empty one."""
        columns = workbook.columns(name)
        found = columns and keeper.columns(columns, dataset, owner)
        if found:
            return found
        grid = workbook.stored(name)
        if _is_empty(grid):
            return None, []
        found = None if columns else keeper.stored(grid, dataset, owner)
        return found or self._by_rows(entered_grid(grid), dataset, owner, keeper)

    def _by_rows(self, grid: SheetGrid, dataset: Dataset, owner: Owner, keeper: Keeper) -> tuple[Table | None, list[Diagnostic]]:
        table, problems = self.read_table(grid, dataset, owner)
        return keeper.records(table, Place(grid.file, grid.sheet), grid) if table else None, problems

    def _shelf(self) -> Shelf:
        return passing_shelf() if self.workspace.seen is None else open_shelf(self.workspace.outputs)

    def _key(self, file: str, dataset: Dataset, data: bytes | None) -> str:
        """The key of what a file's tables are made from: the program, what is common to all units, the unit's description, the file. Empty where not known."""
        if self.workspace.seen is None:
            return ""
        digests = self.workspace.seen.digests
        own = digests.get(file) if data is None else digest(data)
        described = digests.get(f"{self.workspace.relative(self.folder)}/{UNIT_FILE}", "")
        common = [f"{name} {of}" for name, of in sorted(digests.items()) if name.startswith(FOR_ALL)]
        return key_of(digests[PROGRAM], *common, described, dataset.key, file, own) if own and PROGRAM in digests else ""


def dataset_of_part(name: str, programme: Programme) -> Dataset | None:
    """The large dataset of which a file is a part, by its path relative to the workspace: inputs/2023/原平市/用户台账/子干乡.csv; None of any other file."""
    parts = PurePosixPath(name).parts
    dataset = programme.by_title.get(parts[_FOLDER_OF_PARTS]) if len(parts) > _FOLDER_OF_PARTS + 1 else None
    return dataset if dataset is not None and dataset.large else None


def _is_empty(grid: SheetGrid) -> bool:
    return all(is_blank(raw) for row in grid.rows for raw in row)
