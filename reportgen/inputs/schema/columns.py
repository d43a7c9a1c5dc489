"""What a column of the data dictionary says of itself, and the row that all datasets share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, ClassVar, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr

from reportgen.diagnostics import Place
from reportgen.inputs.schema.choices import BY_TYPE
from reportgen.inputs.schema.vocabulary import Vocabularies, Vocabulary, shipped_vocabularies


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


class Prose:
    """Marks text of one or more paragraphs: a line break in a cell begins another."""


class Name:
    """Marks text that is a name of a place, person, department or enterprise: spaces for alignment and full-width letters are no part of it."""


@dataclass(frozen=True, slots=True)
class Of:
    """Marks a choice of the programme: the id of its vocabulary."""

    vocabulary: str


class Month:
    """Marks a date that is a month (年月): kept as the month's first day."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column as the readers use it: its key, entry, type, whether a row must fill it, whether its text has paragraphs or is a name."""

    key: str
    column: Column
    type: CellType
    required: bool
    vocabulary: Vocabulary[Any] | None = None
    prose: bool = False
    name: bool = False

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


class Record(BaseModel):
    """A row of a dataset: typed values, each of which knows its place.

    A subclass is one dataset (数据表): `KEY` is its English key, `TITLE` its Chinese title (the sheet's name), `ROW`
    says in Chinese what one row is. Each field is annotated with its `Column`. `MAY_BE_EMPTY` says of a dataset that a table
    with its headings alone states that there is none (问题清单: no problem found); of others such a table isn't filled in yet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    KEY: ClassVar[str]
    TITLE: ClassVar[str]
    ROW: ClassVar[str]
    MAY_BE_EMPTY: ClassVar[bool] = False

    _origin: Origin = PrivateAttr()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Raises TypeError where a dataset is defined without KEY, TITLE or ROW, or a field of it without its `Column`: everybody asks for them later."""
        missing = [name for name in ("KEY", "TITLE", "ROW") if not getattr(cls, name, "")]
        if missing:
            raise TypeError(f"dataset {cls.__name__} lacks {', '.join(missing)}: ClassVar[str], the English key, the Chinese title, what one row is in Chinese")
        bare = [key for key, info in cls.model_fields.items() if not any(isinstance(mark, Column) for mark in info.metadata)]
        if bare:
            raise TypeError(f"dataset {cls.__name__}: {', '.join(bare)} must be Annotated[TYPE, Column(heading, meaning, example)]")

    def at(self, origin: Origin) -> Self:
        """The record itself, now knowing where it stands: a reader calls this once, when it has made it."""
        self._origin = origin
        return self

    def place(self, key: str) -> Place:
        """Where the value of field `key` stands; the row's own place where the table has no such column."""
        origin = self.origin
        return origin.cells.get(key, origin.place)

    def raw(self, key: str) -> str:
        """What is written in the cell of field `key`, as it was before it was read; empty where there is no such cell."""
        value = self.origin.raws.get(key)
        return "" if value is None else str(value)

    @property
    def origin(self) -> Origin:
        """Where the row stands."""
        # Straight from where pydantic keeps it: every figure asks, and its own way there is many times as long.
        origin: Origin = (self.__pydantic_private__ or {})["_origin"]
        return origin

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What has been made of the row's cells, by field key: who computes asks for the same cell again and again."""
        return {}

    @classmethod
    def vocabularies(cls) -> Vocabularies:
        """Where the choices of the columns come from: the programme's vocabularies, or a workspace's (see Programme)."""
        return shipped_vocabularies()

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """The columns of the dataset, in the order in which a blank workbook has them."""
        return _fields(cls)


@cache
def _fields(dataset: type[Record]) -> tuple[Field, ...]:
    vocabularies = dataset.vocabularies()
    return tuple(_field(key, info.annotation, info.metadata, info.is_required(), vocabularies) for key, info in dataset.model_fields.items())


def _field(key: str, annotation: Any, metadata: list[Any], required: bool, vocabularies: Vocabularies) -> Field:
    column = next(m for m in metadata if isinstance(m, Column))
    offered = next((vocabularies[m.vocabulary] for m in metadata if isinstance(m, Of)), None)
    if offered is not None:
        return Field(key, column, CellType.CHOICE, required, offered)
    marks = [m for m in metadata if isinstance(m, type)]
    bare = _without_none(annotation)
    if get_origin(bare) is Annotated:
        bare, *inner = get_args(bare)
        marks += [m for m in inner if isinstance(m, type)]
    if Identifier in marks:
        return Field(key, column, CellType.IDENTIFIER, required)
    if Month in marks:
        return Field(key, column, CellType.MONTH, required)
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return Field(key, column, CellType.CHOICE, required, BY_TYPE[bare])
    kinds = {bool: CellType.FLAG, int: CellType.COUNT, Decimal: CellType.NUMBER, date: CellType.DATE, str: CellType.TEXT}
    return Field(key, column, kinds[bare], required, prose=Prose in marks, name=Name in marks)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(a for a in get_args(annotation) if a is not type(None))
    return annotation
