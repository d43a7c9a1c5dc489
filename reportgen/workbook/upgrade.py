"""A workbook that was made for an older schema -> the same with what the schema has now: nothing that is there is taken away.

Missing columns come behind the last, missing tables behind the last sheet; headings without a note get one, columns without a
check theirs, drop-down lists the words that are new. All cells, notes and formats stay.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place, notice
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.headings import find_header
from reportgen.inputs.layouts import find_layout
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.inputs.wording import fold
from reportgen.workbook.book import Book, read_book
from reportgen.workbook.columns import extend
from reportgen.workbook.dataset import GUIDE, dataset_sheet
from reportgen.workbook.guide import dictionary_link, guide_sheet
from reportgen.workbook.headings import HEADINGS, Headings, heading_checks, headings_sheet
from reportgen.workbook.part import open_part
from reportgen.workbook.sheet import Sheet

_NO_HEADER = "请对照“填报说明”补上表头；空着不用的工作表可以删除，再升级一次会重新建立"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The upgraded workbook (None where it had all already), what was added to it in Chinese, and what could not be."""

    content: bytes | None
    added: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


def upgrade(
    data: bytes,
    file: str,
    uses: Mapping[str, str],
    elsewhere: Collection[str] | None = (),
    owner: str = "",
    programme: Programme | None = None,
    headings: Headings | None = None,
    described: Sequence[Sheet] = (),
) -> Upgraded:
    """Brings a workbook to the datasets of the programme. Raises Unreadable.

    `elsewhere` are the keys of datasets that stand in other files; None where others have all that is not here, and the guide.
    `uses`, `owner` and `headings` are those of a new workbook; `described` are the sheets 单位说明 and 公文 to be added where there is none so called.
    """
    programme = programme or shipped()
    work = _Upgrade(read_book(data), file, owner, programme, headings or {})
    sheets: dict[str, str] = {}
    old: set[str] = set()
    listed: set[str] = set()
    with open_workbook(data, file) as opened:
        for name in opened.names:
            dataset = dataset_named(name, programme)
            if dataset is not None and dataset.key not in sheets:
                sheets[dataset.key] = name
                work.sheet(name, dataset, opened.sheet(name))
            elif name == GUIDE:
                old = _words(opened.sheet(name))
            elif name == HEADINGS:
                listed = _words(opened.sheet(name))
    if elsewhere is not None:
        work.described(described)
        work.whole(uses, sheets, elsewhere, old, listed)
    return Upgraded(work.book.save() if work.added else None, tuple(work.added), tuple(work.problems))


def add_described(book: Book, sheets: Sequence[Sheet]) -> list[str]:
    """Adds those of the sheets 单位说明 and 公文 that a workbook hasn't, behind the guide; gives their names."""
    there = {fold(name) for name in book.names}
    lacking = [sheet for sheet in sheets if fold(sheet.name) not in there]
    front = next((number for number, name in enumerate(book.names, 1) if fold(name) in (fold(GUIDE), fold(DESCRIPTION))), 0)
    for sheet in reversed(lacking):
        book.add_sheet(sheet, at=front)
    return [sheet.name for sheet in lacking]


@dataclass(slots=True)
class _Upgrade:
    """One workbook while it is upgraded."""

    book: Book
    file: str
    owner: str
    programme: Programme
    headings: Headings
    added: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def sheet(self, name: str, dataset: Dataset, grid: SheetGrid) -> None:
        """Brings one sheet to its dataset's columns. A task table in its official form has all that it needs."""
        if find_layout(grid, dataset) is not None:
            return
        header, _ = find_header(grid, dataset)
        part = open_part(self.book, name)
        if header is None or part is None:
            self.problems.append(notice("upgrade.no-header", f"“{dataset.title}”没有找到表头，没有升级", Place(self.file, name), help=_NO_HEADER))
            return
        said = extend(part, dataset, grid, header)
        if said:
            part.write()
            self.added += [f"《{name}》{text}" for text in said]

    def described(self, sheets: Sequence[Sheet]) -> None:
        """Adds the sheets that say what the unit is, behind the guide."""
        added = add_described(self.book, sheets)
        if added:
            self.added.append(f"增加工作表：{'、'.join(added)}")

    def whole(self, uses: Mapping[str, str], sheets: Mapping[str, str], elsewhere: Collection[str], old: set[str], listed: set[str]) -> None:
        """Adds the missing tables, and brings the guide and the list of headings up to date; `old` and `listed` are the texts of those that are there."""
        absent = [dataset for dataset in self.programme.filled_in if dataset.key not in sheets and dataset.key not in elsewhere]
        guide = guide_sheet(uses, self.programme.filled_in, {**sheets, **{dataset.key: dataset.title for dataset in absent}})
        for dataset in absent:
            self.book.add_sheet(dataset_sheet(dataset, (), dictionary_link(guide, dataset), self.owner, heading_checks(dataset, self.headings)))
        if absent:
            self.added.append(f"增加工作表：{'、'.join(dataset.title for dataset in absent)}")
        self._headings(listed)
        new = _texts(guide)
        if old != new:
            self._guide(guide, kept=not old <= new)

    def _headings(self, listed: set[str]) -> None:
        """Brings the list of headings up to date, of which `listed` are there."""
        if not self.headings:
            return
        sheet = headings_sheet(self.headings)
        if HEADINGS not in self.book.names:
            self.book.add_sheet(sheet)
            self.added.append(f"增加《{HEADINGS}》")
        elif _texts(sheet) != listed and self.book.rewrite(sheet):
            self.added.append(f"更新《{HEADINGS}》")

    def _guide(self, guide: Sheet, *, kept: bool) -> None:
        """Puts the guide in front; one that says something else (an officer's own words, an older meaning) is kept beside it."""
        if GUIDE in self.book.names and (kept or not self.book.rewrite(guide)):
            beside = self.book.free_name(f"{GUIDE}（升级前）")
            self.book.rename(GUIDE, beside)
            self.added.append(f"更新《{GUIDE}》，原来的改名为《{beside}》")
        elif GUIDE in self.book.names:
            self.added.append(f"更新《{GUIDE}》")
            return
        else:
            self.added.append(f"增加《{GUIDE}》")
        self.book.add_sheet(guide, at=0)


def _texts(sheet: Sheet) -> set[str]:
    return {cell.value for line in sheet.lines for cell in line.cells if cell is not None and isinstance(cell.value, str)}


def _words(grid: SheetGrid) -> set[str]:
    return {raw for row in grid.rows for raw in row if isinstance(raw, str) and raw.strip()}
