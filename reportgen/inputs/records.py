"""What reading gives: each unit's description and its tables of records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.programme import Programme, shipped
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.workspace import UNIT_FILE


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one dataset of one unit, from wherever they stand.

    A cell that could not be read is None in its record, also where the schema requires it (the fault is among the
    problems): what is computed from it is then missing, never wrong. `sample` says that a file or sheet it stands in
    is marked as demonstration data (示例数据); `place` is the file and sheet. `lacking` says, in Chinese, what a table without rows lacks, where this
    isn't the whole table. The rows of a large dataset are `KeptRows`, of any other a tuple.
    """

    dataset: Dataset
    rows: Sequence[Record]
    sample: bool = False
    place: Place | None = None
    lacking: str = ""


class NotRead(Mapping[str, Table]):
    """The tables of a unit that were left out in reading: whoever asks for one has made a mistake."""

    def __getitem__(self, key: str) -> Table:
        raise AssertionError(f"a table that was not read: {key}")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("tables that were not read")

    def __len__(self) -> int:
        raise AssertionError("tables that were not read")


@dataclass(frozen=True, slots=True)
class UnitInputs:
    """All that one unit's folder gives. `folder` is relative to the workspace, `evidence` are the files of 佐证材料/ relative to that.

    `programme` is what its tables were read by, `sheets` are those by name that are no dataset's and that 自有表格 names, what is personal masked.

    `described` are the files that describe it: 单位.yaml, the workbook with the sheets that say the same, or both.
    An `absent` unit is one that 下级 names and that has no readable folder: nothing is known of it. `undecided` are the problems for which
    nobody can say what the unit's data are: files that can't be read, copies that differ. What is wrong or missing in a file is none of them.
    """

    unit: Unit
    folder: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    programme: Programme = field(default_factory=shipped)
    sheets: Mapping[str, SheetGrid] = field(default_factory=dict)
    absent: bool = False
    described: tuple[str, ...] = ()
    undecided: tuple[Diagnostic, ...] = ()

    @property
    def year(self) -> int:
        """The year in which its season begins, as the folder says."""
        return int(self.folder.rsplit("/", 2)[-2])

    @property
    def description(self) -> Place:
        """Where the unit is described, for what is to be filled in there: 单位.yaml, or the sheet 单位说明 where there is none."""
        book = next(iter(self.described), "")
        return Place(book, DESCRIPTION) if book and not book.endswith(f"/{UNIT_FILE}") else Place(f"{self.folder}/{UNIT_FILE}")

    @property
    def folder_name(self) -> str:
        """The name of the unit's folder: that of its folder of outputs too, since a unit's name may hold what a path can't."""
        return self.folder.rsplit("/", 1)[-1]

    def rows(self, key: str) -> Sequence[Record] | None:
        """The rows of a dataset, or None where the unit has no such table."""
        table = self.tables.get(key)
        return None if table is None else table.rows
