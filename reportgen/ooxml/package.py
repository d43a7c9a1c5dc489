"""The .docx package: its parts as XML, and how they refer to each other."""

from zipfile import ZipFile

from lxml.etree import _Element as Element

from reportgen.ooxml.guard import PackageFault, open_office
from reportgen.ooxml.names import MAIN, relations_of, targets
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse_part

MAX_PART = 48 * 2**20
"""The largest part that is parsed: a tree takes many times its bytes."""

# What the strict variant of the format calls its vocabularies, and what everyone calls them.
_STRICT, _COMMON = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_VOCABULARIES = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
    b"drawingml/wordprocessingDrawing": b"drawingml/2006/wordprocessingDrawing",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
}


class Parts:
    """The parts of a checked package."""

    def __init__(self, package: ZipFile) -> None:
        self._package = package
        self._names = frozenset(package.namelist())
        main = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
        self.main = main[0] if main else MAIN

    def xml(self, name: str) -> Element | None:
        """A part as XML; None where there is no such part. Raises Unreadable."""
        if name not in self._names:
            return None
        if self._package.getinfo(name).file_size > MAX_PART:
            raise DOCUMENT.unreadable(PackageFault.LARGE_PART, name)
        data = self._package.read(name)
        for strict, common in _VOCABULARIES.items():
            data = data.replace(_STRICT + strict, _COMMON + common)
        return parse_part(data, name, DOCUMENT)

    def read(self, name: str) -> bytes:
        """The bytes of a part, a picture; empty where there is no such part."""
        return self._package.read(name) if name in self._names else b""

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` (empty: the package) refers to inside the package: by id, the kind (`footer`) and the name of the part."""
        root = self.xml(relations_of(part))
        return {} if root is None else {identifier: (kind, name) for identifier, kind, name in targets(root, part)}

    def related(self, kind: str) -> Element | None:
        """The part of a kind (`styles`) that the main part refers to, as XML."""
        return next((self.xml(name) for found, name in self.relations(self.main).values() if found == kind), None)


def open_parts(data: bytes) -> Parts:
    """The package of a Word file: complete, not encrypted, within bounds. Raises Unreadable."""
    return Parts(open_office(data, DOCUMENT))
