"""Which volumes stand: a line is written before each, so that however a run ends it is known what stands there; and their writing, whole or not at all."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from reportgen.building.outputs import names_beside
from reportgen.files import read_file
from reportgen.shapes import AS_JSON, MISSHAPEN

FOLDER = ".reportgen/handbooks"
_TEMPORARY = f"{FOLDER}/temporary"
_MOST_BYTES = 512 * 2**20
"""The largest record that is read: of a province's 100,000 villages it has 20 MB."""


class Standing(Enum):
    """How a volume stands: it is what it would be made to, or isn't, or somebody has changed the file."""

    CURRENT = "current"
    DUE = "due"
    EDITED = "edited"


Stamp = tuple[int, int]
"""Size, and time of change in nanoseconds: a file is renamed into its place, which leaves both as they were when the line was written."""


@dataclass(slots=True)
class Record:
    """The volumes that were written below a folder of outputs: by name, the key of what each was made from by the stamps of its file.

    `name` is that of the record itself. A line is added and brought to the disk before a file gets its name: a file is known as written here by
    its stamp, and one that was broken off is none.
    """

    outputs: Path
    name: str
    written: dict[str, dict[Stamp, str]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file of the record."""
        return self.outputs / FOLDER / f"{self.name}.jsonl"

    def standing(self, name: str, key: str) -> Standing:
        """How the volume `name` (relative to the outputs) stands, which would be made from what `key` stands for."""
        try:
            status = os.stat(self.outputs / name)  # noqa: PTH116  # of thousands of files
        except OSError:
            return Standing.DUE
        made_from = self.written.get(name, {}).get((status.st_size, status.st_mtime_ns))
        if made_from is None:
            return Standing.EDITED
        return Standing.CURRENT if made_from == key else Standing.DUE

    def place(self, name: str, key: str) -> tuple[str, Standing]:
        """Under which name a volume stands or is to be written, itself or （新生成） beside what somebody has changed; and how it stands."""
        for used in names_beside(name):
            found = self.standing(used, key)
            if found is not Standing.EDITED:
                return used, found
        raise AssertionError("there is always a further name")

    def size(self, name: str) -> int:
        """How many bytes a volume has that stands; 0 where there is none."""
        with suppress(OSError):
            return (self.outputs / name).stat().st_size
        return 0

    def put(self, name: str, content: bytes, key: str) -> None:
        """Write a volume, or a list beside them: the bytes, then the line that knows them, then the name. Raises OSError."""
        target = self.outputs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = self.outputs / _TEMPORARY / f"{self.name}-{os.getpid()}.tmp"
        beside.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            status = beside.stat()
            stamp = status.st_size, status.st_mtime_ns
            with self.path.open("ab") as file:
                # The line's end comes first: what is added after a line that was broken off doesn't hang on it.
                file.write(f"\n{json.dumps([name, *stamp, key], ensure_ascii=False)}".encode(errors=AS_JSON))
                file.flush()
                os.fsync(file.fileno())
            self.written.setdefault(name, {})[stamp] = key
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

    def gone(self, names: set[str]) -> list[str]:
        """What stands as it was written, and is none of the `names`: volumes of villages that the ledger no longer has."""
        return sorted(name for name in self.written.keys() - names if self.standing(name, "") is Standing.DUE and (self.outputs / name).exists())


def open_record(outputs: Path, name: str) -> Record:
    """The record of a name; what a killed run left half written is cleared away. Nobody else may be writing."""
    record = Record(outputs, name)
    for path in (outputs / _TEMPORARY).glob(f"{name}-*.tmp"):
        with suppress(OSError):
            path.unlink()
    try:
        lines = read_file(record.path, _MOST_BYTES).data.split(b"\n")
    except OSError:
        return record
    for name_, stamp, key in filter(None, map(_entry, lines)):
        record.written.setdefault(name_, {})[stamp] = key
    return record


def _entry(line: bytes) -> tuple[str, Stamp, str] | None:
    try:
        name, size, moment, key = json.loads(line)
        return str(name), (int(size), int(moment)), str(key)
    except MISSHAPEN:
        return None
