"""A conformant official document as an office makes it in Word: python-docx, the default template, direct formatting, blank lines."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FANG, KAI, HEI, BIAOSONG, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
TEXT = "各乡镇（街道）要对照任务清单，逐村逐户核实改造意愿、房屋结构和用能条件，确定取暖路径，建立工作台账，落实到户、责任到人，确保采暖季前完成改造任务。"


def handmade() -> Document:
    """The document, to be altered by those who plant a defect in it."""
    document = blank()
    _head(document)
    _body(document)
    _attachments(document)
    add_colophon(document, "抄送：市委各部门，市人大常委会办公室，市政协办公室。", "示例市人民政府办公室\t2024年4月9日印发")
    return document


def blank() -> Document:
    """A document with nothing but the page and the style of the text."""
    document = docx.Document()
    normal = document.styles["Normal"]
    set_font(normal.element.get_or_add_rPr(), FANG)
    normal.font.size = Pt(16)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    normal.element.get_or_add_rPr().append(spacing)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(28.95)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    page(document)
    return document


@cache
def _made() -> bytes:
    return saved(handmade())


def fresh() -> Document:
    """The document again, to be altered."""
    return docx.Document(BytesIO(_made()))


def saved(document: Document) -> bytes:
    """The bytes of the file."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraph(document: Document, start: str) -> Paragraph:
    """The paragraph whose text begins with `start`."""
    return next(found for found in document.paragraphs if found.text.startswith(start))


def reword(document: Document, start: str, change: Callable[[str], str]) -> None:
    """Change the words of a paragraph, in the look of its first run."""
    found = paragraph(document, start)
    text = change(found.text)
    for run in found.runs[1:]:
        run._element.getparent().remove(run._element)
    found.runs[0].text = text


def after(found: Paragraph, text: str) -> Paragraph:
    """A paragraph like `found` below it, with these words."""
    element = deepcopy(found._element)
    found._element.addnext(element)
    made = Paragraph(element, found._parent)
    for run in made.runs[1:]:
        run._element.getparent().remove(run._element)
    made.runs[0].text = text
    return made


def above(found: Paragraph) -> Paragraph:
    """The paragraph above `found`."""
    return Paragraph(found._element.getprevious(), found._parent)


def colophon(document: Document) -> Table:
    """The table of the 版记."""
    return document.tables[-1]


def line_of(document: Document, side: str) -> OxmlElement:
    """A line of the 版记: top, insideH or bottom."""
    return colophon(document)._element.tblPr.find(f"{qn('w:tblBorders')}/{qn(f'w:{side}')}")


def red_line(document: Document) -> OxmlElement:
    """The red line below the 发文字号."""
    return paragraph(document, "示政办发")._element.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")


def upward(document: Document, number_left: int = 1, signatory: str = "签发人：", right: float = 1, face: str = KAI) -> None:
    """Make the document one to the office above: 请示 with 签发人."""
    reword(document, "关于做好", lambda _: "关于解决冬季清洁取暖资金的请示")
    reword(document, "各县（市、区）人民政府", lambda _: "示例省人民政府办公厅：")
    number = paragraph(document, "示政办发")
    number.alignment = LEFT
    number.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(15.79 * right), WD_TAB_ALIGNMENT.RIGHT)
    number.runs[0].text = f"{'　' * number_left}示政办发〔2024〕12号\t{signatory}"
    run = number.add_run("张某某")
    set_font(run._element.get_or_add_rPr(), face)


def remove(found: Paragraph) -> None:
    """Take a paragraph out."""
    found._element.getparent().remove(found._element)


def font(found: Paragraph, name: str) -> None:
    """Set a paragraph in another font."""
    for run in found.runs:
        set_font(run._element.get_or_add_rPr(), name)


def set_font(properties: OxmlElement, name: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = side
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if side is RIGHT:
            line.paragraph_format.right_indent = Pt(16)
        else:
            line.paragraph_format.left_indent = Pt(16)
        for text in ("— ", "PAGE", " —"):
            run = line.add_run()
            set_font(run._element.get_or_add_rPr(), SONG)
            run.font.size = Pt(14)
            if text == "PAGE":
                field(run._element, text)
            else:
                run.text = text


def field(run: OxmlElement, instruction: str) -> None:
    """Put a field where `run` stands, each part of it a run of the same look, as Word writes it."""
    for kind in ("begin", instruction, "separate", "1", "end"):
        if kind == instruction:
            part = OxmlElement("w:instrText")
            part.text = f" {instruction} "
        elif kind == "1":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        own = deepcopy(run)
        own.append(part)
        run.addprevious(own)
    run.getparent().remove(run)


def line(document: Document, text: str, name: str = FANG, size: float = 16, align: WD_ALIGN_PARAGRAPH = LEFT, first: float = 0.0) -> Paragraph:
    made = document.add_paragraph()
    made.alignment = align
    if first:
        made.paragraph_format.first_line_indent = Pt(16 * first)
    if text:
        run = made.add_run(text)
        run.font.size = Pt(size)
        set_font(run._element.get_or_add_rPr(), name)
    return made


def _head(document: Document) -> None:
    line(document, "")
    issuer = line(document, "示例市人民政府办公室文件", BIAOSONG, 34, CENTRE)
    issuer.paragraph_format.space_before = Mm(35) - Pt(28.95)
    issuer.paragraph_format.line_spacing = Pt(34)
    issuer.runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
    line(document, "")
    line(document, "")
    number = line(document, "示政办发〔2024〕12号", align=CENTRE)
    number.paragraph_format.line_spacing = Pt(18)
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "10"), ("color", "FF0000")):
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    number._element.get_or_add_pPr().append(border)
    line(document, "")
    line(document, "")
    for text in ("示例市人民政府办公室", "关于做好2024年冬季清洁取暖工作的通知"):
        title = line(document, text, BIAOSONG, 22, CENTRE)
        title.paragraph_format.line_spacing = Pt(36)
    line(document, "")
    line(document, "各县（市、区）人民政府，市直各有关单位：")


