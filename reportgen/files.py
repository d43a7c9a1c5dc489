"""Writing a file whole or not at all, and packing one with the same bytes every time."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
_COMPRESSED = (".png", ".jpg", ".jpeg")

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


def packed(parts: Mapping[str, bytes], first: Sequence[str] = ()) -> bytes:
    """A zip of `parts` by name: `first` come first, the others in the order of their names. The same parts give the same bytes.

    Pictures are stored as they are, since they are compressed already.
    """
    import io
    import zipfile  # not needed by a build that has nothing to do

    ahead = [name for name in first if name in parts]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ahead + sorted(parts.keys() - set(ahead)):
            member = zipfile.ZipInfo(name, _ZIP_DATE)
            member.compress_type = zipfile.ZIP_STORED if name.endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, parts[name])
    return buffer.getvalue()


def is_aside(name: str) -> bool:
    """Whether a file so named is one that reportgen writes beside the data, or a person's copy of one."""
    return any(mark in name for mark in (MARKED, BEFORE_UPGRADE))
