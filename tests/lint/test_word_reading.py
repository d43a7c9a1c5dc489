"""How a Word file is read: styles, themes, numbers that Word counts, text boxes, frames, tables that only place text, revisions."""

import re
from collections.abc import Callable
from copy import deepcopy

import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from reportgen.lint.lint import Linted, lint_bytes
from reportgen.lint.model import Paragraph
from reportgen.lint.word import read_docx
from tests.lint.handmade import CENTRE, HEI, KAI, colophon, font, fresh, paragraph, remove, reword, saved, set_font

BODY = "各乡镇（街道）"
NUMBERING = """<w:numbering %s><w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>%s</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
LEVEL = """<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:suff w:val="nothing"/><w:lvlText w:val="%s"/>
<w:pPr><w:ind w:left="0" w:firstLine="632"/></w:pPr></w:lvl>"""


def linted(document: Document) -> Linted:
    return lint_bytes(saved(document), "文件.docx")


def codes(document: Document) -> set[str]:
    return {found.code.removeprefix("lint.") for found in linted(document).faults}


def read(document: Document, start: str) -> Paragraph:
    return next(found for found in read_docx(saved(document)).paragraphs() if found.text.startswith(start))


def counted(document: Document) -> None:
    """Headings whose numbers Word counts."""
    levels = "".join(LEVEL % level for level in ((0, "chineseCountingThousand", "%1、"), (1, "chineseCounting", "（%2）"), (2, "decimal", "%3.")))
    part = document.part.numbering_part
    part._element = parse_xml(NUMBERING % (nsdecls("w"), levels))
    for found in document.paragraphs:
        level = next((at for at, form in enumerate((r"[一二三]、", r"（[一二]）", r"\d\.(核实|确定)")) if re.match(form, found.text)), None)
        if level is not None:
            found.runs[0].text = re.sub(r"^(.、|（.）|\d\.)", "", found.text)
            properties = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')
            found._element.pPr.insert(0, properties)


def test_numbers_that_word_counts_are_read_as_they_are_shown() -> None:
    document = fresh()
    counted(document)
    assert [read(document, start).text[:6] for start in ("一、", "二、", "（一）", "2.", "（二）", "三、")] == [
        "一、总体要求",
        "二、重点任务",
        "（一）核实改",
        "2.确定路径",
        "（二）落实资",
        "三、工作要求",
    ]
    assert codes(document) == set()


def test_a_counted_heading_in_the_wrong_font_is_found() -> None:
    document = fresh()
    counted(document)
    font(paragraph(document, "总体要求"), KAI)
    assert codes(document) == {"font"}


def test_fonts_come_from_styles_on_styles_and_from_the_theme() -> None:
    document = fresh()
    base = document.styles.add_style("底", WD_STYLE_TYPE.PARAGRAPH)
    set_font(base.element.get_or_add_rPr(), HEI)
    over = document.styles.add_style("上", WD_STYLE_TYPE.PARAGRAPH)
    over.base_style = base
    found = paragraph(document, BODY)
    found.style = over
    fonts = found.runs[0]._element.rPr.find(qn("w:rFonts"))
    fonts.getparent().remove(fonts)
    assert {span.font for span in read(document, BODY).spans} == {HEI}
    fonts = base.element.rPr.find(qn("w:rFonts"))
    fonts.attrib.clear()
    fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")
    (theme,) = [part for part in document.part.package.iter_parts() if "theme" in part.partname]
    theme._blob = theme.blob.replace(
        b'<a:minorFont><a:latin typeface="Cambria"/><a:ea typeface=""/>', b'<a:minorFont><a:latin typeface="Cambria"/><a:ea typeface="KaiTi"/>'
    )
    shown = {span.font for span in read(document, BODY).spans}
    assert shown <= {"KaiTi", "宋体", "ＭＳ 明朝"} and HEI not in shown


def test_hidden_text_is_not_there_and_revisions_are_read_as_accepted() -> None:
    document = fresh()
    found = paragraph(document, "二、重点")
    hidden = found.add_run("（稿）")
    hidden.font.hidden = True
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="甲"><w:r><w:delText>删去</w:delText></w:r></w:del>')
    inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="甲"/>')
    run = deepcopy(found.runs[0]._element)
    run.find(qn("w:t")).text = "和分工"
    inserted.append(run)
    found._element.extend((deleted, inserted))
    assert read(document, "二、").text == "二、重点任务和分工"
    assert codes(document) == {"revisions", "hidden"}


def test_a_heading_whose_end_and_a_row_that_was_deleted_are_read_as_accepted() -> None:
    document = fresh()
    heading = paragraph(document, "二、重点")
    heading._element.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="甲"/></w:rPr>'))
    following = heading._element.getnext()
    words = "".join(text.text or "" for text in following.iter(qn("w:t")))
    row = colophon(document).rows[0]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="甲"/>'))
    gone = "".join(text.text or "" for text in row.iter(qn("w:t")))
    assert read(document, "二、").text == f"二、重点任务{words}"
    assert gone and all(found.text != gone for found in read_docx(saved(document)).paragraphs())


def test_a_text_box_is_read_where_it_is_anchored() -> None:
    document = fresh()
    number = paragraph(document, "示政办发")
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:200pt;height:30pt"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>特急</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    number._element.append(box)
    shown = read(document, "特急")
    assert shown.boxed
    assert "font" in codes(document)  # 紧急程度 is set in 黑体


@pytest.mark.parametrize(("align", "found"), [("outside", set()), ("center", {"page-number-side"}), ("right", set())])
def test_page_numbers_in_frames(align: str, found: set[str]) -> None:
    document = fresh()
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        line = footer.paragraphs[0]
        line._element.get_or_add_pPr().insert(
            0, parse_xml(f'<w:framePr {nsdecls("w")} w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{align}"/>')
        )
    if align == "right":
        remove(section.even_page_footer.paragraphs[0])
        found = {"page-number-absent"}
    assert codes(document) == found


@pytest.mark.parametrize("form", ["numberInDash", None])
def test_the_form_of_number_that_a_section_asks_for(form: str | None) -> None:
    document = fresh()
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        for run in footer.paragraphs[0].runs:
            if "—" in run.text:
                run.text = ""
    if form:
        document.sections[0]._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:fmt="{form}"/>'))
    (found,) = linted(document).faults
    assert found.code == "lint.page-number-form"
    assert found.found == ("写作“- 1 -”" if form else "写作“1”")


def test_a_head_in_a_table_without_lines_is_read_and_its_places_are_not_guessed() -> None:
    document = fresh()
    number = paragraph(document, "示政办发")
    table = document.add_table(1, 2)
    left, right = table.rows[0].cells
    left.paragraphs[0].add_run("示政办发〔2024〕12号").font.size = Pt(16)
    right.paragraphs[0].add_run("签发人：").font.size = Pt(16)
    name = right.paragraphs[0].add_run("张某某")
    set_font(name._element.get_or_add_rPr(), KAI)
    number._element.addprevious(table._element)
    for run in number.runs:
        run.text = ""
    reword(document, "关于做好", lambda _: "关于解决冬季清洁取暖资金的请示")
    reword(document, "各县（市、区）人民政府", lambda _: "示例省人民政府：")
    outcome = linted(document)
    assert {found.code for found in outcome.faults} <= {"lint.red-rule-place"}
    assert any("距离" in one.what for one in outcome.unchecked)


def lines(document: Document, change: Callable[[Document], None]) -> tuple[int | None, int | None]:
    change(document)
    grid = read_docx(saved(document)).grid
    return grid.lines, grid.characters


def document_grid(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.paragraph_format.line_spacing = 1.0
    properties = normal.element.rPr
    properties.remove(properties.find(qn("w:spacing")))
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    for key, value in (("type", "linesAndChars"), ("linePitch", "579"), ("charSpace", "-849")):
        grid.set(qn(f"w:{key}"), value)


def single_spaced(document: Document) -> None:
    document.styles["Normal"].paragraph_format.line_spacing = 1.5


def drawn_in(document: Document) -> None:
    """The longest paragraph is set a little closer, as one that would end in a single character; the others aren't."""
    (run, *_) = paragraph(document, BODY).runs
    run.text *= 40
    run._element.get_or_add_rPr().append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="-18"/>'))


