"""Inputs that were made, or went wrong, so that reading them takes memory and time without end: each is bounded, and told at its place."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from reportgen.inputs import remarks
from tests import bounded
from tests.inputs.workspace import Workspace

HEAD = "取暖路径,区域,任务户数"
BOOK, SHEET = "填报表.xlsx", "xl/worksheets/sheet1.xml"
ROWS = [("取暖路径", "区域", "任务户数"), ("煤改电", "农村", 100)]
ROW = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'


def csv(text: str) -> Callable[[Workspace], object]:
    return lambda county: county.write("改造任务.csv", text)


def sheet(change: Callable[[bytes], bytes]) -> Callable[[Workspace], object]:
    def plant(county: Workspace) -> None:
        county.rezip(county.book({"改造任务": ROWS}), SHEET, change)

    return plant


def more(rows: bytes) -> Callable[[Workspace], object]:
    return sheet(lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>"))


def shared_text(county: Workspace) -> None:
    """A long text that stands in the file once, and in 30,000 cells."""
    path = county.book({"改造任务": ROWS})
    county.rezip(
        path,
        SHEET,
        lambda data: data.replace(
            b"</sheetData>", b"".join(b'<row r="%d"><c r="C%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 30_000)) + b"</sheetData>"
        ),
    )
    relation = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
    county.rezip(path, "xl/_rels/workbook.xml.rels", lambda data: data.replace(b"</Relationships>", relation + b"</Relationships>"))
    texts = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"长" * 30_000}</t></si></sst>'
    county.add(path, "xl/sharedStrings.xml", texts.encode())


def time_span(county: Workspace) -> None:
    county.rezip(
        county.book({"验收": [("验收层级", "验收日期"), ("县级", timedelta(days=10**6))]}), SHEET, lambda data: re.sub(rb"<v>1000000</v>", b"<v>9e15</v>", data)
    )


def many(county: Workspace) -> None:
    for number in range(20_001):
        (county.folder / f"{number}.csv").touch()


def deep(county: Workspace) -> None:
    (county.folder / "佐证材料" / "/".join("d" * 400)).mkdir(parents=True)


CASES: dict[str, tuple[Callable[[Workspace], object], str, str]] = {
    "a million rows": (csv(f"{HEAD}\n" + "煤改电,农村,100\n" * 10**6), "inputs.too-large", "改造任务.csv"),
    "ten thousand columns": (csv(f"{HEAD},{','.join(map(str, range(10_000)))}\n煤改电,农村,100\n"), "inputs.too-large", "改造任务.csv"),
    "a row of commas": (csv(f"{HEAD}\n{',' * 30_000_000}"), "inputs.too-large", "改造任务.csv"),
    "one long line": (csv("a" * 20_000_000), "inputs.csv-syntax", "改造任务.csv"),
    "YAML without end": (lambda county: county.write("改造任务.yaml", "# 说明\n" * 9 * 10**6), "inputs.too-large", "改造任务.yaml"),
    "a cell far out": (more(ROW % (10**6, 10**6)), "inputs.too-large", f"{BOOK}#改造任务"),
    "a quarter of a million rows of a sheet": (more(b"".join(ROW % (n, n) for n in range(3, 250_000))), "inputs.too-large", f"{BOOK}#改造任务"),
    "the most columns of a sheet": (more(b'<row r="3"><c r="XFD3"><v>1</v></c></row>'), "inputs.too-large", f"{BOOK}#改造任务"),
    "a text in thousands of cells": (shared_text, "inputs.too-large", f"{BOOK}#改造任务"),
    "merged ranges over each other": (
        sheet(lambda data: data.replace(b"</sheetData>", b"</sheetData><mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A2:XFD1048576"/>' * 99_999))),
        "inputs.damaged",
        f"{BOOK}#改造任务",
    ),
    "columns hidden without end": (
        sheet(lambda data: data.replace(b"<sheetData>", b'<cols><col min="1" max="9999999" hidden="1"/><col min="x" hidden="1"/></cols><sheetData>')),
        "inputs.hidden",
        f"{BOOK}#改造任务!A2",
    ),
    "a time span of ages": (time_span, "inputs.out-of-range", f"{BOOK}#验收"),
    "twenty thousand files": (many, "inputs.too-many-files", ""),
    "folders within folders": (deep, "evidence.too-deep", "佐证材料" + "/d" * 31),
    "a link to itself": (lambda county: (county.folder / "改造任务.csv").symlink_to("改造任务.csv"), "inputs.unreadable", "改造任务.csv"),
    "a link to a device": (lambda county: (county.folder / "改造任务.csv").symlink_to("/dev/zero"), "inputs.outside", "改造任务.csv"),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CASES)
def test_what_has_no_end_is_bounded_and_told_at_its_place(name: str, county: Workspace) -> None:
    plant, code, place = CASES[name]
    plant(county)
    said = bounded.load(county.root, county.folder)
    folder = county.folder.relative_to(county.root).as_posix()
    assert (code, f"{folder}/{place}".removesuffix("/")) in [(found, at) for found, _, at in said]


def test_so_many_bad_cells_are_told_once_with_their_number(county: Workspace) -> None:
    county.write("改造任务.csv", f"{HEAD}\n" + "".join(f"煤改电,农村,x{number}\n" for number in range(20_000)))
    said = bounded.load(county.root, county.folder)
    assert len(said) <= remarks.MAX_ALIKE
    assert any("还有19991处同类问题" in message for _, message, _ in said)


def test_so_many_files_that_are_none_of_the_data_are_told_with_their_number(county: Workspace) -> None:
    for number in range(1000):
        (county.folder / f"{number}.csv").touch()
    said = bounded.load(county.root, county.folder)
    assert len(said) == 200
    assert "还有801个同类问题" in said[-1][1]
