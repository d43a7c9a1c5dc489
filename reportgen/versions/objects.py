"""Content-addressed objects: bytes under their own SHA-256, compressed, a file each. What was altered no longer fits its name."""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.files import replace_file

FOLDER = ".reportgen/objects"
TEMPORARY = "temporary"  # beside it: what a process leaves there that is killed, the next build clears away
_LENGTH = hashlib.sha256().digest_size * 2


class DamagedObject(Exception):
    """An object that isn't what its name says, or isn't there. `digest` is its name, `path` its file."""

    def __init__(self, digest: str, path: Path) -> None:
        super().__init__(digest)
        self.digest = digest
        self.path = path


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of an outputs folder: `ab/cdef…` below `folder` holds what has the SHA-256 `abcdef…`."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep `content`; gives its SHA-256. One that is there and whole is left, a damaged one is mended. Raises OSError."""
        digest = hashlib.sha256(content).hexdigest()
        try:
            self.get(digest)
        except DamagedObject:
            replace_file(self.path(digest), zlib.compress(content, 6), self.folder.parent / TEMPORARY)
        return digest

    def get(self, digest: str) -> bytes:
        """The content whose SHA-256 is `digest`. Raises DamagedObject where it isn't there, can't be read or was altered."""
        path = self.path(digest)
        try:
            content = zlib.decompress(path.read_bytes())
        except (OSError, ValueError, zlib.error) as fault:  # ValueError: a name that no file can have
            raise DamagedObject(digest, path) from fault
        if hashlib.sha256(content).hexdigest() != digest:
            raise DamagedObject(digest, path)
        return content

    def path(self, digest: str) -> Path:
        """The file of an object."""
        return self.folder / digest[:2] / digest[2:]

    def all(self) -> Iterator[str]:
        """The names of all objects that are there, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if len(path.parent.name + path.name) == _LENGTH:  # a write that was broken off leaves a temporary file
                yield path.parent.name + path.name


def open_objects(outputs: Path) -> Objects:
    """The objects of an outputs folder."""
    return Objects(outputs / FOLDER)
