"""Charts that Word draws: what they are drawn of, how they look, and the workbook behind them."""

import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import docx_integrity
import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup
from openxml_audit import OpenXmlValidator

from reportgen.documents.charts import columns_and_line, levels, line, panels, shares, stacked_bars
from reportgen.language.figure import Figure
from reportgen.ooxml.sheet import letters
from reportgen.redline.word_marking import marked
from reportgen.render.layout import Layout
from reportgen.render.visible import visible
from reportgen.render.word import write_docx
from reportgen.render.word.proof import prove
from tests.render.word.conftest import article

Element = etree._Element
Value = str | int | None
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

MONTHS = ["4月", "5月", "6月"]
SOURCES = ["中央", "省级", "市级", "县级"]


def figures(values: Sequence[Value], unit: str = "户") -> list[Figure]:
    return [Figure(None if value is None else Decimal(value), (), (), f"f.{n}", "名称", unit, "填报值") for n, value in enumerate(values)]


def columns(done: Sequence[Value], planned: Sequence[Value], unit: str = "户", names: Sequence[str] = MONTHS) -> Markup:
    return columns_and_line("累计完成户数", names, ("实际", figures(done)), ("计划", figures(planned)), unit)


def bars(rows: list[list[Value]], totals: list[Value]) -> Markup:
    parts = [figures(row, "万元") for row in rows]
    return stacked_bars("资金", [f"用途{n}" for n in range(len(rows))], parts, SOURCES[: len(rows[0])], figures(totals, "万元"), "万元")


def of_shares(rows: list[list[Value]], totals: list[Value]) -> Markup:
    return shares("构成", [f"县{n}" for n in range(len(rows))], map(figures, rows), SOURCES[: len(rows[0])], figures(totals), "户")


def over_time(values: Sequence[Value]) -> Markup:
    return line("取暖户数", [f"11月{n}日" for n in range(1, len(values) + 1)], figures(values), "户")


CHARTS = {
    "columns": columns([100, 250, None], [90, 300, 500]),
    "many columns": columns(range(30), range(30), names=[f"2023年{n}月下旬" for n in range(30)]),
    "bars": bars([[1200, 300, 0, "99.5"], [5, 0, 0, 1]], ["1599.5", 6]),
    "shares": of_shares([[100, 200, 100, 0], [0, 0, 30, 10]], [400, 40]),
    "line": over_time([12000, 12100, None, 12500, 12300]),
}


def canonical(chart: Markup) -> str:
    return article(f'<p id="p">见图1。</p><figure id="f">{chart}<figcaption>图1　图样</figcaption></figure>')


