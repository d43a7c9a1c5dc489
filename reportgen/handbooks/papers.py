"""The photographs and scans of households: 佐证材料/一户一档/户号/ of a unit's folder, by sort and in their order; what can't be bound is told."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, warning
from reportgen.handbooks.declaration import Sort
from reportgen.inputs.evidence import FOLDER, HANDBOOKS
from reportgen.pictures import PICTURES
from reportgen.workspace import Workspace

PDF = ".pdf"
_DEEPEST = 3
"""So many folders within that of a household are looked into: sorts of papers, and days."""
_MOST = 200
"""So many files of a household are bound: more is a folder put there by mistake."""
_SHOWN = 20
"""So many places are told of one kind of fault."""
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: its path, which sort of papers it is, its name as it is told, and what the system says of it (size, time), by which a change is known."""

    path: str
    sort: int
    name: str
    size: int
    moment: int


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a unit's households by 户号, and what is wrong with them."""

    by_number: Mapping[str, tuple[Paper, ...]]
    problems: tuple[Diagnostic, ...] = ()


def papers_of(workspace: Workspace, unit_folder: str, numbers: Iterable[str], sorts: Sequence[Sort], *, whole: bool = True) -> Papers:
    """The papers below a unit's folder (relative to the workspace). `whole`: the numbers are all that there are, so that other folders are nobody's."""
    base = workspace.root / unit_folder / FOLDER / HANDBOOKS
    shown = workspace.relative(base)
    if not base.is_dir() or base.is_symlink() or not workspace.follows(base):
        return Papers({})
    try:
        with os.scandir(base) as entries:
            folders = {unicodedata.normalize("NFC", entry.name): entry.path for entry in entries if entry.is_dir(follow_symlinks=False)}
    except OSError:
        problem = warning("handbook.papers", "文件夹打不开", Place(shown), help="请检查文件夹的权限")
        return Papers({}, (problem,))
    asked = set(numbers)
    found: dict[str, tuple[Paper, ...]] = {}
    unbound: list[str] = []
    for number, path in folders.items():
        if number in asked:
            papers = sorted(_files(Path(path), unbound), key=lambda one: _order(one, Path(path), sorts))
            found[number] = tuple(_paper(one, Path(path), sorts) for one in papers[:_MOST])
            unbound += papers[_MOST:]
    problems = list(_told(workspace, unbound))
    strange = sorted(name for name in folders.keys() - asked if not name.startswith("."))
    if strange and whole:
        places = [Place(f"{shown}/{name}") for name in strange[:_SHOWN]]
        message = f"有{len(strange)}个文件夹的名称不是用户台账中的户号，里面的文件没有装订"
        problems.append(warning("handbook.nobody", message, *places, help="请把文件夹改名为户号，或者在用户台账中填写户号"))
    return Papers(found, tuple(problems))


def _files(folder: Path, unbound: list[str], depth: int = 0) -> Iterator[str]:
    """The files that can be bound, below a folder; the others are noted."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        unbound.append(os.fspath(folder))
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.name.lower() in ("thumbs.db", "desktop.ini"):
            continue
        if entry.is_symlink():
            unbound.append(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _files(Path(entry.path), unbound, depth + 1)
            else:
                unbound.append(entry.path)
        elif entry.name.lower().endswith((*PICTURES, PDF)):
            yield entry.path
        else:
            unbound.append(entry.path)


def _sort(name: str, sorts: Sequence[Sort]) -> int:
    """Which sort a file is of, by its path within the household's folder: the first that names a word of it, else the one that names none."""
    found = next((at for at, sort in enumerate(sorts) if any(word in name for word in sort.names)), None)
    return next((at for at, sort in enumerate(sorts) if not sort.names), len(sorts)) if found is None else found


def _order(path: str, folder: Path, sorts: Sequence[Sort]) -> tuple[int, list[tuple[int, str]]]:
    """By sort, and within it by name as people number: 2 before 10."""
    name = _name(path, folder)
    parts = _DIGITS.split(name)
    return _sort(name, sorts), [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _name(path: str, folder: Path) -> str:
    return unicodedata.normalize("NFC", Path(path).relative_to(folder).as_posix())


def _paper(path: str, folder: Path, sorts: Sequence[Sort]) -> Paper:
    status = os.stat(path)  # noqa: PTH116  # of a million files: a Path each would cost more than the call
    name = _name(path, folder)
    return Paper(path, _sort(name, sorts), name, status.st_size, status.st_mtime_ns)


def _told(workspace: Workspace, unbound: list[str]) -> Iterator[Diagnostic]:
    if unbound:
        places = [Place(workspace.relative(Path(path))) for path in unbound[:_SHOWN]]
        message = f"有{len(unbound)}个文件不是照片或者扫描件，没有装订"
        yield warning("handbook.unbound", message, *places, help="可以装订的有 .jpg、.png 和 .pdf 文件，一户最多200个；其他的请另存为 PDF，链接请换成文件")
