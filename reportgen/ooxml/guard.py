"""Zips from outside (workbooks, Word files, forms, filing packages): whether they are safe to open, decided once.

What is looked for, and in which order, is the same for all. A `Use` says how much of a zip is opened there, and what is said of one that isn't.
"""

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import IO, NamedTuple

from reportgen.diagnostics import Unreadable
from reportgen.files import MAX_BYTES

DAMAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, RuntimeError, NotImplementedError, ValueError),  # RuntimeError: it has a password; NotImplementedError: packed in an unknown way
)
"""What reading a damaged zip raises, whichever way its parts are packed."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END, _END_SIZE = b"PK\5\6", 22
_LONG_END, _LONG_END_SIZE = b"PK\6\6", 56 + 20  # of a zip64, with what points to it
_LONGEST_COMMENT = 2**16  # APPNOTE 4.3.16: the comment's length has two bytes
_IN_LONG_END = (0xFFFF, 0xFFFFFFFF)
_LOCKED = 0x1  # the flag of an entry with a password
_UTF8 = 0x800  # that of one whose name is in UTF-8; without it the name may be in whatever its maker's system uses


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a zip is opened; what goes beyond isn't what it says, or is meant to fill a memory or disk."""

    file: int = MAX_BYTES
    """Bytes of the zip."""
    unpacked: int = 512 * 2**20
    """Bytes of all entries: what an ordinary computer has room for in its memory."""
    entries: int = 30_000
    """An Office file has some hundred parts; a package as many files as an office puts into it."""
    index: int = 32 * 2**20
    """Bytes of the list of entries at the end, which is read whole before anything else is known: 1 kB for each of 30,000, though names are short."""
    ratio: int = 250
    """How much larger than packed an entry may be: sheets come to 10-40, a bomb to 1000."""
    ratio_from: int = 8 * 2**20
    """Bytes: a smaller entry is no danger, however well it is packed."""


class PackageFault(Enum):
    """Why a zip isn't opened."""

    EMPTY = auto()
    ENCRYPTED = auto()  # an Office file with a password to open it
    OLD_FORMAT = auto()  # .doc, .xls
    NO_ZIP = auto()
    NO_END = auto()  # the list at the end is lacking
    DAMAGED = auto()
    DAMAGED_PART = auto()
    MALFORMED = auto()  # a part isn't XML
    DOCTYPE = auto()  # a part declares a document type, which ISO/IEC 29500-2 forbids, and may define entities with it
    LOCKED = auto()  # an entry has a password
    LARGE_FILE = auto()
    MANY_ENTRIES = auto()
    LARGE_PART = auto()
    LARGE = auto()  # unpacked
    SWOLLEN = auto()


_ALIKE = {
    **dict.fromkeys((PackageFault.NO_END, PackageFault.LOCKED, PackageFault.DAMAGED_PART), PackageFault.DAMAGED),
    **dict.fromkeys((PackageFault.LARGE_FILE, PackageFault.MANY_ENTRIES, PackageFault.LARGE_PART, PackageFault.SWOLLEN), PackageFault.LARGE),
    PackageFault.DOCTYPE: PackageFault.MALFORMED,
}
"""What is said of a fault for which a use has no words of its own."""


class Words(NamedTuple):
    """What is said of a fault: the end of the code, the message (`{name}` is the part), the help."""

    code: str
    message: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """What a zip is opened as: its limits, and the words for its faults."""

    words: Mapping[PackageFault, Words]
    limits: Limits = field(default_factory=Limits)

    def unreadable(self, fault: PackageFault, name: str = "") -> Unreadable:
        """The fault of a zip, or of its part `name`."""
        code, message, help_text = self.words[fault if fault in self.words else _ALIKE[fault]]
        return Unreadable(code, message.format(name=name), help_text)


