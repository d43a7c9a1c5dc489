"""Cells of a sheet written anew: what isn't touched stays, whatever the workbook has besides."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from reportgen.inputs.excel import open_workbook
from reportgen.workbook.editing import Formula, formulas, with_cells

SHEET = "资金"
EDITED = [f"{column}{row}" for row in range(3, 14) for column in "ABCDE"]
_ROW = re.compile(rb'<row r="(\d+)".*?(?:</row>|/>)', re.DOTALL)


@cache
def workbook() -> bytes:
    """A workbook with what offices' workbooks have: formats, checks, notes, merged and hidden cells, formulas, a chart, names, other sheets, macros."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet.append(["资金情况表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["资金来源", "金额", "到位日期", "合计", "备注"])
    for number in range(3, 10):
        sheet.append([f"来源{number}", number * 1.5, datetime(2023, 4, number), f"=B{number}*2", "第一行\n第二行" if number == 4 else None])
        sheet.cell(number, 2).number_format = "#,##0.00"
    sheet["B10"] = "=SUM(B3:B9)"
    sheet["A3"].font, sheet["A4"].fill = Font(name="仿宋", bold=True), PatternFill("solid", fgColor="FFFF00")
    sheet["A5"].comment, sheet["C6"].hyperlink = Comment("请核对", "示例"), "#其他!A1"
    sheet.row_dimensions[7].hidden, sheet.column_dimensions["E"].width = True, 33
    check = DataValidation("list", '"中央,省级"')
    check.add("A3:A9")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("B3:B9", CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill("solid", bgColor="FF0000")))
    sheet.auto_filter.ref = "A2:E9"
    sheet["E8"] = ArrayFormula("E8:E9", "=B8:B9*3")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=9))
    sheet.add_chart(chart, "H2")
    other = book.create_sheet("其他")
    other["A1"] = "=资金!B10"
    other.sheet_state = "hidden"
    written = BytesIO()
    book.save(written)
    with ZipFile(written, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0macro")
    return written.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(sheet: bytes) -> dict[int, bytes]:
    return {int(found[1]): found[0] for found in _ROW.finditer(sheet)}


def frame(sheet: bytes) -> bytes:
    """All of a sheet but its rows, in one writing."""
    root = etree.fromstring(sheet)
    data = root.find("{*}sheetData")
    assert data is not None
    data.clear()
    return etree.tostring(root, method="c14n")


def cells(data: bytes) -> dict[tuple[str, str], Any]:
    """The value, format, note and formula of every cell of every sheet."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate): (
            getattr(cell.value, "text", cell.value),
            cell.number_format,
            cell.font.b,
            cell.fill.fgColor.rgb,
            cell.comment.text if cell.comment else None,
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style or cell.comment
    }


VALUES = st.one_of(
    st.none(),
    st.integers(1, 10**6),
    st.decimals(1, 1000, allow_nan=False, places=3),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
    st.sampled_from(("=SUM(A1)", "+1", "一\n二", " 前后 ", "<b>&amp;", "_x000D_")),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(EDITED), VALUES, min_size=1, max_size=4))
def test_nothing_else_changes(values: dict[str, Any]) -> None:
    old = workbook()
    new = with_cells(old, SHEET, values)
    before, after = parts(old), parts(new)
    assert {name for name in before if before[name] != after.get(name)} <= {"xl/worksheets/sheet1.xml"}
    assert set(before) == set(after)
    sheet, changed = before["xl/worksheets/sheet1.xml"], after["xl/worksheets/sheet1.xml"]
    assert frame(sheet) == frame(changed)
    touched = {int(name[1:]) for name in values}
    assert {number: row for number, row in rows(sheet).items() if number not in touched} == {
        number: row for number, row in rows(changed).items() if number not in touched
    }
    there, now = cells(old), cells(new)
    for at in {*there, *now}:
        if at[0] != SHEET or at[1] not in values:
            assert there.get(at) == now.get(at), at
        elif at in there and at in now:
            assert there[at][1:] == now[at][1:], at  # the format stays


@pytest.mark.parametrize(
    ("value", "read"),
    [(1200, 1200), (Decimal("12.5"), 12.5), ("=1+1", "=1+1"), ("一\n二", "一\n二"), (None, ""), (date(2023, 5, 1), datetime(2023, 5, 1))],
)
def test_a_cell_holds_what_was_put_there(value: Any, read: Any) -> None:
    new = with_cells(workbook(), SHEET, {"C4": value} if isinstance(value, date) else {"A4": value})
    with open_workbook(new, "填报表.xlsx") as book:
        assert book.sheet(SHEET).raw(3, 2 if isinstance(value, date) else 0) == read


def test_a_new_row_looks_as_the_one_before() -> None:
    new = with_cells(workbook(), SHEET, {"A11": "来源", "B11": 5, "C11": date(2023, 5, 1)}, like={10: 8})
    sheet = openpyxl.load_workbook(BytesIO(new))[SHEET]
    assert (sheet["B11"].number_format, sheet["C11"].number_format, sheet["C11"].value) == ("#,##0.00", sheet["C9"].number_format, datetime(2023, 5, 1))


def test_formulas_are_told_and_those_that_others_hang_on() -> None:
    found = formulas(workbook(), SHEET)
    assert found["B10"] == Formula("SUM(B3:B9)")
    assert found["E8"].is_bound and found["E9"].is_bound
    assert "A3" not in found


def test_the_order_of_calculation_loses_the_cell_that_computes_no_more() -> None:
    content = parts(workbook())
    chain = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="D3" i="1"/><c r="B10"/><c r="A1" i="2"/></calcChain>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    content["xl/calcChain.xml"] = chain
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/></Types>'.encode()
    )
    relation = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/>'
    content["xl/_rels/workbook.xml.rels"] = content["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation + b"</Relationships>")
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    new = parts(with_cells(packed.getvalue(), SHEET, {"D3": 7}))
    left = etree.fromstring(new["xl/calcChain.xml"])
    assert [(cell.get("r"), cell.get("i")) for cell in left] == [("B10", "1"), ("A1", "2")]
    gone = parts(with_cells(with_cells(packed.getvalue(), SHEET, {"D3": 7, "B10": 1}), "其他", {"A1": 3}))
    assert "xl/calcChain.xml" not in gone
    assert b"calcChain" not in gone["[Content_Types].xml"] + gone["xl/_rels/workbook.xml.rels"]
