"""A fault planted in a conformant Word file is found, and nothing else is."""

import re
from collections.abc import Callable

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reportgen.diagnostics import Severity
from reportgen.lint.colours import colour_in_words, is_red
from reportgen.lint.lint import lint_bytes
from tests.lint import handmade as made
from tests.lint.handmade import (
    CENTRE,
    FANG,
    HEI,
    KAI,
    LEFT,
    above,
    after,
    colophon,
    font,
    fresh,
    line_of,
    paragraph,
    red_line,
    remove,
    reword,
    saved,
    upward,
)

ERROR, WARNING, NOTICE = Severity
Plant = Callable[[Document], object]


def words(start: str, old: str, new: str) -> Plant:
    """Other words in a paragraph."""
    return lambda document: reword(document, start, lambda text: text.replace(old, new))


def cell(row: int, old: str, new: str) -> Plant:
    """Other words in a row of the 版记."""

    def plant(document: Document) -> None:
        run = colophon(document).cell(row, 0).paragraphs[0].runs[0]
        assert old in run.text
        run.text = run.text.replace(old, new)

    return plant


def without(start: str) -> Plant:
    """A paragraph less."""
    return lambda document: remove(paragraph(document, start))


def joined(start: str) -> Plant:
    """No blank line above a paragraph."""
    return lambda document: remove(above(paragraph(document, start)))


def indented(start: str, characters: float) -> Plant:
    def plant(document: Document) -> None:
        paragraph(document, start).paragraph_format.first_line_indent = Pt(16 * characters)

    return plant


def sized(start: str, size: float) -> Plant:
    def plant(document: Document) -> None:
        for run in paragraph(document, start).runs:
            run.font.size = Pt(size)

    return plant


def in_text(text: str) -> Plant:
    """A paragraph of text with these words."""
    return lambda document: after(paragraph(document, "各乡镇（街道）"), text)


def western(start: str, name: str = "Times New Roman", hint: str = "") -> Plant:
    """The Western font of a paragraph, as a person sets it for its digits; with `hint` Word keeps Chinese punctuation out of it."""

    def plant(document: Document) -> None:
        for run in paragraph(document, start).runs:
            fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
            for key, value in {"ascii": name, "hAnsi": name, "hint": hint}.items():
                if value:
                    fonts.set(qn(f"w:{key}"), value)

    return plant


def red_title(document: Document) -> None:
    """As templates of some offices have it."""
    for run in paragraph(document, "关于做好").runs:
        run.font.color.rgb = RGBColor(0xFF, 0, 0)


def border(document: Document, **values: str) -> None:
    for key, value in values.items():
        red_line(document).set(qn(f"w:{key}"), value)


def colophon_border(document: Document, side: str, **values: str) -> None:
    for key, value in values.items():
        line_of(document, side).set(qn(f"w:{key}"), value)


def all_body(document: Document, change: Callable[[object], object]) -> None:
    for found in document.paragraphs:
        if found.text.startswith("各乡镇"):
            change(found)


def pitch(document: Document, points: float) -> None:
    document.styles["Normal"].paragraph_format.line_spacing = Pt(points)


def untracked(document: Document) -> None:
    properties = document.styles["Normal"].element.rPr
    properties.remove(properties.find(qn("w:spacing")))


def footer(document: Document, text: str | None = None, size: float | None = None, name: str | None = None) -> None:
    for part in (document.sections[0].footer, document.sections[0].even_page_footer):
        for run in part.paragraphs[0].runs:
            if text is not None and "—" in run.text:
                run.text = text
            if size is not None:
                run.font.size = Pt(size)
            if name is not None:
                made.set_font(run._element.get_or_add_rPr(), name)


def sides(document: Document) -> None:
    document.sections[0].footer.paragraphs[0].alignment = CENTRE


