"""Masked copies: read as their originals are, with nothing left to mask, and with nothing of the file beside its cells."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.building.project import open_project
from reportgen.diagnostics import Unreadable
from reportgen.filing.copies import masked_copies, masked_copy
from reportgen.filing.rebuild import job_of
from reportgen.filing.staging import stage
from reportgen.inputs.load import load_unit
from reportgen.inputs.schema.programme import shipped
from reportgen.seen import Moved
from reportgen.workspace import Workspace
from tests.filing.conftest import KEY
from tests.filing.personal import unpacked
from tests.inputs.workspace import UNIT

OWN, HEAD = "140981199001010016", "张建国"
HEADER = ("乡镇", "村（社区）", "户主", "身份证号", "联系电话", "取暖路径", "住房面积", "安装日期")
ROWS = [
    ("东乡", "一村", HEAD, OWN, "13912345678", "煤改电", 96.5, date(2023, 8, 12)),
    ("东乡", "一村", "李秀兰", None, 13812345678, "煤改电", "80平方米", None),
    ("东乡", HEAD, "张某某", "140981********0011", None, "煤改电", "=40*2", None),
]


def book(change: Callable[[Worksheet], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "用户台账"
    for row in (HEADER, *ROWS):
        sheet.append(row)
    if change is not None:
        change(sheet)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def rewritten(change: Callable[[str, str], str]) -> bytes:
    """The workbook with its parts changed as text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return buffer.getvalue()


def prefixed(name: str, text: str) -> str:
    """A sheet whose elements have a prefix, as some programs write them."""
    if not name.startswith("xl/worksheets/"):
        return text
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text)
    return text.replace('xmlns="http://schemas.openxmlformats.org/spreadsheetml', 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml')


def without_references(name: str, text: str) -> str:
    """A sheet whose cells don't say where they stand."""
    return re.sub(r'(<(?:c|row)\b[^>]*?) r="[A-Z]*\d+"', r"\1", text) if name.startswith("xl/worksheets/") else text


def with_rich_text(_name: str, text: str) -> str:
    """Shared strings in pieces, with readings."""
    phonetic = '<rPh sb="0" eb="1"><t>' + HEAD + "</t></rPh>"
    return text.replace(f"<t>{HEAD}</t>", f"<r><t>{HEAD[:1]}</t></r><r><t>{HEAD[1:]}</t></r>{phonetic}")


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["G"].hidden = True
    sheet.auto_filter.ref = "A1:H4"
    sheet.auto_filter.add_filter_column(2, [HEAD])
    sheet.freeze_panes = "A2"


def draw(sheet: Worksheet) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=7, min_row=1, max_row=3), titles_from_data=True)
    chart.title = HEAD
    sheet.add_chart(chart, "J2")
    sheet["A1"].comment = Comment(OWN, HEAD)
    sheet["A2"].hyperlink = Hyperlink("A2", target="tel:13912345678", tooltip=HEAD)
    sheet.oddFooter.left.text = HEAD
    sheet.parent.properties.creator = HEAD
    sheet.parent.create_chartsheet(HEAD)


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("A2:A4")
    sheet["G2"].number_format = "0.00%"
    sheet["H2"] = f'=IF(1=1,"{OWN}","")'


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(book(), id="plain"),
        pytest.param(book(hide), id="hidden and filtered"),
        pytest.param(book(draw), id="chart, note, link, footer, author"),
        pytest.param(book(merge), id="merged, percent, formula"),
        pytest.param(rewritten(prefixed), id="prefixed elements"),
        pytest.param(rewritten(without_references), id="cells without references"),
        pytest.param(rewritten(with_rich_text), id="rich text with readings"),
    ],
)
def test_the_copy_of_a_workbook_is_read_as_its_original(data: bytes, tmp_path: Path) -> None:
    copy = masked_copy(data, "填报表.xlsx", shipped())
    assert copy is not None
    assert masked_copy(copy, "填报表.xlsx", shipped()) is None
    packed = b"".join(name.encode() + content for name, content in unpacked("", copy))
    village = packed.count(HEAD.encode())
    assert village == 1  # the head's name is that of a village too, which is none of a person's
    assert not any(word.encode() in packed for word in (OWN, "13912345678", "13812345678", "李秀兰"))
    assert read(tmp_path, "填报表.xlsx", data) == read(tmp_path, "填报表.xlsx", copy)
    openpyxl.load_workbook(io.BytesIO(copy))  # another reader finds nothing missing


