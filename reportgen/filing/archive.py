"""A package as a zip file that somebody sends: bounded before it is believed, and read without writing where its names say.

People unpack a package to look into it and send on what their own program packs anew: with names in GBK or in UTF-8 that isn't marked as
such, below a folder, beside files that a system adds. Such a package is read as the one that it was made from.
"""

import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.files import cause
from reportgen.filing.names import LISTING, LOG, MANIFEST, folded, is_safe
from reportgen.filing.package import in_order, is_as_written, of_path, write_package
from reportgen.ooxml.guard import DAMAGE, Limits, PackageFault, Use, Words, entry_name, open_zip

ASK = "请与报送单位核对，必要时请其重新报送"
"""What to do about a package that isn't what it should be."""
CHUNK = 2**20  # 1 MiB: large members are copied without holding them
_LIMITS = Limits(file=2 * 2**30, unpacked=4 * 2**30)  # with all the evidence of a unit; more doesn't go through the mail, nor into a zip of before zip64
_LEFT_BY_SYSTEMS = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
PACKAGE = Use(
    {
        PackageFault.NO_END: Words("unusable", "不是 zip 压缩包，或者不完整"),
        PackageFault.DAMAGED: Words("unusable", "不完整或者已经损坏"),
        PackageFault.LOCKED: Words("unusable", "中的“{name}”设有密码"),
        PackageFault.LARGE_FILE: Words("unusable", f"超过{_LIMITS.file // 2**30}GB，为安全起见没有打开"),
        PackageFault.MANY_ENTRIES: Words("unusable", f"中的文件超过{_LIMITS.entries}个，为安全起见没有打开"),
        PackageFault.LARGE: Words("unusable", f"解压后超过{_LIMITS.unpacked // 2**30}GB，为安全起见没有打开"),
        PackageFault.SWOLLEN: Words("unusable", "中的“{name}”解压后过大，为安全起见没有打开"),
    },
    _LIMITS,
)
"""A filing package."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened package. `names` are its files, in their order; `repacked`: another program packed them than the one that files."""

    path: Path
    _zip: zipfile.ZipFile
    _entries: dict[str, zipfile.ZipInfo]
    repacked: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The files, in their order."""
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """The size of a file in bytes, as the package has it."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """All of a file. Raises Unreadable where it is damaged."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file piece by piece. Raises Unreadable where it is damaged."""
        try:
            with self._zip.open(self._entries[name]) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except DAMAGE as fault:
            raise unusable(f"“{name}”已经损坏") from fault

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_archive(path: Path) -> tuple[Archive | None, tuple[Diagnostic, ...]]:
    """A package, within bounds and with safe names; None and a problem where it isn't one."""
    help_text = "请向报送单位重新索取报送包；不要打开来历不明的压缩包"
    try:
        if not path.is_file():
            raise unusable("文件不存在，或者不是普通文件")
        opened = open_zip(path, PACKAGE)
        try:
            entries = _checked(opened)
            repacked = list(entries) != opened.namelist() or not any(map(is_as_written, entries.values()))
            return Archive(path, opened, entries, repacked), ()
        except BaseException:
            opened.close()
            raise
    except Unreadable as fault:
        return None, (fault.diagnostic("package", Place(path.name), "报送包", help_text),)
    except OSError as fault:
        return None, (error("package.unreadable", f"报送包读不了：{cause(fault)}", Place(path.name), help="请检查文件是否存在、有没有读取权限"),)


@contextmanager
def zipped(path: Path) -> Iterator[Path]:
    """A package as a zip for as long as the context is open: itself, or, of a folder that it was unpacked to, one that is packed as it was.

    Raises Unreadable, OSError.
    """
    if not path.is_dir():
        yield path
        return
    files = _unpacked(path)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as temporary:
        target = Path(temporary) / f"{path.resolve().name}.zip"
        with target.open("wb") as file:
            write_package(file, in_order({name: of_path(found) for name, found in files.items()}, [name for name in _LAST if name in files]))
        yield target


def _unpacked(folder: Path) -> dict[str, Path]:
    """The files of a package that was unpacked, by name. Raises Unreadable where there is something else, or too much."""
    files: dict[str, Path] = {}
    size = 0
    for root, folders, names in os.walk(folder):
        for path in (Path(root) / name for name in (*folders, *names)):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise unusable(f"中的“{name}”是链接或者特殊文件，没有打开")
            if path.is_file() and not _is_left_by_a_system(name):
                files[name] = path
                size += path.stat().st_size
            if len(files) > _LIMITS.entries or size > _LIMITS.file:
                raise unusable("中的文件太多或者太大，为安全起见没有打开")
    return files


_LAST = (MANIFEST, LOG, LISTING)
"""What stands behind the other files of a package: an archive has the last one alone, since the others are in the package within it."""


def inside(archive: Archive, name: str) -> Place:
    """A file of the package, as messages show it."""
    return Place(f"{archive.path.name}!{name}")


def unusable(message: str) -> Unreadable:
    """The fault of a package that isn't opened: it says of the package why."""
    return Unreadable("unusable", message)


def _checked(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by name. Raises Unreadable where one of them is not what a package has."""
    entries = [entry for entry in opened.infolist() if not (entry.is_dir() and entry.file_size == 0)]
    found: dict[str, zipfile.ZipInfo] = {}
    taken: set[str] = set()
    for entry, name in _named(entries):
        _check_entry(entry, name)
        if folded(name) in taken:
            raise unusable(f"中有两个文件同名：“{name}”")
        taken.add(folded(name))
        found[name] = entry
    inside = next((name for name in found if any(folder in taken for folder in _folders(folded(name)))), None)
    if inside is not None:
        raise unusable(f"中“{inside}”的文件夹同时又是一个文件")
    return found


def _named(entries: list[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, str]]:
    """The files with the names that they had in the package: without those that systems add, and the folder around all of them."""
    named = [(entry, name) for entry in entries if not _is_left_by_a_system(name := entry_name(entry))]
    around = next((name.partition("/")[0] + "/" for _, name in named if name.count("/") == 1 and name.rpartition("/")[2] in (MANIFEST, LISTING)), "")
    if not around or not all(name.startswith(around) for _, name in named):
        return named
    return [(entry, name.removeprefix(around)) for entry, name in named]


def _is_left_by_a_system(name: str) -> bool:
    last = name.rpartition("/")[2].casefold()
    return name.startswith("__MACOSX/") or last in _LEFT_BY_SYSTEMS or last.startswith("~$")


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.orig_filename != entry.filename or not is_safe(name):
        raise unusable(f"中有不安全的文件名“{entry.orig_filename[:80]!a}”，没有打开")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise unusable(f"中的“{name}”是链接或者特殊文件，没有打开")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise unusable(f"中的“{name}”用了不认识的压缩方法")


def _folders(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
