"""The .xlsx package as a zip of parts: whether it is safe to open, and its parts under the names that readers look for.

Programs name the parts of a package in their own ways: with a backslash in the path, in capitals, with a main part that is called
workbook2.xml, with relations that lead over ../. Excel follows the relations; a reader of values wants the usual names.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from reportgen.ooxml.guard import DAMAGE, PackageFault, open_office, open_zip
from reportgen.ooxml.names import CONTENT_TYPES, ROOT_RELATIONS, local, relations_of, targets
from reportgen.ooxml.office import WORKBOOK as _USE
from reportgen.ooxml.packing import packed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

WORKBOOK = "xl/workbook.xml"
"""The main part's usual name."""
SHEETS = "xl/worksheets/"
"""Where sheets usually are."""

_USUAL = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedStrings.xml"}
"""Parts that a reader asks for by name, wherever their relations lead."""
_UNPACKED = 64 * 2**20
"""So large a workbook stands in memory unpacked as it is read: a ledger of 80,000 households. What looks for marks and what reads values both read it."""
_ODD_WAYS = (b"\\", b"../", b'"./', b"'./")
"""What a relation's target may have that a reader doesn't follow."""
DAMAGED = _USE.words[PackageFault.DAMAGED].help
"""What to do with a damaged workbook."""


def open_package(data: bytes) -> zipfile.ZipFile:
    """The workbook's package, checked: complete, not encrypted, within bounds. Raises Unreadable."""
    package = open_office(data, _USE, _UNPACKED)
    return package if _is_usual(package) else _with_usual_names(package)


def main_part(data: bytes) -> bytes:
    """The XML of a workbook's main part, which names its sheets; of a package with the usual names the rest isn't looked at. Raises Unreadable."""
    with suppress(*DAMAGE), open_zip(data, _USE) as package:
        if data.startswith(b"PK") and _is_usual(package):
            return package.read(WORKBOOK)
    with open_package(data) as package:
        return package.read(WORKBOOK)


def _is_usual(package: zipfile.ZipFile) -> bool:
    """Whether a package's parts have the usual names, so that nothing need be put in order."""
    names = set(package.namelist())
    if any("\\" in name for name in names) or not {WORKBOOK, relations_of(WORKBOOK), ROOT_RELATIONS} <= names:
        return False
    if any(way in package.read(relations_of(WORKBOOK)) for way in _ODD_WAYS):
        return False
    related = _related(package, WORKBOOK)
    return _main_part(package) == WORKBOOK and all(target in names and _USUAL.get(kind, target) == target for _, kind, target in related)


def _with_usual_names(package: zipfile.ZipFile) -> zipfile.ZipFile:
    """The package anew in memory, its parts under the usual names, the relations of the workbook written out whole."""
    from lxml import etree

    content = {_usual(name): package.read(name) for name in package.namelist() if not name.endswith(("/", "\\"))}
    if ROOT_RELATIONS not in content and WORKBOOK not in content:
        raise _USE.unreadable(PackageFault.NO_ZIP)
    plain = _packed(content)
    main = _main_part(plain)
    if main is None or not _is_workbook(content.get(main, b"")):
        raise _USE.unreadable(PackageFault.NO_ZIP)
    related = _related(plain, main)
    names = {main: WORKBOOK, **{target: _USUAL[kind] for _, kind, target in related if kind in _USUAL and target in content}}
    relations = parse_part(plain, _spelt(plain, relations_of(main)))
    wholes = {identity: target for identity, _, target in related}
    for entry in relations:
        if entry.get("Id", "") in wholes:
            target = wholes[entry.get("Id", "")]
            entry.set("Target", f"/{names.get(target, target)}")
    renamed = {part: _renamed(plain, part, attribute, names) for part, attribute in ((ROOT_RELATIONS, "Target"), (CONTENT_TYPES, "PartName"))}
    moved = {names.get(name, name): data for name, data in content.items() if name not in names.values() or name in names}
    return _packed({**moved, **renamed, relations_of(WORKBOOK): etree.tostring(relations)})


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
    return zipfile.ZipFile(BytesIO(packed(content, content, stored=("",))))  # nothing compressed: it is read at once


def _usual(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/")


def _main_part(package: zipfile.ZipFile) -> str | None:
    """The part that the package is about, by the relation that leads to it."""
    return next((target for _, kind, target in _related(package, "") if kind == "officeDocument"), None)


def _related(package: zipfile.ZipFile, source: str) -> list[tuple[str, str, str]]:
    """The relations of a part (of the package itself: "") to others: id, last word of the type, and the part; one is found though its capitals differ."""
    relations = parse_part(package, _spelt(package, relations_of(source)))
    return [(identity, kind, _spelt(package, target)) for identity, kind, target in targets(relations, source)]


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
        if local(element) == "sheet":
            relation = next((value for name, value in element.attrib.items() if str(name).rpartition("}")[2] == "id"), None)
            parts[element.get("name", "")] = relations.get(relation or "", "")
    return parts


def parse_part(package: zipfile.ZipFile, part: str) -> "Element":
    """The XML of a part. Raises Unreadable."""
    from reportgen.ooxml import parsing

    try:
        data = package.read(part)
    except KeyError as problem:
        raise _USE.unreadable(PackageFault.MALFORMED, part) from problem
    return parsing.parse_part(data, part, _USE)
