"""A filing's package out of the store of its workspace: all that is in it was kept when it was filed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.building.lock import TEMPORARY
from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.filing.manifest import Manifest, log_content
from reportgen.filing.names import LOG, MANIFEST
from reportgen.filing.package import Content, in_order, of_bytes, put_package
from reportgen.versions.filings import Filing
from reportgen.versions.history import History
from reportgen.versions.objects import DamagedObject, Objects


def keep_files(objects: Objects, files: dict[str, Content]) -> None:
    """Keep what will be in a package, so that it can be written again when the inputs have moved on. Raises OSError."""
    for content in files.values():
        objects.put(b"".join(content()))


def write_stored(history: History, filing: Filing, target: Path) -> tuple[Diagnostic, ...]:
    """Write the package of a filing, byte for byte as it was; what is wrong where the store hasn't all of it. Raises OSError."""
    stored, problems = read_stored(history, filing, target.name)
    if stored is not None:
        put_package(target, history.outputs / TEMPORARY, stored.in_order())
    return problems


@dataclass(frozen=True, slots=True)
class Stored:
    """A package out of the store: its manifest, and its files by name."""

    manifest: Manifest
    files: Mapping[str, Content]

    def in_order(self) -> Iterator[tuple[str, Content]]:
        """The files in the order in which they stand in the package."""
        return in_order(self.files, (MANIFEST, LOG))

    def read(self, name: str) -> bytes:
        """What is in a file."""
        return b"".join(self.files[name]())


def read_stored(history: History, filing: Filing, name: str) -> tuple[Stored | None, tuple[Diagnostic, ...]]:
    """The package of a filing, called `name`; None, and what is wrong, where the store hasn't all of it."""
    objects = history.objects
    try:
        manifest_content = objects.get(filing.frozen["manifest"])
        manifest = Manifest.read(manifest_content)
        for digest in set(manifest.files.values()):
            objects.get(digest)  # all of it is there before anything is written
        entries = tuple(objects.get(entry) for position, entry in history.filing_entries() if position <= filing.position)
    except (DamagedObject, Unreadable, KeyError):
        message = "存档中没有这次报送的全部文件，写不出报送包" if filing.signer else "这次报送是用旧版本软件记录的，报送包中的文件没有存档，写不出报送包"
        help_text = "请从备份恢复 outputs/.reportgen 文件夹后再试；没有备份的，报送包请从收文单位取回"
        return None, (error("filing.not-stored", message, Place(f"{history.outputs.name}/{name}"), help=help_text),)
    files: dict[str, Content] = {name: partial(_stored, objects, digest) for name, digest in manifest.files.items()}
    return Stored(manifest, files | {MANIFEST: of_bytes(manifest_content), LOG: of_bytes(log_content(entries))}), ()


def _stored(objects: Objects, digest: str) -> tuple[bytes]:
    return (objects.get(digest),)
