"""Workbooks as other programs pack them: names, relations and namespaces of their own, cells far out that hold only a format."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest

from tests.inputs.workspace import Workspace

Parts = dict[str, bytes]
HEADER = ("乡镇", "取暖路径", "区域", "任务户数")
ROWS = [HEADER, ("子干乡", "煤改电", "农村", 100), ("苏龙口镇", "煤改气", "农村", 26)]
SHEET, BOOK, BOOK_RELS, RELS, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"


def _unpack(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pack(parts: Mapping[str, bytes], stream: io.BytesIO | None = None) -> bytes:
    result = stream or io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo("x")
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return result.getvalue()


class _Pipe(io.BytesIO):
    """Can't be gone back in: each entry's sizes stand behind it."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def _backslashes(parts: Parts) -> Parts:
    return {name.replace("/", "\\"): data for name, data in parts.items()}


def _main_named(name: str, target: str | None = None) -> Callable[[Parts], Parts]:
    folder, _, file = name.rpartition("/")

    def change(parts: Parts) -> Parts:
        parts = dict(parts)
        parts[name] = parts.pop(BOOK)
        relations = re.sub(rb'Target="(?!/)', b'Target="/xl/', parts.pop(BOOK_RELS))
        parts[f"{folder}/_rels/{file}.rels".lstrip("/")] = relations
        parts[RELS] = re.sub(rb'Target="/?xl/workbook.xml"', f'Target="{target or name}"'.encode(), parts[RELS])
        parts[TYPES] = parts[TYPES].replace(b"/xl/workbook.xml", f"/{name}".encode())
        return parts

    return change


def _with_a_decoy(parts: Parts) -> Parts:
    return {**_main_named("xl/workbook2.xml")(parts), BOOK: b"<workbook/>"}


