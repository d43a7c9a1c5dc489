"""Writing a package: a zip whose bytes follow from what is in it, so that any byte altered afterwards is found."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

Content = Callable[[], Iterable[bytes]]
"""What is in a file, piece by piece."""

CHUNK = 2**20  # 1 MiB: large members are copied without holding them
_DATE = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name: packages of the same content are the same bytes
_REGULAR = 0o100644 << 16  # a plain file that anyone may read


def write_package(target: IO[bytes], files: Iterable[tuple[str, Content]]) -> None:
    """Write the files in their order, as they are: uncompressed, so that the bytes depend on no compressor. Raises OSError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=False) as package:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system, entry.external_attr = 3, _REGULAR
            with package.open(entry, "w") as written:
                for chunk in content():
                    written.write(chunk)


def is_as_written(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry of a zip stands there as `write_package` writes it."""
    return entry.date_time == _DATE and entry.compress_type == zipfile.ZIP_STORED


def of_bytes(content: bytes) -> Content:
    """What is in memory."""
    return lambda: (content,)


def of_path(path: Path) -> Content:
    """What is on the disk."""

    def read() -> Iterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    return read


def digest(content: Content) -> str:
    """The SHA-256 of what is in a file."""
    found = hashlib.sha256()
    for chunk in content():
        found.update(chunk)
    return found.hexdigest()


def put_package(target: Path, beside: Path, files: Iterable[tuple[str, Content]]) -> None:
    """Write a package to `target`, whole or not at all; half of it stands in the folder `beside` meanwhile. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside.mkdir(parents=True, exist_ok=True)
    temporary = beside / f"{target.name}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            write_package(file, files)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def in_order(files: Mapping[str, Content], last: Iterable[str]) -> Iterator[tuple[str, Content]]:
    """The files of a package in the order in which they stand there: by name, and `last` what speaks of the others."""
    behind = tuple(last)
    yield from ((name, files[name]) for name in sorted(files) if name not in behind)
    yield from ((name, files[name]) for name in behind)
