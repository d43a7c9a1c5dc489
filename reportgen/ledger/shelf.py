"""Where tables of many rows are kept: in outputs/.reportgen/ledger/, by the key of what they were made from; elsewhere for a while, where nothing may be kept.

An entry that is lost or damaged is made anew. What is kept is masked; the key of digests lies beside it, since without the inputs neither leads to a person.
"""

import atexit
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.files import forget_unasked, read_file, replace_file
from reportgen.shapes import AS_JSON

FOLDER = ".reportgen/ledger"
MOST_BYTES = 4 * 2**30
"""A province's ten million households are some 500 MB: some states of it."""
KEPT_SECONDS = 30 * 24 * 3600
"""As long as other answers: a month's undoing costs no reading."""
_KEY, _KEY_BYTES = "key", 32
_ABOUT, _TABLE = ".json", ".parquet"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of kept tables. `lasting` says whether it outlives the process."""

    folder: Path
    lasting: bool

    def digest_key(self) -> bytes:
        """The secret by which identity numbers are digested here; another in each workspace."""
        return _digest_key(self.folder, os.getpid())

    def path(self, key: str, number: int) -> Path:
        """Where a table of the entry under a key stands."""
        return self.folder / key[:2] / f"{key[2:]}-{number}{_TABLE}"

    def find(self, key: str) -> Any:
        """What is kept about the tables under a key, which are now fresh again; None where any of it is lost or damaged."""
        about = self._about(key)
        try:
            said = json.loads(read_file(about).data.decode(errors=AS_JSON))
            for number, digest in enumerate(said["tables"]):
                if _digest(self.path(key, number)) != digest:
                    return None
                os.utime(self.path(key, number))
            os.utime(about)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return said["about"]

    def keep(self, key: str, about: Any, tables: int) -> None:
        """Keep what is said about so many tables, which are written already. Where that fails, they are read again."""
        with suppress(OSError):
            said = {"about": about, "tables": [_digest(self.path(key, number)) for number in range(tables)]}
            _prune_once(self, os.getpid())
            replace_file(self._about(key), json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(errors=AS_JSON), synced=False)

    def prune(self, now: float | None = None) -> None:
        """Forget what nobody has asked for in 30 days (`now` in seconds since the epoch); more, where there is too much."""
        forget_unasked(self.folder, KEPT_SECONDS, MOST_BYTES, now)

    def _about(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{_ABOUT}"


def open_shelf(outputs: Path) -> Shelf:
    """The shelf of an outputs folder; one for this process, where nothing can be written there."""
    folder = outputs / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return Shelf(folder, lasting=True)
    except OSError:
        pass
    return passing_shelf()


def passing_shelf() -> Shelf:
    """A shelf that goes with this process."""
    return Shelf(_passing(os.getpid()), lasting=False)


@cache
def _prune_once(shelf: Shelf, _process: int) -> None:
    """Prunes a shelf, the first time that a process keeps something in it."""
    shelf.prune()


@cache
def _passing(process: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="reportgen-ledger-"))
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == process else None)
    return folder


@cache
def _digest_key(folder: Path, _process: int) -> bytes:
    path = folder / _KEY
    with suppress(OSError):
        known = read_file(path).data
        if len(known) == _KEY_BYTES:
            return known
    made = secrets.token_bytes(_KEY_BYTES)
    with suppress(OSError):
        replace_file(path, made)
        path.chmod(0o600)
        return read_file(path).data  # that of another process, which was quicker
    return made


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]
