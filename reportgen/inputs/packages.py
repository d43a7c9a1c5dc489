"""The .xlsx package as a zip of XML: whether it is safe to open, and what its cells hide from a reader of values.

A workbook's reader gives values only. A formula that was never calculated, an error value and a percent format look
to it like a blank cell or a plain number; the sheet's XML tells them apart, and is looked at only where it has any.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs.grid import Broken

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BYTES = 64 * 2**20
"""The largest file that is opened."""
MAX_UNPACKED = 512 * 2**20
"""How large the parts of a workbook may be together when unpacked."""
MAX_RATIO = 250
"""How much larger than packed a part may be when unpacked: sheets come to 10-40, a bomb to 1000."""
MAX_CELLS = 20_000_000
"""The largest rectangle of cells that is read: a stray cell far out makes a sheet huge."""

_RATIO_MATTERS_FROM = 8 * 2**20
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_TELLING = re.compile(rb'<(?:\w+:)?f[ >/]|\bt="e"')
_PERCENT_FORMATS = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.')


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


@dataclass(slots=True)
class Marks:
    """The cells of a sheet that are not what their values say, by row and column from 0, and whether any are merged."""

    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    merged: bool = False


_RESAVE = "请用 Excel 或者 WPS 打开，另存为“Excel 工作簿（.xlsx）”"
_DAMAGED = "请用 Excel 或者 WPS 打开检查，修复后重新保存，或者换用完好的副本"


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
        raise NotReadable("damaged", "不完整或者已经损坏", _DAMAGED) from problem
    if damaged is not None:
        raise NotReadable("damaged", f"已经损坏（{damaged}）", _DAMAGED)
    if "xl/workbook.xml" not in package.namelist() and not any(name.endswith("workbook.xml") for name in package.namelist()):
        raise NotReadable("not-a-workbook", "不是 Excel 工作簿", _RESAVE)
    return package


def _check_bounds(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    swollen = any(part.file_size > _RATIO_MATTERS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if total > MAX_UNPACKED or swollen:
        raise NotReadable("too-large", "解压后过大，为安全起见没有读取", "请删除多余的工作表、图片和格式，或者把数据分开保存")


def sheet_parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The package's part for each sheet, by the sheet's name."""
    workbook = next((name for name in package.namelist() if PurePosixPath(name).name == "workbook.xml"), "xl/workbook.xml")
    folder = PurePosixPath(workbook).parent
    relations = {e.get("Id"): e.get("Target", "") for e in _parse(package, str(folder / "_rels" / "workbook.xml.rels")).iter()}
    parts: dict[str, str] = {}
    for element in _parse(package, workbook).iter():
        if _local(element.tag) == "sheet":
            relation = next((value for name, value in element.attrib.items() if _local(name) == "id"), None)
            target = relations.get(relation, "")
            parts[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else str(folder / target)
    return parts


def _parse(package: zipfile.ZipFile, part: str) -> "Element":
    from lxml import etree

    try:
        return etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError) as problem:
        raise NotReadable("damaged", f"的 {part} 缺失或者损坏", _DAMAGED) from problem


def _local(name: object) -> str:
    """An element's or attribute's name without its namespace; empty for comments and instructions."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def percent_styles(package: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell styles that show a number as percent."""
    if "xl/styles.xml" not in package.namelist():
        return frozenset()
    styles = _parse(package, "xl/styles.xml")
    formats = {e.get("numFmtId"): e.get("formatCode", "") for e in styles.iter() if _local(e.tag) == "numFmt"}
    percents = {str(number) for number in _PERCENT_FORMATS} | {number for number, code in formats.items() if "%" in _LITERAL.sub("", code)}
    crossed = next((list(e) for e in styles if _local(e.tag) == "cellXfs"), [])
    return frozenset(str(index) for index, style in enumerate(crossed) if style.get("numFmtId") in percents)


def look_at(package: zipfile.ZipFile, part: str, percents: frozenset[str]) -> Marks:
    """What the values of a sheet don't show. Raises NotReadable where the sheet is damaged or reaches too far out."""
    try:
        data = package.read(part)
    except KeyError as problem:
        raise NotReadable("damaged", f"的 {part} 缺失", _DAMAGED) from problem
    _check_reach(data)
    has_percents = any(f's="{style}"'.encode() in data for style in percents)
    marks = Marks(merged=b"mergeCell" in data)
    if not has_percents and _TELLING.search(data) is None:
        return marks
    for cell in _cells(data, part):
        _mark(cell, percents, marks)
    return marks


def _check_reach(data: bytes) -> None:
    """Refuses a sheet whose cells span too large a rectangle: its reader makes a place for each cell in it."""
    references = _REFERENCE.findall(data)
    rows = max(map(int, {digits[:10] for _, digits in references}), default=0)
    columns = max((_column_index(letters[:5].decode().upper()) + 1 for letters in {letters for letters, _ in references}), default=0)
    if sum(1 for letters, _ in references if letters) < len(_CELL.findall(data)):
        # Cells without a reference stand beside the one before them.
        columns += max(len(_CELL.findall(row)) for row in _ROW.split(data))
    if rows * columns > MAX_CELLS:
        message = f"的表格延伸到第{rows}行、第{columns}列，为安全起见没有读取"
        raise NotReadable("too-large", message, "请删除数据区以外的行和列（选中后右键“删除”）后保存")


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _cells(data: bytes, part: str) -> "Iterator[Element]":
    """The sheet's cell elements, one at a time."""
    from lxml import etree

    try:
        for _, cell in etree.iterparse(BytesIO(data), tag="{*}c", resolve_entities=False, no_network=True):
            yield cell
            cell.clear()
    except etree.XMLSyntaxError as problem:
        raise NotReadable("damaged", f"的 {part} 损坏", _DAMAGED) from problem


def _mark(cell: "Element", percents: frozenset[str], marks: Marks) -> None:
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.get("r", ""))
    if match is None:
        return
    at = int(match[2]) - 1, _column_index(match[1])
    children = {_local(child.tag): child.text or "" for child in cell}
    kind = cell.get("t", "n")
    if kind == "e":
        marks.broken[at] = Broken(children.get("v", "") or "#VALUE!")
    elif "f" in children and not children.get("v") and kind != "str":
        marks.broken[at] = Broken("")
    elif kind == "n" and cell.get("s") in percents:
        marks.percents.add(at)
