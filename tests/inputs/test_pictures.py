"""Cells that hold no value of their own: pictures, formulas and errors written as text. A fault at the cell; nothing of it is printed."""

import pytest

from reportgen.diagnostics import Severity
from tests.inputs.workspace import Workspace

HEAD = ("改造类型", "计划面积", "改造方式")
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "cell",
    [
        't="str"><f>_xlfn.DISPIMG("ID_A1B2",1)</f><v>=DISPIMG("ID_A1B2",1)</v></c>',
        't="str"><f>DISPIMG("ID_A1B2",1)</f><v>=DISPIMG("ID_A1B2",1)</v></c>',
        't="e"><f>_xlfn.DISPIMG("ID_A1B2",1)</f><v>#NAME?</v></c>',
        '><f>_xlfn.DISPIMG("ID_A1B2",1)</f></c>',
        't="inlineStr"><is><t>=DISPIMG("ID_A1B2",1)</t></is></c>',
        't="inlineStr"><is><t>=_xlfn.DISPIMG("ID_A1B2",1)</t></is></c>',
        't="e" vm="1"><v>#VALUE!</v></c>',
        't="e" vm="1"><f>_xlfn.IMAGE("https://example.org/a.png")</f><v>#VALUE!</v></c>',
        "t='e' vm='1'><v>#VALUE!</v></c>",
    ],
    ids=["wps", "wps-bare", "wps-in-excel", "never-calculated", "as-text", "as-text-prefixed", "excel-in-cell", "excel-image", "single-quotes"],
)
@pytest.mark.parametrize("column", ["B", "C"])
def test_a_picture_in_a_cell_is_a_fault_there(cell: str, column: str, county: Workspace) -> None:
    path = county.book({"建筑节能": [HEAD, ("农村围护结构改造", 12.35, "外墙保温")]})
    county.rezip(path, SHEET, lambda data: _replaced(data, f"{column}2", cell))
    (row,) = county.rows("建筑节能")
    assert {"B": "planned", "C": "method"}[column] not in row
    ((code, message, place),) = county.said(Severity.ERROR)
    assert (code, place) == ("inputs.picture", f"填报表.xlsx#建筑节能!{column}2")
    assert "DISPIMG" not in message


def _replaced(data: bytes, name: str, cell: str) -> bytes:
    start = data.index(f'<c r="{name}"'.encode())
    end = data.index(b"</c>", start) + len(b"</c>")
    return data[:start] + f'<c r="{name}" {cell}'.encode() + data[end:]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=SUM(B2:B9)", "formula-as-text"),
        ("=B2+B3", "formula-as-text"),
        ("=sheet2!B3", "formula-as-text"),
        ("='2022年'!B3", "formula-as-text"),
        ("＝SUM(B2)", "formula-as-text"),
        ("=_xlfn.XLOOKUP(A1,B:B,C:C)", "formula-as-text"),
        ("=-SUM(B2)", "formula-as-text"),
        ("=12+3", "formula-as-text"),
        ('=IF(A1="","",A1)', "formula-as-text"),
        ("#REF!", "excel-error"),
        ("#N/A", "excel-error"),
        ("#DIV/0!", "excel-error"),
        ("#VALUE!", "excel-error"),
        ("#NAME?", "excel-error"),
        ("#SPILL!", "excel-error"),
        ("######", "too-narrow"),
        ('=DISPIMG("ID_1",1)', "picture"),
    ],
    ids=lambda value: value,
)
@pytest.mark.parametrize("column", [1, 2], ids=["number", "text"])
def test_a_formula_or_error_written_as_text_is_no_text(text: str, code: str, column: int, county: Workspace) -> None:
    row = ["农村围护结构改造", "12.35", "外墙保温"]
    row[column] = '"' + text.replace('"', '""') + '"'
    county.write("建筑节能.csv", f"{','.join(HEAD)}\n{','.join(row)}\n")
    assert [found for found, _, _ in county.said(Severity.ERROR)] == [f"inputs.{code}"]
    assert ("planned", "method")[column - 1] not in county.rows("建筑节能")[0]


@pytest.mark.parametrize("text", ["=", "= 外墙保温", "#1楼外墙保温", "外墙保温=保温板", "1#、2#楼", "≥30%", "=保温"])
def test_text_that_begins_with_a_sign_is_text(text: str, county: Workspace) -> None:
    county.write("建筑节能.csv", f"{','.join(HEAD)}\n农村围护结构改造,12.35,{text}\n")
    assert county.rows("建筑节能")[0]["method"] == text
    assert county.said(Severity.ERROR) == []
