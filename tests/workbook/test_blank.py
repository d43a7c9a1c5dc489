"""A blank workbook: what an officer sees in it, what it lets him type, and that it says nothing before it is filled in."""

from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from reportgen.inputs.cells import read_cell
from reportgen.inputs.schema import CellType, Dataset, Field
from reportgen.inputs.schema.programme import shipped
from reportgen.workbook.blank import new_workbook
from tests.workbook.conftest import County, headings, opened

each_dataset = pytest.mark.parametrize("dataset", shipped().datasets, ids=lambda dataset: dataset.key)


@pytest.fixture(scope="module")
def book(blank: bytes) -> Workbook:
    return opened(blank)


def check_of(page: Worksheet, field: Field) -> DataValidation | None:
    _, columns = headings(page)
    cell = f"{get_column_letter(columns[field.column.title])}500"
    return next((check for check in page.data_validations.dataValidation if cell in check.sqref), None)


def test_a_sheet_for_each_dataset_behind_the_guide(book: Workbook) -> None:
    assert book.sheetnames == ["填报说明", "单位说明", "公文", *(dataset.title for dataset in shipped().datasets)]


def test_the_same_bytes_on_every_run(blank: bytes) -> None:
    assert new_workbook({"tasks": "必需：实施方案"}) == blank


def test_it_is_valid(county: County) -> None:
    # Text within the cell is what openpyxl writes too; Excel moves it elsewhere when it saves.
    errors = [str(error) for error in OpenXmlValidator().validate(county.book).errors if "inline-string" not in str(error)]
    assert errors == []


def test_unfilled_it_says_nothing(county: County) -> None:
    inputs, problems = county.load()
    assert problems == []
    assert all(table.rows == () for table in inputs.tables.values())
    assert {dataset.key for dataset in shipped().datasets if dataset.may_be_empty} & inputs.tables.keys() == set()


@each_dataset
def test_every_heading_has_a_note(book: Workbook, dataset: Dataset) -> None:
    page = book[dataset.title]
    head, columns = headings(page)
    assert list(columns) == [*(field.column.title for field in dataset.fields()), "备注"]
    for field in dataset.fields():
        cell = page.cell(head, columns[field.column.title])
        note = cell.comment.text
        assert field.column.meaning in note
        assert field.column.example in note
        assert field.column.unit in note
        assert ("必填" in note) is field.required
        assert str(cell.value).startswith("*") is field.required
        assert str(cell.value).endswith(f"（{field.column.unit}）" if field.column.unit else field.column.title)


@each_dataset
def test_it_is_made_for_use_and_print(book: Workbook, dataset: Dataset) -> None:
    page = book[dataset.title]
    head, columns = headings(page)
    assert page.freeze_panes[1:] == str(head + 1) or page.freeze_panes == f"A{head + 1}"
    assert page.print_title_rows == f"$1:${head}"
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)
    widths = [page.column_dimensions[get_column_letter(column)].width for column in columns.values()]
    assert all(8 <= width <= 60 for width in widths)
    assert page.page_setup.orientation == ("landscape" if sum(widths) > 108 else "portrait")
    assert page.protection.sheet
    assert not page.protection.insertRows
    assert all(page.cell(head, column).protection.locked for column in columns.values())
    assert not any(page.cell(head + 1, column).protection.locked for column in columns.values())
    assert not page.column_dimensions["A"].protection.locked


@each_dataset
def test_cells_have_formats_and_checks(book: Workbook, dataset: Dataset) -> None:
    page = book[dataset.title]
    head, columns = headings(page)
    for field in dataset.fields():
        cell = page.cell(head + 1, columns[field.column.title])
        check = check_of(page, field)
        if field.type in (CellType.CHOICE, CellType.FLAG):
            words = "是,否" if field.type is CellType.FLAG else ",".join(field.choices)
            assert (check.type, check.formula1) == ("list", f'"{words}"')
        elif field.type in (CellType.DATE, CellType.MONTH):
            assert check.type == "date"
            assert "年" in cell.number_format
            assert ("日" in cell.number_format) is (field.type is CellType.DATE)
        elif field.type in (CellType.COUNT, CellType.NUMBER):
            assert check.type == ("whole" if field.type is CellType.COUNT else "decimal")
        else:
            assert check is None
            assert cell.number_format == ("General" if field.prose else "@")
        assert check is None or (check.showErrorMessage and field.column.title in check.error)


@pytest.mark.parametrize(
    ("sheet", "title", "low", "high"),
    [
        ("改造任务", "任务户数", "0", "9" * 15),
        ("建筑节能", "能效提升", "0", "100"),
        ("资金", "预算数", "0", "9" * 15),
        ("绩效指标", "年度指标值", "-" + "9" * 15, "9" * 15),
    ],
)
def test_no_negative_households(book: Workbook, sheet: str, title: str, low: str, high: str) -> None:
    field = next(field for field in shipped().by_title[sheet].fields() if field.column.title == title)
    check = check_of(book[sheet], field)
    assert check is not None
    assert (check.operator or "between", check.formula1, check.formula2) == ("between", low, high)


