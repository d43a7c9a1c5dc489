"""Datasets (数据表) as declarations: those of the package, a workspace's own, or further columns of one that is there -> what the readers use."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator
from pydantic import Field as Limit

from reportgen.inputs.schema.choices import CLOSED, Level
from reportgen.inputs.schema.columns import ON_RECORDS, Across, CellType, Column, Dataset, Field, Personal
from reportgen.inputs.schema.figure_conditions import Reader, condition
from reportgen.inputs.schema.figure_entries import Conditions
from reportgen.inputs.schema.vocabulary import OF_MAPPINGS, PROGRAMME, DeclarationEntry, Vocabularies, Wrong

ColumnType = Literal["text", "name", "paragraphs", "identifier", "count", "amount", "number", "percent", "date", "month", "choice", "flag"]

_TYPES: Mapping[str, tuple[CellType, Mapping[str, Any]]] = {
    "text": (CellType.TEXT, {}),
    "name": (CellType.TEXT, {"name": True}),
    "paragraphs": (CellType.TEXT, {"prose": True}),
    "identifier": (CellType.IDENTIFIER, {}),
    "count": (CellType.COUNT, {"least": 0}),
    "amount": (CellType.NUMBER, {"least": 0}),
    "number": (CellType.NUMBER, {}),
    "percent": (CellType.NUMBER, {"least": 0, "most": 100}),
    "date": (CellType.DATE, {}),
    "month": (CellType.MONTH, {}),
    "choice": (CellType.CHOICE, {}),
    "flag": (CellType.FLAG, {}),
}
"""How a cell of a type is read, and what else the readers are told of it."""
_MEASURED = frozenset(("count", "amount", "number"))
_NUMERIC = _MEASURED | {"percent"}


class ColumnEntry(DeclarationEntry):
    """A column as a file of datasets writes it. Of one that is there only its words can be changed, and whether it must be filled in."""

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    heading: str | None = Limit(default=None, min_length=1, max_length=30)
    meaning: str | None = Limit(default=None, min_length=1)
    example: str | int | Decimal | None = None
    type: ColumnType | None = None
    measure: str | None = None
    vocabulary: str | None = None
    personal: Literal["identity", "card", "telephone", "address", "head"] | None = None
    synonyms: tuple[str, ...] = ()
    required: bool | tuple[Level, ...] | None = None


class CarriedEntry(DeclarationEntry):
    """Which rows of a dataset stand from one season to the next, what they are called, and what a person is to do with them.

    They are those that hold `where`, and only `until` one column has reached another; with some `columns`, or, where none are named, all.
    """

    what: str | None = Limit(default=None, min_length=1)
    review: str | None = Limit(default=None, min_length=1)
    where: Conditions = Limit(default_factory=dict)
    until: tuple[str, str] | None = None
    columns: tuple[str, ...] = ()


def _all_or_none(written: Any) -> Any:
    return {True: CarriedEntry(), False: None}[written] if isinstance(written, bool) else written


class DatasetEntry(DeclarationEntry):
    """A dataset as a file writes it: its title and what a row is where it is new, and its columns."""

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    title: str | None = Limit(default=None, pattern=r"^[^\\/?*\[\]:'<>|\"\s][^\\/?*\[\]:'<>|\"]*$", max_length=30)  # names a sheet and a file
    row: str | None = Limit(default=None, min_length=1)
    may_be_empty: bool | None = None
    large: bool | None = None
    across: tuple[str, str, str] | None = None
    assigned: tuple[str, ...] = ()
    carried: Annotated[CarriedEntry | None, BeforeValidator(_all_or_none, json_schema_input_type=bool | CarriedEntry)] = None
    columns: tuple[ColumnEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Checks:
    """What is asked of a declaration by those who read: whether a word is a measure; what a text is in a column; whether no sheet of data is so called."""

    is_measure: Callable[[str], bool]
    read: Reader
    is_no_data: Callable[[str], bool]


Datasets = Mapping[str, DatasetEntry]
"""Whole declarations, by key."""


@cache
def shipped_datasets() -> Datasets:
    """The datasets of the package, which don't change while a process runs."""
    return read_datasets(PROGRAMME / "datasets.yaml")


def read_datasets(file: Path) -> Datasets:
    """The datasets of a file of the package's own; a test holds these free of faults."""
    entries = map(DatasetEntry.model_validate, yaml.load(file.read_bytes(), yaml.CSafeLoader))
    return {entry.key: entry for entry in entries}


def made(entry: DatasetEntry, vocabularies: Vocabularies, level: Level | None = None) -> Dataset:
    """A dataset as the readers use it; of a unit of a `level`, columns are required that must be filled in there."""
    columns = {column.key: field_of(column, vocabularies, level) for column in entry.columns}
    across = entry.across and Across(*entry.across)
    return Dataset(entry.key, str(entry.title), str(entry.row), bool(entry.may_be_empty), columns, across, entry.assigned, bool(entry.large))


