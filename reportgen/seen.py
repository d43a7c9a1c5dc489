"""What the files of a workspace were when somebody looked at them: whatever is read later must be just that."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from os import stat_result

PROGRAM = "程序"
"""What the digest of the program and its libraries is called among those of files."""
NAMED = "there"
"""What stands for the digest of a file of which only the name counts."""


class Moved(BaseException):  # what catches the faults of templates must not take it for one
    """A file is not what it was when somebody looked: what was read of the others may not go with it. `name` is its path with /."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Seen:
    """Digests by name (paths relative to the workspace, with /) of all files in some of its folders, whose names end in /."""

    digests: Mapping[str, str]
    folders: tuple[str, ...]

    def check(self, name: str, data: bytes, status: stat_result) -> None:
        """Raises Moved where a file that was just read is not the one that was seen; `status` is what the system says of it."""
        expected = self.digests.get(name, "")
        if self._covers(name) and expected != NAMED and expected.rpartition("> ")[2] not in (digest(data), stamp(status)):
            raise Moved(name)

    def check_absent(self, name: str) -> None:
        """Raises Moved where a file that isn't there was seen."""
        if name in self.digests:
            raise Moved(name)

    def check_names(self, folder: str, files: Collection[str], folders: Collection[str]) -> None:
        """Raises Moved where what lies in a folder is not what was seen there. Of an empty folder nothing was."""
        if not self._covers(folder):
            return
        expected = self._names.get(folder, frozenset())
        moved = {*files} - expected or expected - {*files, *folders}
        if moved:
            raise Moved(f"{folder}/{min(moved)}")

    def _covers(self, name: str) -> bool:
        return f"{name}/".startswith(self.folders)

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        """What lies in each folder."""
        found: dict[str, set[str]] = {}
        for name in self.digests:
            folder, _, last = name.rpartition("/")
            while folder and last not in found.setdefault(folder, set()):
                found[folder].add(last)
                folder, _, last = folder.rpartition("/")
        return {folder: frozenset(names) for folder, names in found.items()}


def digest(data: bytes) -> str:
    """What stands for a file whose content counts."""
    return hashlib.sha256(data).hexdigest()


def stamp(status: stat_result) -> str:
    """What stands for a file that is too large to be read each time: its size and time."""
    return f"{status.st_size} {status.st_mtime_ns}"


def linked(target: str, of: str | None) -> str:
    """What stands for a link and what it leads to."""
    return f"link <{target}> {of}"
