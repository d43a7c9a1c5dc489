"""Writing a folder with its files whole or not at all, and never over one that is there."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from reportgen.diagnostics import Diagnostic, error
from reportgen.files import cause


def write_tree(target: Path, files: Mapping[str, bytes], folders: Iterable[str] = ()) -> tuple[Diagnostic, ...]:
    """Writes files (by path below `target`, with /) and empty folders; they appear when the last is written, in a new folder all at once.

    `target` may be there as an empty folder, which stays the one it is. A problem, and nothing written, where it is more than that or can't be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return (exists(target),)
    made = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        for folder in folders:
            (made / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if target.is_dir():
            # Not replaced: a terminal that stands in it (init .) would be left in a folder that is gone.
            for path in made.iterdir():
                path.rename(target / path.name)
            made.rmdir()
        else:
            made.rename(target)
    except OSError as fault:
        shutil.rmtree(made, ignore_errors=True)
        return (error("start.not-written", f"写不了 {target}：{cause(fault)}", help="请检查磁盘空间和文件夹的写权限"),)
    return ()


def exists(target: Path) -> Diagnostic:
    """The problem of a folder that is there already."""
    return error("start.exists", f"{target} 已经存在，没有改动", help="请换一个名称；确实要重新建立的，请先把原来的文件夹移到别处")