def test_what_is_typed_by_headings_is_read(county: County) -> None:
    # A row of another county would not be read.
    fields = {dataset: [field for field in dataset.fields() if field.key != "county"] for dataset in shipped().datasets}
    county.fill({dataset.title: [{field.column.title: typed(field) for field in fields[dataset]}] for dataset in shipped().datasets})
    inputs, problems = county.load()
    assert [problem.message for problem in problems if problem.code != "inputs.no-own-sheet"] == []  # a sheet that is not of the blank workbook
    for dataset in shipped().datasets:
        (record,) = inputs.tables[dataset.key].rows
        assert {field.key: getattr(record, field.key) for field in fields[dataset]} == {
            field.key: read_cell(field.column.example, field)[0] for field in fields[dataset]
        }


def typed(field: Field) -> object:
    """The example of a column as Excel keeps what a person types."""
    value, _ = read_cell(field.column.example, field)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (int, date)) else str(value)


def test_none_at_all_is_said_not_left_blank(county: County) -> None:
    book = county.open()
    page = book["问题清单"]
    assert page["A3"].value == "尚未填报"
    page["A3"].value = "零报告"
    book.save(county.book)
    inputs, problems = county.load()
    assert problems == []
    assert inputs.tables["issues"].rows == ()
    assert "arrears" not in inputs.tables


def test_the_mark_counts_for_nothing_where_there_are_rows(county: County) -> None:
    county.fill({"拖欠款": [{"企业名称": "示例公司", "项目名称": "示例工程", "拖欠金额": 12.5}]})
    assert [str(row.owed) for row in county.load()[0].tables["arrears"].rows] == ["12.5"]  # type: ignore[attr-defined]


def test_a_table_in_a_file_of_its_own_does_not_quarrel_with_the_blank_sheet(county: County) -> None:
    (county.folder / "职责分工.csv").write_text("部门,职责\n县能源局,牵头\n", encoding="utf-8")
    (county.folder / "问题清单.csv").write_text("序号,问题来源,问题,整改措施,责任单位,发现日期,整改时限\n", encoding="utf-8")
    inputs, problems = county.load()
    assert problems == []
    assert len(inputs.tables["duties"].rows) == 1
    assert inputs.tables["issues"].rows == ()


def test_the_guide_explains_every_column_and_gives_an_example(book: Workbook) -> None:
    page = book["填报说明"]
    rows = [tuple(row) for row in page.iter_rows(values_only=True)]
    for dataset in shipped().datasets:
        for field in dataset.fields():
            column = field.column
            line = next(row for row in rows if row[:2] == (dataset.title, column.title))
            assert line[2:] == (
                "是" if field.required else None,
                str(field.type),
                column.unit or None,
                column.meaning,
                "、".join(["是", "否"] if field.type is CellType.FLAG else field.choices) or None,
                column.example,
            )
    links = {cell.coordinate: cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink}
    directory = {str(page[ref].value): target for ref, target in links.items() if ref.startswith("A")}
    assert all(directory[dataset.title] == f"'{dataset.title}'!A1" for dataset in shipped().datasets)
    example = next(number for number, row in enumerate(rows) if str(row[0]).startswith("填写样例"))
    assert [value for value in rows[example + 2] if value is not None] == ["原平市", "子干乡", "煤改电", "农村", 4449]


def test_the_hint_above_a_table_leads_to_its_columns(book: Workbook) -> None:
    link = book["资金"]["A2"].hyperlink
    sheet, cell = str(link.location).split("!")
    assert sheet == "'填报说明'"
    assert str(book["填报说明"][cell].value).startswith("资金：")


def test_nothing_in_it_depends_on_the_clock(county: County) -> None:
    with ZipFile(county.book) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_citys_table_can_be_pasted_below_the_headings_as_it_is(county: County) -> None:
    book = county.open()
    page = book["改造任务"]
    lines = [
        ["县（市、区）", "集中供热", None, None, "煤改电", None, None],
        [None, "城区/县城", "农村", "合计", "城区/县城", "农村", "合计"],
        ["原平市", 1, 2, 3, 4, 5, 9],
        ["静乐县", 100, 50, 150, 0, 4449, 4449],
        ["合计", 101, 52, 153, 4, 4454, 4458],
    ]
    for number, line in enumerate(lines, 4):
        for column, value in enumerate(line, 1):
            page.cell(number, column).value = value
    book.save(county.book)
    inputs, problems = county.load()
    assert [problem.code for problem in problems] == ["inputs.other-counties"]
    assert [row.households for row in inputs.tables["tasks"].rows] == [100, 50, 0, 4449]  # type: ignore[attr-defined]