def _replace(part: str, old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: {name: re.sub(old.encode(), new.encode(), data) if name == part else data for name, data in parts.items()}


def _strict(parts: Parts) -> Parts:
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    for old, new in names.items():
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return parts


def _moved(folder: str) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        parts = {name.replace("xl/", f"{folder}/"): data for name, data in parts.items()}
        return {name: data.replace(b'"/xl/', f'"/{folder}/'.encode()).replace(b'"xl/', f'"{folder}/'.encode()) for name, data in parts.items()}

    return change


def _prefixed(part: str) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        data = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", parts[part])
        return {
            **parts,
            part: data.replace(b'xmlns="http://schemas.openxmlformats.org/spreadsheetml', b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml'),
        }

    return change


@pytest.mark.parametrize(
    "change",
    [
        _backslashes,
        _main_named("xl/workbook2.xml"),
        _main_named("xl/workbook2.xml", "/xl/workbook2.xml"),
        _main_named("xl/book.xml", "./xl/book.xml"),
        _main_named("xl/工作簿.xml"),
        _main_named("workbook.xml"),
        _main_named("main/book.xml", "main/../main/book.xml"),
        lambda parts: _backslashes(_main_named("xl/workbook2.xml", "xl\\\\workbook2.xml")(parts)),
        _with_a_decoy,
        _replace(RELS, 'Target="/?xl/', 'Target="/xl/'),
        _replace(BOOK_RELS, 'Target="/xl/', 'Target="'),
        _replace(BOOK_RELS, 'Target="/xl/', 'Target="../xl/'),
        _replace(BOOK_RELS, 'Target="/xl/', 'Target="./'),
        _replace(BOOK_RELS, 'Target="/xl/worksheets/', 'Target="worksheets\\\\\\\\'),
        _strict,
        _moved("sheets"),
        lambda parts: {name.replace("xl/", "XL/"): data for name, data in parts.items()},
        lambda parts: {name.upper() if name.startswith("xl") else name: data for name, data in parts.items()},
        lambda parts: dict(reversed(parts.items())),
        lambda parts: {f"./{name}": data for name, data in parts.items()},
        _prefixed(SHEET),
        _prefixed(BOOK),
        lambda parts: {name: data for name, data in parts.items() if not name.startswith(("docProps", "xl/theme"))},
    ],
    ids=[
        "backslashes",
        "workbook2",
        "absolute",
        "other-name",
        "chinese-name",
        "in-root",
        "other-folder",
        "backslashes-and-other-name",
        "decoy",
        "absolute-target",
        "relative",
        "upwards",
        "dot",
        "backslash-target",
        "strict",
        "all-in-another-folder",
        "capital-folder",
        "capitals",
        "other-order",
        "dot-names",
        "prefixed-sheet",
        "prefixed-workbook",
        "bare",
    ],
)
def test_a_workbook_is_read_however_its_parts_are_named(change: Callable[[Parts], Parts], county: Workspace) -> None:
    path = county.book({"改造任务": ROWS}, change=lambda sheet: setattr(sheet["D2"], "number_format", '0"万户"'))
    path.write_bytes(_pack(change(_unpack(path.read_bytes()))))
    assert [(row["township"], row["households"]) for row in county.rows("改造任务")] == [("子干乡", 1000000), ("苏龙口镇", 26)]
    assert [code for code, _, _ in county.said()] == ["inputs.number-format"]


@pytest.mark.parametrize(
    "wrap",
    [lambda parts: _pack(parts, _Pipe()), lambda parts: b"MZ junk" + _pack(parts), lambda parts: _pack(parts) + b"\0" * 64],
    ids=["sizes-behind", "junk-before", "junk-behind"],
)
def test_a_workbook_is_read_however_it_is_zipped(wrap: Callable[[Parts], bytes], county: Workspace) -> None:
    path = county.book({"改造任务": ROWS})
    data = wrap(_unpack(path.read_bytes()))
    path.write_bytes(data)
    if data.startswith(b"PK"):
        assert len(county.rows("改造任务")) == 2
        assert county.said() == []
    else:
        assert [code for code, _, _ in county.said()] == ["inputs.not-a-workbook"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: {name: data for name, data in parts.items() if name not in (BOOK, RELS)}, "not-a-workbook"),
        (lambda parts: {**parts, BOOK: b"<document/>"}, "damaged"),
        (lambda parts: {**parts, RELS: b"<Relationships"}, "damaged"),
        (lambda parts: {name: data for name, data in parts.items() if name != BOOK_RELS}, "damaged"),
        (lambda parts: {name: data for name, data in parts.items() if name != SHEET}, "damaged"),
        (
            lambda parts: {"word/document.xml": b"<w:document xmlns:w='w'/>", RELS: parts[RELS].replace(b"xl/workbook.xml", b"word/document.xml")},
            "not-a-workbook",
        ),
    ],
    ids=["no-main-part", "no-workbook", "broken-relations", "no-relations", "no-sheet", "document"],
)
def test_what_is_no_workbook_is_said_to_be_none(change: Callable[[Parts], Parts], code: str, county: Workspace) -> None:
    path = county.book({"改造任务": ROWS})
    path.write_bytes(_pack(change(_unpack(path.read_bytes()))))
    assert [found for found, _, _ in county.said()] == [f"inputs.{code}"]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="Z1048576" s="0"/></row>',
        '<row r="1048576"><c r="Z1048576" s="0" t="n"></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="0"><v/></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="0"><v></v></c></row>',
        '<row r="1048576" s="0" customFormat="1"/>',
        "".join(f'<row r="{row}"><c r="A{row}" s="0"/><c r="XFD{row}" s="0"/></row>' for row in range(1000, 1048577, 9999)),
    ],
    ids=["closed", "open", "empty-value", "blank-value", "row", "many"],
)
def test_a_far_cell_that_holds_only_a_format_is_none(cells: str, county: Workspace) -> None:
    path = county.book({"改造任务": ROWS})
    county.rezip(path, SHEET, lambda data: data.replace(b"</sheetData>", f"{cells}</sheetData>".encode()))
    assert len(county.rows("改造任务")) == 2
    assert county.said() == []


def test_a_far_cell_with_a_value_is_still_refused(county: Workspace) -> None:
    path = county.book({"改造任务": ROWS})
    county.rezip(path, SHEET, lambda data: data.replace(b"</sheetData>", b'<row r="1048576"><c r="Z1048576"><v>1</v></c></row></sheetData>'))
    assert [(code, message) for code, message, _ in county.said()] == [("inputs.too-large", "的表格延伸到第1048576行、第26列，为安全起见没有读取")]