def _body(document: Document) -> None:
    line(document, "为做好2024年冬季清洁取暖改造工作，根据《示例市冬季清洁取暖实施方案》（示政发〔2023〕5号），现就有关事项通知如下。", first=2)
    line(document, "一、总体要求", HEI, first=2)
    line(document, TEXT, first=2)
    line(document, "二、重点任务", HEI, first=2)
    line(document, "（一）核实改造任务", KAI, first=2)
    for text in ("1.核实户数。各地于2024年4月20日前完成入户核实（见附件1）。", "2.确定路径。按照“宜电则电、宜气则气”的原则确定取暖路径。"):
        line(document, text, first=2)
    line(document, TEXT, first=2)
    line(document, "（1）集中供热覆盖区域优先接入热网，逐户签订供用热合同。", first=2)
    line(document, "（2）其他区域采用空气源热泵等方式，原有取暖设施暂不拆除。", first=2)
    line(document, "（二）落实资金保障", KAI, first=2)
    line(document, TEXT, first=2)
    line(document, "三、工作要求", HEI, first=2)
    line(document, TEXT, first=2)
    line(document, "")
    note = line(document, "附件：1.2024年冬季清洁取暖改造任务表", first=2)
    note.paragraph_format.left_indent = Pt(16 * 5)
    note.paragraph_format.first_line_indent = Pt(-16 * 3)
    second = line(document, "2.冬季清洁取暖改造工作联络员名单")
    second.paragraph_format.left_indent = Pt(16 * 5)
    line(document, "")
    signature = line(document, "示例市人民政府办公室", align=RIGHT)
    signature.paragraph_format.right_indent = Pt(16 * 2)
    date = line(document, "2024年4月8日", align=RIGHT)
    date.paragraph_format.right_indent = Pt(16 * 4)
    line(document, "（此件公开发布）", first=2)


def _attachments(document: Document) -> None:
    for number, name in ((1, "2024年冬季清洁取暖改造任务表"), (2, "冬季清洁取暖改造工作联络员名单")):
        label = line(document, f"附件{number}", HEI)
        label.paragraph_format.page_break_before = True
        line(document, "")
        title = line(document, name, BIAOSONG, 22, CENTRE)
        title.paragraph_format.line_spacing = Pt(36)
        line(document, "")
        add_table(document)


def add_table(document: Document) -> Table:
    table = document.add_table(3, 3, style="Table Grid")
    for column in table.columns:
        for cell in column.cells:
            cell.width = Mm(52)
    for row, words in zip(
        table.rows, (("县（市、区）", "户数（户）", "完成时限"), ("甲县", "1200", "2024年10月15日"), ("乙县", "860", "2024年10月15日")), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(12)
    return table


def add_colophon(document: Document, *entries: str) -> None:
    """版记 in a table with lines above, between and below, as offices make it."""
    line(document, "")
    table = document.add_table(len(entries), 1)
    table.autofit = False
    place = OxmlElement("w:tblpPr")
    for key, value in (("horzAnchor", "margin"), ("vertAnchor", "margin"), ("tblpX", "0"), ("tblpYSpec", "bottom")):
        place.set(qn(f"w:{key}"), value)
    table._element.tblPr.insert(1, place)
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("insideH", "6"), ("bottom", "8")):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    table._element.tblPr.append(borders)
    table.columns[0].width = Mm(156)
    for row, text in enumerate(entries):
        made = _colophon_line(table.cell(row, 0), text)
        if "\t" in text:
            made.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(14), WD_TAB_ALIGNMENT.RIGHT)
    line(document, "")


def _colophon_line(cell: _Cell, text: str) -> Paragraph:
    cell.width = Mm(156)
    made = cell.paragraphs[0]
    run = made.add_run(text)
    run.font.size = Pt(14)
    made.paragraph_format.left_indent = Pt(14)
    return made