@cache
def parts(chart: Markup, base: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(write_docx(canonical(chart), Layout(), base))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def native(chart: Markup, base: bytes) -> Element:
    return etree.fromstring(parts(chart, base)["word/charts/chart1.xml"])


def sheet(chart: Markup, base: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(parts(chart, base)["word/embeddings/Microsoft_Excel_Sheet1.xlsx"]))
    return list(book["Sheet1"].values)


def series(chart: Element) -> list[tuple[str, list[str], dict[int, str]]]:
    """The title, the categories and the values by place of each series."""
    found = []
    for one in chart.iter(C + "ser"):
        title = one.findtext(f"{C}tx//{C}v")
        categories = [text.text or "" for text in one.findall(f"{C}cat//{C}v")]
        found.append((title or "", categories, {int(point.get("idx")): point.findtext(C + "v") for point in one.findall(f"{C}val//{C}pt")}))
    return found


def axis(chart: Element) -> list[str]:
    return [chart.find(f".//{C}valAx//{C}{name}").get("val") for name in ("min", "majorUnit", "max")]


def labelled(one: Element) -> set[int]:
    """The places of a series whose numbers are shown."""
    labels = one.find(C + "dLbls")
    places = {int(point.get("idx")) for point in one.findall(f"{C}val//{C}pt")}
    said = {int(label.find(C + "idx").get("val")): label.find(C + "delete") is None for label in labels.iter(C + "dLbl")}
    shown = labels.find(C + "showVal").get("val") == "1"
    return {n for n in places if said.get(n, shown)}


@pytest.mark.parametrize("name", CHARTS)
def test_the_judges_find_nothing(name: str, base: bytes, tmp_path: Path) -> None:
    file, book = tmp_path / "a.docx", tmp_path / "a.xlsx"
    file.write_bytes(write_docx(canonical(CHARTS[name]), Layout(), base))
    book.write_bytes(parts(CHARTS[name], base)["word/embeddings/Microsoft_Excel_Sheet1.xlsx"])
    assert [*map(str, OpenXmlValidator().validate(file).errors)] == []
    assert [text for text in map(str, docx_integrity.check(file)) if "INFO" not in text] == []
    # A theme is of Excel's own files; the standard doesn't ask for it (ISO/IEC 29500-1 12.3.23: none or one).
    assert [error for error in map(str, OpenXmlValidator().validate(book).errors) if "relationships/theme" not in error] == []
    assert [paragraph.style.name for paragraph in Document(file).paragraphs].count("图") == 1


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_the_size_the_words_and_the_picture_of_its_drawing(name: str, base: bytes) -> None:
    svg = etree.fromstring(CHARTS[name])
    document = etree.fromstring(parts(CHARTS[name], base)["word/document.xml"])
    (both,) = (found for found in document.iter(MC + "AlternateContent") if found.find(MC + "Fallback") is not None)
    drawn, instead = both.find(f"{MC}Choice//{WP}inline"), both.find(f"{MC}Fallback//{WP}inline")
    for inline in (drawn, instead):
        extent = inline.find(WP + "extent")
        assert [f"{int(extent.get(name)) / 36000:g}mm" for name in ("cx", "cy")] == [svg.get("width"), svg.get("height")]
        assert inline.find(WP + "docPr").get("descr") == svg.findtext("title")
    assert next(drawn.iter(C + "chart"), None) is not None
    assert next(instead.iter(A + "blip"), None) is not None
    assert drawn.find(WP + "docPr").get("id") != instead.find(WP + "docPr").get("id")


@pytest.mark.parametrize("name", CHARTS)
def test_a_series_holds_what_its_cells_hold(name: str, base: bytes) -> None:
    chart, rows = native(CHARTS[name], base), sheet(CHARTS[name], base)
    for place, (title, categories, values) in enumerate(series(chart), 1):
        assert rows[0][place] == title
        assert [row[0] for row in rows[1:]] == categories
        for n, row in enumerate(rows[1:]):
            if not str(row[place]).startswith("="):
                assert row[place] == (float(values[n]) if n in values else None)
    cells = [found.text for found in chart.findall(f".//{C}val//{C}f")]
    assert cells == [f"Sheet1!${letters(n)}$2:${letters(n)}${len(rows)}" for n in range(1, len(cells) + 1)]


def test_columns_have_the_values_in_the_unit_of_the_chart_and_gaps_where_one_is_missing(base: bytes) -> None:
    chart = native(columns([1000, 250000, None], [9000, 300000, 500000], "万户"), base)
    assert [(title, values) for title, _, values in series(chart)] == [("实际", {0: "0.1", 1: "25"}), ("计划", {0: "0.9", 1: "30", 2: "50"})]
    assert [found.getparent().tag for found in chart.iter(C + "ser")] == [C + "barChart", C + "lineChart"]
    assert chart.find(f".//{C}dispBlanksAs").get("val") == "gap"


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (columns([100, 250, None], [90, 300, 500]), ["0", "100", "500"]),
        (over_time([3, 8, 20, 15]), ["0", "5", "20"]),
        (over_time([12000, 12100, None, 12500, 12300]), ["11800", "200", "12600"]),
    ],
    ids=["columns", "line", "line far above zero"],
)
def test_the_axis_is_that_of_the_drawing(chart: Markup, expected: list[str], base: bytes) -> None:
    found = native(chart, base)
    assert axis(found) == expected
    ticks = etree.fromstring(chart).xpath("text[@class='tick']/text()")
    assert [ticks[0], ticks[-1]] == [expected[0], expected[2]]
    heading = etree.fromstring(chart).findtext("text")
    assert found.findtext(f".//{C}title//{A}t") == heading
    assert ("自11800起" in str(heading)) == (expected[0] == "11800")


def test_beyond_the_last_number_of_bars_there_is_room_for_totals_alone(base: bytes) -> None:
    chart = native(CHARTS["shares"], base)
    least, step, end = map(Decimal, axis(chart))
    assert (least, step) == (0, 20)
    assert 100 < end < 120
    code = chart.find(f".//{C}valAx/{C}numFmt").get("formatCode")
    assert code == '[>100]"";0'
    totals = [*chart.iter(C + "ser")][-1]
    assert series(chart)[-1] == ("合计", ["县0", "县1"], {0: "400", 1: "40"})
    assert totals.find(f"{C}spPr/{A}noFill") is not None
    assert totals.find(f"{C}dLbls/{C}dLblPos").get("val") == "inBase"
    assert [entry.find(C + "idx").get("val") for entry in chart.iter(C + "legendEntry")] == ["4"]


def test_shares_are_computed_of_amounts_that_a_reader_can_change(base: bytes) -> None:
    rows = sheet(CHARTS["shares"], base)
    assert rows[0][1:] == (*SOURCES, "合计", *(f"{source}（户）" for source in SOURCES))
    assert rows[1][6:] == (100, 200, 100, 0)
    assert rows[1][1] == "=IF(SUM(G2:J2)=0,0,G2/SUM(G2:J2)*100)"
    assert rows[1][5] == "=SUM(G2:J2)"
    assert [values for _, _, values in series(native(CHARTS["shares"], base))][:4] == [
        {0: "25", 1: "0"},
        {0: "50", 1: "0"},
        {0: "25", 1: "75"},
        {0: "0", 1: "25"},
    ]


def test_a_total_that_isnt_the_sum_of_its_parts_stays_as_it_was_given(base: bytes) -> None:
    rows = sheet(bars([[100, 50], [30, 20]], [150, 60]), base)
    assert [row[3] for row in rows[1:]] == ["=SUM(B2:C2)", 60]