def field_of(entry: ColumnEntry, vocabularies: Vocabularies, level: Level | None = None) -> Field:
    """A column as the readers use it."""
    type, more = _TYPES[str(entry.type)]
    required = level in entry.required if isinstance(entry.required, tuple) else bool(entry.required)
    offered = None if entry.vocabulary is None else CLOSED.get(entry.vocabulary) or vocabularies[entry.vocabulary]
    unit = "%" if entry.type == "percent" else entry.measure or ""
    personal = Personal[entry.personal.upper()] if entry.personal else None
    column = Column(str(entry.heading), str(entry.meaning), str(entry.example), unit, entry.synonyms, personal)
    return Field(entry.key, column, type, required, offered, **more)


def lay_datasets_over(
    datasets: Datasets, vocabularies: Vocabularies, entries: Sequence[tuple[int, DatasetEntry]], checks: Checks, taken: Collection[str]
) -> tuple[dict[str, DatasetEntry], list[Wrong]]:
    """What a file's entries (each with its number) make of the datasets that there are: those that it changes and the new ones, whole, by key.

    Which of them can't be is left out, and said. No new one is called by a key that is `taken`.
    """
    found: dict[str, DatasetEntry] = {}
    wrong: list[Wrong] = []
    for number, entry in entries:
        before = datasets.get(entry.key)
        fault = _fault_of_dataset(entry, datasets, found, taken)
        if fault is None and before is None and checks.is_no_data(entry.title or ""):
            fault = Wrong(("title",), f"名为“{entry.title}”的工作表、文件不是数据", "请换一个名称")
        if fault is not None:
            wrong.append(fault._replace(path=(number, *fault.path)))
            continue
        columns = {} if before is None else {column.key: column for column in before.columns}
        written: set[str] = set()
        for at, column in enumerate(entry.columns):
            said = _fault_of_column(str((before or entry).title), column, columns, written, vocabularies, checks)
            if said is None:
                columns[column.key] = _laid_over(columns.get(column.key), column)
                written.add(column.key)
            else:
                wrong.append(said._replace(path=(number, "columns", at, *said.path)))
        if entry.across is not None and (odd := _fault_of_across(entry.across, columns)) is not None:
            wrong.append(odd._replace(path=(number, "across")))
            entry = entry.model_copy(update={"across": None})  # noqa: PLW2901  # the rest of it stands
        if (unassigned := _fault_of_assigned(entry.assigned, columns)) is not None:
            wrong.append(unassigned._replace(path=(number, "assigned")))
            entry = entry.model_copy(update={"assigned": ()})  # noqa: PLW2901  # the rest of it stands
        if entry.carried is not None and (lost := _fault_of_carried(entry.carried, columns, vocabularies, checks)) is not None:
            wrong.append(lost._replace(path=(number, "carried", *lost.path)))
            entry = entry.model_copy(update={"carried": None})  # noqa: PLW2901  # the rest of it stands
        if columns:
            assigned = tuple(dict.fromkeys((*(before.assigned if before else ()), *entry.assigned)))
            found[entry.key] = (before or entry).model_copy(update={"columns": tuple(columns.values()), "assigned": assigned})
    return found, wrong


def _laid_over(before: ColumnEntry | None, entry: ColumnEntry) -> ColumnEntry:
    """A column as an entry changes it: its synonyms come to those that are there."""
    if before is None:
        return entry
    given = {key: value for key in ("meaning", "example", "required") if (value := getattr(entry, key)) is not None}
    return before.model_copy(update={**given, "synonyms": tuple(dict.fromkeys((*before.synonyms, *entry.synonyms)))})


def _fault_of_dataset(entry: DatasetEntry, datasets: Datasets, found: Datasets, taken: Collection[str]) -> Wrong | None:
    before = datasets.get(entry.key)
    if entry.key in found:
        return Wrong(("key",), f"数据表 {entry.key} 写了两次", "请合在一起写")
    if before is not None:
        return _fault_of_change(entry, before)
    if entry.key in OF_MAPPINGS or entry.key in taken:
        return Wrong(("key",), f"数据表的 key 不能写 {entry.key}，程序中它另有所指", "请换一个 key")
    if entry.title is None or entry.row is None:
        lacking = "title" if entry.title is None else "row"
        help_text = "新的数据表要写 title（名称）和 row（一行是什么）；给已有的表加列的，请改正 key"
        return Wrong(("key",), f"没有“{entry.key}”这个数据表，也没有写 {lacking}", help_text, entry.key, tuple(datasets))
    if entry.title in {dataset.title for dataset in (*datasets.values(), *found.values())}:
        return Wrong(("title",), f"已经有《{entry.title}》这个数据表", "请换一个名称；给它加列的，key 要与它的一样")
    if not entry.columns:
        return Wrong(("key",), f"《{entry.title}》没有列", "请在 columns 下写各列")
    return None


def _fault_of_change(entry: DatasetEntry, before: DatasetEntry) -> Wrong | None:
    if entry.carried is not None:
        return Wrong(("carried",), f"《{before.title}》结转什么是定好的", "请删除 carried；carried 只写在自己的数据表上")
    if entry.title not in (None, before.title):
        return Wrong(("title",), f"《{before.title}》不能改名为《{entry.title}》", "规则和模板按原名对照，请删除 title；另一张表请换一个 key")
    return None


