"""A marked copy: every problem and finding on its cell and in a list, and nothing else of the workbook changed."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.diagnostics import Place, Severity
from reportgen.pipeline.check import check
from reportgen.pipeline.opening import open_season
from reportgen.workbook.annotation import Annotation
from reportgen.workbook.copies import Copies, write_copies
from reportgen.workbook.mark import NOTES_OF_ONE, marked_copy
from reportgen.workspace import Workspace
from tests.workbook.conftest import County, opened

FILE = "inputs/2024/静乐县/填报表.xlsx"
RED, YELLOW, BLUE = "FFFFC7CE", "FFFFEB9C", "FFBDD7EE"

POLICY = """
id: own
document: {title: 示例办法, number: 示清洁办发〔2024〕3号, issuer: 示例市清洁取暖办, date: "2024-01-01"}
rules:
  - {id: OWN-1, title: 任务要少, clause: 三（一）, quote: 任务就要少, severity: error, kinds: [plan], each: tasks, assert: row.households < 10,
     message: 任务太多, help: 请减少}
"""


def said(*cells: str, sheet: str = "改造任务", severity: Severity = Severity.ERROR, what: str = "不对") -> Annotation:
    return Annotation(severity, severity.title, what, "", "请改正", tuple(Place(FILE, sheet, cell) for cell in cells))


def mark(county: County) -> Copies:
    season = open_season(Workspace(county.root), "2024")
    return write_copies(season.workspace, season.name, season.roster, check(season))


def parts(data: bytes, folder: Path) -> dict[str, bytes]:
    path = folder / "parts.xlsx"
    path.write_bytes(data)
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def colour(page: Worksheet, cell: str) -> str:
    return str(page[cell].fill.fgColor.rgb)


def test_problems_and_findings_are_on_their_cells_and_in_the_list(county: County) -> None:
    (county.folder / "单位.yaml").write_text((county.folder / "单位.yaml").read_text("utf-8") + "政策依据: [示清洁办发〔2024〕3号]\n", "utf-8")
    (county.root / "inputs/policies").mkdir()
    (county.root / "inputs/policies/own.yaml").write_text(POLICY, "utf-8")
    rows = [{"取暖路径": "煤改点", "区域": "农村", "任务户数": 5}, {"取暖路径": "煤改电", "区域": "农村", "任务户数": 4449}]
    county.fill({"改造任务": rows, "问题清单": [{"序号": "1", "发现日期": "2024年2月30日"}]})
    before = county.book.read_bytes()
    copies = mark(county)
    assert copies.problems == ()
    assert [path.name for path in copies.files] == ["填报表.核对.xlsx"]
    assert county.book.read_bytes() == before
    book = openpyxl.load_workbook(copies.files[0])
    assert book.sheetnames[:2] == ["核对清单", "填报说明"]
    assert book.active is book["核对清单"]
    page = book["改造任务"]
    assert (colour(page, "C4"), colour(page, "E5")) == (RED, RED)
    assert "没有“煤改点”这个选项，是否应为“煤改电”" in page["C4"].comment.text
    assert "怎么改：请从下列选项中选填" in page["C4"].comment.text
    note = page["E5"].comment.text
    assert "【必须整改】任务太多" in note
    assert "依据：示清洁办发〔2024〕3号 三（一）“任务就要少”（规则 OWN-1）" in note
    assert "怎么改：请减少" in note
    assert "不存在" in book["问题清单"]["G5"].comment.text
    listing = book["核对清单"]
    rows_listed = {str(row[3].value): row for row in listing.iter_rows(min_row=4)}
    row = next(cells for text, cells in rows_listed.items() if text.startswith("任务太多"))
    assert row[2].value == "《改造任务》E5"
    assert row[2].hyperlink.location == "'改造任务'!E5"
    assert any("单位.yaml" in str(cells[2].value) for cells in rows_listed.values())
    heads = [cells[1].value for cells in rows_listed.values()]
    assert heads.index("错误") < heads.index("警告")


def test_a_copy_is_not_read_as_data(county: County) -> None:
    county.fill({"职责分工": [{"部门": "县能源局", "职责": "牵头"}]})
    (path,) = mark(county).files
    (county.folder / "填报表.核对 - 副本.xlsx").write_bytes(path.read_bytes())
    inputs, problems = county.load()
    assert problems == []
    assert len(inputs.tables["duties"].rows) == 1


@pytest.mark.slow
def test_a_copy_that_a_person_changed_is_kept(county: County) -> None:
    (path,) = mark(county).files
    assert [one.name for one in mark(county).files] == ["填报表.核对.xlsx"]
    book = openpyxl.load_workbook(path)
    book["核对清单"]["G4"] = "改好了"
    book.save(path)
    kept = path.read_bytes()
    copies = mark(county)
    assert path.read_bytes() == kept
    assert [one.name for one in copies.files] == ["填报表.核对（新生成）.xlsx"]
    assert [problem.code for problem in copies.problems] == ["mark.edited"]
    assert [one.name for one in mark(county).files] == ["填报表.核对（新生成）.xlsx"]
    assert county.load()[1] == []


def test_what_is_not_marked_stays_byte_for_byte(county: County, tmp_path: Path) -> None:
    county.fill({"改造任务": [{"取暖路径": "煤改电", "区域": "农村", "任务户数": 5}]})
    before = parts(county.book.read_bytes(), tmp_path)
    after = parts(marked_copy(county.book.read_bytes(), FILE, "静乐县", [said("E4")]), tmp_path)
    changed = {name for name, content in before.items() if after[name] != content}
    assert {name.rpartition("/")[2] for name in changed} <= {
        "[Content_Types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml", "sheet4.xml", "comment2.xml", "commentsDrawing2.vml",
        "sheet1.xml",
    }  # fmt: skip
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"].replace(b' tabSelected="1"', b"")


@pytest.mark.slow
def test_formulas_with_their_values_formats_lists_and_notes_survive(county: County) -> None:
    county.fill({"改造任务": [{"取暖路径": "煤改电", "区域": "农村", "任务户数": 4449}]})
    book = county.open()
    page = book["改造任务"]
    page["E4"].number_format = "#,##0"
    page["D4"].comment = Comment("领导说要核实", "张某某")
    page["A1"].font = openpyxl.styles.Font(name="楷体", size=22)
    page.conditional_formatting.add("E4:E9", openpyxl.formatting.rule.CellIsRule(operator="lessThan", formula=["0"], stopIfTrue=True))
    book.save(county.book)
    with_formula(county.book, b"<v>4449</v>", b"<f>4000+449</f><v>4449</v>")
    data = marked_copy(county.book.read_bytes(), FILE, "静乐县", [said("E4"), said("D4", severity=Severity.WARNING), said("C7", severity=Severity.NOTICE)])
    marked, original = opened(data)["改造任务"], county.open()["改造任务"]
    assert (marked["E4"].value, marked["E4"].number_format) == ("=4000+449", "#,##0")
    assert [colour(marked, cell) for cell in ("E4", "D4", "C7")] == [RED, YELLOW, BLUE]
    assert marked["D4"].comment.text == "领导说要核实\n\n【警告】不对\n怎么改：请改正"
    assert repr(marked["A1"].font) == repr(original["A1"].font)
    assert repr(marked["E4"].border) == repr(original["E4"].border)
    assert {repr(check) for check in marked.data_validations.dataValidation} == {repr(check) for check in original.data_validations.dataValidation}
    assert marked.conditional_formatting
    assert marked.protection.sheet
    assert marked.print_title_rows == original.print_title_rows
    county.book.write_bytes(data)
    assert county.load()[0].tables["tasks"].rows[0].households == 4449  # type: ignore[attr-defined]


def with_formula(path: Path, old: bytes, new: bytes) -> None:
    """Puts a formula with the value that Excel has calculated into a workbook."""
    with ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    assert any(old in part for part in content.values())
    with ZipFile(path, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part.replace(old, new))


def test_many_cells_of_one_problem_are_all_coloured_and_some_noted() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "改造任务"
    for row in range(1, 201):
        page.append([row])
    data = marked_copy(saved(book), FILE, "静乐县", [said(*(f"A{row}" for row in range(1, 201)))])
    marked = opened(data)["改造任务"]
    assert all(colour(marked, f"A{row}") == RED for row in range(1, 201))
    assert sum(marked.cell(row, 1).comment is not None for row in range(1, 201)) == NOTES_OF_ONE
    assert opened(data)["核对清单"]["C4"].value == "《改造任务》A1:A3等200处"


def test_a_merged_cell_shows_the_mark_of_what_it_covers() -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "改造任务"
    page["B2"] = 5
    page.merge_cells("B2:C4")
    marked = opened(marked_copy(saved(book), FILE, "静乐县", [said("C4")]))["改造任务"]
    assert colour(marked, "B2") == RED
    assert marked["B2"].comment is not None


def test_names_of_sheets_move_with_them() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "核对清单"
    second = book.create_sheet("改造任务")
    second["A1"] = 1
    second.print_title_rows = "1:2"
    second.auto_filter.ref = "A1:A9"
    made = opened(marked_copy(saved(book), FILE, "静乐县", [said("A1")]))
    assert made.sheetnames == ["核对清单2", "核对清单", "改造任务"]
    assert made["改造任务"].print_title_rows == "$1:$2"
    assert made["核对清单2"].print_title_rows == "$1:$3"
    assert made["核对清单2"].auto_filter.ref == "A3:G4"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b' r="1"', b"").replace(b' r="2"', b"").replace(b' r="A1"', b"").replace(b' r="B1"', b"").replace(b' r="A2"', b""),
        lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="),
        lambda xml: xml.replace(b"<sheetData>", b'<cols><col min="1" max="16384" width="9" style="0"/></cols><sheetData>'),
    ],
    ids=["no-references", "prefixed", "columns"],
)
def test_sheets_as_other_programs_write_them(change: Callable[[bytes], bytes], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "改造任务"
    for row in (["甲", "乙"], ["丙"]):
        page.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    with ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, change(part) if name == "xl/worksheets/sheet1.xml" else part)
    marked = opened(marked_copy(path.read_bytes(), FILE, "静乐县", [said("A1"), said("B2"), said("D9")]))["改造任务"]
    assert [[marked["A1"].value, marked["B1"].value], marked["A2"].value] == [["甲", "乙"], "丙"]
    assert [colour(marked, cell) for cell in ("A1", "B2", "D9")] == [RED, RED, RED]
    assert "B1" in {cell.coordinate for row in marked.iter_rows() for cell in row if colour(marked, cell.coordinate) != RED}


def test_a_clean_workbook_gets_a_copy_that_says_so(blank: bytes) -> None:
    listing = opened(marked_copy(blank, FILE, "静乐县", []))["核对清单"]
    assert str(listing["A2"].value).startswith("没有发现问题")


def test_a_unit_without_a_workbook_is_told(county: County) -> None:
    county.book.unlink()
    (county.folder / "职责分工.csv").write_text("部门,职责\n县能源局,牵头\n", encoding="utf-8")
    copies = mark(county)
    assert copies.files == ()
    assert [problem.code for problem in copies.problems] == ["mark.no-workbook"]


def test_a_damaged_workbook_is_told(county: County) -> None:
    county.book.write_bytes(b"PK\x03\x04 nothing")
    copies = mark(county)
    assert copies.files == ()
    assert [problem.code for problem in copies.problems] == ["inputs.damaged"]


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()
