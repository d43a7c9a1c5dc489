"""A backup of a desk with its workspace: one zip, consistent though the desk goes on, with the digest of every file."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import reportgen
from reportgen.desk.backup_contents import DATABASES, MANIFEST, TOPS, Kept, Manifest, Unusable, is_kept, read_manifest
from reportgen.desk.chosen import keeps_a_file
from reportgen.desk.folder import DeskFolder
from reportgen.files import open_file

_BLOCK = 2**20
_OWNER_ONLY = 0o600
_WAIT = 30.0
"""Seconds that a decision which is being written is waited for; one takes milliseconds."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made and read back: the file, what is in it, and what lies in the workspace and isn't (links that lead out of it).

    `elsewhere` says that the desk's database is at a server, and not in the backup: that is backed up by the server's own means.
    """

    file: Path
    manifest: Manifest
    left_out: tuple[str, ...]
    elsewhere: bool


def back_up(root: Path, target: Path, now: datetime) -> BackedUp:
    """Write a backup of the workspace `root` to the new file `target`, or under a name of its own into the folder `target`.

    The desk may be open: nobody decides or uploads for the moment in which the files are linked; reading goes on. Where its database is at a server, which is
    asked nothing, only the inputs hold still. Raises FileExistsError where the file is
    there, OSError, sqlite3.Error; Unusable where what was written doesn't read back.
    """
    file = target / f"报送台备份-{now:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target
    if file.exists():
        raise FileExistsError(file)
    desk = DeskFolder(root)
    desk.make()
    desk.tries.mkdir(exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix="backup-", dir=desk.tries))
    partial = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    elsewhere = not keeps_a_file(root)
    try:
        left_out = _staged(root, stage, DATABASES[1:] if elsewhere else DATABASES, desk.putting() if elsewhere else _quiet(desk.database))
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w+b") as written:
            manifest = _packed(stage, written, now)
            written.flush()
            os.fsync(written.fileno())
            _read_back(written)
        _name(partial, file)
    finally:
        partial.unlink(missing_ok=True)
        shutil.rmtree(stage, ignore_errors=True)
    return BackedUp(file, manifest, left_out, elsewhere)


def _name(partial: Path, file: Path) -> None:
    try:
        os.link(partial, file)  # unlike a rename it never takes the place of a file that has come meanwhile
    except FileExistsError:
        raise
    except OSError:  # a stick has no links
        if file.exists():
            raise FileExistsError(file) from None
        partial.rename(file)


def _staged(root: Path, stage: Path, databases: Iterable[str], quiet: AbstractContextManager[object]) -> tuple[str, ...]:
    """Everything as it was at one moment (while it is `quiet`), in a folder of links and copies; gives what was left out.

    All writers replace files whole, so a link keeps the one that was there. What a database names was written before it: databases come first.
    """
    left_out: list[str] = []
    with quiet:
        for name in databases:
            _copy_database(root / name, stage / name)
        for path in _files(root, left_out):
            _link(path, stage / path.relative_to(root))
    return tuple(left_out)


@contextmanager
def _quiet(database: Path) -> Iterator[None]:
    """Nothing is written into the desk's database meanwhile; where there is none, nobody would."""
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, timeout=_WAIT, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            writer.execute("ROLLBACK")


def _copy_database(source: Path, target: Path) -> None:
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _files(root: Path, left_out: list[str]) -> Iterator[Path]:
    for top in TOPS:
        if (root / top).is_file():
            yield root / top
        for folder, names, files in os.walk(root / top):
            here = Path(folder)
            names[:] = [name for name in sorted(names) if is_kept((here / name / "file").relative_to(root).as_posix())]
            left_out += [(here / name).relative_to(root).as_posix() for name in names if (here / name).is_symlink()]  # might lead anywhere, or around
            for name in sorted(files):
                path = here / name
                if not is_kept(path.relative_to(root).as_posix()):
                    continue
                if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
                    left_out.append(path.relative_to(root).as_posix())
                elif path.is_file():
                    yield path


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if source.is_symlink():
            shutil.copy2(source, target)
        else:
            os.link(source, target)
    except FileNotFoundError:
        return  # a build or a person has taken it away just now
    except OSError:
        shutil.copy2(source, target)


def _packed(stage: Path, written: IO[bytes], now: datetime) -> Manifest:
    files: dict[str, Kept] = {}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for path in sorted(path for path in stage.rglob("*") if path.is_file()):
            name = path.relative_to(stage).as_posix()
            hashed, size = hashlib.sha256(), 0
            with open_file(path) as (source, _), archive.open(zipfile.ZipInfo(name, now.timetuple()[:6]), "w", force_zip64=True) as packed:
                while block := source.read(_BLOCK):
                    hashed.update(block)
                    size += len(block)
                    packed.write(block)
            files[name] = Kept(size, hashed.hexdigest())
        manifest = Manifest(now.isoformat(timespec="seconds"), reportgen.__version__, files)
        archive.writestr(zipfile.ZipInfo(MANIFEST, now.timetuple()[:6]), manifest.text(), zipfile.ZIP_DEFLATED)
    return manifest


def _read_back(written: IO[bytes]) -> None:
    """Raises Unusable where what was written isn't what was read: a disk that fails is found out now, not when the backup is needed."""
    with zipfile.ZipFile(written) as archive:
        for name, kept in read_manifest(archive.read(MANIFEST)).files.items():
            hashed = hashlib.sha256()
            with archive.open(name) as entry:
                while block := entry.read(_BLOCK):
                    hashed.update(block)
            if hashed.hexdigest() != kept.digest:
                raise Unusable("写成的备份读回来不一样，磁盘可能有故障，请换一个磁盘再备份")