def _fault_of_across(across: tuple[str, str, str], columns: Mapping[str, ColumnEntry]) -> Wrong | None:
    for key, type in zip(across, ("choice", "choice", "count"), strict=True):
        if key not in columns:
            return Wrong((), f"没有“{key}”这一列", "请改正列的 key", key, tuple(columns))
        if columns[key].type != type:
            return Wrong(
                (), f"“{columns[key].heading}”的类型是 {columns[key].type}，应为 {type}", "依次写两个选项的列和一个整数的列，例如 [path, area, households]"
            )
    return None


def _fault_of_assigned(assigned: tuple[str, ...], columns: Mapping[str, ColumnEntry]) -> Wrong | None:
    for key in assigned:
        if key not in columns:
            return Wrong((), f"没有“{key}”这一列", "请改正列的 key", key, tuple(columns))
        if columns[key].type not in _NUMERIC:
            return Wrong((), f"“{columns[key].heading}”的类型是 {columns[key].type}，通知不能给它下达数", "写数的列，例如 [planned]")
    return None


def _fault_of_carried(carried: CarriedEntry, columns: Mapping[str, ColumnEntry], vocabularies: Vocabularies, checks: Checks) -> Wrong | None:
    """What is wrong with what is carried, its place counted from there."""
    for part, keys in (("where", carried.where), ("until", carried.until or ()), ("columns", carried.columns)):
        unknown = next((key for key in keys if key not in columns), None)
        if unknown is not None:
            return Wrong((part,), f"没有“{unknown}”这一列", "请改正列的 key", unknown, tuple(columns))
    until = [columns[key] for key in carried.until or () if columns[key].type not in _NUMERIC]
    if until:
        return Wrong(("until",), f"“{until[0].heading}”的类型是 {until[0].type}，不能比大小", "until 写两个数的列，前一列达到后一列的不再结转")
    made = (condition(written, field_of(columns[key], vocabularies), checks.read) for key, written in carried.where.items())
    return next((one for one in made if isinstance(one, Wrong)), None)


def _fault_of_column(
    title: str, entry: ColumnEntry, columns: Mapping[str, ColumnEntry], written: set[str], vocabularies: Vocabularies, checks: Checks
) -> Wrong | None:
    """Why a column can't be taken, its place counted from the column; `columns` are those that the dataset has, `written` of them by this file."""
    known = columns.get(entry.key)
    if entry.key in written:
        return Wrong(("key",), f"《{title}》的 {entry.key} 写了两次", "请删除其中一处")
    if known is not None:
        changed = next((name for name in ("heading", "type", "measure", "vocabulary", "personal") if getattr(entry, name) is not None), None)
        if changed:
            return Wrong((changed,), f"《{title}》已有的列 {entry.key} 不能改 {changed}", "可以改 meaning、example、synonyms 和 required；另一列请换一个 key")
    elif (fault := _fault_of_new(entry, title, vocabularies, checks)) is not None:
        return fault
    for other in columns.values():
        for word in (entry.heading, *entry.synonyms):
            if other.key != entry.key and word in (other.heading, *other.synonyms):
                where = "heading" if word == entry.heading else "synonyms"
                return Wrong((where,), f"《{title}》已经有“{word}”这一列（{other.key}）", "一个列名只能指一列，请换一个，或者删除")
    field = field_of(_laid_over(known, entry), vocabularies)
    said = checks.read(field.column.example, field)[1] if entry.example is not None else ""
    return Wrong(("example",), f"“{field.column.title}”的示例读不了：{said}", "请写一个照着填就对的值，编号和日期加引号") if said else None


def _fault_of_new(entry: ColumnEntry, title: str, vocabularies: Vocabularies, checks: Checks) -> Wrong | None:
    lacking = next((name for name in ("heading", "meaning", "example", "type") if getattr(entry, name) is None), None)
    if lacking:
        return Wrong((lacking,), f"《{title}》的 {entry.key} 没有写 {lacking}", "新的列要写 heading（列名）、meaning（填什么）、example（示例）和 type（类型）")
    if entry.key in ON_RECORDS:
        return Wrong(("key",), f"列的 key 不能写 {entry.key}，程序中它另有所指", "请换一个 key")
    if entry.measure is not None and entry.type not in _MEASURED:
        return Wrong(("measure",), f"“{entry.heading}”的类型是 {entry.type}，没有计量单位", "请删除 measure，或者改正 type")
    if entry.measure is not None and not checks.is_measure(entry.measure):
        return Wrong(("measure",), f"“{entry.measure}”不是计量单位", "可以写户、万元、万平方米、台、项等")
    if (entry.type == "choice") is (entry.vocabulary is None):
        return Wrong(("vocabulary",), f"“{entry.heading}”：类型是 choice 的要写 vocabulary，别的不写", "例如 type: choice, vocabulary: path")
    if entry.vocabulary is not None and entry.vocabulary not in {**CLOSED, **vocabularies}:
        return Wrong(("vocabulary",), f"没有“{entry.vocabulary}”这个词汇", "请改正；新的词汇写在 vocabularies.yaml 中", entry.vocabulary, tuple(vocabularies))
    return None
