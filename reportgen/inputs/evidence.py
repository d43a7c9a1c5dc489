"""佐证材料/: the supporting files of a unit, by name only; what is in them is for people."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, warning

FOLDER = "佐证材料"
MAX_FILES = 20_000  # a county's evidence is some hundred files: more is a folder put there by mistake
_NOT_EVIDENCE = ("thumbs.db", "desktop.ini")


def evidence_files(root: Path, folder: Path) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The files below 佐证材料/ of a unit's `folder`, as paths relative to it with /, in order; and what was left out.

    Links are left out: what they point to may lie anywhere. Hidden files, and those that Office and systems leave behind, don't count.
    """
    base = folder / FOLDER
    files: list[str] = []
    problems: list[Diagnostic] = []
    if not base.is_symlink() and not base.is_dir():
        return (), []
    for path in _walk(base, base, problems, root):
        if len(files) == MAX_FILES:
            message = f"佐证材料超过{MAX_FILES}个文件，后面的没有读取"
            problems.append(warning("evidence.too-many", message, Place(_shown(base, root)), help="请只放需要的材料，照片等可以打包成一个文件"))
            break
        files.append(unicodedata.normalize("NFC", path.relative_to(base).as_posix()))
    return tuple(sorted(files)), problems


def _walk(base: Path, folder: Path, problems: list[Diagnostic], root: Path) -> Iterator[Path]:
    place = Place(_shown(folder, root))
    if folder.is_symlink():
        problems.append(warning("evidence.link", "是链接，没有读取", place, help="请把文件复制到佐证材料文件夹中"))
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as fault:
        problems.append(warning("evidence.unreadable", f"打不开（{fault.strerror or fault}）", place, help="请检查文件夹的权限"))
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.name.lower() in _NOT_EVIDENCE:
            continue
        path = Path(entry.path)
        if entry.is_symlink() or entry.is_dir(follow_symlinks=False):
            yield from _walk(base, path, problems, root)
        elif entry.is_file(follow_symlinks=False):
            yield path


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
