"""A backup made into a workspace again: every file is compared with its digest, and nothing is there until all of it is."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reportgen.desk.backup_contents import DATABASES, MANIFEST, Manifest, Unusable, read_manifest
from reportgen.desk.folder import FOLDER
from reportgen.ooxml.guard import DAMAGE

_BLOCK = 2**20
_MOST_LIST = 256 * 2**20
"""Bytes: the list of a million files."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that was restored, and what was in the backup."""

    root: Path
    manifest: Manifest


def restore(file: Path, folder: Path) -> Restored:
    """Make the workspace of a backup in `folder`, which must not be there, or be empty.

    Raises Unusable, of which nothing is left behind; FileExistsError where the folder holds something; OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        manifest = _unpacked(file, made)
        for name in DATABASES:
            if name in manifest.files:
                _check(made / name)
        (made / "outputs" / FOLDER).mkdir(parents=True, exist_ok=True)
        (made / "outputs" / FOLDER).chmod(0o700)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Restored(folder, manifest)


def _unpacked(file: Path, made: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            listed = [entry.filename for entry in archive.infolist()]
            if listed.count(MANIFEST) != 1 or archive.getinfo(MANIFEST).file_size > _MOST_LIST:
                raise Unusable("不是报送台的备份：没有备份清单")
            manifest = read_manifest(archive.read(MANIFEST))
            if sorted(listed) != sorted((*manifest.files, MANIFEST)):
                raise Unusable("备份里的文件与清单不一致，可能不完整或者被改动过，没有恢复")
            free = shutil.disk_usage(made).free
            if manifest.size > free:
                raise Unusable(f"磁盘空间不够：备份展开有{manifest.size // 2**20 + 1}MB，只剩{free // 2**20}MB")
            for name in manifest.files:
                _unpack(archive, name, manifest, made / name)
    except FileNotFoundError:
        raise
    except DAMAGE as fault:
        if isinstance(fault, OSError) and fault.errno is not None:  # the system refused
            raise
        raise Unusable("备份文件已经损坏，或者没有复制完，没有恢复") from fault
    return manifest


def _unpack(archive: zipfile.ZipFile, name: str, manifest: Manifest, target: Path) -> None:
    kept = manifest.files[name]
    hashed, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as entry, target.open("xb") as written:
        while block := entry.read(_BLOCK):
            size += len(block)
            if size > kept.size:  # an entry that says less than it holds would fill the disk
                break
            hashed.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    if (size, hashed.hexdigest()) != (kept.size, kept.digest):
        raise Unusable(f"备份里的“{name}”与清单不一致，可能损坏或者被改动过，没有恢复")


def _check(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as opened:
            (said,) = opened.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as fault:
        raise Unusable(f"备份里的“{database.name}”打不开，没有恢复") from fault
    if said != "ok":
        raise Unusable(f"备份里的“{database.name}”不完整，没有恢复")
