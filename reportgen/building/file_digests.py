"""What is in a file, as a digest; a file is read again only where its size or times have moved."""

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from reportgen.files import open_file
from reportgen.seen import stamp

UNREADABLE = "unreadable"
OTHER = "other"  # a folder, a pipe, a device: nothing that could be read
LARGEST = 512 * 2**20
"""A file of more bytes is known by its size and time alone: no reader takes so much."""
_RACY_NS = 2 * 10**9
"""A file that changed so lately may change again within one tick of its clock: it is read again next time."""

Stamp = tuple[int, int, int, int, str]
"""Size, time of change, time of the inode's change, inode, digest."""


@dataclass(slots=True)
class FileDigests:
    """Digests of files by path, remembered from the last time; `fresh` are those asked for since."""

    known: Mapping[str, Stamp] = field(default_factory=dict)
    fresh: dict[str, Stamp] = field(default_factory=dict)

    def digest(self, path: str | Path) -> str | None:
        """The SHA-256 of a file's bytes in hex; None where nothing is there, a word where it is nothing that can be read."""
        name = os.fspath(path)
        try:
            status = os.stat(name)  # noqa: PTH116  # of thousands of files: a Path each would cost more than the call
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return UNREADABLE
        if not S_ISREG(status.st_mode):
            return OTHER
        known = self.fresh.get(name) or self.known.get(name)
        if known is not None and known[:4] == _stamp(status):
            self.fresh[name] = known
            return known[4]
        if status.st_size > LARGEST:
            return stamp(status)
        asked = time.time_ns()
        try:
            with open_file(name) as (file, read):  # which may be another file than was asked about
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return UNREADABLE
        if max(read.st_mtime_ns, read.st_ctime_ns) + _RACY_NS < asked:
            self.fresh[name] = (*_stamp(read), digest)
        return digest

    def note(self, path: Path, digest: str) -> None:
        """Remember the digest of a file that was just written."""
        try:
            self.fresh[os.fspath(path)] = (*_stamp(path.stat()), digest)
        except OSError:
            self.fresh.pop(os.fspath(path), None)

    @property
    def moved(self) -> bool:
        """Whether there is anything to remember that wasn't known."""
        return any(self.known.get(name) != stamp for name, stamp in self.fresh.items())


def _stamp(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
