"""A household as templates see it: texts for every cell, made once, so that a template asks for nothing but what it prints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from reportgen.documents.own.scans import PagePicture
from reportgen.handbooks.barcode import bar_code
from reportgen.handbooks.frame import Bound, Form, Frame, Member
from reportgen.inputs.kept_rows import plainly
from reportgen.inputs.schema import CellType
from reportgen.language.numbers import numeral

PRESENT, LACKING = "有", "缺"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: what it is called, what stands in it, and whether it should have been filled in and isn't."""

    title: str
    text: str
    missing: bool


@dataclass(frozen=True, slots=True)
class FormShown:
    """An item: `ordinal` its number in Chinese, `state` 有 or 缺, `lacking` what is; `lines` are the cells of its form, two in a line.

    `headings` and `rows` are a list below them.
    """

    key: str
    ordinal: str
    title: str
    state: str
    lacking: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_shown: bool
    is_papers: bool


@dataclass(frozen=True, slots=True)
class PictureShown:
    """A page of a paper: the address of its picture, its size in millimetres, what it is of."""

    src: str
    width: str
    height: str
    alt: str


@dataclass(frozen=True, slots=True)
class SortOfPapers:
    """The papers of a sort: their pictures, how many files they are, of how many nothing can be shown (empty: of none).

    `kept_back`: a masked handbook goes without them.
    """

    title: str
    pictures: tuple[PictureShown, ...]
    files: str
    unread: str
    kept_back: bool


@dataclass(frozen=True, slots=True)
class HouseholdShown:
    """A household: `ordinal` is which it is of its volume, `file_number` its 档号, empty without 户号; `code` its bar code, empty where there is none."""

    ordinal: str
    number: str
    file_number: str
    code: str
    head: str
    forms: tuple[FormShown, ...]
    papers: tuple[SortOfPapers, ...]

    @property
    def lacking(self) -> tuple[FormShown, ...]:
        """The items that lack something."""
        return tuple(form for form in self.forms if form.lacking)


Address = Callable[[PagePicture], str]
"""Gives a picture its address in a document."""


def household_shown(frame: Frame, ordinal: int, member: Member, bound: Bound, address: Address) -> HouseholdShown:
    """A household with the pages of its papers."""
    file_number = f"{frame.code}-{frame.season}-{member.number}" if member.number else ""
    lists = dict(member.lists)
    forms = tuple(
        _form(number, form, member.values, lists.get(form.key, ()), lacking, shown)
        for number, (form, lacking, shown) in enumerate(zip(frame.forms, member.lacking, member.shown, strict=True), 1)
    )
    papers = tuple(_papers(frame, member, at, bound, address) for at in sorted({paper.sort for paper in member.papers}))
    head = member.values[frame.head]
    drawn = Markup(bar_code(file_number)) if file_number else ""  # noqa: S704  # drawn here
    return HouseholdShown(str(ordinal), member.number, file_number, drawn, head or "", forms, papers)


def _form(number: int, form: Form, values: Sequence[Any], rows: Sequence[Sequence[Any]], lacking: tuple[str, ...], shown: bool) -> FormShown:
    texts = [(column, text_of(values[column.at], column.type)) for column in form.columns] if shown else []
    cells = [Cell(column.title, text or "", text is None and column.name in lacking) for column, text in texts]
    lines = tuple(tuple(cells[at : at + 2]) for at in range(0, len(cells), 2))
    listed = tuple(tuple(text_of(value, column.type) or "" for value, column in zip(row, form.listed, strict=True)) for row in rows)
    headings = tuple(column.title for column in form.listed)
    return FormShown(form.key, numeral(number), form.title, LACKING if lacking else PRESENT, lacking, lines, headings, listed, shown, form.papers)


def _papers(frame: Frame, member: Member, at: int, bound: Bound, address: Address) -> SortOfPapers:
    title = frame.sorts[at].title if at < len(frame.sorts) else "其他"
    pages = [page for sort, _, pages in bound.pages if sort == at for page in pages]
    pictures = tuple(
        PictureShown(address(page), f"{page.width:g}mm", f"{page.height:g}mm", f"{title}第{number}页，共{len(pages)}页") for number, page in enumerate(pages, 1)
    )
    files = sum(paper.sort == at for paper in member.papers)
    unread = files - sum(sort == at for sort, _, _ in bound.pages) if is_bound(frame, at) else 0
    return SortOfPapers(title, pictures, str(files), str(unread) if unread else "", not is_bound(frame, at))


def is_bound(frame: Frame, sort: int) -> bool:
    """Whether papers of a sort are bound: a masked handbook has those alone that show nobody."""
    return frame.full or (sort < len(frame.sorts) and frame.sorts[sort].open)


def text_of(value: Any, type: CellType) -> str | None:
    """A value as a form shows it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return _day(value, type)
    return format(plainly(value), "f") if isinstance(value, Decimal) else str(value)


@lru_cache(maxsize=2048)
def _day(day: date, type: CellType) -> str:
    return f"{day.year}年{day.month}月" if type is CellType.MONTH else f"{day.year}年{day.month}月{day.day}日"