@pytest.mark.parametrize(("change", "grid"), [(lambda _: None, (22, 28)), (drawn_in, (22, 28)), (document_grid, (22, 28)), (single_spaced, (None, 28))])
def test_lines_and_characters(change: Callable[[Document], None], grid: tuple[int | None, int | None]) -> None:
    assert lines(fresh(), change) == grid


def test_spaces_stand_for_indents_as_people_type_them() -> None:
    document = fresh()
    found = paragraph(document, BODY)
    found.paragraph_format.first_line_indent = Pt(0)
    found.runs[0].text = "\u3000\u3000" + found.text
    assert read(document, BODY).first == pytest.approx(2.0, abs=0.05)
    assert codes(document) == set()


def test_a_line_broken_by_hand_is_two_rows() -> None:
    document = fresh()
    remove(next(found for found in document.paragraphs if found.text == "示例市人民政府办公室"))
    title = paragraph(document, "关于做好")
    title.runs[0].text = "示例市人民政府办公室"
    title.runs[0].add_break()
    title.runs[0].add_text("关于做好2024年冬季清洁取暖工作的通知")
    shown = read(document, "示例市人民政府办公室关于")
    assert shown.rows == ("示例市人民政府办公室", "关于做好2024年冬季清洁取暖工作的通知")
    assert title.alignment == CENTRE
    assert codes(document) == set()


def test_a_document_without_head_is_told_so() -> None:
    document = fresh()
    for start in ("示例市人民政府办公室文件", "示政办发"):
        remove(paragraph(document, start))
    outcome = linted(document)
    assert (outcome.form, outcome.official) == ("没有版头的公文", True)
    assert outcome.faults == ()
    assert any(one.what == "版头" for one in outcome.unchecked)


def test_what_is_no_official_document_gets_notices_only() -> None:
    document = fresh()
    for found in document.paragraphs[:10]:
        remove(found)
    for found in document.paragraphs:
        if found.text.startswith(("附件", "2.冬季", "示例市", "2024年4月8日", "（此件")):
            remove(found)
    colophon(document)._element.getparent().remove(colophon(document)._element)
    document.sections[0].left_margin = Mm(20)
    outcome = linted(document)
    assert (outcome.form, outcome.official) == ("不是公文", False)
    assert outcome.faults and {found.severity.value for found in outcome.faults} == {"notice"}