def same_sides(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = False


def named(document: Document, text: str, *, last: bool = False) -> Paragraph:
    """The paragraph that says `text` and no more."""
    return [found for found in document.paragraphs if found.text == text][-1 if last else 0]


def attachment_title(document: Document, row: int) -> None:
    title = named(document, "2024年冬季清洁取暖改造任务表")
    remove(above(title) if row == 1 else title)


def signature_right(document: Document) -> None:
    for text in ("示例市人民政府办公室", "2024年4月8日"):
        named(document, text, last=True).paragraph_format.right_indent = Pt(0)


def unsigned(document: Document) -> None:
    remove(named(document, "示例市人民政府办公室", last=True))


def signature_up(document: Document) -> None:
    remove(above(named(document, "示例市人民政府办公室", last=True)))


def wide_table(document: Document) -> None:
    for column in document.tables[0].columns:
        column.width = Mm(60)


def second_section(document: Document) -> None:
    section = document.add_section()
    numbering = section._sectPr.makeelement(qn("w:pgNumType"), {qn("w:start"): "1"})
    section._sectPr.append(numbering)
    _colophon_last(document)


def _colophon_last(document: Document) -> None:
    body = document.element.body
    for element in (colophon(document)._element, document.paragraphs[-1]._element):
        body.insert(len(body) - 1, element)


def turned(document: Document) -> None:
    """A turned section whose page number stands where it does on others."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(28), Mm(26), Mm(35), Mm(37)
    _colophon_last(document)


def apart(document: Document) -> Paragraph:
    """The red line in a paragraph of its own."""
    number = paragraph(document, "示政办发")
    own = after(number, "")
    number._element.pPr.remove(number._element.pPr.find(qn("w:pBdr")))
    own.paragraph_format.line_spacing = Pt(10)
    own._element.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}").set(qn("w:space"), "0")
    return own


def first_unnumbered(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = True


def narrow_colophon(document: Document) -> None:
    colophon(document).columns[0].width = Mm(120)
    colophon(document).cell(1, 0).paragraphs[0].paragraph_format.tab_stops[0].position = Mm(120) - Pt(14)


def hang_body(document: Document) -> None:
    found = paragraph(document, "各乡镇（街道）")
    found.paragraph_format.left_indent = Pt(32)
    found.paragraph_format.first_line_indent = Pt(0.01)


def note_hanging(document: Document) -> None:
    """A name of two lines whose second is at the edge."""
    reword(document, "2.冬季", lambda _: "2.冬季清洁取暖改造工作联络员和值班人员以及技术服务人员名单")
    named(document, "冬季清洁取暖改造工作联络员名单").runs[0].text = "冬季清洁取暖改造工作联络员和值班人员以及技术服务人员名单"
    form = paragraph(document, "2.冬季").paragraph_format
    form.left_indent, form.first_line_indent = Pt(0), Pt(16 * 5)


def hourglass(document: Document) -> None:
    first = named(document, "示例市人民政府办公室")
    first.runs[0].text = "示例市人民政府办公室示例市财政局"
    after(first, "关于做好2024年")
    reword(document, "关于做好2024年冬季", lambda _: "冬季清洁取暖改造和运行工作的通知")


FAULTS: list[tuple[str, Severity, Plant]] = [
    ("font", WARNING, lambda d: all_body(d, lambda p: font(p, "宋体"))),
    ("font", WARNING, lambda d: font(paragraph(d, "一、总体"), FANG)),
    ("font", WARNING, lambda d: font(paragraph(d, "（一）核实"), FANG)),
    ("font", WARNING, lambda d: font(paragraph(d, "1.核实"), KAI)),
    ("font", WARNING, lambda d: font(paragraph(d, "关于做好"), "宋体")),
    ("font", WARNING, lambda d: font(paragraph(d, "示例市人民政府办公室文件"), HEI)),
    ("font", ERROR, lambda d: font(paragraph(d, "附件1"), FANG)),
    ("size", WARNING, sized("各乡镇", 14)),
    ("size", WARNING, sized("关于做好", 18)),
    ("size", WARNING, lambda d: [setattr(r.font, "size", Pt(16)) for r in colophon(d).cell(0, 0).paragraphs[0].runs]),
    ("lines", WARNING, lambda d: pitch(d, 31)),
    ("characters", WARNING, untracked),
    ("colour", ERROR, lambda d: setattr(paragraph(d, "二、重点").runs[0].font.color, "rgb", RGBColor(0, 0, 0xFF))),
    ("colour", ERROR, red_title),
    ("punctuation-font", WARNING, western("2.确定")),
    ("punctuation-font", WARNING, western("2.确定", "Arial")),
    ("punctuation-font", WARNING, lambda d: (in_text("清洁取暖——北方地区民生工程——要抓紧抓好。")(d), western("清洁取暖——")(d))),
    ("punctuation-font", WARNING, lambda d: (in_text("包括集中供热、煤改电、煤改气……等多种取暖方式和路径。")(d), western("包括集中")(d))),
    ("serial", WARNING, lambda d: setattr(d.paragraphs[0], "text", "0012")),
    ("issuer-colour", WARNING, lambda d: setattr(paragraph(d, "示例市人民政府办公室文件").runs[0].font.color, "rgb", RGBColor(0, 0, 0))),
    ("issuer-centre", ERROR, lambda d: setattr(paragraph(d, "示例市人民政府办公室文件"), "alignment", LEFT)),
    ("issuer-place", ERROR, lambda d: setattr(paragraph(d, "示例市人民政府办公室文件").paragraph_format, "space_before", Mm(10))),
    ("number-missing", ERROR, words("示政办发", "示政办发〔2024〕12号", "")),
    ("number-place", ERROR, joined("示政办发")),
    ("number-centre", ERROR, lambda d: setattr(paragraph(d, "示政办发"), "alignment", LEFT)),
    ("number-left", ERROR, lambda d: upward(d, number_left=4)),
    ("number-form", ERROR, words("示政办发", "〔2024〕12号", "〔2024〕号")),
    ("number-brackets", ERROR, words("示政办发", "〔2024〕", "[2024]")),
    ("number-brackets", ERROR, words("示政办发", "〔2024〕", "（2024）")),
    ("number-year", ERROR, words("示政办发", "〔2024〕", "〔24〕")),
    ("number-ordinal", ERROR, words("示政办发", "12号", "第12号")),
    ("number-zero", ERROR, words("示政办发", "12号", "012号")),
    ("number-end", ERROR, words("示政办发", "12号", "12")),
    ("number-date", WARNING, words("示政办发", "2024", "2023")),
    ("cited-brackets", WARNING, words("为做好", "〔2023〕5号", "[2023]5号")),
    (
        "signatory-missing",
        WARNING,
        lambda d: (words("关于做好", "通知", "报告")(d), words("各县（市、区）人", "各县（市、区）人民政府，市直各有关单位", "示例省人民政府办公厅")(d)),
    ),
    ("signatory-form", ERROR, lambda d: upward(d, signatory="签发人:")),
    ("signatory-place", ERROR, lambda d: upward(d, right=5)),
    ("font", ERROR, lambda d: upward(d, face=FANG)),
    ("red-rule-missing", ERROR, lambda d: red_line(d).getparent().remove(red_line(d))),
    ("red-rule-colour", ERROR, lambda d: border(d, color="000000")),
    ("red-rule-place", ERROR, lambda d: border(d, space="31")),
    ("title-place", WARNING, lambda d: remove(above(named(d, "示例市人民政府办公室")))),
    ("title-centre", WARNING, lambda d: setattr(paragraph(d, "关于做好"), "alignment", LEFT)),
    ("title-end", NOTICE, words("关于做好", "通知", "通知。")),
    ("title-shape", NOTICE, hourglass),
    ("addressee-place", ERROR, joined("各县（市、区）人民政府")),
    ("addressee-indent", ERROR, indented("各县（市、区）人民政府", 2)),
    ("addressee-colon", ERROR, words("各县（市、区）人民政府", "：", ":")),
    ("addressee-colon", ERROR, words("各县（市、区）人民政府", "：", "")),
    ("indent", WARNING, indented("各乡镇（街道）", 0)),
    ("indent", WARNING, indented("二、重点", 0)),
    ("turn", WARNING, hang_body),
    ("level-form", WARNING, words("二、重点", "二、", "二.")),
    ("level-form", WARNING, words("（一）核实", "（一）", "(一)")),
    ("level-form", WARNING, words("（二）落实", "（二）", "（二）、")),
    ("level-form", WARNING, words("2.确定", "2.", "2、")),
    ("level-order", WARNING, words("三、工作", "三、", "四、")),
    ("level-order", WARNING, words("三、工作", "三、", "二、")),
    ("level-order", WARNING, words("（二）落实", "（二）", "（三）")),
    ("level-order", WARNING, words("2.确定", "2.", "3.")),
    ("level-skip", WARNING, in_text("（1）坚持因地制宜，宜电则电、宜气则气，分类施策推进改造。")),
    ("heading-end", NOTICE, words("一、总体", "要求", "要求。")),
    ("note-colon", ERROR, words("附件：", "附件：", "附件:")),
    ("note-place", ERROR, joined("附件：")),
    ("note-indent", ERROR, indented("附件：", -5)),
    ("note-end", ERROR, words("2.冬季", "名单", "名单。")),
    ("note-turn", ERROR, note_hanging),
    ("note-missing", ERROR, lambda d: (without("附件：")(d), without("2.冬季")(d))),
    ("date-missing", WARNING, without("2024年4月8日")),
    ("date-zero", ERROR, words("2024年4月8日", "4月8日", "04月08日")),
    ("date-form", ERROR, words("2024年4月8日", "2024年4月8日", "二〇二四年四月八日")),
    ("date-form", ERROR, words("2024年4月8日", "2024年4月8日", "2024.4.8")),
    ("signature-missing", WARNING, unsigned),
    ("signature-gap", ERROR, signature_up),
    ("signature-place", ERROR, signature_right),
    ("annotation-brackets", ERROR, words("（此件", "（此件公开发布）", "(此件公开发布)")),
    ("annotation-indent", ERROR, indented("（此件", 0)),
    ("attachment-count", ERROR, without("2.冬季")),
    ("attachment-numbers", ERROR, words("附件2", "附件2", "附件3")),
    ("attachment-numbers", ERROR, words("2.冬季", "2.", "3.")),
    ("attachment-name", ERROR, words("2.冬季", "联络员", "联系人")),
    ("attachment-page", ERROR, lambda d: setattr(paragraph(d, "附件2").paragraph_format, "page_break_before", False)),
    ("attachment-indent", ERROR, indented("附件1", 2)),
    ("attachment-colon", ERROR, words("附件1", "附件1", "附件1：")),
    ("attachment-title", ERROR, lambda d: attachment_title(d, 0)),
    ("attachment-title-place", ERROR, lambda d: attachment_title(d, 1)),
    ("attachment-cited", NOTICE, words("1.核实", "附件1", "附件3")),
    ("colophon-missing", NOTICE, lambda d: colophon(d)._element.getparent().remove(colophon(d)._element)),
    ("colophon-last", ERROR, lambda d: d.add_paragraph("另附说明一份。")),
    ("copies-colon", ERROR, cell(0, "抄送：", "抄送:")),
    ("copies-end", ERROR, cell(0, "办公室。", "办公室")),
    ("copies-indent", ERROR, lambda d: setattr(colophon(d).cell(0, 0).paragraphs[0].paragraph_format, "left_indent", Pt(0))),
    ("printing-date", ERROR, cell(1, "4月9日", "04月09日")),
    ("printing-word", ERROR, cell(1, "印发", "")),
    ("printing-left", ERROR, lambda d: setattr(colophon(d).cell(1, 0).paragraphs[0].paragraph_format, "left_indent", Pt(0))),
    ("printing-before", WARNING, cell(1, "4月9日", "4月1日")),
    ("colophon-rules", ERROR, lambda d: line_of(d, "insideH").getparent().remove(line_of(d, "insideH"))),
    ("colophon-weight", WARNING, lambda d: colophon_border(d, "top", sz="24")),
    ("page-number-missing", WARNING, lambda d: [remove(f.paragraphs[0]) for f in (d.sections[0].footer, d.sections[0].even_page_footer)]),
    ("page-number-absent", WARNING, lambda d: remove(d.sections[0].even_page_footer.paragraphs[0])),
    ("page-number-absent", WARNING, first_unnumbered),
    ("page-number-form", WARNING, lambda d: footer(d, text="-")),
    ("page-number-font", WARNING, lambda d: footer(d, name="Times New Roman")),
    ("page-number-size", WARNING, lambda d: footer(d, size=10.5)),
    ("page-number-side", ERROR, sides),
    ("page-number-side", ERROR, same_sides),
    ("page-number-blank", ERROR, lambda d: setattr(d.sections[0].footer.paragraphs[0].paragraph_format, "right_indent", Pt(0))),
    ("page-number-gap", WARNING, lambda d: setattr(d.sections[0], "footer_distance", Mm(15))),
    ("page-number-order", ERROR, second_section),
    ("table-width", ERROR, wide_table),
    ("red-rule-width", ERROR, lambda d: setattr(apart(d).paragraph_format, "right_indent", Mm(30))),
    ("red-rule-missing", ERROR, lambda d: remove(apart(d))),
    ("title-missing", WARNING, lambda d: (without("关于做好")(d), remove(named(d, "示例市人民政府办公室")))),
    ("colophon-width", ERROR, narrow_colophon),
    ("turned-number", ERROR, turned),
    ("half-width", ERROR, in_text("各县要压实责任,确保任务按时完成。")),
    ("full-stop", ERROR, in_text("各县要压实各级责任，确保改造任务按时完成.")),
    ("brackets", ERROR, in_text("各县(市、区)要压实责任，确保任务按时完成。")),
    ("quotes", ERROR, in_text('各县要抓好"煤改电"工作，确保任务按时完成。')),
    ("title-nested", ERROR, in_text("按照《关于印发《清洁取暖方案》的通知》要求，抓好工作落实。")),
    ("title-angle", ERROR, in_text("按照《关于印发<清洁取暖方案>的通知》要求，抓好工作落实。")),
    ("ellipsis", ERROR, in_text("包括集中供热、煤改电、煤改气...等多种取暖方式和路径。")),
    ("doubled", ERROR, in_text("各县要压实责任，，确保改造任务按时完成并通过验收。")),
    ("dash", ERROR, in_text("清洁取暖--北方地区民生工程--要抓紧抓好抓出成效。")),
    ("range", WARNING, in_text("2022-2023年采暖季的补贴资金要及时足额发放到户。")),
    ("range", WARNING, in_text("4月21日-10月15日组织施工，确保采暖季前完成改造。")),
    ("enumeration", WARNING, in_text("统筹推进“煤改电”、“煤改气”工作，确保群众温暖过冬。")),
    ("pairs", ERROR, in_text("统筹推进“煤改电工作，确保广大群众清洁温暖过冬。")),
    ("date-zero-in-text", WARNING, in_text("各县于2024年05月前报送上年度清洁取暖工作总结。")),
    ("date-impossible", WARNING, in_text("各县于2024年2月30日前报送上年度清洁取暖工作总结。")),
    ("draft", NOTICE, in_text("改造任务【待补：任务户数】户，要按时完成并通过验收。")),
]


def codes(document: Document) -> dict[str, Severity]:
    linted = lint_bytes(saved(document), "文件.docx")
    return {found.code.removeprefix("lint."): found.severity for found in linted.faults}


def test_the_document_made_by_hand_is_clean() -> None:
    linted = lint_bytes(saved(fresh()), "文件.docx")
    assert (linted.format, linted.form, linted.official) == ("docx", "文件格式", True)
    assert linted.faults == ()


@pytest.mark.parametrize(("start", "hint"), [("2.确定", "eastAsia"), ("1.核实", "")], ids=["a hint", "digits and brackets only"])
def test_a_western_font_for_digits_is_right(start: str, hint: str) -> None:
    document = fresh()
    western(start, hint=hint)(document)
    assert codes(document) == {}


def test_a_red_title_in_another_font_is_a_title() -> None:
    document = fresh()
    red_title(document)
    font(paragraph(document, "关于做好"), "华文中宋")
    told = {found.message for found in lint_bytes(saved(document), "文件.docx").faults}
    assert {message for message in told if message.startswith("标题的颜色是红色")}
    assert {message for message in told if message.startswith("标题的字体是华文中宋")}
    assert not {message for message in told if "发文机关标志" in message.partition("，")[0]}


@pytest.mark.parametrize(
    ("colours", "name"),
    [
        ("ff0000 e00000 ff3333 ed1c24", "红"),
        ("c00000 800000 8b0000", "深红"),
        ("ffc0cb ff99aa", "粉红"),
        ("ff4500", "橙红"),
        ("ff00ff", "品红"),
        ("c71585 954f72", "紫红"),
        ("4f81bd 0070c0 2e74b5 0563c1 44546a", "蓝"),
        ("00b0f0 9cc2e5", "浅蓝"),
        ("002060 1f497d 0f4761", "深蓝"),
        ("595959 7f7f7f a5a5a5 767171", "灰"),
        ("d9d9d9", "浅灰"),
        ("3f3f3f", "深灰"),
        ("00b050 70ad47 538135", "绿"),
        ("92d050", "浅绿"),
        ("ffc000 ed7d31 f79646", "橙"),
        ("ffff00 cccc00", "黄"),
        ("7030a0 8064a2", "紫"),
        ("00ffff", "青"),
        ("833c0b", "棕"),
        ("ffffff", "白"),
        ("000000", "黑"),
    ],
)
def test_colours_are_called_as_people_call_them(colours: str, name: str) -> None:
    assert {colour: colour_in_words(colour) for colour in colours.split()} == {colour: f"{name}色（#{colour.upper()}）" for colour in colours.split()}


def test_the_red_of_a_letterhead_is_told_from_others() -> None:
    assert [colour for colour in ["ff0000", "c00000", "ff3333", "e60012", "800000", "ff4500", "ffc0cb", "ff00ff", "ff6600", "000000"] if is_red(colour)] == [
        *("ff0000", "c00000", "ff3333", "e60012")
    ]


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ({"val": "000000", "themeColor": "accent1"}, "蓝色（#4F81BD）"),
        ({"val": "000000", "themeColor": "accent2"}, "红色（#C0504D）"),
        ({"val": "000000", "themeColor": "accent1", "themeTint": "66"}, "浅蓝色（#B9CDE5）"),
        ({"val": "000000", "themeColor": "accent1", "themeShade": "80"}, "深蓝色（#254062）"),
        ({"val": "000000", "themeColor": "background1"}, "白色（#FFFFFF）"),
        ({"val": "000000", "themeColor": "text1", "themeTint": "80"}, "灰色（#7F7F7F）"),
        ({"val": "FF0000"}, "红色（#FF0000）"),
        ({"val": "000000", "themeColor": "text1"}, ""),
    ],
)
def test_a_colour_of_the_theme_is_the_one_that_shows(attributes: dict[str, str], name: str) -> None:
    """Word and python-docx name the theme's colour, and write beside it what a program without themes may show."""
    document = fresh()
    run = paragraph(document, "二、重点").runs[0]
    run.font.color.rgb = RGBColor(0, 0, 0)
    element = run._element.rPr.find(qn("w:color"))
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    told = [found.found for found in lint_bytes(saved(document), "文件.docx").faults]
    assert told == ([f"是{name}"] if name else [])


def test_an_upward_document_is_clean() -> None:
    document = fresh()
    upward(document)
    assert codes(document) == {}


def test_margins_that_are_wrong_displace_what_is_measured_from_them() -> None:
    document = fresh()
    document.sections[0].bottom_margin = Mm(25.4)
    assert codes(document) == {"margins": ERROR, "page-number-gap": WARNING}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("code", "severity", "plant"), FAULTS, ids=[f"{number}-{code}" for number, (code, _, _) in enumerate(FAULTS)])