def test_numbers_stand_where_they_stand_in_the_drawing(base: bytes) -> None:
    svg, chart = etree.fromstring(CHARTS["bars"]), native(CHARTS["bars"], base)
    shown = list(svg.xpath(".//g[rect[@stroke]]/text[@class='value']/text()"))
    told = [
        values[n]
        for one, (_, _, values) in zip(chart.iter(C + "ser"), series(chart), strict=True)
        for n in sorted(labelled(one))
        if values != {0: "1599.5", 1: "6"}
    ]
    assert sorted(Decimal(text) for text in shown) == sorted(map(Decimal, told))
    curve = native(CHARTS["line"], base)
    (one,) = curve.iter(C + "ser")
    numbers = etree.fromstring(CHARTS["line"]).xpath(".//text[@class='value']/text()")
    assert sorted(numbers) == sorted(series(curve)[0][2][n] for n in labelled(one))


def test_no_two_parts_look_alike_in_black_and_white(base: bytes) -> None:
    chart = native(bars([[1, 2, 3, 4]], [10]), base)
    looks = [etree.tostring(one.find(C + "spPr")[0]) for one in chart.iter(C + "ser")][:-1]
    assert len(set(looks)) == len(looks) == 4
    patterns = [found.get("prst") for found in chart.iter(A + "pattFill")]
    assert patterns == ["wdUpDiag", "diagCross"]
    for one in chart.iter(C + "ser"):  # a number on lines stands on white paper
        if one.find(f"{C}spPr/{A}pattFill") is not None:
            assert one.find(f"{C}dLbls/{C}spPr/{A}solidFill/{A}srgbClr").get("val") == "FFFFFF"


def test_numbers_stand_in_rows_below_where_the_drawing_has_them_there(base: bytes) -> None:
    few, many = native(CHARTS["columns"], base), native(CHARTS["many columns"], base)
    assert [found.find(f".//{C}dTable") is not None for found in (few, many)] == [True, False]
    assert [found.find(f".//{C}legend") is not None for found in (few, many)] == [False, True]
    assert [int(found.find(f".//{C}tickLblSkip").get("val")) for found in (few, many)] == [1, 6]


def test_the_fonts_of_the_text_are_those_of_the_chart(base: bytes) -> None:
    layout = replace(Layout(), fonts=replace(Layout().fonts, body=("黑体",)))
    with zipfile.ZipFile(BytesIO(write_docx(canonical(CHARTS["columns"]), layout, base))) as archive:
        chart = etree.fromstring(archive.read("word/charts/chart1.xml"))
    assert {found.get("typeface") for found in chart.iter(A + "latin", A + "ea")} == {"黑体"}


@pytest.mark.parametrize(
    "chart",
    [bars([[100, None], [30, 20]], [None, 50]), panels(MONTHS, [levels("室温", "摄氏度", figures(["18.5", 19, 20], "摄氏度"))])],
    ids=["a bar of which a part is missing", "panels"],
)
def test_what_only_a_drawing_shows_stays_a_picture(chart: Markup, base: bytes) -> None:
    made = parts(chart, base)
    assert [name for name in made if "chart" in name or "embeddings" in name] == []
    assert [name for name in made if name.startswith("word/media/")] == ["word/media/image1.png"]


def test_a_document_with_the_data_of_its_charts_is_no_new_version() -> None:
    html = canonical(CHARTS["columns"])
    tree = etree.fromstring(html)
    for svg in tree.iter("svg"):
        del svg.attrib["data-chart"]
    assert visible(etree.tostring(tree, encoding="unicode")) == visible(html)


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=5))
def test_shares_of_a_bar_are_a_whole(rows: list[list[int]]) -> None:
    svg = etree.fromstring(of_shares([[*row] for row in rows], [sum(row) for row in rows])) if any(map(sum, rows)) else None
    if svg is None:
        return
    data = json.loads(svg.get("data-chart"))
    for n, amounts in enumerate(zip(*data["amounts"], strict=True)):
        whole = sum(float(one["values"][n]) for one in data["series"])
        assert math.isclose(whole, 100 if sum(map(int, amounts)) else 0, rel_tol=1e-9)


def test_a_word_redline_of_two_files_keeps_both_charts_with_their_workbooks(base: bytes, tmp_path: Path) -> None:
    old, new = (write_docx(canonical(columns([100, done, None], [90, 300, 500])), Layout(), base) for done in (250, 260))
    file = tmp_path / "redline.docx"
    file.write_bytes(marked(old, new, "张某某", "2024-04-18"))
    assert prove(file.read_bytes(), old, new) is None
    assert [*map(str, OpenXmlValidator().validate(file).errors)] == []
    assert [text for text in map(str, docx_integrity.check(file)) if "INFO" not in text] == []
    charts = [part for part in Document(file).part.package.iter_parts() if part.partname.startswith("/word/charts/")]
    books = [related.target_part.blob for chart in charts for related in chart.rels.values()]
    assert sorted(openpyxl.load_workbook(BytesIO(book))["Sheet1"]["B3"].value for book in books) == [250, 260]
