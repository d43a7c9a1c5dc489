"""Writing a file whole or not at all."""

import contextlib
import os
from pathlib import Path


def replace_file(target: Path, content: bytes) -> None:
    """Temporary file, fsync, rename: a reader sees the old file or the new one, never half of one. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
