"""Bringing the workbooks of units to the schema: what they lack is added, what is there stays; the old file is kept beside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.files import BEFORE_UPGRADE, cause, replace_file
from reportgen.inputs.counties import Owner
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.inputs.described import description_of
from reportgen.inputs.folder import read_folder
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.choices import Level
from reportgen.start.description import filed_kinds, notes_at
from reportgen.start.uses import headings_at, owner_of, uses_of
from reportgen.workbook.blank import WORKBOOK
from reportgen.workbook.description import Filled, description_sheets
from reportgen.workbook.sheet import Sheet
from reportgen.workbook.upgrade import upgrade
from reportgen.workspace import UNIT_FILE, Workspace

_EVERYONE = Owner("", frozenset())


@dataclass(frozen=True, slots=True)
class UpgradedFile:
    """A workbook that was looked at: what was added (nothing where it had all), the file that keeps it as it was, and problems."""

    path: Path
    added: tuple[str, ...] = ()
    kept: Path | None = None
    problems: tuple[Diagnostic, ...] = ()


def upgrade_unit(workspace: Workspace, folder: Path, level: Level) -> tuple[UpgradedFile, ...]:
    """Upgrades every workbook of the folder of a unit of a level; the first, 填报表.xlsx where there is one, gets the tables that are nowhere."""
    books = sorted((path for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in WORKBOOKS), key=lambda path: path.name != WORKBOOK)
    programme, _ = programme_of(workspace)
    found = read_folder(workspace, folder, _EVERYONE, programme)
    sheets = _described(workspace, folder, level, programme, books)
    opened = {problem.places[0].file for problem in found.problems if problem.code == "inputs.open-elsewhere"}
    made = []
    for path in books:
        file = workspace.relative(path)
        if file in opened:
            made.append(UpgradedFile(path, problems=(_locked(file),)))
            continue
        elsewhere = {source.dataset.key for source in found.sources if source.place.file != file} if path is books[0] else None
        made.append(_upgrade(workspace, path, elsewhere, programme, level, sheets))
    return tuple(made)


def _upgrade(workspace: Workspace, path: Path, elsewhere: set[str] | None, programme: Programme, level: Level, sheets: Sequence[Sheet]) -> UpgradedFile:
    file = workspace.relative(path)
    try:
        data = workspace.read(path)
        owner = owner_of(path.parent.name, path.parent.parent.name, programme.season_name)
        done = upgrade(data, file, uses_of(workspace), elsewhere, owner, programme, headings_at(workspace, level), sheets)
    except Unreadable as problem:
        return UpgradedFile(path, problems=(problem.diagnostic("inputs", Place(file)),))
    if done.content is None:
        return UpgradedFile(path, problems=done.problems)
    kept = next(name for name in _names(path) if not name.exists())
    try:
        replace_file(kept, data)
        replace_file(path, done.content)
    except PermissionError:
        return UpgradedFile(path, problems=(_locked(file),))
    except OSError as fault:
        return UpgradedFile(path, problems=(error("upgrade.failed", f"写不了（{cause(fault)}）", Place(file), help="请检查磁盘空间和写权限"),))
    return UpgradedFile(path, done.added, kept, done.problems)


def _described(workspace: Workspace, folder: Path, level: Level, programme: Programme, books: Sequence[Path]) -> tuple[Sheet, ...]:
    """The sheets that say what the unit is, blank, for its first workbook; none where another has them."""
    for path in books[1:]:
        try:
            if description_of(workspace.read(path), workspace.relative(path)) is not None:
                return ()
        except Unreadable:
            return ()  # nobody knows what it has
    season = folder.parent.name
    filled = Filled(notes=notes_at(workspace, season, level), beside=(folder / UNIT_FILE).exists())
    return description_sheets(programme, owner_of(folder.name, season, programme.season_name), filled, filed_kinds(workspace, level))


def _locked(file: str) -> Diagnostic:
    return error("upgrade.locked", "正在 Excel 或者 WPS 中打开，没有升级", Place(file), help="请保存并关闭后再升级")


def _names(path: Path) -> Iterator[Path]:
    for number in count(1):
        yield path.with_name(f"{path.stem}{BEFORE_UPGRADE}{number if number > 1 else ''}{path.suffix}")
