"""Number formats: those that change the number to the eye are told with what is shown and what is stored; the usual ones are nothing to remark on."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Severity
from reportgen.inputs.number_formats import read_format, show
from tests.inputs.workspace import Workspace

WAN = "预算数（万元）"
YUAN = "预算数（元）"
USUAL = [
    "General",
    "0",
    "0.0",
    "0.00",
    "0.0000",
    "#,##0",
    "#,##0.00",
    "#,##0.00_);(#,##0.00)",
    "#,##0_);[Red](#,##0)",
    "[Red]0.00",
    "0.00_ ;[Red]-0.00 ",
    "0.00;[Red]0.00",
    '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "¥#,##0.00",
    '"¥"#,##0.00',
    "[$¥-804]#,##0.00",
    "[$￥-804]#,##0.00;[$￥-804]-#,##0.00",
    "0_ ",
    "0.00E+00",
    "##0.0E+0",
    "# ?/?",
    "@",
    "[DBNum1]General",
    "[DBNum2][$-804]General",
    "G/通用格式",
    "#",
    "#.##",
    "# ##0",
    "?0.0?",
    "[<1]0.00;0",
    "[Blue][>100]0.0;0.00",
    '0".00"',
    "[$-F800]0",
    "0;-0;0;@",
    "0 ;(0)",
]


@pytest.mark.parametrize("code", USUAL)
def test_a_usual_format_is_nothing_to_remark_on(code: str, county: Workspace) -> None:
    _fund(county, WAN, 1234.5, code)
    assert county.rows("资金")[0]["budget"] == Decimal("1234.5")
    assert county.said() == []


@pytest.mark.parametrize(
    "code",
    ['0"万元"', 'General"万元"', '#,##0.00"万元"', '0.00 "万元"', 'G/通用格式"万元"', "0!万!元", "0\\万\\元", '[>0]0.00"万元";0', '0"万"', '0.0_ "万元"_ '],
)
def test_the_columns_own_unit_in_a_format_is_nothing_to_remark_on(code: str, county: Workspace) -> None:
    _fund(county, WAN, 1234.5, code)
    assert county.rows("资金")[0]["budget"] == Decimal("1234.5")
    assert county.said() == []


@pytest.mark.parametrize(
    ("heading", "stored", "code", "shown", "budget"),
    [
        (WAN, 12000000, "0!.0000", "1200.0000", 1200),
        (WAN, 12345678, "0!.0,", "1234.6", Decimal("1234.5678")),
        (WAN, 12345678, "0\\.0,", "1234.6", Decimal("1234.5678")),
        (WAN, 12000000, '0"."0000', "1200.0000", 1200),
        (WAN, 12000000, "#!.0000", "1200.0000", 1200),
        (WAN, 12345678, "0.00,,\n%", "1234.57", Decimal("1234.5678")),
        (WAN, 12000000, '0!.0000"万元"', "1200.0000万元", 1200),
        (WAN, 12000000, '0!.0,"万"', "1200.0万", 1200),
        (WAN, 12000000, '[>=100000000]0!.00,,"亿元";[>=10000]0!.0,"万元";0', "1200.0万元", 1200),
        (WAN, 12000000, '0"元"', "12000000元", 1200),
        (WAN, 12000000, 'General"元"', "12000000元", 1200),
        (WAN, 12000000, '#,##0,"千元"', "12,000千元", 1200),
        (WAN, 1200, '0"亿元"', "1200亿元", 12000000),
        (YUAN, 1200, '0"万元"', "1200万元", 1200),
        ("预算数", 12000000, "0!.0000", "1200.0000", 1200),
    ],
)
def test_a_number_shown_in_a_way_that_can_mean_one_thing_is_read_so_and_both_are_told(
    heading: str, stored: float, code: str, shown: str, budget: object, county: Workspace
) -> None:
    _fund(county, heading, stored, code)
    assert county.rows("资金")[0]["budget"] == budget
    ((_, message, place),) = [entry for entry in county.said(Severity.WARNING) if entry[0] == "inputs.number-format"]
    assert f"“{shown}”" in message
    assert str(stored) in message
    assert place == "填报表.xlsx#资金!C2"


@pytest.mark.parametrize(
    ("heading", "stored", "code", "words"),
    [
        (WAN, 12000000, "0.0000,", "显示“12000.0000”，存储的是12000000"),
        (WAN, 12000000, "#,##0,", "显示“12,000”，存储的是12000000"),
        (WAN, 12000000, "#,##0,,", "显示“12”，存储的是12000000"),
        (WAN, 12000000, "0.00,", "显示“12000.00”"),
        (YUAN, 12000000, "0!.0000", "显示“1200.0000”，存储的是12000000"),
        (WAN, 1200, ";;;", "存储的是1200，单元格格式却让它不显示"),
        (WAN, 1200, '""', "存储的是1200，单元格格式却让它不显示"),
        (WAN, 1200, ";0", "不显示"),
        (WAN, 1200, '"免费"', "显示“免费”，存储的是1200"),
        (WAN, 1200, '"已拨付";"欠拨";"无"', "显示“已拨付”，存储的是1200"),
        (WAN, 1200, '"约"0', "显示“约1200”，存储的是1200"),
        (WAN, 1200, '"1"0', "显示“11200”，存储的是1200"),
        (WAN, 1200, '0"000"', "显示“1200000”，存储的是1200"),
        (WAN, 20230601, "0-00-00", "显示“2023-06-01”"),
        (WAN, 1200, '0"户"', "的单位应为万元，实际是“户”"),
        (WAN, 1200, '0"美元"', "显示“1200美元”，存储的是1200"),
        (WAN, 0.5, "0.00%", "单元格却是百分比格式：显示50%，存储的是0.5"),
    ],
)
def test_a_number_whose_format_shows_another_is_a_fault_with_both(heading: str, stored: float, code: str, words: str, county: Workspace) -> None:
    _fund(county, heading, stored, code)
    assert "budget" not in county.rows("资金")[0]
    ((_, message, place),) = county.said(Severity.ERROR)
    assert words in message
    assert place == "填报表.xlsx#资金!C2"


@pytest.mark.parametrize("code", ["0;-0;;@", "#,##0;-#,##0;", "0;0;"])
def test_a_zero_that_is_not_shown_is_zero_and_told(code: str, county: Workspace) -> None:
    _fund(county, WAN, 0, code)
    assert county.rows("资金")[0]["budget"] == 0
    assert [code for code, _, _ in county.said()] == ["inputs.number-format"]


@pytest.mark.parametrize(
    ("title", "columns", "row", "column", "code", "value"),
    [
        ("资金", ("资金来源", "资金用途", "预算数", "到位日期"), ("中央", "热源", 1, 20230820), "D", '0000"年"00"月"00"日"', "2023-08-20"),
        ("资金", ("资金来源", "资金用途", "预算数", "到位日期"), ("中央", "热源", 1, 20230820), "D", "0000-00-00", "2023-08-20"),
        ("能源保障", ("能源品种", "供应企业", "计量单位", "需求量", "合同签订"), ("天然气", "甲公司", "万立方米", 5, 1), "E", '"是";;"否"', "True"),
        ("确村确户", ("取暖路径", "区域", "户数", "乡镇", "村"), ("煤改电", "农村", 5, "甲镇", 3), "E", '"第"0"村"', "第3村"),
    ],
)
def test_where_words_are_wanted_the_shown_ones_are_read(
    title: str, columns: tuple[str, ...], row: tuple[object, ...], column: str, code: str, value: str, county: Workspace
) -> None:
    county.book({title: [columns, row]}, change=lambda sheet: setattr(sheet[f"{column}2"], "number_format", code))
    assert value in [str(found) for found in county.rows(title)[0].values()]
    assert county.said(Severity.ERROR) == []
    assert [place for _, _, place in county.said()] == [f"填报表.xlsx#{title}!{column}2"]


def test_an_identifier_is_no_number_however_it_is_shown(county: Workspace) -> None:
    county.book(
        {"能源保障": [("能源品种", "供应企业", "计量单位", "需求量", "合同编号"), ("天然气", "甲公司", "万立方米", 5, 12)]},
        change=lambda sheet: setattr(sheet["E2"], "number_format", "000000"),
    )
    assert [code for code, _, _ in county.said(Severity.ERROR)] == ["inputs.identifier-as-number"]


def test_a_format_of_the_cell_style_is_inherited_where_the_cell_names_none(county: Workspace) -> None:
    path = _fund(county, WAN, 12000000, "0!.0000")
    county.rezip(path, "xl/styles.xml", _from_parent)
    assert county.rows("资金")[0]["budget"] == 1200


def _from_parent(data: bytes) -> bytes:
    """The styles with the format moved from the cells' to the named style that they inherit from."""
    head, cells = data.split(b"<cellXfs", 1)
    number = cells.split(b'numFmtId="', 2)[2].split(b'"', 1)[0]
    return head.replace(b'numFmtId="0"', b'numFmtId="' + number + b'"', 1) + b"<cellXfs" + cells.replace(b'numFmtId="' + number + b'"', b"", 1)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.integers(min_value=0, max_value=4))
def test_a_format_of_digits_shows_the_number_rounded(number: Decimal, places: int) -> None:
    form = read_format("#,##0." + "0" * places if places else "#,##0")
    assert form is not None
    assert form.plain
    assert show(form.part(number), number) == f"{number.quantize(Decimal(1).scaleb(-places), 'ROUND_HALF_UP'):,}"


@given(
    st.text(alphabet='0#?.,%;"!\\[]@_*E+-/ 万元年yGeneral<>=1', max_size=24),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
)
def test_any_code_is_read_and_shows_something(code: str, number: Decimal) -> None:
    form = read_format(code)
    assert form is None or isinstance(show(form.part(number), number), str)


def _fund(county: Workspace, heading: str, stored: float, code: str) -> Path:
    return county.book(
        {"资金": [("资金来源", "资金用途", heading), ("中央", "热源", stored)]}, change=lambda sheet: setattr(sheet["C2"], "number_format", code)
    )
