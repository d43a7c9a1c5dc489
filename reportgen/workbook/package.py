"""A workbook's package: its parts as bytes, their content types and their relations; the same bytes for the same content."""

import hashlib
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.inputs.packages import NotReadable, open_package
from reportgen.workbook.names import CONTENT_TYPES, PACKAGE_RELATIONS, RELATIONS, parse, written

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP archive knows
_TYPES = "[Content_Types].xml"


@dataclass(slots=True)
class Package:
    """The parts of a workbook by name, in their order."""

    parts: dict[str, bytes] = field(default_factory=dict)

    def add(self, stem: str, ending: str, content: bytes, kind: str) -> str:
        """Adds a part under the first free name (`xl/comments` and `.xml` give xl/comments1.xml) and gives the name."""
        number = 1
        while f"{stem}{number}{ending}" in self.parts:
            number += 1
        name = f"{stem}{number}{ending}"
        self.put(name, content, kind)
        return name

    def put(self, name: str, content: bytes, kind: str) -> None:
        """Adds a part with its content type."""
        self.parts[name] = content
        self._declare(name, kind)

    def relate(self, source: str, target: str, kind: str) -> str:
        """The id of the relation from one part to another, made where there is none; `kind` is the last word of its type."""
        for identity, known, where in self._relations(source):
            if known == kind and where == target:
                return identity
        name = _relations_of(source)
        root = parse(self.parts[name]) if name in self.parts else etree.Element(f"{{{PACKAGE_RELATIONS}}}Relationships", nsmap={None: PACKAGE_RELATIONS})
        used = {entry.get("Id") for entry in root}
        identity = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        relative = posixpath.relpath(target, posixpath.dirname(source) or ".")
        etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", {"Id": identity, "Type": f"{RELATIONS}/{kind}", "Target": relative})
        self.parts[name] = written(root)
        return identity

    def related(self, source: str, kind: str) -> str | None:
        """The part that another refers to by a relation of this kind; None where there is none."""
        return next((target for _, known, target in self._relations(source) if known == kind and target in self.parts), None)

    def has_relations(self, source: str) -> bool:
        """Whether a part refers to others."""
        return _relations_of(source) in self.parts

    def of_relation(self, source: str, identity: str) -> str | None:
        """The part that a relation of a part, by its id, leads to."""
        return next((target for known, _, target in self._relations(source) if known == identity), None)

    def save(self, *, sealed: bool = False) -> bytes:
        """The package as a file; a sealed one can be told from one that a person has saved since (`is_sealed`)."""
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
            if sealed:
                archive.comment = _seal(self.parts)
            for name, content in self.parts.items():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
                archive.writestr(entry, content)
        return result.getvalue()

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        """The relations of a part: id, the last word of the type, the part that it leads to."""
        content = self.parts.get(_relations_of(source))
        if content is None:
            return
        for entry in parse(content):
            target = entry.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
            yield entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], full

    def _declare(self, name: str, kind: str) -> None:
        root = parse(self.parts[_TYPES]) if _TYPES in self.parts else etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap={None: CONTENT_TYPES})
        ending = name.rpartition(".")[2].lower()
        default = next((entry for entry in root if entry.get("Extension", "").lower() == ending), None)
        if default is None and ending in ("rels", "vml"):
            root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", {"Extension": ending, "ContentType": kind}))
        elif default is None or default.get("ContentType") != kind:
            etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": kind})
        self.parts[_TYPES] = written(root)


def read_package(data: bytes) -> Package:
    """The package of a workbook. Raises NotReadable where it is none, or damaged, or not within bounds."""
    with open_package(data) as archive:
        package = Package({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    try:
        parse(package.parts[_TYPES])
    except (KeyError, etree.XMLSyntaxError) as problem:
        raise NotReadable("damaged", "缺少内容类型", "请用 Excel 或者 WPS 打开检查，修复后重新保存") from problem
    return package


def is_sealed(data: bytes) -> bool:
    """Whether a file is just as `save` has sealed it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.comment == _seal({name: archive.read(name) for name in archive.namelist()})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        return False


def _seal(parts: Mapping[str, bytes]) -> bytes:
    whole = hashlib.sha256()
    for name, content in parts.items():
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return f"reportgen {whole.hexdigest()}".encode()


def _relations_of(source: str) -> str:
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
