"""What a person doesn't see of a sheet is read as it stands, and that is said once a table with its places."""

from collections.abc import Callable

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.inputs.workspace import Workspace

ROWS = [
    ("原平市改造任务表",),
    ("乡镇", "取暖路径", "区域", "任务户数", "备注"),
    ("子干乡", "煤改电", "农村", 100, "甲"),
    ("苏龙口镇", "煤改电", "农村", 26, None),
    ("大牛店镇", "煤改气", "农村", 8, None),
    ("崞阳镇", "煤改气", "农村", 3, None),
]
AT = "填报表.xlsx#改造任务"


def _hide_rows(*rows: int) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return change


def _hide_columns(*letters: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for letter in letters:
            sheet.column_dimensions[letter].hidden = True

    return change


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A2:E6"
    sheet.auto_filter.add_filter_column(1, ["煤改电"])
    _hide_rows(5, 6)(sheet)


def _folded(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(4, 6, hidden=True)


def _folded_columns(sheet: Worksheet) -> None:
    sheet.column_dimensions.group("A", "B", hidden=True)


def _whole(state: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("封面")
        sheet.parent.active = 1
        sheet.sheet_state = state

    return change


@pytest.mark.parametrize(
    ("hide", "message", "cells"),
    [
        (_hide_rows(4), "第4行隐藏着（或者被筛选掉），其中的内容照样读取", ["!D4"]),
        (_hide_rows(3, 5, 6), "第3、5—6行隐藏着（或者被筛选掉），其中的内容照样读取", ["!D3", "!D5", "!D6"]),
        (_filter, "第5—6行隐藏着（或者被筛选掉），其中的内容照样读取", ["!D5", "!D6"]),
        (_folded, "第4—6行隐藏着（或者被筛选掉），其中的内容照样读取", ["!D4", "!D5", "!D6"]),
        (_hide_columns("D"), "D列隐藏着（或者被筛选掉），其中的内容照样读取", ["!D3"]),
        (_folded_columns, "A—B列隐藏着（或者被筛选掉），其中的内容照样读取", ["!A3", "!B3"]),
        (_whole("hidden"), "工作表是隐藏的，其中的内容照样读取", [""]),
        (_whole("veryHidden"), "工作表是隐藏的，其中的内容照样读取", [""]),
    ],
    ids=["row", "rows", "filtered", "folded", "column", "folded-columns", "sheet", "very-hidden-sheet"],
)
def test_what_is_hidden_counts_and_is_told_once(hide: Callable[[Worksheet], None], message: str, cells: list[str], county: Workspace) -> None:
    county.book({"改造任务": ROWS}, change=hide)
    assert sum(row["households"] for row in county.rows("改造任务")) == 137
    (problem,) = county.load()[1]
    assert (problem.code, problem.message) == ("inputs.hidden", message)
    assert [str(place).rpartition("/")[2] for place in problem.places] == [AT + cell for cell in cells]


@pytest.mark.parametrize(
    "hide",
    [_hide_rows(1, 2, 7, 30), _hide_columns("E", "F", "XFD"), lambda sheet: sheet.column_dimensions.group("G", "XFD", hidden=True)],
    ids=["no-data-rows", "unread-columns", "all-beyond"],
)
def test_what_is_hidden_and_holds_no_data_is_nothing_to_remark_on(hide: Callable[[Worksheet], None], county: Workspace) -> None:
    county.book({"改造任务": ROWS}, change=hide)
    assert county.said() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'<row r="4"', b'<row r="4" ht="0" customHeight="1"', "第4行隐藏着（或者被筛选掉），其中的内容照样读取"),
        (b'<row r="4"', b'<row r="4" hidden="true"', "第4行隐藏着（或者被筛选掉），其中的内容照样读取"),
        (b"<sheetData>", b'<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>', "D列隐藏着（或者被筛选掉），其中的内容照样读取"),
        (b"<sheetData>", b'<cols><col min="3" max="16384" width="9" hidden="1"/></cols><sheetData>', "C—D列隐藏着（或者被筛选掉），其中的内容照样读取"),
    ],
    ids=["no-height", "true", "no-width", "all-to-the-right"],
)
def test_a_row_without_height_and_a_column_without_width_are_hidden(old: bytes, new: bytes, message: str, county: Workspace) -> None:
    path = county.book({"改造任务": ROWS})
    county.rezip(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(old, new))
    assert [said for _, said, _ in county.said()] == [message]


def test_a_hidden_sheet_that_nobody_has_filled_in_is_nothing_to_remark_on(county: Workspace) -> None:
    county.book({"改造任务": ROWS[:2]}, change=_whole("hidden"))
    assert county.said() == []


def test_rows_that_are_hidden_unless_they_say_otherwise_are_hidden(county: Workspace) -> None:
    path = county.book({"改造任务": ROWS}, change=lambda sheet: setattr(sheet.row_dimensions[3], "height", 15))
    county.rezip(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"<sheetFormatPr", b'<sheetFormatPr zeroHeight="1"'))
    assert [message for _, message, _ in county.said()] == ["第4—6行隐藏着（或者被筛选掉），其中的内容照样读取"]


def test_the_wide_task_table_tells_what_is_hidden_too(county: Workspace) -> None:
    rows = [("乡镇", "煤改电", None), (None, "城区/县城", "农村"), ("子干乡", 1, 2), ("苏龙口镇", 3, 4)]

    def hide(sheet: Worksheet) -> None:
        _hide_rows(4)(sheet)
        _hide_columns("C")(sheet)

    county.book({"改造任务": rows}, change=hide)
    assert sum(row["households"] for row in county.rows("改造任务")) == 10
    assert county.said() == [("inputs.hidden", "第4行和C列隐藏着（或者被筛选掉），其中的内容照样读取", f"{AT}!B4")]
