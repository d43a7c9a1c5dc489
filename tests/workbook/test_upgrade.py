"""An older workbook brought to the schema: what is lacking is added, and no cell, note or format is lost."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from reportgen.inputs.schema.choices import Level
from reportgen.start.upgrade import upgrade_unit
from reportgen.workbook.upgrade import Upgraded, upgrade
from reportgen.workspace import Workspace
from tests.workbook.conftest import County, headings, opened
from tests.workbook.test_mark import with_formula

USES = {"tasks": "必需：实施方案"}


@pytest.fixture(scope="module")
def older(blank: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook as a person keeps it, from before the schema had 问题清单, 任务's 乡镇, and the path 生物质热电联产."""
    folder = tmp_path_factory.mktemp("older")
    county = County(folder, folder)
    county.book.write_bytes(blank)
    county.fill(
        {
            "改造任务": [{"取暖路径": "煤改电", "区域": "农村", "任务户数": 4449}, {"取暖路径": "集中供热", "区域": "农村", "任务户数": 700}],
            "资金": [{"资金来源": "中央", "资金用途": "热源", "预算数": 12.5}],
        }
    )
    book = county.open()
    del book["问题清单"]
    page = book["改造任务"]
    page.delete_cols(2)
    page.data_validations.dataValidation = [DataValidation(type="list", formula1='"集中供热,煤改电"', sqref="B4:B1048576")]
    page["B4"].comment = Comment("领导说要核实", "张某某")
    page["D4"].fill = PatternFill("solid", fgColor="FFFF00")
    page["D4"].font = Font(name="楷体", bold=True)
    page["H4"] = "旁边的记录"
    book["资金"].data_validations.dataValidation = [DataValidation(type="list", formula1='"中央,本县自定"', sqref="A4:A99")]
    book["填报说明"].delete_rows(40, 300)
    book.save(county.book)
    with_formula(county.book, b"<v>4449</v>", b"<f>4000+449</f><v>4449</v>")
    return county.book.read_bytes()


@pytest.fixture
def old(county: County, older: bytes) -> County:
    """The county with the older workbook."""
    county.book.write_bytes(older)
    return county


@pytest.fixture(scope="module")
def upgraded(older: bytes) -> Upgraded:
    """What upgrading the older workbook gives."""
    return upgrade(older, "填报表.xlsx", USES)


@pytest.fixture(scope="module")
def content(upgraded: Upgraded) -> bytes:
    """The upgraded workbook."""
    assert upgraded.content is not None
    return upgraded.content


def test_a_workbook_of_this_schema_stays(blank: bytes) -> None:
    assert upgrade(blank, "填报表.xlsx", USES) == Upgraded(None, (), ())


def test_what_is_lacking_is_added(older: bytes, upgraded: Upgraded, content: bytes) -> None:
    assert upgraded.problems == ()
    book = opened(content)
    assert book.sheetnames == [*opened(older).sheetnames, "问题清单"]
    head, columns = headings(book["改造任务"])
    assert head == 3
    assert columns == {"县（市、区）": 1, "取暖路径": 2, "区域": 3, "任务户数": 4, "备注": 5, "乡镇": 9}
    page = book["改造任务"]
    assert page["I3"].value == "乡镇"
    assert "任务所属乡镇" in page["I3"].comment.text
    assert page["I4"].number_format == "@"
    assert not page["I4"].protection.locked
    assert not page.column_dimensions["I"].protection.locked
    checks = {str(check.sqref): check for check in page.data_validations.dataValidation}
    assert checks["B4:B1048576"].formula1 == '"集中供热,煤改电,煤改气,生物质热电联产"'
    assert {check.type for cells, check in checks.items() if cells.startswith("D4")} == {"whole"}
    assert "《改造任务》增加列：乡镇" in upgraded.added
    assert "《改造任务》更新下拉列表：取暖路径" in upgraded.added
    assert "增加工作表：问题清单" in upgraded.added
    assert book["问题清单"]["A3"].value == "尚未填报"


def test_an_offices_own_list_stays(content: bytes) -> None:
    lists = [check for check in opened(content)["资金"].data_validations.dataValidation if check.type == "list"]
    assert [check.formula1 for check in lists] == ['"中央,本县自定"']


@pytest.mark.slow
def test_no_cell_note_or_format_is_lost(older: bytes, content: bytes) -> None:
    before, after = opened(older), opened(content)
    for page in before:
        if page.title == "填报说明":
            continue
        for row in page.iter_rows():
            for cell in row:
                now = after[page.title][cell.coordinate]
                if cell.value is not None or cell.has_style:
                    looks = [(repr(one.font), repr(one.fill), repr(one.border), repr(one.alignment), one.number_format) for one in (cell, now)]
                    assert looks[0] == looks[1] or cell.value is None
                assert now.value == cell.value
                assert cell.comment is None or now.comment.text == cell.comment.text
        assert after[page.title].freeze_panes == page.freeze_panes
        assert after[page.title].print_title_rows == page.print_title_rows
    assert after["改造任务"]["D4"].value == "=4000+449"


def test_reading_still_works_and_the_new_column_is_read(old: County, content: bytes) -> None:
    old.book.write_bytes(content)
    book = old.open()
    book["改造任务"]["I5"] = "鹅城镇"
    book["改造任务"]["D4"] = 4449  # openpyxl keeps no values of formulas
    book["改造任务"]["H4"] = None
    book.save(old.book)
    inputs, problems = old.load()
    assert problems == []
    assert [(row.township, row.households) for row in inputs.tables["tasks"].rows] == [(None, 4449), ("鹅城镇", 700)]  # type: ignore[attr-defined]


