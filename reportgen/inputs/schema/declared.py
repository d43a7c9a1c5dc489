"""Datasets (数据表) as declarations: a new one, or further columns of one that is there -> the class of its records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field as Limit

from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.columns import Column, Field, Identifier, Month, Name, Of, Personal, Prose, Record
from reportgen.inputs.schema.datasets import DATASETS
from reportgen.inputs.schema.vocabulary import OF_MAPPINGS, Choice, DeclarationEntry, Vocabularies, Wrong
from reportgen.inputs.schema.work import Amount, Count, Percent

ColumnType = Literal["text", "name", "paragraphs", "identifier", "count", "amount", "number", "percent", "date", "month", "choice", "flag"]

_TYPES: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "text": (str, ()),
    "name": (str, (Name,)),
    "paragraphs": (str, (Prose,)),
    "identifier": (str, (Identifier,)),
    "count": (Count, ()),
    "amount": (Amount, ()),
    "number": (Decimal, ()),
    "percent": (Percent, ()),
    "date": (date, ()),
    "month": (date, (Month,)),
    "flag": (bool, ()),
}
"""What a record holds, and the marks that say how it is read."""
_MEASURED = frozenset(("count", "amount", "number"))
_OF_PACKAGE = frozenset(dataset.KEY for dataset in DATASETS)
"""What the program means by these keys stands in its own columns, also in a programme that has none of them."""
_ON_RECORDS = frozenset(dir(Record))
"""What every record answers to: no column can be so called."""


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


class DatasetEntry(DeclarationEntry):
    """A dataset as a file writes it: its title and what a row is where it is new, and its columns."""

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    title: str | None = Limit(default=None, pattern=r"^[^\\/?*\[\]:'<>|\"\s][^\\/?*\[\]:'<>|\"]*$", max_length=30)  # names a sheet and a file
    row: str | None = Limit(default=None, min_length=1)
    may_be_empty: bool | None = None
    carried: bool = False
    columns: tuple[ColumnEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Checks:
    """What is asked of a declaration by those who read: whether a word is a measure; what is wrong with an example; whether no sheet of data is so called."""

    is_measure: Callable[[str], bool]
    of_example: Callable[[Field], str]
    is_no_data: Callable[[str], bool]


@dataclass(slots=True)
class DatasetDraft:
    """A dataset that is declared: the class that it adds to (Record, where it is new), and its entries."""

    base: type[Record]
    entry: DatasetEntry
    columns: dict[str, ColumnEntry] = field(default_factory=dict)

    def made(self, vocabularies: Vocabularies, level: Level | None = None) -> type[Record]:
        """The class of its records; of a unit of a `level`, columns are required that must be filled in there."""
        own: dict[str, Any] = {"vocabularies": classmethod(lambda _cls: vocabularies), "__module__": __name__, "__doc__": self.base.__doc__}
        if self.base is Record:
            own |= {"KEY": self.entry.key, "TITLE": self.entry.title, "ROW": self.entry.row, "MAY_BE_EMPTY": bool(self.entry.may_be_empty)}
            own["__doc__"] = f"{self.entry.title}: a dataset that is declared."
        annotations: dict[str, Any] = {}
        for key, entry in self.columns.items():
            annotations[key], is_required = _annotation(self.base, entry, level)
            if not is_required:
                own[key] = None
        return type(self.entry.key, (self.base,), {**own, "__annotations__": annotations})


def _annotation(base: type[Record], entry: ColumnEntry, level: Level | None) -> tuple[Any, bool]:
    """What a field is annotated with, and whether every row must fill it in."""
    known = base.model_fields.get(entry.key)
    asked = entry.required if isinstance(entry.required, bool) else None if entry.required is None else level in entry.required
    if known is None:
        held, marks = (Choice, (Of(str(entry.vocabulary)),)) if entry.type == "choice" else _TYPES[str(entry.type)]
        personal = Personal[entry.personal.upper()] if entry.personal else None
        unit = "%" if entry.type == "percent" else entry.measure or ""
        column = Column(str(entry.heading), str(entry.meaning), str(entry.example), unit, entry.synonyms, personal)
        return _annotated(held if asked else held | None, *marks, column), bool(asked)
    before = next(mark for mark in known.metadata if isinstance(mark, Column))
    synonyms = tuple(dict.fromkeys((*before.aliases, *entry.synonyms)))
    column = Column(before.title, entry.meaning or before.meaning, str(entry.example or before.example), before.unit, synonyms, before.personal)
    marks = tuple(column if mark is before else mark for mark in known.metadata)
    return _annotated(known.annotation, *marks), known.is_required() if asked is None else asked


def _annotated(held: Any, *marks: Any) -> Any:
    return Annotated[(held, *marks)]


def lay_datasets_over(
    datasets: Sequence[type[Record]], vocabularies: Vocabularies, entries: Sequence[tuple[int, DatasetEntry]], checks: Checks
) -> tuple[dict[str, DatasetDraft], list[Wrong]]:
    """What a file's entries (each with its number) make of the datasets that there are, by key, and which of them can't be: they are left out."""
    by_key = {dataset.KEY: dataset for dataset in datasets}
    drafts: dict[str, DatasetDraft] = {}
    wrong: list[Wrong] = []
    for number, entry in entries:
        base = by_key.get(entry.key)
        fault = _fault_of_dataset(entry, base, by_key, drafts)
        if fault is None and base is None and checks.is_no_data(entry.title or ""):
            fault = Wrong(("title",), f"名为“{entry.title}”的工作表、文件不是数据", "请换一个名称")
        if fault is not None:
            wrong.append(fault._replace(path=(number, *fault.path)))
            continue
        draft = drafts[entry.key] = DatasetDraft(base or Record, entry)
        for at, column in enumerate(entry.columns):
            found = _fault_of_column(draft, column, vocabularies, checks)
            if found is None:
                draft.columns[column.key] = column
            else:
                wrong.append(found._replace(path=(number, "columns", at, *found.path)))
        if base is None and not draft.columns:
            del drafts[entry.key]
    return drafts, wrong


def _fault_of_dataset(entry: DatasetEntry, base: type[Record] | None, by_key: Mapping[str, type[Record]], drafts: Mapping[str, DatasetDraft]) -> Wrong | None:
    if entry.key in drafts:
        return Wrong(("key",), f"数据表 {entry.key} 写了两次", "请合在一起写")
    if base is not None:
        return _fault_of_change(entry, base)
    if entry.key in OF_MAPPINGS or entry.key in _OF_PACKAGE:
        return Wrong(("key",), f"数据表的 key 不能写 {entry.key}，程序中它另有所指", "请换一个 key")
    if entry.title is None or entry.row is None:
        lacking = "title" if entry.title is None else "row"
        help_text = "新的数据表要写 title（名称）和 row（一行是什么）；给已有的表加列的，请改正 key"
        return Wrong(("key",), f"没有“{entry.key}”这个数据表，也没有写 {lacking}", help_text, entry.key, tuple(by_key))
    titles = {dataset.TITLE for dataset in by_key.values()} | {draft.entry.title for draft in drafts.values()}
    if entry.title in titles:
        return Wrong(("title",), f"已经有《{entry.title}》这个数据表", "请换一个名称；给它加列的，key 要与它的一样")
    if not entry.columns:
        return Wrong(("key",), f"《{entry.title}》没有列", "请在 columns 下写各列")
    return None


def _fault_of_change(entry: DatasetEntry, base: type[Record]) -> Wrong | None:
    if entry.carried:
        return Wrong(("carried",), f"《{base.TITLE}》结转什么是定好的", "请删除 carried；carried 只写在自己的数据表上")
    if entry.title not in (None, base.TITLE):
        return Wrong(("title",), f"《{base.TITLE}》不能改名为《{entry.title}》", "规则和模板按原名对照，请删除 title；另一张表请换一个 key")
    return None


def _fault_of_column(draft: DatasetDraft, entry: ColumnEntry, vocabularies: Vocabularies, checks: Checks) -> Wrong | None:
    """Why a column can't be taken, its place counted from the column."""
    title = draft.entry.title or draft.base.TITLE
    known = draft.base.model_fields.get(entry.key)
    if entry.key in draft.columns:
        return Wrong(("key",), f"《{title}》的 {entry.key} 写了两次", "请删除其中一处")
    if known is not None:
        changed = next((name for name in ("heading", "type", "measure", "vocabulary", "personal") if getattr(entry, name) is not None), None)
        if changed:
            return Wrong((changed,), f"《{title}》已有的列 {entry.key} 不能改 {changed}", "可以改 meaning、example、synonyms 和 required；另一列请换一个 key")
    elif (fault := _fault_of_new(entry, title, vocabularies, checks)) is not None:
        return fault
    for other, column in _columns(draft):
        for word in (entry.heading, *entry.synonyms):
            if other != entry.key and word in (column.title, *column.aliases):
                where = "heading" if word == entry.heading else "synonyms"
                return Wrong((where,), f"《{title}》已经有“{word}”这一列（{other}）", "一个列名只能指一列，请换一个，或者删除")
    example = _made_of(draft, entry, vocabularies)
    said = checks.of_example(example) if entry.example is not None else ""
    return Wrong(("example",), f"“{example.column.title}”的示例读不了：{said}", "请写一个照着填就对的值，编号和日期加引号") if said else None


