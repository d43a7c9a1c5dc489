"""The marked copies of a unit's workbooks: 填报表.核对.xlsx beside 填报表.xlsx, which is left as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, notice, warning
from reportgen.files import MARKED, cause, read_file, replace_file
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.pipeline.check import Checked
from reportgen.pipeline.roster import Roster
from reportgen.workbook.annotation import Annotation, of_findings, of_problems
from reportgen.workbook.blank import WORKBOOK
from reportgen.workbook.mark import marked_copy
from reportgen.workbook.package import is_sealed
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies that were written, and what was wrong in writing them."""

    files: tuple[Path, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def write_copies(workspace: Workspace, season: str, roster: Roster, checked: Checked, units: frozenset[str] | None = None) -> Copies:
    """Writes marked copies of the workbooks of the units (names; None means all) of a season, with what `checked` says of them."""
    said = of_problems(checked.problems) + of_findings(broken for one in checked.units for broken in one.outcome.broken)
    folders = {unit.name: workspace.inputs / season / unit.folder for unit in roster.units}
    folders |= {name: folder for name in roster.blocked if (folder := workspace.inputs / season / name).is_dir()}
    made = [_write(workspace, folder, name, said) for name, folder in folders.items() if units is None or name in units]
    return Copies(tuple(path for one in made for path in one.files), tuple(problem for one in made for problem in one.problems))


def _write(workspace: Workspace, folder: Path, unit: str, said: Sequence[Annotation]) -> Copies:
    """Writes a marked copy of each workbook in a unit's folder.

    Each lists what concerns its cells; the first, 填报表.xlsx where there is one, also what concerns none of them (单位.yaml, a
    missing table). A copy that a person has saved since is not overwritten: the new one goes beside it, as （新生成）.
    """
    books = sorted((path for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in WORKBOOKS), key=lambda path: path.name != WORKBOOK)
    if not books:
        help_text = "数据在 CSV 或者 YAML 文件中的，请看 reportgen check 列出的文件和行号"
        return Copies(
            (), (notice("mark.no-workbook", f"“{unit}”没有 Excel 填报表，没有写核对副本", Place(workspace.relative(folder)), help=help_text, unit=unit),)
        )
    names = {workspace.relative(path) for path in books}
    files: list[Path] = []
    problems: list[Diagnostic] = []
    for path in books:
        file = workspace.relative(path)
        rest = [one for one in said if one.unit == unit and not any(at.file in names for at in one.places)] if path is books[0] else []
        own = [one for one in said if any(at.file == file for at in one.places)] + rest
        try:
            target, found = _put(path, marked_copy(workspace.read(path), file, unit, own), workspace.root)
        except Unreadable as problem:
            problems.append(problem.diagnostic("inputs", Place(file)))
            continue
        problems += found
        files += [target] if target is not None else []
    return Copies(tuple(files), tuple(problems))


def _put(workbook: Path, content: bytes, root: Path) -> tuple[Path | None, list[Diagnostic]]:
    """Writes the copy under the first name that is free, or that holds a copy as it was written."""
    target = next(path for path in _names(workbook) if not path.exists() or is_sealed(read_file(path).data))
    first = next(_names(workbook))
    problems = []
    if target != first:
        help_text = f"新的核对副本另存为“{target.name}”；请在原填报表中改正，不要改核对副本"
        problems.append(warning("mark.edited", "核对副本被人修改过，没有覆盖", Place(_relative(first, root)), help=help_text))
    try:
        replace_file(target, content)
    except OSError as fault:
        place = Place(_relative(target, root))
        return None, [error("mark.not-written", f"写不了核对副本：{cause(fault)}", place, help="请关闭打开它的程序，检查写权限和磁盘空间后重试")]
    return target, problems


def _names(workbook: Path) -> Iterator[Path]:
    for number in count():
        beside = f"（新生成{number if number > 1 else ''}）" if number else ""
        yield workbook.with_name(f"{workbook.stem}{MARKED}{beside}{workbook.suffix}")


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
