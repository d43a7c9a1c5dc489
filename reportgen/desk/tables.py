"""Which tables of a unit may be filled in on a page, and a further one added to a workbook."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from reportgen.building.project import Project
from reportgen.desk.form import Unfit
from reportgen.desk.sheets import book_in, book_of
from reportgen.desk.uploads import folder_of, tables
from reportgen.diagnostics import Unreadable
from reportgen.inputs.counties import Owner, owner_of
from reportgen.inputs.data_files import DATA_FILES, WORKBOOKS, is_data_file
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.everywhere import EXPLANATIONS, GATHERED, RECORDED, everywhere
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.inputs.wording import fold
from reportgen.workbook.book import read_book
from reportgen.workbook.dataset import dataset_sheet


@dataclass(frozen=True, slots=True)
class Known:
    """What reading a unit's sheets needs: the programme as a unit of its level fills it in, and whose rows are its own.

    `elsewhere` are the tables of all files of its folder by the key of their dataset, each with the file's name.
    """

    programme: Programme
    owner: Owner
    elsewhere: Mapping[str, str]

    def listed(self, content: bytes, file: str) -> dict[str, Any]:
        """The sheets of a file that are tables, and the tables that may be added to it where it is a workbook."""
        sheets = tuple(book_in(content, file, self.programme).sheets)
        named = [dataset_named(name, self.programme) for name in sheets]
        tables = [name for name, dataset in zip(sheets, named, strict=True) if dataset is not None or fold(name) in (fold(DESCRIPTION), fold(FILINGS))]
        there = {dataset.key for dataset in named if dataset is not None}
        if PurePosixPath(file).suffix.lower() not in WORKBOOKS:
            return {"tables": tables, "addable": [], "is_workbook": False}
        addable = [one for one in self.programme.datasets if one.key not in there and self.may_add(one.key)]
        return {"tables": tables, "addable": addable, "is_workbook": True}

    def may_add(self, key: str) -> bool:
        """Whether a table may be added to a workbook that doesn't have it."""
        dataset = self.programme.by_key[key]
        return (key not in self.elsewhere or key in GATHERED) and not dataset.large and key not in RECORDED


def known_of(project: Project, unit: str) -> Known:
    """What is known of a unit, also of one that can't be read."""
    programme, _ = programme_of(project.workspace)
    # What the units are is enough, and quick: their data aren't read.
    scope = next((scope for scope in project.season(frozenset()).scopes if scope.unit.name == unit), None)
    owner = Owner(unit, frozenset())
    if scope is not None:
        programme = programme.at(scope.unit.level)
        owner = owner_of(scope.unit, programme.subjects)
    return Known(programme, owner, _elsewhere(project, unit, programme))


def _elsewhere(project: Project, unit: str, programme: Programme) -> dict[str, str]:
    """The tables of the files of a unit's folder but for its workbooks' own sheets, which are listed there; of several workbooks each one's too."""
    folder = folder_of(project, unit)
    found: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in DATA_FILES or not is_data_file(path):
            continue
        names = [path.stem]
        if path.suffix.lower() in WORKBOOKS:
            with open_workbook(project.workspace.read(path), project.workspace.relative(path)) as workbook:
                names = list(workbook.names)
        found |= {dataset.key: path.name for name in names if (dataset := dataset_named(name, programme)) is not None}
    return found


def with_table(content: bytes, file: str, sheet: str, known: Known) -> bytes:
    """The workbook with a blank sheet of this table, where it has none and none of the unit's files has. Raises Unfit, Unreadable."""
    if PurePosixPath(file).suffix.lower() not in WORKBOOKS:
        return content
    with open_workbook(content, file) as workbook:
        names = workbook.names
    dataset = dataset_named(sheet, known.programme)
    if sheet in names or dataset is None:
        return content
    if not known.may_add(dataset.key):
        there = known.elsewhere.get(dataset.key)
        raise Unfit(f"《{dataset.title}》在“{there}”里，请在那里填写" if there else f"《{dataset.title}》不在网页上增加")
    book = read_book(content)
    book.add_sheet(dataset_sheet(dataset))
    return book.save()


def explained_in(project: Project, unit: str) -> str:
    """The file in which a unit's findings are explained: the one that has the table, else the first workbook; "" where there is neither."""
    there = [name for name, digest in tables(project, unit).items() if digest]
    title = everywhere()[EXPLANATIONS].title
    books = [name for name in there if PurePosixPath(name).suffix.lower() in WORKBOOKS]
    for name in there if len(there) > 1 else ():
        if PurePosixPath(name).stem == title:
            return name
        with suppress(Unreadable, OSError):
            if name in books and title in book_of(project, project.workspace.relative(folder_of(project, unit) / name)).sheets:
                return name
    return next(iter(books), "")
