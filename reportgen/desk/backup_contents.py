"""What a backup holds: which files of a workspace, and the list of them with digests that stands in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from reportgen.workspace import SETTINGS

MANIFEST = "备份清单.json"
"""The list of all files, the last entry of a backup."""
FORMAT = 1
TOPS = (SETTINGS, "inputs", "templates", "exchange", "outputs")
"""What stands in a workspace besides these is not reportgen's."""
_OWN = "outputs/.reportgen/"
DATABASES = (f"{_OWN}desk/desk.sqlite3", f"{_OWN}history.db")
"""The desk's database and the history of versions: copied by SQLite, since the files alone may be half of a transaction."""
_MADE_AGAIN = ("store/", "answers/", "ledger/", "temporary/", "build.json", "desk/tries/", "desk/secret")
"""What is made anew from the rest when it is needed. The key of sessions is too: whoever finds a backup can't sign in with it."""
_ASIDE = (".lock", ".tmp", "-wal", "-shm", "-journal")
_LONGEST_PATH = 1000  # characters: those of a workspace are a tenth as long; of what a zip claims no more is looked at


class Unusable(Exception):
    """A file that is no backup, or not a whole one: the words say why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a backup: its size in bytes and its SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """When a backup was made (ISO 8601), by which version of the program, and its files by their paths in the workspace."""

    made: str
    program: str
    files: Mapping[str, Kept]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(one.size for one in self.files.values())

    def text(self) -> bytes:
        """As it is written."""
        files = {name: {"size": one.size, "sha256": one.digest} for name, one in sorted(self.files.items())}
        said = {"format": FORMAT, "made": self.made, "program": self.program, "files": files}
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


def is_kept(path: str) -> bool:
    """Whether a file of this path (relative to the workspace, with /) belongs into a backup; databases are copied apart."""
    name = path.rpartition("/")[2]
    if path.partition("/")[0] not in TOPS or path in DATABASES or name.startswith("~$"):
        return False
    inner = path.removeprefix(_OWN) if path.startswith(_OWN) else None
    if inner is None:
        return not name.endswith(".tmp")
    return not (inner.startswith(_MADE_AGAIN) or inner == "lock" or name.endswith(_ASIDE))


def read_manifest(data: bytes) -> Manifest:
    """The list of a backup. Raises Unusable where it isn't one, or names a file that doesn't belong into a workspace."""
    try:
        raw: Any = json.loads(data)
        if raw["format"] > FORMAT:
            raise Unusable("这份备份是更新版本的软件写的，请用同样新的软件恢复")
        files = {str(name): Kept(int(one["size"]), str(one["sha256"])) for name, one in raw["files"].items()}
        found = Manifest(str(raw["made"]), str(raw["program"]), files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Unusable("备份清单读不了，不是报送台的备份，或者已经损坏") from fault
    if any(not _belongs(name) for name in files):
        raise Unusable("备份清单里有不属于工作区的文件，没有恢复")
    if any(one.size < 0 for one in files.values()) or len({name.casefold() for name in files}) < len(files):
        raise Unusable("备份清单不正确，没有恢复")
    return found


def _belongs(name: str) -> bool:
    path = PurePosixPath(name)
    parts_are_plain = all(part not in ("", ".", "..") for part in name.split("/")) and not any(sign in name for sign in "\\:\0")
    return parts_are_plain and len(name) <= _LONGEST_PATH and not path.is_absolute() and (name in DATABASES or is_kept(name))
