"""What a column of the data dictionary says of itself, and the row that all datasets share."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.diagnostics import Place
from reportgen.inputs.schema.vocabulary import Vocabulary


class Personal(StrEnum):
    """What a column says of a household that no one outside the office may read. The value is the Chinese word for it."""

    IDENTITY = "身份证号"
    CARD = "银行卡号"
    TELEPHONE = "电话号码"
    ADDRESS = "住址"
    HEAD = "户主姓名"


@dataclass(frozen=True, slots=True)
class Column:
    """One entry of the data dictionary (数据字典): how a column is headed, what it means, an example.

    `unit` is the unit of measure (户, 万元, ...). `aliases` are other headings that mean the same column. What is `personal` is masked
    as it is read: no record, document, package or log ever has it whole.
    """

    title: str
    meaning: str
    example: str
    unit: str = ""
    aliases: tuple[str, ...] = ()
    personal: Personal | None = None


class CellType(StrEnum):
    """How a cell is read. The value is the Chinese word of the data dictionary."""

    TEXT = "文本"
    IDENTIFIER = "编号"
    COUNT = "整数"
    NUMBER = "数值"
    DATE = "日期"
    MONTH = "年月"
    CHOICE = "选项"
    FLAG = "是否"


class Identifier:
    """Marks text that is an identifier (编号): never read from a numeric cell."""


class Name:
    """Marks text that is a name of a place, person, department or enterprise: spaces for alignment and full-width letters are no part of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column as the readers use it: its key, entry, type, whether a row must fill it, whether its text has paragraphs or is a name.

    `least` and `most` are the numbers that it may hold, None without a limit.
    """

    key: str
    column: Column
    type: CellType
    required: bool
    vocabulary: Vocabulary[Any] | None = None
    prose: bool = False
    name: bool = False
    least: int | None = None
    most: int | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be filled in, in order; empty where that is no closed list."""
        return () if self.vocabulary is None else self.vocabulary.choices


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row stands. `cells` maps a field's key to its own place, `raws` to what is written there; a reader may make them lazy."""

    cells: Mapping[str, Place]
    raws: Mapping[str, Any]
    place: Place


class Across(NamedTuple):
    """The columns of a table that may be written across: two of choices, whose values then head the columns, and that of the numbers beneath."""

    group: str
    part: str
    number: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """A dataset (数据表), made of its declaration.

    `key` is its English key, `title` its Chinese title (the sheet's name), `row` says in Chinese what one row is, `columns` are its columns by key, in the
    order of a blank workbook. `may_be_empty` says that a table with its headings alone states that there is none (问题清单: no problem found); of others such
    a table isn't filled in yet. `across` says how the table may be written across, None that it is read down only. `assigned` are the keys of the columns whose
    numbers a season's notice assigns to each unit. `large` says that it may have a million rows: these are kept by columns, and never all records at once.
    """

    key: str
    title: str
    row: str
    may_be_empty: bool
    columns: Mapping[str, Field]
    across: Across | None = None
    assigned: tuple[str, ...] = ()
    large: bool = False

    def fields(self) -> tuple[Field, ...]:
        """The columns in their order."""
        return tuple(self.columns.values())


class Record:
    """A row of a dataset: typed values by the keys of its columns (None for a blank), each of which knows its place."""

    def __init__(self, dataset: Dataset, values: Mapping[str, Any], origin: Origin) -> None:
        self.dataset, self.origin = dataset, origin
        self.__dict__.update(dict.fromkeys(dataset.columns))
        self.__dict__.update(values)

    if TYPE_CHECKING:  # which columns there are is data

        def __getattr__(self, key: str) -> Any:
            """The value of a column."""

    def changed(self, values: Mapping[str, Any]) -> "Record":
        """The same row with other values in some columns."""
        return Record(self.dataset, {**{key: getattr(self, key) for key in self.dataset.columns}, **values}, self.origin)

    def place(self, key: str) -> Place:
        """Where the value of field `key` stands; the row's own place where the table has no such column."""
        return self.origin.cells.get(key, self.origin.place)

    def raw(self, key: str) -> str:
        """What is written in the cell of field `key`, as it was before it was read; empty where there is no such cell."""
        value = self.origin.raws.get(key)
        return "" if value is None else str(value)

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What has been made of the row's cells, by field key: who computes asks for the same cell again and again."""
        return {}


ON_RECORDS = frozenset(dir(Record)) | {"dataset", "origin"}
"""What every record answers to: no column can be so called, and no template asks for it."""