def test_values_of_formulas_stay(old: County, content: bytes) -> None:
    old.book.write_bytes(content)
    assert old.load()[0].tables["tasks"].rows[0].households == 4449  # type: ignore[attr-defined]


def test_again_there_is_nothing_to_do(content: bytes) -> None:
    assert upgrade(content, "填报表.xlsx", USES) == Upgraded(None, (), ())


@pytest.mark.slow
def test_words_of_ones_own_in_the_guide_are_kept(county: County) -> None:
    book = county.open()
    book["填报说明"]["A3"] = "本县规定：每月5日前填好"
    book.save(county.book)
    content = upgrade(county.book.read_bytes(), county.file, USES).content
    assert content is not None
    after = opened(content)
    assert after.sheetnames[:3] == ["填报说明", "填报说明（升级前）", "单位说明"]
    assert after["填报说明（升级前）"]["A3"].value == "本县规定：每月5日前填好"
    county.book.write_bytes(content)
    assert county.load()[1] == []


def test_a_workbook_of_another_look_takes_its_look(county: County) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "职责分工"
    page.append(["静乐县职责分工"])
    page.append(["部门"])
    page.append(["序号", "责任单位", "备注"])
    page.append([1, "县能源局", None])
    page["B3"].font = page["C3"].font = Font(name="黑体", bold=True)
    book.save(county.book)
    done = upgrade(county.book.read_bytes(), county.file, USES, None)
    assert done.content is None
    assert [problem.code for problem in done.problems] == ["upgrade.no-header"]
    page["C3"] = "职责"
    book.save(county.book)
    after = opened(upgrade(county.book.read_bytes(), county.file, USES).content or b"")
    assert after.sheetnames[0] == "填报说明"
    assert after["职责分工"]["B3"].comment is not None
    assert after["职责分工"]["B3"].font.name == "黑体"


@pytest.mark.slow
def test_the_command_keeps_the_old_file_and_leaves_tables_of_other_files_alone(old: County) -> None:
    (old.folder / "问题清单.csv").write_text("序号,问题来源,问题,整改措施,责任单位,发现日期,整改时限\n", encoding="utf-8")
    ledger = old.open()
    for name in ledger.sheetnames:
        if name != "用户台账":
            del ledger[name]
    ledger["用户台账"].delete_cols(20, 2)
    ledger.save(old.folder / "用户台账.xlsx")
    before = {path.name: path.read_bytes() for path in old.folder.iterdir()}
    files = upgrade_unit(Workspace(old.root), old.folder, Level.COUNTY)
    assert [file.path.name for file in files] == ["填报表.xlsx", "用户台账.xlsx"]
    assert all(file.problems == () for file in files)
    assert [file.kept.name for file in files if file.kept] == ["填报表.升级前.xlsx", "用户台账.升级前.xlsx"]
    assert (old.folder / "填报表.升级前.xlsx").read_bytes() == before["填报表.xlsx"]
    assert "问题清单" not in old.open().sheetnames
    assert openpyxl.load_workbook(old.folder / "用户台账.xlsx").sheetnames == ["用户台账"]
    assert any("增加列：" in text for text in files[1].added)
    assert [problem.code for problem in old.load()[1]] == ["inputs.extra-cell"]  # 旁边的记录
    again = upgrade_unit(Workspace(old.root), old.folder, Level.COUNTY)
    assert [file.kept for file in again] == [None, None]


def test_an_open_workbook_is_not_touched(old: County) -> None:
    (old.folder / "~$填报表.xlsx").touch()
    before = old.book.read_bytes()
    (file,) = upgrade_unit(Workspace(old.root), old.folder, Level.COUNTY)
    assert [problem.code for problem in file.problems] == ["upgrade.locked"]
    assert old.book.read_bytes() == before
    assert not Path(old.folder / "填报表.升级前.xlsx").exists()


@pytest.mark.slow
def test_a_workbook_from_before_the_sheets_of_the_unit_gets_them(county: County) -> None:
    """Blank, beside a 单位.yaml that says it all; and not where another workbook has them."""
    book = county.open()
    del book["单位说明"], book["公文"]
    book.save(county.book)
    (file,) = upgrade_unit(Workspace(county.root), county.folder, Level.COUNTY)
    assert "增加工作表：单位说明、公文" in file.added
    after = county.open()
    assert after.sheetnames[:4] == ["填报说明", "单位说明", "公文", "改造任务"]
    assert "单位.yaml 里已经填了的不用再填" in after["单位说明"]["A2"].value
    assert "实施方案" in next(row[2].comment.text for row in after["单位说明"].iter_rows() if row[1].value == "文种")
    assert "实施方案" in [row[0].value for row in after["公文"].iter_rows()]
    inputs, problems = county.load()
    assert (inputs.described, problems) == (("inputs/2024/静乐县/单位.yaml",), [])
    assert upgrade_unit(Workspace(county.root), county.folder, Level.COUNTY)[0].kept is None

    county.book.rename(county.folder / "说明.xlsx")
    county.book.write_bytes((county.folder / "填报表.升级前.xlsx").read_bytes())
    files = upgrade_unit(Workspace(county.root), county.folder, Level.COUNTY)
    assert not any("单位说明" in text for file in files for text in file.added)