def test_a_planted_fault_is_found_alone(code: str, severity: Severity, plant: Plant) -> None:
    document = fresh()
    plant(document)
    assert codes(document) == {code: severity}


WHOLE = {"lines", "characters", "title-missing", "date-missing", "colophon-missing", "page-number-missing"}
"""Faults of the whole document, which have no place."""
AT_THE_HEAD = {"signatory-missing"}
"""What lacks in the 版头 is told at the 发文机关标志."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("code", "plant"), [(code, plant) for code, _, plant in FAULTS], ids=[f"{number}-{row[0]}" for number, row in enumerate(FAULTS)])
def test_a_planted_fault_is_found_where_it_was_planted(code: str, plant: Plant) -> None:
    """One of its places quotes a paragraph that was changed, or one beside it; those of pages, footers and tables are named."""
    before = fresh()
    document = fresh()
    plant(document)
    (found,) = lint_bytes(saved(document), "文件.docx").faults
    assert bool(found.spots) != (code in WHOLE)
    old = {str(part.xml) for part in before.element.body.iter(qn("w:p"))}
    written = list(document.element.body.iter(qn("w:p")))
    changed = [at for at, part in enumerate(written) if str(part.xml) not in old]
    quoted = [part for spot in found.spots if not spot.name for part in spot.quote.rstrip("…").split("／") if part]
    if changed and quoted and code not in AT_THE_HEAD:
        near = "".join(text.text or "" for at in changed for part in written[max(0, at - 3) : at + 4] for text in part.iter(qn("w:t")))
        assert any(re.sub(r"\s", "", quote) in re.sub(r"\s", "", near) for quote in quoted), (quoted, near)


def spaced(document: Document, text: str) -> None:
    """Two more blank lines above the paragraph that says `text`."""
    for _ in range(2):
        named(document, text).insert_paragraph_before("")


def bare_colophon(document: Document) -> None:
    for side in ("top", "insideH", "bottom"):
        line = line_of(document, side)
        line.getparent().remove(line)


def uneven(document: Document) -> None:
    indented("各乡镇（街道）", 0)(document)
    indented("二、重点", 5)(document)


@pytest.mark.parametrize(
    ("plant", "message"),
    [
        (joined("各县（市、区）人民政府"), "主送机关紧接标题，应当在标题下空一行"),
        (lambda d: spaced(d, "各县（市、区）人民政府，市直各有关单位："), "主送机关在标题下约3行，应当在标题下空一行"),
        (lambda d: attachment_title(d, 1), "附件1的标题紧接“附件”二字，应当在第三行（空一行）"),
        (lambda d: spaced(d, "2024年冬季清洁取暖改造任务表"), "附件1的标题在“附件”二字下约3行，应当在第三行（空一行）"),
        (indented("各乡镇（街道）", 0), "正文段落左空0字，应当每个自然段左空二字"),
        (uneven, "正文段落左空0至5.1字，应当每个自然段左空二字"),
        (bare_colophon, "版记没有分隔线，应当有首条、末条分隔线和中间的分隔线"),
        (lambda d: upward(d, signatory="签发人:"), "“签发人”后面是“:”，应当后加全角冒号"),
    ],
)
def test_the_words_of_a_fault_are_those_of_the_case(plant: Plant, message: str) -> None:
    document = fresh()
    plant(document)
    assert [found.message for found in lint_bytes(saved(document), "文件.docx").faults] == [message]


def test_a_single_attachment_has_no_number() -> None:
    document = fresh()
    for start in ("2.冬季", "附件2", "冬季清洁取暖改造工作联络员"):
        remove(paragraph(document, start))
    table = document.tables[1]._element
    table.getparent().remove(table)
    assert codes(document) == {"attachment-single": NOTICE}


def test_another_paper_is_found() -> None:
    document = fresh()
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)
    assert codes(document)["paper"] is ERROR
