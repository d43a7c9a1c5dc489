"""Files that can't be read, stand in the wrong place or carry the wrong name: a message each, and the rest still read."""

import csv
import io
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from reportgen.diagnostics import Severity
from reportgen.ooxml import guard
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
HEADER = ("取暖路径", "区域", "任务户数")
ROW = ("煤改电", "农村", 100)
CSV = "取暖路径,区域,任务户数\r\n煤改电,农村,100\r\n"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip with the given parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # without the time: the bytes are the name of a case
    return file.getvalue()


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty-file", "是空文件"),
        (b"name,age\n", "not-a-workbook", "不是 Excel 工作簿"),
        (OLE, "old-format", "是旧的 .xls 格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "设有打开密码"),
        (b"PK\x03\x04" + bytes(200), "damaged", "不完整或者已经损坏"),
        (zipped({"word/document.xml": b"<a/>"}), "not-a-workbook", "不是 Excel 工作簿"),
        (zipped({"xl/workbook.xml": b"<workbook"}), "damaged", "损坏"),
        (zipped({"xl/workbook.xml": bytes(20 * 2**20)}), "too-large", "解压后过大"),
    ],
)
def test_a_file_that_is_no_readable_workbook_is_named_and_the_rest_is_read(county: Workspace, data: bytes, code: str, words: str) -> None:
    county.write("填报表.xlsx", data)
    county.write("改造任务.csv", CSV)
    ((found, message, place),) = county.said(ERROR)
    assert (found, place) == (f"inputs.{code}", "填报表.xlsx")
    assert words in message
    assert len(county.rows("改造任务")) == 1


def test_a_truncated_workbook_is_damaged(county: Workspace) -> None:
    path = county.book({"改造任务": [HEADER, ROW]})
    path.write_bytes(path.read_bytes()[:-300])
    assert [(code, place) for code, _, place in county.said()] == [("inputs.damaged", "填报表.xlsx")]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda _: b"", lambda data: data.replace(b"<", b"&", 1)], ids=["cut", "empty", "garbled"]
)
def test_a_damaged_part_is_a_fault_or_does_not_matter(county: Workspace, part: str, damage: Callable[[bytes], bytes]) -> None:
    path = county.book({"改造任务": [HEADER, ROW]})
    parts = parts_of(path)
    path.write_bytes(zipped(parts | {part: damage(parts[part])}))
    said = county.said()
    assert all(code in ("inputs.damaged", "inputs.no-header") and place.startswith("填报表.xlsx") for code, _, place in said)
    assert said or county.rows("改造任务")


def test_a_part_that_is_missing_is_a_fault(county: Workspace) -> None:
    path = county.book({"改造任务": [HEADER, ROW]})
    parts = parts_of(path)
    del parts["xl/worksheets/sheet1.xml"]
    path.write_bytes(zipped(parts))
    assert [code for code, _, _ in county.said()] == ["inputs.damaged"]


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c r="B49999999"><v>1</v></c></row>',
        "<row r='9'><c r = 'zzz999999'><v>1</v></c></row>",
        f'<row r="999999"><c r="A999999"><v>1</v></c>{"<c><v>1</v></c>" * 30}</row>',
    ],
)
def test_a_cell_far_out_is_a_fault_of_its_sheet_only(county: Workspace, far: str) -> None:
    path = county.book({"改造任务": [HEADER, ROW], "验收": [("乡镇", "验收类别")]})
    parts = parts_of(path)
    sheet = "xl/worksheets/sheet2.xml"
    path.write_bytes(zipped(parts | {sheet: parts[sheet].replace(b"</sheetData>", f"{far}</sheetData>".encode())}))
    assert [(code, place) for code, _, place in county.said()] == [("inputs.too-large", "填报表.xlsx#验收")]
    assert len(county.rows("改造任务")) == 1


def test_entities_in_a_workbook_are_not_expanded(county: Workspace) -> None:
    path = county.book({"改造任务": [HEADER, ("煤改电", "农村", "=1+1")]})
    parts = parts_of(path)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<f>1+1</f>", b"<f>&b;&c;</f>")
    path.write_bytes(zipped(parts | {"xl/worksheets/sheet1.xml": bomb + sheet}))
    assert all(code in ("inputs.damaged", "inputs.formula-without-value") for code, _, _ in county.said(ERROR))
    assert county.said(ERROR)