def open_office(data: bytes, use: Use, unpacked: int = 0) -> zipfile.ZipFile:
    """An Office file in memory: complete, not encrypted, within bounds. Raises Unreadable.

    One of no more than `unpacked` bytes stands there unpacked: what several readers want is unpacked once.
    """
    if not data:
        raise use.unreadable(PackageFault.EMPTY)
    if data.startswith(_OLE):
        raise use.unreadable(PackageFault.ENCRYPTED if _ENCRYPTED in data else PackageFault.OLD_FORMAT)
    if not data.startswith(b"PK"):
        raise use.unreadable(PackageFault.NO_ZIP)
    opened = open_zip(data, use)
    entries = opened.infolist()
    plain = io.BytesIO()
    keeps = sum(entry.file_size for entry in entries) <= unpacked and len({entry.filename for entry in entries}) == len(entries)
    try:
        with zipfile.ZipFile(plain, "w") as copy:
            damaged = _copied(opened, copy) if keeps else opened.testzip()
    except DAMAGE as fault:
        raise use.unreadable(PackageFault.DAMAGED) from fault
    if damaged is not None:
        raise use.unreadable(PackageFault.DAMAGED_PART, damaged)
    return zipfile.ZipFile(plain) if keeps else opened


def _copied(opened: zipfile.ZipFile, copy: zipfile.ZipFile) -> str | None:
    """Puts all entries of a zip unpacked into another; the name of the first that is damaged."""
    for entry in opened.infolist():
        try:
            content = opened.read(entry)
        except zipfile.BadZipFile:
            return entry.filename
        copy.writestr(zipfile.ZipInfo(entry.filename), content)
    return None


def open_zip(source: bytes | Path, use: Use) -> zipfile.ZipFile:
    """A zip within bounds; whether its entries are whole is known when they are read. Raises Unreadable, OSError where a path can't be read."""
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        _check_end(file, use)
    try:
        opened = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except DAMAGE as fault:
        raise use.unreadable(PackageFault.DAMAGED) from fault
    try:
        _check_entries(opened.infolist(), use)
    except Unreadable:
        opened.close()
        raise
    return opened


def read_all(opened: zipfile.ZipFile, use: Use) -> dict[str, bytes]:
    """The files in a zip by name, in their order. Raises Unreadable."""
    try:
        return {entry.filename: opened.read(entry) for entry in opened.infolist() if not entry.is_dir()}
    except DAMAGE as fault:
        raise use.unreadable(PackageFault.DAMAGED) from fault


def read_parts(data: bytes, use: Use) -> dict[str, bytes]:
    """The files of a zip in memory by name. Raises Unreadable."""
    with open_zip(data, use) as opened:
        return read_all(opened, use)


def _check_end(file: IO[bytes], use: Use) -> None:
    """Refuse what is too large, has no end, or a list of entries that is too long to be read at all."""
    size, limits = file.seek(0, 2), use.limits
    if size > limits.file:
        raise use.unreadable(PackageFault.LARGE_FILE)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _LONG_END_SIZE))
    tail = file.read()
    position = tail.rfind(_END)
    if position < 0 or position + _END_SIZE > len(tail):
        raise use.unreadable(PackageFault.NO_END)
    count, index = struct.unpack_from("<HL", tail, position + 10)
    longer = tail.rfind(_LONG_END, 0, position)
    if (count == _IN_LONG_END[0] or index == _IN_LONG_END[1]) and 0 <= longer <= position - _LONG_END_SIZE:
        count, index = struct.unpack_from("<QQ", tail, longer + 32)
    if index > limits.index or count > limits.entries:
        raise use.unreadable(PackageFault.MANY_ENTRIES)


def _check_entries(entries: list[zipfile.ZipInfo], use: Use) -> None:
    limits = use.limits
    if sum(1 for entry in entries if not entry.is_dir()) > limits.entries:
        raise use.unreadable(PackageFault.MANY_ENTRIES)
    for entry in entries:
        if entry.flag_bits & _LOCKED:
            raise use.unreadable(PackageFault.LOCKED, entry_name(entry))
        if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise use.unreadable(PackageFault.SWOLLEN, entry_name(entry))
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise use.unreadable(PackageFault.LARGE)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: one that isn't marked as UTF-8 is read as UTF-8 all the same, else as the GBK of a Chinese Windows."""
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    written = entry.filename.encode("cp437")  # what zipfile takes such a name for
    for encoding in ("utf-8", "gb18030"):
        try:
            return unicodedata.normalize("NFC", written.decode(encoding))
        except UnicodeDecodeError:
            continue
    return entry.filename
