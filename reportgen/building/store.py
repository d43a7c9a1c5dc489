"""Stores of bytes by the key of what they were made from: those that a renderer made; bounded by age, and by size."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.files import forget_unasked, read_file, replace_file

FOLDER = ".reportgen/store"
KEPT_SECONDS = 30 * 24 * 3600  # 30 days: undoing a change within a season's month costs no new rendering
MOST_BYTES = 2**30
"""A province's documents of a season are some 200 MB; a store of more holds what nobody will ask for again."""
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Store:
    """Bytes by key, one file each: the digest of the bytes, then the bytes. A damaged entry is as good as none."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def get(self, key: str) -> bytes | None:
        """The bytes kept under `key`, which are now fresh again."""
        path = self._path(key)
        try:
            stored = read_file(path, self.most_bytes).data
        except OSError:
            return None
        with suppress(OSError):  # where nothing may be written, nothing is pruned either
            os.utime(path)
        content = stored[_DIGEST:]
        return content if hashlib.sha256(content).digest() == stored[:_DIGEST] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep the bytes. Where that fails, nothing is lost but time: they are made again."""
        with suppress(OSError):
            replace_file(self._path(key), hashlib.sha256(content).digest() + content, synced=False)

    def prune(self, now: float | None = None) -> None:
        """Forget what nobody has asked for in 30 days (`now` in seconds since the epoch, by default the clock's); more, where the store is too large."""
        forget_unasked(self.folder, KEPT_SECONDS, self.most_bytes, now)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def key_of(set_up: str, html: str, format: str) -> str:
    """What the bytes of a file depend on, as a SHA-256: the writers' set-up and the canonical HTML (digests), and the format."""
    return hashlib.sha256(f"{set_up} {html} {format}".encode()).hexdigest()


def open_store(outputs: Path) -> Store:
    """The store of an outputs folder."""
    return Store(outputs / FOLDER)
