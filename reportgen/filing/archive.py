"""A package as a zip file that somebody sends: bounded before it is believed, and read without writing where its names say.

People unpack a package to look into it and send on what their own program packs anew: with names in GBK or in UTF-8 that isn't marked as
such, below a folder, beside files that a system adds. Such a package is read as the one that it was made from.
"""

import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.filing.names import MANIFEST, folded, is_safe
from reportgen.filing.package import is_as_written

MAX_PACKAGE = 2 * 2**30
"""The largest package that is opened."""
MAX_ENTRIES = 30_000
MAX_UNPACKED = 4 * 2**30
"""How large the files of a package may be together."""
MAX_RATIO = 250
"""How much larger than packed a file may be."""
MAX_INDEX = 32 * 2**20
"""How large the list of the files at the end of a zip may be."""
CHUNK = 2**20

_RATIO_MATTERS_FROM = 8 * 2**20
_UTF8 = 0x800
"""The flag of an entry whose name is in UTF-8; without it the name may be in whatever its maker's system uses."""
_LEFT_BY_SYSTEMS = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_END = b"PK\5\6"
_END_SIZE = 22
_LONGEST_COMMENT = 2**16


class Hostile(ValueError):
    """A zip that isn't opened; says why, in Chinese."""


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
        """All of a file. Raises Hostile where it is damaged."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file piece by piece. Raises Hostile where it is damaged."""
        try:
            with self._zip.open(self._entries[name]) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except _DAMAGE as fault:
            raise Hostile(f"“{name}”已经损坏") from fault

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


_DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, RuntimeError, NotImplementedError, UnicodeDecodeError, ValueError, struct.error)


def open_archive(path: Path) -> tuple[Archive | None, tuple[Diagnostic, ...]]:
    """A package, within bounds and with safe names; None and a problem where it isn't one."""
    help_text = "请向报送单位重新索取报送包；不要打开来历不明的压缩包"
    try:
        _check_size(path)
        opened = _open(path)
        try:
            entries = _checked(opened)
            repacked = list(entries) != opened.namelist() or not any(map(is_as_written, entries.values()))
            return Archive(path, opened, entries, repacked), ()
        except BaseException:
            opened.close()
            raise
    except Hostile as fault:
        return None, (error("package.unusable", f"报送包{fault}", Place(path.name), help=help_text),)
    except OSError as fault:
        return None, (error("package.unreadable", f"报送包读不了：{fault.strerror or fault}", Place(path.name), help="请检查文件是否存在、有没有读取权限"),)


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGE as fault:
        raise Hostile("不完整或者已经损坏") from fault


def _check_size(path: Path) -> None:
    """Refuses what is no zip, too large, or has a list of files that is too long to be read at all."""
    if not path.is_file():
        raise Hostile("文件不存在，或者不是普通文件")
    size = path.stat().st_size
    if size > MAX_PACKAGE:
        raise Hostile(f"超过{MAX_PACKAGE // 2**30}GB，为安全起见没有打开")
    with path.open("rb") as file:
        file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        tail = file.read()
    position = tail.rfind(_END)
    if position < 0 or position + _END_SIZE > len(tail):
        raise Hostile("不是 zip 压缩包，或者不完整")
    count, index = struct.unpack_from("<HL", tail, position + 10)
    if index > MAX_INDEX or count > MAX_ENTRIES:
        raise Hostile(f"中的文件超过{MAX_ENTRIES}个，为安全起见没有打开")


def _checked(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by name. Raises Hostile where one of them is not what a package has."""
    entries = [entry for entry in opened.infolist() if not (entry.is_dir() and entry.file_size == 0)]
    if len(entries) > MAX_ENTRIES:
        raise Hostile(f"中的文件超过{MAX_ENTRIES}个，为安全起见没有打开")
    found: dict[str, zipfile.ZipInfo] = {}
    taken: set[str] = set()
    for entry, name in _named(entries):
        _check_entry(entry, name)
        if folded(name) in taken:
            raise Hostile(f"中有两个文件同名：“{name}”")
        taken.add(folded(name))
        found[name] = entry
    inside = next((name for name in found if any(folder in taken for folder in _folders(folded(name)))), None)
    if inside is not None:
        raise Hostile(f"中“{inside}”的文件夹同时又是一个文件")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Hostile(f"解压后超过{MAX_UNPACKED // 2**30}GB，为安全起见没有打开")
    return found


def _named(entries: list[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, str]]:
    """The files with the names that they had in the package: without those that systems add, and the folder around all of them."""
    named = [(entry, name) for entry in entries if not _is_left_by_a_system(name := _name(entry))]
    around = next((name.removesuffix(MANIFEST) for _, name in named if name.count("/") == 1 and name.endswith(f"/{MANIFEST}")), "")
    if not around or not all(name.startswith(around) for _, name in named):
        return named
    return [(entry, name.removeprefix(around)) for entry, name in named]


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a file: one that isn't marked as UTF-8 is read as UTF-8 all the same, else as the GBK of a Chinese Windows."""
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    written = entry.filename.encode("cp437")  # what zipfile takes such a name for
    for encoding in ("utf-8", "gb18030"):
        try:
            return unicodedata.normalize("NFC", written.decode(encoding))
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_left_by_a_system(name: str) -> bool:
    last = name.rpartition("/")[2].casefold()
    return name.startswith("__MACOSX/") or last in _LEFT_BY_SYSTEMS or last.startswith("~$")


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.orig_filename != entry.filename or not is_safe(name):
        raise Hostile(f"中有不安全的文件名“{entry.orig_filename[:80]!a}”，没有打开")
    if entry.flag_bits & 0x1:
        raise Hostile(f"中的“{name}”设有密码")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise Hostile(f"中的“{name}”是链接或者特殊文件，没有打开")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Hostile(f"中的“{name}”用了不认识的压缩方法")
    if entry.file_size > _RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise Hostile(f"中的“{name}”解压后过大，为安全起见没有打开")


def _folders(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
