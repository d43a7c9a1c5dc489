"""What a programme's handbooks are made of: handbook.yaml of its package, or of a workspace, read and held against the datasets that there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field as Limit
from pydantic import ValidationError

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.inputs.delimited import decode
from reportgen.inputs.programme import HANDBOOK
from reportgen.inputs.refused import reason
from reportgen.inputs.schema import Dataset
from reportgen.inputs.schema.programme import Programme
from reportgen.inputs.schema.vocabulary import PROGRAMME as PACKAGED
from reportgen.inputs.schema.vocabulary import DeclarationEntry
from reportgen.inputs.wording import proposal
from reportgen.inputs.yaml_nodes import Node, line_of, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.workspace import MAX_TEXT, Workspace

_HELP = "请对照说明文档（docs/handbooks.md）中的写法改正"
Named = tuple[str, str, Mapping[str, object], tuple[int | str, ...]]
"""A name in a declaration: what it should be the name of, the name, those that there are, where it stands."""
_KEY = r"^[a-z][a-z0-9_]*$"
_TITLE = 20
"""Characters: a title stands in a cell of the table of contents, and is what the list of what is lacking calls it."""


class NeedEntry(DeclarationEntry):
    """A column that must be filled in for an item to be there; with `by` and `of` only where a column of choices has one of these (keys)."""

    column: str
    by: str | None = None
    of: tuple[str, ...] = ()


class ListEntry(DeclarationEntry):
    """Rows of another table that belong to a household: those whose column `number` is its 户号."""

    table: str
    number: str
    shows: tuple[str, ...] = Limit(min_length=1)


class ItemEntry(DeclarationEntry):
    """An item of a handbook, in the order of its 目录: a form by the columns that it `needs` and `shows`, or the `papers`."""

    key: str = Limit(pattern=_KEY)
    title: str = Limit(min_length=1, max_length=_TITLE)
    needs: tuple[Annotated[str | NeedEntry, Limit(union_mode="smart")], ...] = ()
    shows: tuple[str, ...] = ()
    list: ListEntry | None = None
    papers: bool = False


class SortEntry(DeclarationEntry):
    """A sort of papers: those in whose path one of the words `names` stands; none for all others."""

    title: str = Limit(min_length=1, max_length=_TITLE)
    names: tuple[str, ...] = ()
    item: str | None = None
    required: bool = False
    photo: bool = False
    open: bool = False


class HandbookEntry(DeclarationEntry):
    """handbook.yaml."""

    ledger: str
    number: str
    town: str
    village: str
    head: str
    items: tuple[ItemEntry, ...] = Limit(min_length=1, max_length=30)
    papers: tuple[SortEntry, ...] = Limit(default=(), max_length=50)


@dataclass(frozen=True, slots=True)
class Need:
    """A column that an item needs: its place among the ledger's columns, its title.

    `by` is the place of the column of choices on which that hangs, `of` are the titles of these.
    """

    at: int
    title: str
    by: int | None = None
    of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListOf:
    """Rows of another dataset that an item shows."""

    dataset: Dataset
    number: str
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a handbook. `shows` are the columns (keys) of its form."""

    key: str
    title: str
    needs: tuple[Need, ...] = ()
    shows: tuple[str, ...] = ()
    list: ListOf | None = None
    papers: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of papers, as SortEntry says it."""

    title: str
    names: tuple[str, ...] = ()
    item: str | None = None
    required: bool = False
    photo: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Handbook:
    """What handbooks are made of: the ledger, its columns (keys) of the number, town, village and head of a household; the items; the sorts of papers."""

    ledger: Dataset
    number: str
    town: str
    village: str
    head: str
    items: tuple[Item, ...]
    sorts: tuple[Sort, ...]


def handbook_of(workspace: Workspace, programme: Programme) -> tuple[Handbook | None, tuple[Diagnostic, ...]]:
    """The declaration: the workspace's own where it has one, else the programme's; None, and why, where there is none that can be used."""
    own = workspace.root / HANDBOOK
    if own.is_file():
        try:
            text = decode(workspace.read(own, MAX_TEXT))
        except Unreadable as fault:
            return None, (fault.diagnostic("handbook", Place(HANDBOOK)),)
    elif programme.alone:
        return None, (error("handbook.none", "没有声明一户一档由哪些项目组成", Place(HANDBOOK), help=f"请新建这个文件；{_HELP}"),)
    else:
        text = (PACKAGED / "handbook.yaml").read_text("utf-8")
    root, problems = read_yaml(text, HANDBOOK)
    if root is None:
        return None, tuple(replace(problem, code="handbook.unreadable") for problem in problems)
    try:
        entry = HandbookEntry.model_validate(plain(root))
    except ValidationError as fault:
        return None, (*problems, *(_refused(root, one) for one in fault.errors()))
    wrong = tuple(_faults(root, entry, programme.by_key))
    return (None, (*problems, *wrong)) if wrong else (_made(entry, programme), tuple(problems))


def _refused(root: Node, fault: object) -> Diagnostic:
    where = fault["loc"]  # type: ignore[index]  # pydantic's own kind of record
    message = f"{'.'.join(map(str, where))} {reason(fault, ())}"
    return error("handbook.entry", message, Place(HANDBOOK, line=line_of(root, where)), help=_HELP)


def _faults(root: Node, entry: HandbookEntry, datasets: Mapping[str, Dataset]) -> Iterator[Diagnostic]:
    """What a declaration names and there is not."""

    def place(path: tuple[int | str, ...]) -> Place:
        return Place(HANDBOOK, line=line_of(root, path))

    ledger = datasets.get(entry.ledger)
    if ledger is None:
        message = f"数据表“{entry.ledger}”不存在{proposal(entry.ledger, datasets)}"
        yield error("handbook.unknown", message, place(("ledger",)), help=_HELP)
        return
    if not ledger.large:
        yield error("handbook.small", f"“{ledger.title}”不是大表", place(("ledger",)), help="请在它的声明中写上 large: true")
    keys = {item.key: None for item in entry.items}
    named = (
        *(("列", getattr(entry, key), ledger.columns, (key,)) for key in ("number", "town", "village", "head")),
        *(one for at, item in enumerate(entry.items) for one in _named_by(item, at, ledger, datasets)),
        *(("项目", sort.item, keys, ("papers", at, "item")) for at, sort in enumerate(entry.papers) if sort.item is not None),
    )
    for what, name, there, path in named:
        if name not in there:
            yield error("handbook.unknown", f"{what}“{name}”不存在{proposal(name, there)}", place(path), help=_HELP)


def _named_by(item: ItemEntry, at: int, ledger: Dataset, datasets: Mapping[str, Dataset]) -> Iterator[Named]:
    """What an item names: columns of the ledger, another table and its columns."""
    for need in item.needs:
        columns = (need,) if isinstance(need, str) else (need.column, *((need.by,) if need.by else ()))
        yield from (("列", column, ledger.columns, ("items", at, "needs")) for column in columns)
    yield from (("列", column, ledger.columns, ("items", at, "shows")) for column in item.shows)
    if item.list is not None:
        yield "数据表", item.list.table, datasets, ("items", at, "list", "table")
        there = datasets[item.list.table].columns if item.list.table in datasets else dict.fromkeys((item.list.number, *item.list.shows))
        yield from (("列", column, there, ("items", at, "list")) for column in (item.list.number, *item.list.shows))


def _made(entry: HandbookEntry, programme: Programme) -> Handbook:
    ledger = programme.by_key[entry.ledger]
    order = list(ledger.columns)

    def need(of: str | NeedEntry) -> Need:
        column = of if isinstance(of, str) else of.column
        title = ledger.columns[column].column.title
        if isinstance(of, str) or of.by is None:
            return Need(order.index(column), title)
        choices = ledger.columns[of.by].vocabulary or ()
        return Need(order.index(column), title, order.index(of.by), frozenset(str(choice) for choice in choices if choice.key in of.of))

    def listed(of: ListEntry | None) -> ListOf | None:
        return None if of is None else ListOf(programme.by_key[of.table], of.number, of.shows)

    items = tuple(Item(item.key, item.title, tuple(map(need, item.needs)), item.shows, listed(item.list), item.papers) for item in entry.items)
    sorts = tuple(Sort(sort.title, sort.names, sort.item, sort.required, sort.photo, sort.open) for sort in entry.papers)
    return Handbook(ledger, entry.number, entry.town, entry.village, entry.head, items, sorts)
