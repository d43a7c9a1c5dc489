"""The filters of official style, each against a table of cases; data never runs."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from reportgen.diagnostics import Place
from reportgen.language.environment import environment
from reportgen.language.figure import Absent, Figure, Source
from reportgen.language.numbers import FILTERS
from reportgen.language.sources import sources_text


def render(expression: str, **names: Any) -> str:
    return environment(DictLoader({})).from_string("{{ " + expression + " }}").render(names)


def figure(value: str | None, unit: str = "户") -> Figure:
    sources = (Source(Place("inputs/2023/原平市/填报表.xlsx", "改造任务", "D7"), str(value)),)
    return Figure(None if value is None else Decimal(value), sources, (), "tasks.total", "改造任务", unit, "相加")


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("x|households", 4449, "4449户"),
        ("x|households", 0, "0户"),
        ("x|wan_households", 209683, "20.9683万户"),
        ("x|wan_households", 10350, "1.0350万户"),
        ("x|wan_households", 66, "0.0066万户"),
        ("x|wan_households", 0, "0户"),
        ("x|wan_households", Decimal("0.4"), "0.4户"),
        ("x|wan_area", Decimal("121.76"), "121.76万平方米"),
        ("x|wan_area", Decimal("0.003"), "30平方米"),
        ("x|wan_area", Decimal("-0.003"), "-30平方米"),
        ("x|wan_area", Decimal("0.00001"), "0.1平方米"),
        ("x|wan_area", 0, "0平方米"),
        ("x|wan_money", Decimal("0.0048"), "48元"),
        ("x|wan_money", 0, "0元"),
        ("x|yi_money", Decimal("12.5"), "12.50万元"),
        ("x|yi_money", Decimal("0.001"), "10元"),
        ("x|number(2)", Decimal("0.003"), "0.003"),
        ("x|number(2)", Decimal("0.00349"), "0.003"),
        ("x|number(2)", 0, "0.00"),
        ("x|wan_area", Decimal("183.4"), "183.40万平方米"),
        ("x|wan_area", Decimal("0.125"), "0.13万平方米"),
        ("x|wan_money", Decimal("1200"), "1200.00万元"),
        ("x|wan_money", Decimal("0.005"), "0.01万元"),
        ("x|yi_money", Decimal("194161.47"), "19.42亿元"),
        ("x|percent", Decimal(100), "100%"),
        ("x|percent", Decimal("96.838"), "96.84%"),
        ("x|percent", Decimal("2.185"), "2.19%"),
        ("x|percent", Decimal("108.001"), "108%"),
        ("x|percent", Decimal("99.999"), "99.99%"),
        ("x|percent", Decimal("100.0001"), "100.01%"),
        ("x|percent", Decimal("0.001"), "0.01%"),
        ("x|percent", Decimal(0), "0%"),
        ("x|amount", Decimal("0.885"), "0.885"),
        ("x|number", 4449, "4449"),
        ("x|number", Decimal("453.60"), "453.6"),
        ("x|number(2)", Decimal("453.6"), "453.60"),
        ("x|day", date(2023, 4, 8), "2023年4月8日"),
        ("x|day", date(2023, 12, 31), "2023年12月31日"),
        ("x|month_day", date(2023, 4, 8), "4月8日"),
        ("x|month", date(2023, 4, 1), "2023年4月"),
        ("x|numeral", 3, "三"),
        ("x|numeral", 10, "十"),
        ("x|numeral", 12, "十二"),
        ("x|numeral", 20, "二十"),
        ("x|numeral", 105, "一百〇五"),
        ("x|numeral", 110, "一百一十"),
        ("x|numeral", 2010, "二千〇一十"),
        ("x|document_number", "忻清洁办发[2023]3号", "忻清洁办发〔2023〕3号"),
        ("x|document_number", "忻清洁办发（2023）第03号", "忻清洁办发〔2023〕3号"),
        ("x|document_number", "发改办运行[2022]75 号", "发改办运行〔2022〕75号"),
        ("x|document_number", "忻清洁办发〔2023〕3号", "忻清洁办发〔2023〕3号"),
        ("x|document_number", "无文号", "无文号"),
        ("x|listed", ["甲", "乙", "丙"], "甲、乙、丙"),
        ("x|listed", ["“煤改电”", "“煤改气”"], "“煤改电”“煤改气”"),
        ("x|listed", ["《甲》", "《乙》"], "《甲》《乙》"),
        ("x|listed('，')", ["甲", "乙"], "甲，乙"),
        ("x|listed", [], ""),
    ],
)
def test_filter(expression: str, value: object, text: str) -> None:
    if isinstance(value, int | Decimal):
        value = figure(str(value), "")
    assert re.sub("<[^>]+>", "", render(expression, x=value)) == text


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_of_numbers_says_where_the_number_comes_from(name: str) -> None:
    """A number that is printed without its `<data>` element can't be traced, compared, or told when it is missing: `figure_element` and `show` make it."""
    words = "('没有')" if name == "none" else ""
    known = render(f"x|{name}{words}", x=figure("0", "%" if name == "percent" else "户"))
    assert re.search(r'<data value="0" data-figure="tasks\.total" [^>]*data-source="[^"]*填报表', known), f"{name} prints an untraced number"
    lacking = render(f"x|{name}{words}", x=figure(None))
    assert re.fullmatch(r'<span class="missing" data-figure="tasks\.total">【待补.*】</span>', lacking), f"{name} doesn't say that the number is missing"


