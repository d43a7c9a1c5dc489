"""What stands in the parts of a Word file: styles, tables, sections, properties; and that other people's tools find no fault."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx_integrity
import pytest
from docx import Document
from lxml import etree
from openxml_audit import OpenXmlValidator

from reportgen.render.layout import Fonts, Layout
from reportgen.render.word import write_docx
from reportgen.render.word.fonts import font_table
from tests.render.word.conftest import SAMPLES, TABLE, article

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Docx = Callable[[str], bytes]


def part(docx: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def paragraphs(docx: bytes) -> list[tuple[str, str]]:
    """Each paragraph of the body: the name of its style, its text."""
    return [(paragraph.style.name, paragraph.text) for paragraph in Document(BytesIO(docx)).paragraphs]


def val(element: etree._Element, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + name)


@pytest.mark.parametrize("name", SAMPLES)
def test_tools_of_others_find_no_fault(docx: Docx, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.docx"
    file.write_bytes(docx(name))
    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []
    assert [str(finding) for finding in docx_integrity.check(file)] == []


def test_blocks_take_the_styles_that_a_word_user_knows(docx: Docx) -> None:
    found = paragraphs(docx("county"))
    expected = [
        ("版头标注", "草稿　示例数据"),
        ("发文机关标志", "原平市清洁取暖工作领导小组办公室文件"),
        ("发文字号", "原清洁办发〔2023〕6号\t签发人：张某某"),
        ("版头分隔线", ""),
        ("Title", "原平市清洁取暖工作领导小组办公室\n关于报送原平市2023年冬季清洁取暖\n实施方案的报告"),
        ("主送机关", "忻州市清洁取暖工作领导小组办公室："),
    ]
    assert found[:6] == expected
    for style, text in [
        ("Normal Indent", "现将方案随文报上，请予审定。"),
        ("附件说明", "附件：1.\t原平市2023年冬季清洁取暖实施方案"),
        ("发文机关署名", "原平市清洁取暖工作领导小组办公室"),
        ("成文日期", "2023年4月18日"),
        ("附注", "（联系人：张某某　电话：0350-0000000）"),
        ("附件标识", "附件1"),
        ("附件标题", "原平市2023年冬季清洁取暖\n实施方案"),
        ("Heading 1", "一、总体思路"),
        ("Heading 2", "（一）集中供热"),
        ("Heading 3", "1.热源和管网"),
        ("Heading 4", "（1）同华二期供热配套"),
        ("Caption", "\t表1　原平市清洁取暖改造任务表\t单位：户"),
    ]:
        assert (style, text) in found


def test_headings_and_titles_of_attachments_are_in_the_outline(docx: Docx) -> None:
    styles = part(docx("county"), "word/styles.xml")
    levels = {style.get(W + "styleId"): val(style, "pPr/outlineLvl") for style in styles.iter(W + "style")}
    assert {style: level for style, level in levels.items() if level is not None} == {
        "Heading1": "0",
        "Heading2": "1",
        "Heading3": "2",
        "Heading4": "3",
        "AttachmentTitle": "0",
    }


def test_every_font_is_named_for_every_script_and_none_is_a_theme_s(docx: Docx) -> None:
    with zipfile.ZipFile(BytesIO(docx("county"))) as archive:
        roots = [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
    named = [fonts for root in roots for fonts in root.iter(W + "rFonts")]
    assert not [name for fonts in named for name in fonts.attrib if "heme" in str(name)]
    assert all(fonts.get(W + "hint") == "eastAsia" for fonts in named)
    in_styles = list(part(docx("county"), "word/styles.xml").iter(W + "rFonts"))
    assert in_styles
    for fonts in in_styles:
        assert len({fonts.get(W + script) for script in ("ascii", "hAnsi", "eastAsia", "cs")} - {None}) == 1


def test_fonts_and_sizes_of_the_layout_take_effect_over_those_of_the_base(base: bytes) -> None:
    layout = replace(Layout(), fonts=replace(Fonts(), hei=("思源黑体",), body=("华文仿宋", "FandolFang")), body_size=15.0, line_pitch=28.0)
    made = write_docx(article('<p id="p">一段。</p>'), layout, base)
    styles = {style.get(W + "styleId"): style for style in part(made, "word/styles.xml").iter(W + "style")}
    assert val(styles["Normal"], "rPr/rFonts", "eastAsia") == "华文仿宋"
    assert val(styles["Heading1"], "rPr/rFonts", "eastAsia") == "思源黑体"
    assert (val(styles["Normal"], "rPr/sz"), val(styles["Normal"], "pPr/spacing", "line")) == ("30", "560")
    fonts = {font.get(W + "name"): val(font, "altName") for font in part(made, "word/fontTable.xml")}
    assert fonts["华文仿宋"] == "FandolFang"


def test_a_machine_without_the_official_fonts_is_told_those_that_windows_has(docx: Docx) -> None:
    fonts = {font.get(W + "name"): font for font in part(docx("county"), "word/fontTable.xml")}
    first = {name: (val(font, "altName") or "").split(",")[0] for name, font in fonts.items()}
    assert first == {"仿宋_GB2312": "仿宋", "方正小标宋简体": "华文中宋", "楷体_GB2312": "楷体", "黑体": "SimHei", "宋体": "SimSun"}
    assert {val(font, "charset") for font in fonts.values()} == {"86"}
    assert all(len(val(font, "panose1") or "") == 20 and val(font, "sig", "csb0") for font in fonts.values())


def test_fonts_that_an_office_has_in_its_base_keep_what_is_said_of_them() -> None:
    own = (
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:font w:name="方正小标宋简体"><w:altName w:val="本单位标宋"/></w:font>'
        '<w:font w:name="仿宋_GB2312"><w:pitch w:val="default"/></w:font><w:font w:name="思源宋体"/></w:fonts>'
    )
    fonts = {font.get(W + "name"): font for font in etree.fromstring(font_table(Layout(), own.encode()))}
    assert val(fonts["方正小标宋简体"], "altName") == "本单位标宋"
    assert [etree.QName(part).localname for part in fonts["仿宋_GB2312"]] == ["altName", "pitch"]
    assert "思源宋体" in fonts and "黑体" in fonts


def test_styles_that_an_office_added_to_its_base_stay(base: bytes) -> None:
    own = Document(BytesIO(base))
    own.styles.add_style("本单位样式", 1)
    own.styles["Heading 1"].font.bold = True
    buffer = BytesIO()
    own.save(buffer)
    made = Document(BytesIO(write_docx(article('<p id="p">一段。</p>'), Layout(), buffer.getvalue())))
    assert "本单位样式" in [style.name for style in made.styles]
    assert made.styles["Heading 1"].font.bold is None
    assert [paragraph.text for paragraph in made.paragraphs] == ["一段。"]


def test_the_text_of_the_base_is_left_out(docx: Docx) -> None:
    again = write_docx(article('<p id="p">只有这一段。</p>'), Layout(), docx("county"))
    assert [text for _, text in paragraphs(again)] == ["只有这一段。"]


def test_page_geometry_is_exact(docx: Docx) -> None:
    sections = list(part(docx("city"), "word/document.xml").iter(W + "sectPr"))
    sizes = [{str(name).removeprefix(W): value for name, value in section.find(W + "pgSz").attrib.items()} for section in sections]
    upright, turned = {"w": "11906", "h": "16838"}, {"w": "16838", "h": "11906", "orient": "landscape"}
    assert sizes == [upright, turned, upright]
    margins = [[section.find(W + "pgMar").get(W + edge) for edge in ("top", "right", "bottom", "left")] for section in sections]
    assert margins == [["2098", "1474", "1984", "1587"], ["1587", "2098", "1474", "1984"], ["2098", "1474", "1984", "1587"]]
    assert not list(part(docx("city"), "word/document.xml").iter(W + "docGrid", W + "pgNumType"))


def test_the_pitch_of_the_text_is_579_twips_drawn_in_by_a_quarter_point(docx: Docx) -> None:
    normal = next(style for style in part(docx("long"), "word/styles.xml").iter(W + "style") if style.get(W + "styleId") == "Normal")
    assert (val(normal, "pPr/spacing", "line"), val(normal, "pPr/spacing", "lineRule"), val(normal, "rPr/spacing")) == ("579", "exact", "-5")
    assert val(normal, "pPr/widowControl") == "0"


@pytest.mark.parametrize("name", ["county", "city", "sandwich"])
def test_grid_and_spans_of_tables_agree(docx: Docx, html: Callable[[str], str], name: str) -> None:
    tables = list(part(docx(name), "word/document.xml").iter(W + "tbl"))
    assert len(tables) == html(name).count("<table ")
    for table in tables:
        grid = [int(column.get(W + "w")) for column in table.iter(W + "gridCol")]
        assert int(val(table, "tblPr/tblW", "w") or 0) == sum(grid)
        assert sum(grid) in (8844, 8845, 12756)
        assert val(table, "tblPr/tblLayout", "type") == "fixed"
        for row in table.iter(W + "tr"):
            column = 0
            for cell in row.iter(W + "tc"):
                span = int(val(cell, "tcPr/gridSpan") or 1)
                assert int(val(cell, "tcPr/tcW", "w") or 0) == sum(grid[column : column + span])
                column += span
            assert column == len(grid)
            assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_merged_cells_go_down_through_their_rows(docx: Docx) -> None:
    rows = list(next(part(docx("county"), "word/document.xml").iter(W + "tbl")).iter(W + "tr"))
    found = [[cell.find(f"{W}tcPr/{W}vMerge") for cell in row.iter(W + "tc")] for row in rows]
    merges = [["-" if merge is None else merge.get(W + "val") for merge in row] for row in found]
    assert merges[:5] == [
        ["restart", "-", "restart", "-", "restart"],
        [None, "-", "-", None, "-", "-", None],
        ["-", "restart", "-", "-", "-", "-", "-"],
        ["-", None, "-", "-", "-", "-", "-"],
        ["-", None, "-", "-", "-", "-", "-"],
    ]
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert heads == [True, True] + [False] * 10


def test_a_long_table_parts_but_never_behind_one_row_or_within_a_short_cell(base: bytes) -> None:
    body = "".join(f"<tr><td>{number}</td><td>甲</td></tr>" for number in range(20)) + '<tr><td rowspan="3">二十</td><td>甲</td></tr>'
    body += "<tr><td>甲</td></tr>" * 2 + "<tr><td>末</td><td>甲</td></tr>" * 10
    made = write_docx(article(f'<table id="t"><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody>{body}</tbody></table>'), Layout(), base)
    rows = part(made, "word/document.xml").iter(W + "tr")
    kept = "".join("x" if row.find(f".//{W}keepNext") is not None else "-" for row in rows)
    assert kept == "xx" + "-" * 19 + "xx" + "-" * 9 + "x-"


def test_the_city_s_table_holds_every_cell_of_its_html(docx: Docx, html: Callable[[str], str]) -> None:
    expected = [["".join(cell.itertext()) for cell in row] for row in etree.fromstring(html("city")).iter("tr")]
    rows = part(docx("city"), "word/document.xml").iter(W + "tr")
    shown = [["".join(text.text for text in cell.iter(W + "t")) for cell in row.iter(W + "tc")] for row in rows]
    assert len(shown) == 2 + 17
    assert shown[0] == expected[0]
    assert shown[1] == ["", *expected[1]]  # the corner goes on
    assert shown[2:] == expected[2:]


def test_two_tables_do_not_touch(docx: Docx) -> None:
    body = part(docx("sandwich"), "word/document.xml")[0]
    assert (W + "tbl", W + "tbl") not in list(pairwise(child.tag for child in body))
    assert body[-1].tag == W + "sectPr"
    assert body[-2].tag == W + "p"


def test_a_long_caption_and_its_unit_stand_on_two_lines(base: bytes) -> None:
    caption = f"<caption>{'很长的表题' * 6}<span class='unit'>单位：万平方米</span></caption>"
    made = write_docx(article(TABLE.replace("<colgroup>", caption + "<colgroup>")), Layout(), base)
    assert [text for style, text in paragraphs(made) if style == "Caption"] == ["很长的表题" * 6, "单位：万平方米"]


def test_a_missing_input_is_marked(docx: Docx) -> None:
    document = part(docx("county"), "word/document.xml")
    marked = [run for run in document.iter(W + "r") if val(run, "rPr/rStyle") == "MissingInput"]
    assert ["".join(run.itertext()) for run in marked] == ["【待补：社会资金预算数】"]
    style = next(style for style in part(docx("county"), "word/styles.xml") if style.get(W + "styleId") == "MissingInput")
    assert val(style, "rPr/shd", "fill") == "FFFF00"


def test_characters_come_out_as_the_text_they_are(docx: Docx) -> None:
    text = "\n".join(text for _, text in paragraphs(docx("characters")))
    assert "甲<乙>丙&丁“戊”‘己’{{ 庚 }}<script>　𠮷野家😀㐂𬭎等字符" in text


def test_white_space_of_the_source_is_not_text(base: bytes) -> None:
    made = write_docx(article('<p id="p">\n  甲 <data value="1" data-figure="f"> 1 </data>\n  户\n</p>'), Layout(), base)
    assert paragraphs(made) == [("Normal Indent", "甲 1 户")]


def test_properties_name_the_document_and_no_tool_or_clock(docx: Docx) -> None:
    properties = Document(BytesIO(docx("county"))).core_properties
    office = "原平市清洁取暖工作领导小组办公室"
    assert (properties.title, properties.author, properties.last_modified_by) == (f"{office}关于报送原平市2023年冬季清洁取暖实施方案的报告", office, office)
    assert (properties.subject, properties.language, properties.keywords) == ("原清洁办发〔2023〕6号", "zh-CN", "原平市，2023")
    assert {properties.created.date().isoformat(), properties.modified.date().isoformat()} == {"2023-04-18"}
    with zipfile.ZipFile(BytesIO(docx("county"))) as archive:
        assert not [name for name in archive.namelist() if b"python-docx" in archive.read(name) or "stylesWithEffects" in name]


def test_the_language_is_chinese(docx: Docx) -> None:
    assert val(part(docx("county"), "word/styles.xml"), "docDefaults/rPrDefault/rPr/lang", "eastAsia") == "zh-CN"
    assert val(part(docx("county"), "word/settings.xml"), "themeFontLang", "eastAsia") == "zh-CN"


@pytest.mark.parametrize("body", ['<video id="f"/>', '<p id="p">甲<b>乙</b></p>'])
def test_what_has_no_form_in_word_is_refused(base: bytes, body: str) -> None:
    with pytest.raises(ValueError, match="no form in Word"):
        write_docx(article(body), Layout(), base)


def test_a_heading_cell_stands_out_wherever_it_is(base: bytes) -> None:
    table = "<thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><th>丙</th><td>丁</td></tr></tbody>"
    made = write_docx(article(f'<table id="t"><caption>表1　戊</caption>{table}</table>'), Layout(), base)
    styles = [cell.paragraphs[0].style.name for row in Document(BytesIO(made)).tables[0].rows for cell in row.cells]
    assert styles[0] == styles[1] == styles[2] != styles[3]
