"""The store of built bytes: what a renderer made, by the key of what it was made from; bounded by age."""

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reportgen.files import replace_file

FOLDER = ".reportgen/store"
KEPT_SECONDS = 30 * 24 * 3600
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Store:
    """Bytes by key, one file each: the digest of the bytes, then the bytes. A damaged entry is as good as none."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The bytes kept under `key`, which are now fresh again."""
        path = self._path(key)
        try:
            stored = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        content = stored[_DIGEST:]
        return content if hashlib.sha256(content).digest() == stored[:_DIGEST] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep the bytes. Where that fails, nothing is lost but time: they are made again."""
        with suppress(OSError):
            replace_file(self._path(key), hashlib.sha256(content).digest() + content)

    def prune(self, now: float | None = None) -> None:
        """Forget what nobody has asked for in 30 days (`now` in seconds since the epoch, by default the clock's)."""
        oldest = (time.time() if now is None else now) - KEPT_SECONDS
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def key_of(set_up: str, html: str, format: str) -> str:
    """What the bytes of a file depend on, as a SHA-256: the writers' set-up and the canonical HTML (digests), and the format."""
    return hashlib.sha256(f"{set_up} {html} {format}".encode()).hexdigest()


def open_store(outputs: Path) -> Store:
    """The store of an outputs folder."""
    return Store(outputs / FOLDER)