def test_a_file_over_the_limit_is_not_opened(county: Workspace) -> None:
    with (county.folder / "填报表.xlsx").open("wb") as file:
        file.truncate(guard.MAX_BYTES + 1)
    assert [(code, place) for code, _, place in county.said()] == [("inputs.too-large", "填报表.xlsx")]


@pytest.mark.parametrize("lock", ["~$填报表.xlsx", ".~lock.填报表.xlsx#", ".~填报表.xlsx"])
def test_an_open_workbook_is_read_as_last_saved_with_a_warning(county: Workspace, lock: str) -> None:
    county.book({"改造任务": [HEADER, ROW]})
    county.write(lock, b"x")
    assert len(county.rows("改造任务")) == 1
    assert county.said() == [("inputs.open-elsewhere", "正在 Excel 或者 WPS 中打开，读取的是上次保存的内容", "填报表.xlsx")]


UNFINISHED = (
    *("填报表.xlsx.tmp", "填报表.xlsx.crdownload", "填报表.xlsx.baiduyun.p.downloading", "填报表.xlsx.part", ".填报表.xlsx.icloud"),
    *(".syncthing.填报表.xlsx.tmp", "~syncthing~填报表.xlsx.tmp", "改造任务.csv.tmp"),
)


@pytest.mark.parametrize("name", UNFINISHED)
def test_a_file_not_yet_written_whole_leaves_the_data_undecided(county: Workspace, name: str) -> None:
    county.write(name, b"x")
    assert [(code, place) for code, _, place in county.said()] == [("inputs.unfinished", name)]
    assert len(county.load()[0].undecided) == 1


@pytest.mark.parametrize("name", UNFINISHED[:-1])
def test_what_was_left_of_writing_beside_the_file_is_nothing_to_remark_on(county: Workspace, name: str) -> None:
    county.book({"改造任务": [HEADER, ROW]})
    county.write(name, b"x")
    assert county.said() == []


def test_a_lock_left_behind_is_nothing_to_remark_on(county: Workspace) -> None:
    county.write("~$填报表.xlsx", b"x")
    assert county.said() == []


def test_a_folder_named_like_a_workbook_and_a_link_to_nowhere_are_faults(county: Workspace) -> None:
    (county.folder / "甲.xlsx").mkdir()
    (county.folder / "乙.xlsx").symlink_to(county.folder / "没有")
    assert [(code, place) for code, _, place in county.said(ERROR)] == [("inputs.unreadable", "乙.xlsx"), ("inputs.unreadable", "甲.xlsx")]


@pytest.mark.parametrize("name", ["改造任务.csv", "改造任务.yaml", "填报表.xlsx"])
def test_a_pipe_named_like_a_file_is_not_waited_for(county: Workspace, name: str) -> None:
    os.mkfifo(county.folder / name)
    assert county.said() == [("inputs.unreadable", "不是普通文件，没有读取", name)]


def test_a_link_out_of_the_workspace_is_not_followed(county: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "改造任务.csv"
    outside.write_text(CSV)
    (county.folder / "改造任务.csv").symlink_to(outside)
    assert [(code, place) for code, _, place in county.said()] == [("inputs.outside", "改造任务.csv")]
    assert county.table("改造任务") is None


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"改造任务 ": [HEADER, ROW]}, []),
        ({"tasks": [HEADER, ROW]}, []),
        ({"改造任务": [], "Sheet1": [], "填报说明": [("请逐行填写",)]}, []),
        ({"改造任务表": [HEADER, ROW]}, [("unknown-sheet", "工作表“改造任务表”没有读取，是否应为“改造任务”", "填报表.xlsx#改造任务表")]),
        ({"Sheet1": [HEADER, ROW]}, [("unknown-sheet", "工作表“Sheet1”不是数据表的名称，没有读取", "填报表.xlsx#Sheet1")]),
    ],
    ids=["spaces", "key", "empty", "nearly", "other"],
)
def test_sheets_are_known_by_their_names(county: Workspace, sheets: Mapping[str, Sequence[Sequence[object]]], said: Sequence[tuple[str, str, str]]) -> None:
    county.book(sheets)
    assert county.said() == [(f"inputs.{code}", message, place) for code, message, place in said]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("改造任务表.csv", "unknown-file", "文件名不是数据表的名称，没有读取，是否应为“改造任务.csv”"),
        ("联系人.yaml", "unknown-file", "文件名不是数据表的名称，没有读取"),
        ("填报表.xls", "old-format", "是 .xls 格式，没有读取"),
        ("填报表.et", "old-format", "是 .et 格式，没有读取"),
    ],
)
def test_files_are_known_by_their_names(county: Workspace, name: str, code: str, words: str) -> None:
    county.write(name, CSV)
    assert county.said() == [(f"inputs.{code}", words, name)]