def test_a_number_that_no_cell_shows_is_left_out_of_the_copy() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "改造任务"
    sheet["A1"], sheet["B2"] = "取暖路径", f'="电话"&"{OWN}"'
    sheet["A1"].comment = Comment(OWN, "张某某")
    sheet.add_data_validation(DataValidation(type="list", formula1=f'"{OWN},煤改电"', prompt=OWN, sqref="A3"))
    buffer = io.BytesIO()
    book.save(buffer)
    copy = masked_copy(buffer.getvalue(), "填报表.xlsx", shipped())
    assert copy is not None
    assert not any(OWN.encode() in content for _, content in unpacked("", copy))
    assert masked_copy(copy, "填报表.xlsx", shipped()) is None


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("用户台账.csv", f"乡镇,村（社区）,户主,取暖路径\n东乡,一村,{HEAD},煤改电\n", "乡镇,村（社区）,户主,取暖路径\r\n东乡,一村,张**,煤改电\r\n"),
        ("用户台账.csv", f'乡镇,村（社区）,户主,取暖路径\n"东,""乡""",,{HEAD},\n\n', '乡镇,村（社区）,户主,取暖路径\r\n"东,""乡""",,张**,\r\n\r\n'),
        ("用户台账.yaml", f"# 13912345678\n- {{乡镇: 东乡, 户主: {HEAD}}}  # 备注\n", '# 139****5678\n- {乡镇: 东乡, 户主: "张**"}  # 备注\n'),
        ("用户台账.csv", f"一村\n{HEAD},东乡\n", "一*\r\n张**,东*\r\n"),  # a ledger without headings is none
        ("单位.yaml", UNIT + "联系电话: 13912345678\n", UNIT + "联系电话: 139****5678\n"),
    ],
)
def test_the_copy_of_a_text_has_its_lines(name: str, text: str, masked: str, tmp_path: Path) -> None:
    copy = masked_copy(text.encode("gb18030"), name, shipped())
    assert copy is not None
    assert copy.decode("utf-8-sig") == masked
    assert masked_copy(copy, name, shipped()) is None
    assert read(tmp_path, name, text.encode()) == read(tmp_path, name, copy)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("用户台账.csv", f"乡镇,户主\n东乡,张某某\n{OWN[:-1]},李某某\n".encode()),
        ("单位.yaml", UNIT.encode()),
        ("职责分工.yaml", "- {部门: 能源局, 职责: 牵头}\n".encode()),
    ],
)
def test_what_has_nothing_to_mask_is_its_own_copy(name: str, data: bytes) -> None:
    assert masked_copy(data, name, shipped()) is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("花名册.csv", f"户主\n{HEAD}\n".encode()),
        ("用户台账.yaml", f"- {{户主: {HEAD}".encode()),
        ("用户台账.xls", HEAD.encode()),
        ("填报表.xlsx", b"PK" + HEAD.encode()),
        ("用户台账.csv", b"\xff\xff\0"),
    ],
)
def test_what_no_reader_reads_is_packed_by_name_alone(name: str, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        masked_copy(data, name, shipped())
    copies = masked_copies({f"inputs/2023/甲县/{name}": data}, tmp_path / "outputs", shipped())
    assert (copies.contents, copies.unread, copies.problems) == ({}, (f"inputs/2023/甲县/{name}",), ())


def test_a_proof_can_not_be_tried_out_without_the_offices_key(tmp_path: Path) -> None:
    data = f"{UNIT}联系电话: 13912345678\n".encode()
    one, same, other = (masked_copies({"inputs/2023/甲县/单位.yaml": data}, tmp_path / outputs, shipped()).proofs for outputs in ("甲", "甲", "乙"))
    assert one == same != other


def read(tmp_path: Path, name: str, data: bytes) -> object:
    """What a unit's folder gives with this file in it."""
    folder = tmp_path / "inputs/2023/甲县"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "单位.yaml").write_text(UNIT, encoding="utf-8")
    (folder / name).write_bytes(data)
    inputs, problems = load_unit(Workspace(tmp_path), folder)
    assert inputs is not None
    tables = {
        key: [([getattr(row, column) for column in row.dataset.columns], dict(row.origin.raws), dict(row.origin.cells)) for row in table.rows]
        for key, table in inputs.tables.items()
    }
    personal = ("inputs.personal-data", "inputs.personal-number", "inputs.no-header")
    return inputs.unit, tables, [problem for problem in problems if problem.code not in personal]


@pytest.mark.parametrize("file", ["改造任务.csv", "单位.yaml"])
def test_what_is_packed_is_what_the_document_was_made_from(file: str, built: Path) -> None:
    """A file that somebody saves while it is filed isn't packed: the filing is run again."""
    project = open_project(Workspace(built), "2023")
    job = job_of(project.season(frozenset((KEY.unit,))), KEY)
    assert job is not None
    staged, problems = stage(project, job)
    assert staged is not None and problems == ()
    path = built / "inputs/2023/甲县" / file
    assert staged.files[f"inputs/2023/甲县/{file}"] == path.read_bytes()
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Moved):
        stage(project, job)
