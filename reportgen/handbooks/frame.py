"""What all handbooks of a unit have in common, as it goes to the processes that make them: plain texts and numbers, no table and no file."""

from dataclasses import dataclass
from typing import Any

from reportgen.diagnostics import Diagnostic
from reportgen.documents.own.scans import PagePicture
from reportgen.handbooks.declaration import Handbook
from reportgen.inputs.schema import CellType, Dataset
from reportgen.render.layout import Layout


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form: its place among a household's values, what it is called, without and with its unit, how it is read."""

    at: int
    name: str
    title: str
    type: CellType


@dataclass(frozen=True, slots=True)
class Form:
    """An item of a handbook as it is shown: its columns, and those of the rows below them."""

    key: str
    title: str
    columns: tuple[Column, ...]
    listed: tuple[Column, ...]
    papers: bool


@dataclass(frozen=True, slots=True)
class SortShown:
    """A sort of papers: its title, whether two of its pictures stand on a page, whether they are bound where what is personal is masked."""

    title: str
    photo: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the handbooks of a unit are made by. `templates` are the texts of templates by name, `code` begins each 档号.

    `full` says that personal data are whole, `sample` that the data are a demonstration's.
    """

    unit: str
    authority: str
    code: str
    season: str
    season_name: str
    forms: tuple[Form, ...]
    sorts: tuple[SortShown, ...]
    head: int
    full: bool
    sample: bool
    layout: Layout
    templates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages of a household's papers, by sort and file; and what couldn't be bound."""

    pages: tuple[tuple[int, str, tuple[PagePicture, ...]], ...] = ()
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A file of a household: the number of its sort, its name, where it is, or what is in it where it goes to another machine."""

    sort: int
    name: str
    path: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A household as it goes to the process that makes its handbook; `lacking` is what each item lacks, `shown` whether there is anything of it to show.

    `bound` are the pages of its papers where these have been made ready elsewhere.
    """

    number: str
    values: tuple[Any, ...]
    lists: tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...]
    papers: tuple[PaperShown, ...]
    lacking: tuple[tuple[str, ...], ...]
    shown: tuple[bool, ...]
    bound: "Bound | None" = None


@dataclass(frozen=True, slots=True)
class VolumeOrder:
    """A volume to be made: the households of a village, or a part of them (`part` of `parts`)."""

    frame: Frame
    town: str
    village: str
    members: tuple[Member, ...]
    part: int = 1
    parts: int = 1


def forms_of(handbook: Handbook) -> tuple[Form, ...]:
    """The items of a handbook as they are shown."""
    places = {key: at for at, key in enumerate(handbook.ledger.columns)}

    def column(dataset: Dataset, key: str, at: int) -> Column:
        of = dataset.columns[key]
        return Column(at, of.column.title, f"{of.column.title}（{of.column.unit}）" if of.column.unit else of.column.title, of.type)

    def listed(item: Any) -> tuple[Column, ...]:
        return () if item.list is None else tuple(column(item.list.dataset, key, at) for at, key in enumerate(item.list.shows))

    return tuple(
        Form(item.key, item.title, tuple(column(handbook.ledger, key, places[key]) for key in item.shows), listed(item), item.papers) for item in handbook.items
    )
