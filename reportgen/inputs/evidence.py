"""佐证材料/: the supporting files of a unit, by name only; what is in them is for people."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, warning
from reportgen.workspace import MAX_DEPTH, Workspace

FOLDER = "佐证材料"
HANDBOOKS = "一户一档"
"""The folder in it of each household's photographs and scans, of which handbooks are bound (`reportgen.handbooks`) and nothing else: there may be a million."""
MAX_FILES = 20_000  # a county's evidence is some hundred files: more is a folder put there by mistake
_NOT_EVIDENCE = ("thumbs.db", "desktop.ini")


def evidence_files(workspace: Workspace, folder: Path) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The files below 佐证材料/ of a unit's `folder`, as paths relative to it with /, in order; and what was left out.

    Links are left out: what they point to may lie anywhere. Hidden files, and those that Office and systems leave behind, don't count, nor do
    the papers of single households.
    """
    base = folder / FOLDER
    files: list[str] = []
    problems: list[Diagnostic] = []
    if not base.is_symlink() and not base.is_dir():
        return (), []
    for path in _walk(base, base, problems, workspace):
        if len(files) == MAX_FILES:
            message = f"佐证材料超过{MAX_FILES}个文件，后面的没有读取"
            problems.append(warning("evidence.too-many", message, Place(workspace.relative(base)), help="请只放需要的材料，照片等可以打包成一个文件"))
            break
        name = path.relative_to(base).as_posix()
        if any("\udc80" <= character <= "\udcff" for character in name):  # what Python makes of bytes that are no UTF-8
            message = "文件名（或者文件夹名）的编码不对，没有列入佐证材料"
            problems.append(warning("evidence.name", message, Place(workspace.relative(path)), help="请改名；多半是在别的系统上解压的，请重新解压"))
            continue
        files.append(unicodedata.normalize("NFC", name))
    return tuple(sorted(files)), problems


def _walk(base: Path, folder: Path, problems: list[Diagnostic], workspace: Workspace) -> Iterator[Path]:
    place = Place(workspace.relative(folder))
    if folder.is_symlink():
        problems.append(warning("evidence.link", "是链接，没有读取", place, help="请把文件复制到佐证材料文件夹中"))
        return
    if len(folder.relative_to(base).parts) > MAX_DEPTH:
        problems.append(warning("evidence.too-deep", f"文件夹套了{MAX_DEPTH}层以上，里面的没有读取", place, help="请把文件移到上面几层"))
        return
    try:
        entries = workspace.entries(folder)
    except Unreadable as fault:
        problems.append(warning("evidence.unreadable", fault.message, place, help=fault.help))
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.name.lower() in _NOT_EVIDENCE:
            continue
        path = Path(entry.path)
        if folder == base and entry.name == HANDBOOKS:
            continue
        if entry.is_symlink() or entry.is_dir(follow_symlinks=False):
            yield from _walk(base, path, problems, workspace)
        elif entry.is_file(follow_symlinks=False):
            yield path
