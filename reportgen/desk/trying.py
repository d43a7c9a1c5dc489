"""Trying an uploaded workbook: the season as it would be with it, read and checked by the same functions, beside the real one.

The inputs are linked into a folder of their own, the workbook is put in its place there, and everything is asked of that workspace: what is said of it has
the places that it would have.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.answers import open_answers
from reportgen.building.project import Project, open_project
from reportgen.desk.folder import DeskFolder
from reportgen.diagnostics import Diagnostic, Place, Severity, error
from reportgen.files import replace_file
from reportgen.findings import Finding
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.records import UnitInputs
from reportgen.pipeline.check import check
from reportgen.workspace import SETTINGS, Workspace

_BESIDE = (SETTINGS, "templates")
_WORKBOOK_FAULTS = "inputs."
LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of trying workbooks: all that is said of the unit with them, and the errors of reading for which they aren't taken.

    `fresh` are those of the errors that aren't there already, as the workbooks stand. `changed` are the keys of the datasets whose rows differ from those
    that are there.
    """

    said: tuple[Diagnostic, ...]
    errors: tuple[Diagnostic, ...]
    fresh: tuple[Diagnostic, ...]
    changed: frozenset[str]


def try_workbooks(folder: DeskFolder, project: Project, unit: str, contents: Mapping[Path, bytes]) -> Tried:
    """Read and check a unit as it would be with these contents in the workbooks of its folder, by path. Nothing outside of the desk's folder is written.

    Raises OSError where the disk is full, Moved where files change meanwhile.
    """
    workspace = project.workspace
    files = {workspace.relative(path): content for path, content in contents.items()}
    with beside(folder, workspace) as root:
        for file, content in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            replace_file(root / file, content, synced=False)
        trial = Workspace(root, workspace.settings)
        tried = open_project(trial, project.name)
        # What is found out is kept by the digest of what it was made from: it serves here, and once the workbook is in its place, there.
        tried.answered = open_answers(workspace.outputs)
        said = _said(tried, unit)
        errors = _errors(said, files)
        known = {_told_at(one, place) for one in _errors(_said(project, unit), files) for place in one.places} if errors else set()
        fresh = tuple(one for one in errors if any(_told_at(one, place) not in known for place in one.places))
        old, new = _inputs(project, unit), _inputs(tried, unit)
        if old is not None and not old.absent and (new is None or new.absent) and not errors:
            errors = fresh = (_renamed(tried, old),)
            said = (*errors, *said)
        changed = _changed(old, new)
        tried.keep()
        return Tried(said, errors, fresh, changed)


def _said(project: Project, unit: str) -> tuple[Diagnostic, ...]:
    checked = check(project, frozenset((unit,)))
    return (*(problem for problem in checked.problems if problem.unit in (None, unit)), *checked.findings)


def _errors(said: Iterable[Diagnostic], files: Iterable[str]) -> tuple[Diagnostic, ...]:
    """The errors of reading that stand in these files."""
    return tuple(
        one
        for one in said
        if one.severity is Severity.ERROR
        and not isinstance(one, Finding)
        and one.code.startswith(_WORKBOOK_FAULTS)
        and any(place.file in files for place in one.places)
    )


def _told_at(one: Diagnostic, place: Place) -> tuple[object, ...]:
    """What tells an error from another: what it says where a line is all that is known of its place, since lines move with what is put in above them."""
    return (one.code, place) if place.line is None else (one.code, one.message, place.file)


def _inputs(project: Project, unit: str) -> UnitInputs | None:
    season = project.season(frozenset((unit,)))
    return next((scope.inputs for scope in season.scopes if scope.unit.name == unit), None)


def _renamed(tried: Project, old: UnitInputs) -> Diagnostic:
    """That a unit has another name: who may do what with it hangs on its name, and nobody would find it again."""
    season = tried.season(frozenset())
    place = next((one.inputs.unit.place("name") for one in season.scopes if one.inputs.folder == old.folder), None)
    message = f"名称改了，就没有“{old.unit.name}”这个单位了：人员的职责、公文的办理和记录都在这个名称下"
    return error("inputs.renamed", message, place or old.description, help="请保留原来的名称；确要改名的，请管理员办理")


def _changed(old: UnitInputs | None, new: UnitInputs | None) -> frozenset[str]:
    """The datasets whose rows read otherwise."""
    if old is None or new is None:
        return frozenset()
    return frozenset(key for key in {*old.tables, *new.tables} if _rows(old, key) != _rows(new, key))


def _rows(inputs: UnitInputs, key: str) -> object:
    rows = inputs.rows(key)
    if rows is None:
        return None
    if isinstance(rows, KeptRows):  # named by what they were read from
        return [part.path.name for part in rows.parts]
    return [[getattr(row, name) for name in row.dataset.columns] for row in rows]


@contextmanager
def beside(folder: DeskFolder, workspace: Workspace) -> Iterator[Path]:
    """A workspace of the same inputs: files are linked where the disk can, else copied; what was linked is never written to."""
    folder.tries.mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(dir=folder.tries))
    try:
        shutil.copytree(workspace.inputs, root / "inputs", symlinks=True, copy_function=_link, ignore=shutil.ignore_patterns("~$*", ".*"))
        for name in _BESIDE:
            source = workspace.root / name
            if source.is_dir():
                shutil.copytree(source, root / name, symlinks=True)
            elif source.exists():
                shutil.copy2(source, root / name)
        _share_ledger(workspace, root)
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _share_ledger(workspace: Workspace, root: Path) -> None:
    """Large tables that are kept by their digest are not read again; where the system has no links they are."""
    kept = workspace.outputs / ".reportgen"
    (root / "outputs/.reportgen").mkdir(parents=True)
    with suppress(OSError):
        (kept / LEDGER).mkdir(parents=True, exist_ok=True)
        (root / "outputs/.reportgen" / LEDGER).symlink_to(kept / LEDGER, target_is_directory=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def clear_tries(folder: DeskFolder) -> None:
    """Remove what a process that was killed has left: call it when the desk starts."""
    shutil.rmtree(folder.tries, ignore_errors=True)
