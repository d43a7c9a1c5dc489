"""The marked copies of a unit's workbooks: 填报表.核对.xlsx beside 填报表.xlsx, which is left as it is; and the lists of rows of its large tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable, error, notice, warning
from reportgen.figures.scope import Scope
from reportgen.files import MARKED, cause, read_file, replace_file
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.inputs.keeping import kept
from reportgen.pipeline.check import Checked
from reportgen.pipeline.roster import Roster
from reportgen.pipeline.season import Season
from reportgen.workbook.annotation import Annotation, of_findings, of_problems
from reportgen.workbook.blank import WORKBOOK
from reportgen.workbook.found_rows import is_as_written, lists_rows, write_rows
from reportgen.workbook.mark import marked_copy
from reportgen.workbook.package import is_sealed
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies that were written, the lists of rows with how many each has, and what was wrong in writing them."""

    files: tuple[Path, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    lists: tuple[tuple[Path, int], ...] = ()


def write_copies(
    workspace: Workspace,
    season: str,
    roster: Roster,
    checked: Checked,
    units: frozenset[str] | None = None,
    opened: Callable[[frozenset[str]], Season] | None = None,
) -> Copies:
    """Writes marked copies of the workbooks of the units (names; None means all) of a season, with what `checked` says of them.

    `opened` gives the data of units: those with large tables get lists of all rows that something is said of.
    """
    said = of_problems(checked.problems) + of_findings(broken for one in checked.units for broken in one.outcome.broken)
    folders = {unit.name: workspace.inputs / season / unit.folder for unit in roster.units}
    folders |= {name: folder for name in roster.blocked if (folder := workspace.inputs / season / name).is_dir()}
    made = [_write(workspace, folder, name, said) for name, folder in folders.items() if units is None or name in units]
    if opened is not None:
        names = frozenset(unit.name for unit in roster.units if units is None or unit.name in units)
        made += [_list(workspace, folders[scope.unit.name], scope, said) for scope in opened(names).scopes if scope.unit.name in names]
    return Copies(
        tuple(path for one in made for path in one.files),
        tuple(problem for one in made for problem in one.problems),
        tuple(found for one in made for found in one.lists),
    )


def _list(workspace: Workspace, folder: Path, scope: Scope, said: Sequence[Annotation]) -> Copies:
    """Writes a list of rows for each large table of a unit that has no marked copy, or more rows than one marks; beside what the unit fills in.

    How cells were read (提示) isn't in it: there is nothing to be done.
    """
    own = [one for one in said if one.unit == scope.unit.name and (one.severity is not Severity.NOTICE or one.why)]
    marked = {workspace.relative(path) for path in _books(folder)}
    lists: list[tuple[Path, int]] = []
    problems: list[Diagnostic] = []
    for dataset in (dataset for dataset in scope.programme.datasets if dataset.large):
        rows = kept(dataset, scope.rows(dataset.key).rows)
        here = [one for one in own if one.rows is None or one.rows.dataset == dataset.key]
        if not rows.parts or not lists_rows(rows, here, marked):
            continue
        if not scope.inputs.rows(dataset.key) and not any(one.rows is not None for one in here):
            continue  # the units below have their own
        try:
            target, found = _free(folder / f"{dataset.title}.csv", is_as_written, workspace.root)
            problems += found
            lists.append((target, write_rows(target, rows, here)))
        except OSError as fault:
            problems.append(_not_written(folder / f"{dataset.title}{MARKED}.csv", fault, workspace.root))
    return Copies((), tuple(problems), tuple(lists))


def _books(folder: Path) -> list[Path]:
    """The workbooks in a unit's folder, 填报表.xlsx first."""
    found = (path for path in folder.iterdir() if is_data_file(path) and path.suffix.lower() in WORKBOOKS)
    return sorted(found, key=lambda path: (path.name != WORKBOOK, path.name))


def _write(workspace: Workspace, folder: Path, unit: str, said: Sequence[Annotation]) -> Copies:
    """Writes a marked copy of each workbook in a unit's folder.

    Each lists what concerns its cells; the first, 填报表.xlsx where there is one, also what concerns none of them (单位.yaml, a
    missing table). A copy that a person has saved since is not overwritten: the new one goes beside it, as （新生成）.
    """
    books = _books(folder)
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
    target, problems = _free(workbook, lambda path: is_sealed(read_file(path).data), root)
    try:
        replace_file(target, content)
    except OSError as fault:
        return None, [_not_written(target, fault, root)]
    return target, problems


def _free(workbook: Path, is_own: Callable[[Path], bool], root: Path) -> tuple[Path, list[Diagnostic]]:
    """The first name of a copy that is free, or that holds a copy as it was written; and that there is one that isn't. Raises OSError."""
    target = next(path for path in _names(workbook) if not path.exists() or is_own(path))
    first = next(_names(workbook))
    if target == first:
        return target, []
    help_text = f"新的核对副本另存为“{target.name}”；请在原填报表中改正，不要改核对副本"
    return target, [warning("mark.edited", "核对副本被人修改过，没有覆盖", Place(_relative(first, root)), help=help_text)]


def _not_written(path: Path, fault: OSError, root: Path) -> Diagnostic:
    place = Place(_relative(path, root))
    return error("mark.not-written", f"写不了核对副本：{cause(fault)}", place, help="请关闭打开它的程序，检查写权限和磁盘空间后重试")


def _names(workbook: Path) -> Iterator[Path]:
    for number in count():
        beside = f"（新生成{number if number > 1 else ''}）" if number else ""
        yield workbook.with_name(f"{workbook.stem}{MARKED}{beside}{workbook.suffix}")


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
