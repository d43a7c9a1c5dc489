"""The folders of a season's units: what each says of its unit, its tables, and what reading it found wrong; read where it isn't known from before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.building.answers import Answers
from reportgen.building.folder_found import FolderFound, decode_found, encode_found
from reportgen.building.outline import folder_digest
from reportgen.building.snapshot import Snapshot, digest_of
from reportgen.diagnostics import Unreadable
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.seen import PROGRAM
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from reportgen.inputs.load import Reading

PASSING = frozenset(("inputs.no-permission", "inputs.unreadable", "inputs.unreadable-folder"))
"""The codes of faults that may pass without any file being changed: a program that has it open, a network."""


@dataclass
class Folders:
    """The folders of a season, which `snapshot` is of. `readings` are units as they were read, by folder, each with the digest of what it was read from.

    `before_reading` raises what it does where nothing may be read.
    """

    workspace: Workspace
    season: str
    snapshot: Snapshot
    answered: Answers
    before_reading: Callable[[], None]
    readings: "dict[str, tuple[str, Reading]]" = field(default_factory=dict)
    _found: dict[str, FolderFound] = field(default_factory=dict)
    _descriptions: "dict[str, Reading]" = field(default_factory=dict)

    def path(self, name: str) -> str:
        """A folder (name) relative to the workspace."""
        return self.workspace.relative(self.workspace.inputs / self.season / name)

    def description(self, name: str) -> "Reading":
        """A unit as its folder (name) describes it, without its tables."""
        from reportgen.inputs.load import describe_unit

        if name not in self._descriptions:
            self._descriptions[name] = describe_unit(self.workspace, self.workspace.inputs / self.season / name)
        return self._descriptions[name]

    def reading(self, name: str) -> "Reading":
        """A unit as its folder (name) gives it; as it was read before, where nothing in the folder has changed."""
        from reportgen.inputs.load import load_unit

        self.before_reading()
        digest, known = folder_digest(self.snapshot, self.path(name)), self.readings.get(name)
        if known is None or known[0] != digest:
            known = self.readings[name] = digest, load_unit(self.workspace, self.workspace.inputs / self.season / name)
        return known[1]

    def found(self, name: str) -> FolderFound:
        """What reading a folder found wrong: as it is known, else by reading it."""
        known = self.known(name)
        if known is not None:
            return known
        from reportgen.figures.package import package_of
        from reportgen.policy.explaining import explained_until

        inputs, said = self.reading(name)
        told = ((), (), False) if inputs is None else (inputs.undecided, explained_until(inputs), package_of(inputs.programme).asks_before(inputs))
        self._found[name] = found = FolderFound(said, *told)
        if not any(problem.code in PASSING for problem in said):
            self.answered.note(encode_found(found), *self._key(name))
        return found

    def known(self, name: str) -> FolderFound | None:
        """What reading a folder found wrong, where it is known without reading."""
        if name not in self._found:
            known = self.answered.get(decode_found, *self._key(name))
            if known is None:
                return None
            self._found[name] = known
        return self._found[name]

    def _key(self, name: str) -> tuple[str, ...]:
        return "folder", self.snapshot.digests[PROGRAM], self.path(name), folder_digest(self.snapshot, self.path(name))

    def described(self) -> Mapping[str, str]:
        """The digests of what the season's workbooks say of their units (sheets 单位说明, 公文), by file; those that say nothing are left out."""
        found = {}
        for name, digest in self.snapshot.digests.items():
            if name.startswith(f"inputs/{self.season}/") and Path(name).suffix.lower() in WORKBOOKS and is_data_file(Path(name)):
                known = self.answered.get(str, "described", self.snapshot.digests[PROGRAM], name, digest)
                found[name] = self._note_described(name, digest) if known is None else known
        return {name: digest for name, digest in found.items() if digest}

    def _note_described(self, name: str, digest: str) -> str:
        from reportgen.inputs.described import description_of, traces

        try:
            said = traces(description_of(self.workspace.read(self.workspace.root / name), name))
        except Unreadable:
            return ""
        found = digest_of(said) if said else ""
        self.answered.note(found, "described", self.snapshot.digests[PROGRAM], name, digest)
        return found
