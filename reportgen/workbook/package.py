"""A workbook's package: its parts as bytes, their content types and their relations; the same bytes for the same content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.diagnostics import Unreadable
from reportgen.inputs.packages import open_package
from reportgen.ooxml.guard import open_zip, read_all
from reportgen.ooxml.names import CONTENT_TYPES, OFFICE, PACKAGE, beside, relations_of, targets
from reportgen.ooxml.office import WORKBOOK
from reportgen.ooxml.packing import packed
from reportgen.workbook.names import parse, written

_RELATIONSHIPS, _TYPES = f"{PACKAGE}/relationships", f"{PACKAGE}/content-types"


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
        name = relations_of(source)
        root = parse(self.parts[name]) if name in self.parts else etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
        used = {entry.get("Id") for entry in root}
        identity = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", {"Id": identity, "Type": f"{OFFICE}/{kind}", "Target": beside(source, target)})
        self.parts[name] = written(root)
        return identity

    def related(self, source: str, kind: str) -> str | None:
        """The part that another refers to by a relation of this kind; None where there is none."""
        return next((target for _, known, target in self._relations(source) if known == kind and target in self.parts), None)

    def has_relations(self, source: str) -> bool:
        """Whether a part refers to others."""
        return relations_of(source) in self.parts

    def of_relation(self, source: str, identity: str) -> str | None:
        """The part that a relation of a part, by its id, leads to."""
        return next((target for known, _, target in self._relations(source) if known == identity), None)

    def save(self, *, sealed: bool = False) -> bytes:
        """The package as a file; a sealed one can be told from one that a person has saved since (`is_sealed`)."""
        return packed(self.parts, self.parts, stored=(), comment=_seal(self.parts) if sealed else b"")

    def _relations(self, source: str) -> list[tuple[str, str, str]]:
        """The relations of a part: id, the last word of the type, the part that it leads to."""
        content = self.parts.get(relations_of(source))
        return [] if content is None else targets(parse(content), source)

    def _declare(self, name: str, kind: str) -> None:
        root = parse(self.parts[CONTENT_TYPES]) if CONTENT_TYPES in self.parts else etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
        ending = name.rpartition(".")[2].lower()
        default = next((entry for entry in root if entry.get("Extension", "").lower() == ending), None)
        if default is None and ending in ("rels", "vml"):
            root.insert(0, etree.Element(f"{{{_TYPES}}}Default", {"Extension": ending, "ContentType": kind}))
        elif default is None or default.get("ContentType") != kind:
            etree.SubElement(root, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": kind})
        self.parts[CONTENT_TYPES] = written(root)


def read_package(data: bytes) -> Package:
    """The package of a workbook. Raises Unreadable where it is none, or damaged, or not within bounds."""
    with open_package(data) as archive:
        package = Package({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    try:
        parse(package.parts[CONTENT_TYPES])
    except (KeyError, etree.XMLSyntaxError) as problem:
        raise Unreadable("damaged", "缺少内容类型", "请用 Excel 或者 WPS 打开检查，修复后重新保存") from problem
    return package


def is_sealed(data: bytes) -> bool:
    """Whether a file is just as `save` has sealed it."""
    try:
        with open_zip(data, WORKBOOK) as archive:
            return archive.comment == _seal(read_all(archive, WORKBOOK))
    except Unreadable:
        return False


def _seal(parts: Mapping[str, bytes]) -> bytes:
    whole = hashlib.sha256()
    for name, content in parts.items():
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return f"reportgen {whole.hexdigest()}".encode()
