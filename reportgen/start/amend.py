"""Single entries of a unit's description, changed where they stand: in 单位.yaml, or in the sheet 单位说明 of its workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.inputs.delimited import decode
from reportgen.inputs.described import description_of
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.sheet_names import DESCRIPTION
from reportgen.inputs.unit import read_unit
from reportgen.inputs.unit_sheet import NONE, OWN, content_cell, joined
from reportgen.inputs.wording import fold
from reportgen.rewriting.letters import NoLetter, reencoded
from reportgen.start.amend_yaml import NotAmended, amended
from reportgen.workbook.book import read_book
from reportgen.workbook.part import open_part
from reportgen.workbook.sheet import fill_cell
from reportgen.workspace import UNIT_FILE, Workspace

Entries = Mapping[tuple[str, ...], date | tuple[str, ...] | None]
"""What entries are to say, by their names (时限, 方案报备; or 文种 alone): a day, a list of names (an empty one says that there is none), None for nothing."""


@dataclass(frozen=True, slots=True)
class Amended:
    """A file of a unit's folder (its path in the workspace) as it is to be."""

    file: str
    content: bytes


def amend(workspace: Workspace, folder: Path, book: str | None, entries: Entries) -> Amended:
    """The file of a unit's folder that describes it, with other entries; `book` is the workbook (path in the workspace) whose sheet does, where one does.

    An entry that both say is changed where the sheet has it, else in 单位.yaml. Raises NotAmended where that can't be done; Unreadable.
    """
    file = folder / UNIT_FILE
    data = workspace.read(file) if file.exists() else None
    text = None if data is None else decode(data)
    if book is not None and text is None:
        content = _in_sheet(workspace.read(workspace.root / book), book, entries)
        _compare(read_unit(None, book, description_of(content, book))[0], entries)
        return Amended(book, content)
    if data is None or text is None:
        raise NotAmended("没有单位说明")
    before = text
    for names, value in entries.items():
        text = amended(text, names, value.isoformat() if isinstance(value, date) else value)
    sheets = None if book is None else description_of(workspace.read(workspace.root / book), book)
    name = workspace.relative(file)
    unit, problems = read_unit(text, name, sheets)
    _compare(unit, entries)
    if any(problem.code == "inputs.contradiction" for problem in problems):
        raise NotAmended(f"单位.yaml 和《{DESCRIPTION}》都写了这一项，请先只保留一处")
    try:
        return Amended(name, reencoded(data, before, text))
    except NoLetter as fault:
        raise NotAmended(f"单位.yaml 的编码写不了“{fault}”，请另存为 UTF-8 编码") from fault


def _in_sheet(data: bytes, file: str, entries: Entries) -> bytes:
    book = read_book(data)
    with open_workbook(data, file) as workbook:
        name = next((name for name in workbook.names if fold(name) == fold(DESCRIPTION)), "")
        part = open_part(book, name) if name else None
        if part is None:
            raise NotAmended(f"填报表没有《{DESCRIPTION}》，请先运行 reportgen upgrade 补上")
        grid = workbook.sheet(name)
        for names, value in entries.items():
            at = content_cell(grid, names[0] if len(names) > 1 else OWN, names[-1])
            if at is None:
                raise NotAmended(f"《{DESCRIPTION}》没有“{names[-1]}”这一行，请先运行 reportgen upgrade 补上")
            cell = part.cell(*at)
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
            fill_cell(cell, (joined(value) if value else NONE) if isinstance(value, tuple) else value)
    part.write()
    return book.save()


def _compare(unit: object, entries: Entries) -> None:
    """Raises NotAmended where what was written doesn't read back as it was meant."""
    for names, value in entries.items():
        if unit is None or _said(unit, names) != value:
            raise NotAmended(f"“{'.'.join(names)}”写进去以后读回来不一样，请自己在单位说明中修改")


def _said(unit: object, names: tuple[str, ...]) -> object:
    found = unit
    for name in names:
        fields = type(found).model_fields  # type: ignore[attr-defined]  # a section of the description
        key = next((key for key, info in fields.items() if info.alias == name), None)
        found = None if key is None else getattr(found, key)
        if found is None:
            return None
    return found
