"""The .docx package: whether it is safe to open, its parts as XML, and how they refer to each other."""

import lzma
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import normpath

from lxml import etree
from lxml.etree import _Element as Element

from reportgen.inputs.packages import MAX_RATIO, MAX_UNPACKED
from reportgen.ooxml.unreadable import Unreadable

MAX_PART = 48 * 2**20
"""The largest part that is parsed: a tree takes many times its bytes."""

# What reading a damaged package raises, whichever way its parts are packed.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RATIO_MATTERS_FROM = 8 * 2**20
_DAMAGED = "请用 Word 或者 WPS 打开检查，修复后重新保存，或者换用完好的副本"
_RESAVE = "请用 Word 或者 WPS 打开，另存为“Word 文档（.docx）”"
# What the strict variant of the format calls its vocabularies, and what everyone calls them.
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (_STRICT + b"drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (_STRICT + b"officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)


class Parts:
    """The parts of a checked package."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = frozenset(package.namelist())
        main = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"

    def xml(self, name: str) -> Element | None:
        """A part as XML; None where there is no such part. Raises Unreadable."""
        if name not in self._names:
            return None
        if self._package.getinfo(name).file_size > MAX_PART:
            raise Unreadable("too-large", "的内容过大，为安全起见没有读取", "请删除多余的内容，或者把文件分开保存")
        data = self._package.read(name)
        for strict, common in _NAMES:
            data = data.replace(strict, common)
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
        except etree.XMLSyntaxError as problem:
            raise Unreadable("damaged", f"已经损坏（{name}）", _DAMAGED) from problem
        if root.getroottree().docinfo.doctype:
            raise Unreadable("damaged", f"不是规范的 Word 文件（{name} 中有实体定义），为安全起见没有读取", _RESAVE)
        return root

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` (empty: the package) refers to inside the package: by id, the kind (`footer`) and the name of the part."""
        path = PurePosixPath(part)
        root = self.xml(str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels")
        if root is None:
            return {}
        found = {}
        for relation in root.iter("{*}Relationship"):
            target = relation.get("Target", "")
            name = target.lstrip("/") if target.startswith("/") else normpath(str(path.parent / target))
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], name
        return found

    def related(self, kind: str) -> Element | None:
        """The part of a kind (`styles`) that the main part refers to, as XML."""
        return next((self.xml(name) for found, name in self.relations(self.main).values() if found == kind), None)


def open_parts(data: bytes) -> Parts:
    """The package, checked: complete, not encrypted, within bounds, a Word document. Raises Unreadable."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable("encrypted", "设有打开密码，无法读取", "请在 Word 或者 WPS 中打开，取消密码后保存")
        raise Unreadable("old-format", "是旧的 .doc 格式", _RESAVE)
    try:
        package = zipfile.ZipFile(BytesIO(data))
        _check_bounds(package)
        damaged = package.testzip()
    except _BROKEN as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable("damaged", "不完整或者已经损坏", _DAMAGED) from problem
    if damaged is not None:
        raise Unreadable("damaged", f"已经损坏（{damaged}）", _DAMAGED)
    return Parts(package)


def _check_bounds(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    swollen = any(part.file_size > _RATIO_MATTERS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or swollen:
        raise Unreadable("too-large", "解压后过大，为安全起见没有读取", "请删除多余的图片和内容，或者把文件分开保存")
