"""The .xlsx package as a zip of parts: whether it is safe to open, and its parts under the names that readers look for.

Programs name the parts of a package in their own ways: with a backslash in the path, in capitals, with a main part that is called
workbook2.xml, with relations that lead over ../. Excel follows the relations; a reader of values wants the usual names.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, error

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BYTES = 64 * 2**20
"""The largest file that is opened."""
MAX_UNPACKED = 512 * 2**20
"""How large the parts of a workbook may be together when unpacked."""
MAX_RATIO = 250
"""How much larger than packed a part may be when unpacked: sheets come to 10-40, a bomb to 1000."""
WORKBOOK = "xl/workbook.xml"
"""The main part's usual name."""

_RATIO_MATTERS_FROM = 8 * 2**20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ROOT_RELATIONS = "_rels/.rels"
_TYPES = "[Content_Types].xml"
_USUAL = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
"""Parts that a reader asks for by name, wherever their relations lead."""
_ODD_WAYS = (b"\\", b"../", b'"./', b"'./")
"""What a relation's target may have that a reader doesn't follow."""


class NotReadable(ValueError):
    """The file can't be opened as a workbook. `code`, message and help are those of the diagnostic."""

    def __init__(self, code: str, message: str, help: str) -> None:
        super().__init__(message)
        self.code = f"inputs.{code}"
        self.message = message
        self.help = help

    def diagnostic(self, place: Place) -> Diagnostic:
        """The fault as a diagnostic at `place`."""
        return error(self.code, self.message, place, help=self.help)


_RESAVE = "请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”"
DAMAGED = "请用 Excel 或者 WPS 打开检查，修复后重新保存，或者换用完好的副本"


def open_package(data: bytes) -> zipfile.ZipFile:
    """The workbook's package, checked: complete, not encrypted, within bounds. Raises NotReadable."""
    if not data:
        raise NotReadable("empty-file", "是空文件", "请重新保存这个文件，或者删除")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise NotReadable("encrypted", "设有打开密码，无法读取", "请在 Excel 或者 WPS 中打开，取消密码后保存")
        raise NotReadable("old-format", "是旧的 .xls 格式", _RESAVE)
    if not data.startswith(b"PK"):
        raise NotReadable("not-a-workbook", "不是 Excel 工作簿", _RESAVE)
    try:
        package = zipfile.ZipFile(BytesIO(data))
        _check_bounds(package)
        damaged = package.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, UnicodeDecodeError) as problem:
        raise NotReadable("damaged", "不完整或者已经损坏", DAMAGED) from problem
    if damaged is not None:
        raise NotReadable("damaged", f"已经损坏（{damaged}）", DAMAGED)
    return package if _is_usual(package) else _with_usual_names(package)


