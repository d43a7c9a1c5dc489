"""Writing a file whole or not at all."""

import contextlib
import os
from pathlib import Path

MARKED, BEFORE_UPGRADE = ".核对", ".升级前"
"""What stands at the end of the names of files that reportgen writes beside the data: never read, also not as a person's copy of one."""


def replace_file(target: Path, content: bytes, beside: Path | None = None, *, synced: bool = True) -> None:
    """Temporary file, fsync, rename: a reader sees the old file or the new one, never half of one. Raises OSError.

    The temporary file stands in the folder `beside` of the same file system, by default in the target's: a process that is
    killed leaves it there. Without `synced` a power cut may leave a file that is damaged: it must be one that can be made again, and be found out.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    temporary = (beside or target.parent) / f".{target.name}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(content)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def is_aside(name: str) -> bool:
    """Whether a file so named is one that reportgen writes beside the data, or a person's copy of one."""
    return any(mark in name for mark in (MARKED, BEFORE_UPGRADE))