def _fault_of_new(entry: ColumnEntry, title: str, vocabularies: Vocabularies, checks: Checks) -> Wrong | None:
    lacking = next((name for name in ("heading", "meaning", "example", "type") if getattr(entry, name) is None), None)
    if lacking:
        return Wrong((lacking,), f"《{title}》的 {entry.key} 没有写 {lacking}", "新的列要写 heading（列名）、meaning（填什么）、example（示例）和 type（类型）")
    if entry.key in _ON_RECORDS or entry.key.startswith("model_"):
        return Wrong(("key",), f"列的 key 不能写 {entry.key}，程序中它另有所指", "请换一个 key")
    if entry.measure is not None and entry.type not in _MEASURED:
        return Wrong(("measure",), f"“{entry.heading}”的类型是 {entry.type}，没有计量单位", "请删除 measure，或者改正 type")
    if entry.measure is not None and not checks.is_measure(entry.measure):
        return Wrong(("measure",), f"“{entry.measure}”不是计量单位", "可以写户、万元、万平方米、台、项等")
    if (entry.type == "choice") is (entry.vocabulary is None):
        return Wrong(("vocabulary",), f"“{entry.heading}”：类型是 choice 的要写 vocabulary，别的不写", "例如 type: choice, vocabulary: path")
    if entry.vocabulary is not None and entry.vocabulary not in vocabularies:
        return Wrong(("vocabulary",), f"没有“{entry.vocabulary}”这个词汇", "请改正；新的词汇写在 vocabularies.yaml 中", entry.vocabulary, tuple(vocabularies))
    return None


def _columns(draft: DatasetDraft) -> Iterator[tuple[str, Column]]:
    """The columns that a dataset has so far, by key."""
    yield from ((one.key, one.column) for one in draft.base.fields()) if draft.base is not Record else ()
    yield from ((key, Column(entry.heading or "", "", "", aliases=entry.synonyms)) for key, entry in draft.columns.items())


def _made_of(draft: DatasetDraft, entry: ColumnEntry, vocabularies: Vocabularies) -> Field:
    """A column as the readers will use it."""
    alone = DatasetDraft(draft.base, draft.entry, {entry.key: entry}).made(vocabularies)
    return next(one for one in alone.fields() if one.key == entry.key)
