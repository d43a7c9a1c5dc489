"""Writing a file whole or not at all."""

import contextlib
import os
from pathlib import Path


def replace_file(target: Path, content: bytes, beside: Path | None = None) -> None:
    """Temporary file, fsync, rename: a reader sees the old file or the new one, never half of one. Raises OSError.

    The temporary file stands in the folder `beside` of the same file system, by default in the target's: a process that is
    killed leaves it there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    temporary = (beside or target.parent) / f".{target.name}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