@pytest.mark.parametrize(
    ("value", "text"), [("100", "100.00"), ("99.99905", "99.99"), ("100.004", "100.01"), ("0.004", "0.01"), ("0", "0.00"), ("98.799", "98.80")]
)
def test_a_share_in_a_table_is_100_or_0_only_where_it_is(value: str, text: str) -> None:
    assert re.sub("<[^>]+>", "", render("x|number", x=figure(value, "%"))) == text


@pytest.mark.parametrize(
    ("written", "clause", "paragraphs"),
    [
        ("补装防护栏", "补装防护栏", ["补装防护栏。"]),
        ("补装防护栏。", "补装防护栏", ["补装防护栏。"]),
        ("补装防护栏。。 ", "补装防护栏", ["补装防护栏。"]),
        ("先整改线路。\n后安装设备；", "先整改线路；后安装设备", ["先整改线路。", "后安装设备。"]),
        ("确保群众温暖过冬！", "确保群众温暖过冬！", ["确保群众温暖过冬！"]),
        (Absent("整改措施"), "【待补：整改措施】", ["【待补：整改措施】"]),
    ],
)
def test_what_somebody_wrote_ends_as_a_sentence_should(written: object, clause: str, paragraphs: list[str]) -> None:
    assert re.sub("<[^>]+>", "", render("x|clause", x=written)) == clause
    assert re.sub("<[^>]+>", "", render("x|paragraphs|join('|')", x=written)).split("|") == paragraphs


@pytest.mark.parametrize("expression", ["x.value", "(x.value * 2)|households", "x.value|number", "[x, x]|length"])
def test_a_number_without_a_source_is_refused(expression: str) -> None:
    with pytest.raises(TypeError, match="没有来源"):
        render(expression, x=figure("1"))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2023, 4, 21), date(2023, 10, 15), "4月21日—10月15日"),
        (date(2023, 11, 1), date(2024, 4, 30), "11月1日—2024年4月30日"),
    ],
)
def test_range_of_dates(start: date, end: date, text: str) -> None:
    assert render("a|until(b)", a=start, b=end) == text


def test_a_figure_prints_its_name_value_and_sources() -> None:
    text = render("x|wan_households", x=figure("154898"))
    assert re.fullmatch(r'<data value="154898" data-figure="tasks.total" [^>]*data-source="原平市/填报表.xlsx#改造任务!D7">15.4898</data>万户', text)


@pytest.mark.parametrize("name", ["households", "wan_households", "wan_area", "wan_money", "yi_money", "percent", "number"])
def test_a_missing_figure_never_prints_a_number(name: str) -> None:
    text = render(f"x|{name}", x=figure(None))
    assert text.startswith('<span class="missing" data-figure="')
    assert not re.search(r"\d", text)


@pytest.mark.parametrize("expression", ["x", "x|day", "x|month", "x|document_number", "x|trim", "x|string", "x|replace('甲', '乙')"])
def test_an_absent_text_prints_what_is_to_be_filled_in(expression: str) -> None:
    assert render(expression, x=Absent("成文日期")) == '<span class="missing">【待补：成文日期】</span>'


def test_a_figure_must_go_through_a_filter() -> None:
    with pytest.raises(TypeError, match="过滤器"):
        render("x", x=figure("1"))


def test_an_undefined_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("taskz")


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{% for x in y %}", "<script>alert(1)</script>", "50kg & 10kg", '"引号"', "]]>"])
def test_data_comes_out_as_the_text_it_is(text: str) -> None:
    assert Markup(render("x", x=text)).unescape() == text
    assert "<" not in render("x", x=text)


@pytest.mark.parametrize("expression", ["x.__class__", "''.__class__.__mro__", "x.format.__globals__", "[].append(1)"])
def test_the_sandbox_holds(expression: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        render(expression, x="文本")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_rounding_is_half_up_and_within_half_a_unit(value: Decimal) -> None:
    shown = Decimal(re.sub("<[^>]+>", "", render("x|number(2)", x=figure(str(value)))))
    assert abs(shown - value) <= Decimal("0.005")
    if abs(shown - value) == Decimal("0.005"):
        assert abs(shown) > abs(value)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["C4", "C5", "C6"], "原平市/填报表.xlsx#改造任务!C4:C6"),
        (["C4", "C6"], "原平市/填报表.xlsx#改造任务!C4,C6"),
        (["C9", "C8", "D1"], "原平市/填报表.xlsx#改造任务!C8:C9; 原平市/填报表.xlsx#改造任务!D1"),
    ],
)
def test_sources_in_one_line(cells: list[str], text: str) -> None:
    assert sources_text(Source(Place("inputs/2023/原平市/填报表.xlsx", "改造任务", cell), "1") for cell in cells) == text


def test_nothing_is_said_in_words_only_of_a_figure_that_is_zero() -> None:
    template = environment(DictLoader({"t": "{{ figure|none('没有') }}拖欠"})).get_template("t")

    def shown(value: Decimal | None) -> str:
        return template.render(figure=Figure(value, (), (), "arrears.open", "未清偿金额", "万元"))

    assert shown(Decimal(0)).startswith('<data value="0" data-figure="arrears.open"')
    assert shown(Decimal(0)).endswith(">没有</data>拖欠")
    assert shown(None) == '<span class="missing" data-figure="arrears.open">【待补：未清偿金额】</span>拖欠'
    with pytest.raises(ValueError, match="“未清偿金额”是3，不能写成“没有”"):
        shown(Decimal(3))