def _check_bounds(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    swollen = any(part.file_size > _RATIO_MATTERS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if total > MAX_UNPACKED or swollen:
        raise NotReadable("too-large", "解压后过大，为安全起见没有读取", "请删除多余的工作表、图片和格式，或者把数据分开保存")


def _is_usual(package: zipfile.ZipFile) -> bool:
    """Whether a package's parts have the usual names, so that nothing need be put in order."""
    names = set(package.namelist())
    if any("\\" in name for name in names) or not {WORKBOOK, _relations_of(WORKBOOK), _ROOT_RELATIONS} <= names:
        return False
    if any(way in package.read(_relations_of(WORKBOOK)) for way in _ODD_WAYS):
        return False
    related = _related(package, WORKBOOK)
    return _main_part(package) == WORKBOOK and all(target in names and _USUAL.get(kind, target) == target for _, kind, target in related)


def _with_usual_names(package: zipfile.ZipFile) -> zipfile.ZipFile:
    """The package anew in memory, its parts under the usual names, the relations of the workbook written out whole."""
    from lxml import etree

    content = {_usual(name): package.read(name) for name in package.namelist() if not name.endswith(("/", "\\"))}
    if _ROOT_RELATIONS not in content and WORKBOOK not in content:
        raise NotReadable("not-a-workbook", "不是 Excel 工作簿", _RESAVE)
    plain = _packed(content)
    main = _main_part(plain)
    if main is None or not _is_workbook(content.get(main, b"")):
        raise NotReadable("not-a-workbook", "不是 Excel 工作簿", _RESAVE)
    related = _related(plain, main)
    names = {main: WORKBOOK, **{target: _USUAL[kind] for _, kind, target in related if kind in _USUAL and target in content}}
    relations = parse_part(plain, _spelt(plain, _relations_of(main)))
    wholes = {identity: target for identity, _, target in related}
    for entry in relations:
        if entry.get("Id", "") in wholes:
            target = wholes[entry.get("Id", "")]
            entry.set("Target", f"/{names.get(target, target)}")
    renamed = {part: _renamed(plain, part, attribute, names) for part, attribute in ((_ROOT_RELATIONS, "Target"), (_TYPES, "PartName"))}
    moved = {names.get(name, name): data for name, data in content.items() if name not in names.values() or name in names}
    return _packed({**moved, **renamed, _relations_of(WORKBOOK): etree.tostring(relations)})


def _renamed(package: zipfile.ZipFile, part: str, attribute: str, names: Mapping[str, str]) -> bytes:
    """A part that names others, with their new names."""
    from lxml import etree

    root = parse_part(package, part)
    for entry in root:
        named = posixpath.normpath(_usual(entry.get(attribute, "")))
        if named in names:
            entry.set(attribute, f"/{names[named]}")
    return etree.tostring(root)


def _packed(content: Mapping[str, bytes]) -> zipfile.ZipFile:
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return zipfile.ZipFile(result)


def _usual(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/")


def _main_part(package: zipfile.ZipFile) -> str | None:
    """The part that the package is about, by the relation that leads to it."""
    return next((target for _, kind, target in _related(package, "") if kind == "officeDocument"), None)


def _related(package: zipfile.ZipFile, source: str) -> list[tuple[str, str, str]]:
    """The relations of a part (of the package itself: "") to others: id, last word of the type, and the part; one is found though its capitals differ."""
    found: list[tuple[str, str, str]] = []
    for entry in parse_part(package, _spelt(package, _relations_of(source)) if source else _ROOT_RELATIONS):
        target = entry.get("Target", "").replace("\\", "/")
        whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
        if entry.get("TargetMode") != "External":
            found.append((entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], _spelt(package, whole)))
    return found


def _spelt(package: zipfile.ZipFile, name: str) -> str:
    """A part's name with the capitals that the package has; the name itself where it has no such part."""
    return next((known for known in package.namelist() if known.casefold() == name.casefold()), name)


def _is_workbook(data: bytes) -> bool:
    """Whether a main part is that of a workbook: a .docx has another."""
    return re.search(rb"<(?:\w+:)?workbook[\s>]", data) is not None


def bytes_of(package: zipfile.ZipFile) -> bytes:
    """The package as a file: other bytes than were opened where its parts had other names."""
    file = package.fp
    return file.getvalue() if isinstance(file, BytesIO) else b""


def sheet_parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The package's part for each sheet, by the sheet's name."""
    relations = {identity: target for identity, _, target in _related(package, WORKBOOK)}
    parts: dict[str, str] = {}
    for element in parse_part(package, WORKBOOK).iter():
        if local_name(element.tag) == "sheet":
            relation = next((value for name, value in element.attrib.items() if local_name(name) == "id"), None)
            parts[element.get("name", "")] = relations.get(relation or "", "")
    return parts


def parse_part(package: zipfile.ZipFile, part: str) -> "Element":
    """The XML of a part. Raises NotReadable."""
    from lxml import etree

    try:
        return etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError) as problem:
        raise NotReadable("damaged", f"的 {part} 缺失或者损坏", DAMAGED) from problem


def local_name(name: object) -> str:
    """An element's or attribute's name without its namespace; empty for comments and instructions."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _relations_of(part: str) -> str:
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")
