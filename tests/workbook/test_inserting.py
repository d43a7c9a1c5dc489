"""Rows put in above a total: what stands below moves along, sums take the rows in, and what isn't known to move is refused."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from reportgen.workbook.inserting import Unmovable, with_rows

SHEET, AT = "资金", 4
"""The total stands in row 5."""


def book(change: Callable[[Any], None] = lambda _: None) -> bytes:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = SHEET
    for row in (["资金表"], ["来源", "金额"], ["中央", 3], ["省级", 4], ["合计", "=SUM(B3:B4)"], ["注：单位为万元"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A6:B6")
    sheet["A5"].font = Font(bold=True)
    sheet["A2"].hyperlink = "#其他!A1"
    sheet.row_dimensions[5].height = 30
    check = DataValidation("list", '"中央,省级"')
    check.add("A3:A4")
    sheet.add_data_validation(check)
    made.create_sheet("其他")["A1"] = "=SUM(资金!B3:B4)+资金!B3"
    change(sheet)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def test_what_stands_below_moves_along() -> None:
    made = openpyxl.load_workbook(BytesIO(with_rows(book(), SHEET, AT, 2)))
    sheet: Any = made[SHEET]
    assert [sheet.cell(row, 1).value for row in range(3, 9)] == ["中央", "省级", None, None, "合计", "注：单位为万元"]
    assert sheet["B7"].value == "=SUM(B3:B6)"
    assert made["其他"]["A1"].value == "=SUM(资金!B3:B6)+资金!B3"
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:B1", "A8:B8"]
    assert (sheet["A7"].font.b, sheet.row_dimensions[7].height) == (True, 30)
    assert str(sheet.data_validations.dataValidation[0].sqref) == "A3:A6"


def test_without_rows_nothing_changes() -> None:
    content = book()
    assert with_rows(content, SHEET, AT, 0) is content


def _set(cell: str, value: str) -> Callable[[Any], None]:
    return lambda sheet: sheet.__setitem__(cell, value)


def _note(sheet: Any) -> None:
    sheet["A5"].comment = Comment("合计", "示例")


def _name(sheet: Any) -> None:
    sheet.parent.defined_names["总额"] = DefinedName("总额", attr_text=f"{SHEET}!$B$5")


def _table(sheet: Any) -> None:
    sheet.add_table(Table(displayName="T", ref="A2:B4"))


def _link(sheet: Any) -> None:
    sheet["A5"].hyperlink = "#其他!A1"


@pytest.mark.parametrize(
    "change",
    [_set("C3", "=B5"), _set("C3", "=INDIRECT(B1)"), lambda sheet: sheet.merge_cells("C4:C5"), _note, _name, _table, _link],
    ids=["formula", "indirect", "merged", "note", "name", "table", "link"],
)
def test_what_is_not_known_to_move_is_refused(change: Callable[[Any], None]) -> None:
    with pytest.raises(Unmovable):
        with_rows(book(change), SHEET, AT, 1)