def test_files_that_hold_no_data_are_passed_over(county: Workspace) -> None:
    county.write("印章.png", b"png")
    county.write("说明.docx", b"PK")
    (county.folder / "佐证材料").mkdir()
    assert county.said() == []


def test_a_dataset_in_two_places_is_in_none(county: Workspace) -> None:
    county.book({"改造任务": [HEADER, ROW]})
    county.write("改造任务.csv", CSV.replace("100", "200"))
    folder = "inputs/2023/原平市"
    message = f"“改造任务”有2处：{folder}/填报表.xlsx#改造任务、{folder}/改造任务.csv，都没有采用"
    assert [(code, said) for code, said, _ in county.said()] == [("inputs.duplicate-dataset", message)]
    assert county.table("改造任务") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_is_read_in_each_encoding(county: Workspace, encoding: str) -> None:
    county.write("改造任务.csv", CSV, encoding)
    assert county.rows("改造任务")[0]["households"] == 100
    assert county.said() == []


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (CSV.encode("utf-16-le"), "encoding", "不是 UTF-8 或者 GB18030 编码的文本"),
        (b"a\0b", "encoding", "不是 UTF-8 或者 GB18030"),
        (b"", "empty-file", "是空文件"),
        (b"\xef\xbb\xbf\r\n", "no-header", "没有找到“改造任务”的表头"),
        (CSV.replace("煤改电", '"煤改电').encode(), "csv-syntax", "引号不成对"),
        (b'"' + b"x" * 200_000 + b'"', "csv-syntax", "内容过长"),
        (CSV.replace(",", " ").encode(), "no-header", "没有找到“改造任务”的表头"),
    ],
)
def test_csv_that_cannot_be_read_is_named(county: Workspace, data: bytes, code: str, words: str) -> None:
    county.write("改造任务.csv", data)
    ((found, message, place),) = county.said()
    assert (found, place) == (f"inputs.{code}", "改造任务.csv")
    assert words in message


def test_csv_has_marks_quotes_and_places_like_a_sheet(county: Workspace) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["# sample: true"], [], HEADER, ["煤改电", "农村", "1,234"], ["煤改气", "农村", "坏"]])
    county.write("改造任务.csv", text.getvalue())
    table = county.table("改造任务")
    assert table.sample is True
    assert [row.households for row in table.rows] == [1234, None]
    assert ("inputs.not-a-number", "“任务户数”应为整数（单位：户），实际是“坏”", "改造任务.csv!C5") in county.said(ERROR)


@pytest.mark.parametrize(
    ("text", "places", "households"),
    [
        ("取暖路径,区域,任务户数\n煤改电,农村,1,200\n煤改气,农村,800\n", ["D2"], [None, 800]),
        ("取暖路径,区域,任务户数,备注\n煤改电,农村,1200,甲\n煤改气,农村,1,800,乙\n", ["E3"], [1200, None]),
        ("取暖路径,区域,任务户数,\n煤改电,农村,1200,\n煤改气,农村,800,,\n", [], [1200, 800]),
    ],
    ids=["last", "before-remarks", "trailing-commas"],
)
def test_an_unquoted_thousands_separator_in_a_csv_is_refused(county: Workspace, text: str, places: list[str], households: list[int | None]) -> None:
    county.write("改造任务.csv", text)
    assert [(code, place) for code, _, place in county.said(ERROR)] == [("inputs.extra-cell", f"改造任务.csv!{cell}") for cell in places]
    assert [row.households for row in county.table("改造任务").rows] == households
