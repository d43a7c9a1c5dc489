"""Conformant official documents of every form (GB/T 9704, 7 and 10) and kind, as offices make them in Word and WPS: python-docx, no styles of ours."""

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from PIL import Image

from tests.lint.handmade import BIAOSONG, CENTRE, FANG, HEI, KAI, LEFT, RIGHT, TEXT, add_colophon, blank, fresh, line, remove, set_font

OFFICE, SHORT = "示例市人民政府", "示政"
RED = RGBColor(0xFF, 0, 0)
EM = 15.79
DATE = "2024年4月8日"
COPIES = "抄送：市委各部门，市人大常委会办公室，市政协办公室。"
PRINTING = "示例市人民政府办公室\t2024年4月9日印发"
SENTENCE = "根据有关法律法规和上级部署，结合我市实际，现就冬季清洁取暖有关事项作出如下安排，请认真抓好贯彻落实。"


def letterhead(document: Document, *names: str, below: float = 35, size: float = 34) -> None:
    """发文机关标志, its upper edge `below` mm under that of the type area."""
    for number, name in enumerate(names):
        issuer = line(document, name, BIAOSONG, size, CENTRE)
        issuer.paragraph_format.line_spacing = Pt(size)
        issuer.runs[0].font.color.rgb = RED
        if number == 0:
            issuer.paragraph_format.space_before = Mm(below)
    document.paragraphs[0].paragraph_format.space_before = Mm(0)


def top(document: Document) -> None:
    """The blank first line: spacing above the first line of a page is not kept by all programs."""
    line(document, "").paragraph_format.line_spacing = Pt(1)


def blanks(document: Document, count: int) -> None:
    for _ in range(count):
        line(document, "")


def under(found: Paragraph, colour: str = "FF0000", kind: str = "single", space: str = "10") -> None:
    """A line below a paragraph."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", kind), ("sz", "12"), ("space", space), ("color", colour)):
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    found._element.get_or_add_pPr().append(border)


def number(document: Document, text: str, signatory: str = "") -> None:
    """发文字号 with the red line."""
    made = line(document, f"　{text}\t签发人：" if signatory else text, align=LEFT if signatory else CENTRE)
    made.paragraph_format.line_spacing = Pt(18)
    if signatory:
        made.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(EM), WD_TAB_ALIGNMENT.RIGHT)
        run = made.add_run(signatory)
        set_font(run._element.get_or_add_rPr(), KAI)
    under(made)


def head(document: Document, text: str = f"{SHORT}发〔2024〕12号", signatory: str = "", names: tuple[str, ...] = (f"{OFFICE}文件",)) -> None:
    top(document)
    letterhead(document, *names)
    blanks(document, 2)
    number(document, text, signatory)
    blanks(document, 2)


def title(document: Document, *rows: str) -> None:
    for row in rows:
        line(document, row, BIAOSONG, 22, CENTRE).paragraph_format.line_spacing = Pt(36)
    line(document, "")


def body(document: Document, *texts: str) -> None:
    """Paragraphs of the text, headings by their numbers."""
    for text in texts or (SENTENCE, "一、总体要求", TEXT, "二、工作任务", "（一）核实任务", TEXT, "（二）落实资金", TEXT, "三、保障措施", TEXT):
        face = HEI if text[1:2] == "、" and len(text) < 20 else KAI if text[0] == "（" and len(text) < 20 else FANG
        line(document, text, face, first=2)


def signed(document: Document, *offices: str, date: str = DATE) -> None:
    """署名 and 成文日期 without a seal: 7.3.5.2."""
    line(document, "")
    for name in offices:
        line(document, name, align=RIGHT).paragraph_format.right_indent = Pt(EM * 2)
    last = line(document, date, align=RIGHT)
    wide = len(date) - sum(character.isascii() for character in date) / 2
    last.paragraph_format.right_indent = Pt(EM * (len(offices[-1]) - wide)) if len(offices[-1]) >= wide else Pt(EM * 2)


def stamped(document: Document, office: str = OFFICE, date: str = DATE) -> None:
    """署名 centred on the date, which is four characters in; the seal over both: 7.3.5.1."""
    blanks(document, 2)
    wide = len(date) - sum(character.isascii() for character in date) / 2
    line(document, office, align=RIGHT).paragraph_format.right_indent = Pt(EM * max(4 - (len(office) - wide) / 2, 0))
    last = line(document, date, align=RIGHT)
    last.paragraph_format.right_indent = Pt(EM * 4)
    picture = BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 90)).save(picture, "PNG")
    picture.seek(0)
    last.add_run().add_picture(picture, Mm(42), Mm(42))
    inline = last._element.find(f".//{qn('wp:inline')}")
    floating = parse_xml(
        f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" behindDoc="1" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>3300000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>-900000</wp:posOffset></wp:positionV></wp:anchor>'
    )
    floating.extend([inline.find(qn("wp:extent")), parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>"), inline.find(qn("wp:docPr"))])
    floating.append(inline.find(f"{{{inline.nsmap.get('a', 'http://schemas.openxmlformats.org/drawingml/2006/main')}}}graphic"))
    inline.getparent().replace(inline, floating)


def by_hand(document: Document, office: str = "市　长", name: str = "张某某", date: str = DATE) -> None:
    """签名章: two blank lines, the office two characters left of the name, four in; one blank line; the date four in: 7.3.5.3."""
    blanks(document, 2)
    line(document, f"{office}　　{name}", align=RIGHT).paragraph_format.right_indent = Pt(EM * 4)
    blanks(document, 1)
    line(document, date, align=RIGHT).paragraph_format.right_indent = Pt(EM * 4)


def note(document: Document, text: str = "（此件公开发布）") -> None:
    line(document, text, first=2)


def passed(document: Document, text: str = "（2024年4月8日示例市第八届人民代表大会第四次会议通过）") -> None:
    """题注 below a title: when and by which meeting."""
    remove(document.paragraphs[-1])
    line(document, text, KAI, align=CENTRE)
    line(document, "")


def notice(kind: str = "通知") -> Document:
    """A document in the common form to those below."""
    document = blank()
    head(document)
    title(document, OFFICE, f"关于做好冬季清洁取暖工作的{kind}")
    line(document, "各县（市、区）人民政府，市直各有关单位：")
    body(document)
    signed(document, OFFICE)
    note(document)
    add_colophon(document, COPIES, PRINTING)
    return document


def upward(kind: str = "请示", closing: str = "以上请示妥否，请批示。", annotation: str = "（联系人：李某某　电话：0350-1234567）") -> Document:
    document = blank()
    head(document, f"{SHORT}〔2024〕12号", "张某某")
    title(document, OFFICE, f"关于冬季清洁取暖工作的{kind}")
    line(document, "示例省人民政府：")
    body(document, SENTENCE, TEXT, TEXT, closing)
    signed(document, OFFICE)
    note(document, annotation)
    add_colophon(document, PRINTING)
    return document


def bill() -> Document:
    """议案: to the congress, signed by the head of the government."""
    document = blank()
    head(document, f"{SHORT}函〔2024〕12号")
    title(document, OFFICE, "关于提请审议清洁取暖条例（草案）的议案")
    line(document, "示例市人民代表大会常务委员会：")
    body(document, SENTENCE, TEXT, TEXT, "现提请审议。")
    by_hand(document)
    add_colophon(document, PRINTING)
    return document


def decision() -> Document:
    """决定 by an office: to everyone, no addressee."""
    document = blank()
    head(document)
    title(document, OFFICE, "关于表彰清洁取暖工作先进集体的决定")
    body(document)
    signed(document, OFFICE)
    add_colophon(document, COPIES, PRINTING)
    return document


def resolution(kind: str = "决议") -> Document:
    """决议, 决定, 公报 of a meeting: neither addressee nor signature; the date stands below the title."""
    document = blank()
    title(document, "示例市第八届人民代表大会第四次会议", f"关于政府工作报告的{kind}")
    passed(document)
    body(document, *[TEXT] * 4)
    return document


def plan_decision() -> Document:
    """决定 of a committee with the head of one, and a number."""
    document = blank()
    head(document, "示发〔2024〕12号", names=("中共示例市委文件",))
    title(document, "中共示例市委", "关于加强清洁取暖工作的决定")
    passed(document, "（2024年4月8日中国共产党示例市第八届委员会第四次全体会议通过）")
    body(document)
    add_colophon(document, "印发：各县（市、区）委，市委各部门。", "中共示例市委办公室\t2024年4月9日印发")
    return document


def announcement(kind: str = "公告", order: str = "2024年第3号", *, addressed: bool = False) -> Document:
    """公告, 通告 with its own head: no addressee, a number of its own, no 版记."""
    document = blank()
    top(document)
    letterhead(document, f"{OFFICE}{kind}")
    blanks(document, 2)
    made = line(document, order, align=CENTRE)
    made.paragraph_format.line_spacing = Pt(18)
    under(made)
    blanks(document, 2)
    title(document, f"关于划定高污染燃料禁燃区的{kind}")
    if addressed:
        line(document, "各有关单位和个人：")
    body(document, SENTENCE, "一、禁燃区范围", TEXT, "二、禁止事项", TEXT, f"三、本{kind}自发布之日起施行。")
    line(document, f"特此{kind}。", first=2)
    signed(document, OFFICE)
    return document


def posted(kind: str = "通告") -> Document:
    """A 通告 as it is posted: title, text, signature."""
    document = blank()
    title(document, OFFICE, f"关于做好冬季取暖安全工作的{kind}")
    body(document, SENTENCE, TEXT, f"特此{kind}。")
    signed(document, OFFICE)
    return document


def order(*, regulation: bool = True, titled: bool = False) -> Document:
    """命令（令）: 10.2; what it decrees follows on a page of its own."""
    document = blank()
    top(document)
    letterhead(document, f"{OFFICE}令", below=20, size=42)
    blanks(document, 2)
    line(document, "第12号", align=CENTRE)
    blanks(document, 2)
    if titled:
        title(document, "示例市清洁取暖管理办法")
    body(document, "《示例市清洁取暖管理办法》已经2024年4月1日市人民政府第30次常务会议审议通过，现予公布，自2024年6月1日起施行。")
    by_hand(document)
    if regulation:
        heading = line(document, "示例市清洁取暖管理办法", BIAOSONG, 22, CENTRE)
        heading.paragraph_format.page_break_before = True
        line(document, "")
        line(document, "第一章　总则", HEI, align=CENTRE)
        body(
            document,
            f"第一条　为了推进清洁取暖，{TEXT}",
            f"第二条　本办法适用于本市行政区域内的清洁取暖工作。{TEXT}",
            f"第三条　下列事项由县级政府负责：{TEXT}",
        )
        body(document, "（一）编制规划，明确目标任务和时序进度安排；", "（二）安排资金，加强监督检查和绩效评价工作。")
        line(document, "第二章　附则", HEI, align=CENTRE)
        body(document, "第四条　本办法自2024年6月1日起施行。")
    add_colophon(document, PRINTING)
    return document


def minutes(name: str = "示例市人民政府常务会议纪要", issue: str = "〔2024〕3号", *, titled: bool = False, dated: bool = True) -> Document:
    """纪要: 10.3."""
    document = blank()
    top(document)
    letterhead(document, name)
    blanks(document, 2)
    if dated:
        line(document, issue, align=CENTRE)
        made = line(document, f"　{OFFICE}办公室\t2024年4月8日")
        made.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(EM), WD_TAB_ALIGNMENT.RIGHT)
    else:
        made = line(document, issue, align=CENTRE)
    made.paragraph_format.line_spacing = Pt(18)
    under(made)
    blanks(document, 2)
    if titled:
        title(document, "关于研究清洁取暖工作的会议纪要")
    body(
        document,
        f"2024年4月2日，市长张某某主持召开第30次常务会议，研究清洁取暖工作。{SENTENCE}",
        "一、关于改造任务",
        f"会议听取了汇报。{TEXT}",
        "二、关于资金保障",
        f"会议要求，{TEXT}",
    )
    line(document, "")
    for label, names in (("出席：", "张某某　李某某　王某某"), ("请假：", "赵某某"), ("列席：", "市财政局钱某某，市能源局孙某某")):
        made = line(document, label, HEI, first=2)
        run = made.add_run(names)
        set_font(run._element.get_or_add_rPr(), FANG)
    add_colophon(document, "分送：市政府领导，市直各有关单位。", PRINTING)
    return document


def _double(found: Paragraph, kind: str) -> None:
    """A red double line of 170 mm: a paragraph border that stands out of the type area at both sides."""
    found.paragraph_format.left_indent = found.paragraph_format.right_indent = Mm(-7)
    under(found, kind=kind, space="1")


def letter(kind: str = "函", *, drawn: bool = False) -> Document:
    """信函格式: 10.1. The head and the double lines stand in header and footer of the first page, which has no number."""
    document = blank()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    foot = section.first_page_footer.paragraphs[0]
    issuer = section.first_page_header.paragraphs[0]
    _red(issuer, OFFICE)
    if drawn:
        issuer._element.append(_drawn_line("thickThin"))
        foot._element.append(_drawn_line("thinThick"))
    else:
        _double(issuer, "thickThinSmallGap")
        _double(foot, "thinThickSmallGap")
    line(document, f"{SHORT}函〔2024〕12号", align=RIGHT)
    blanks(document, 2)
    title(document, OFFICE, f"关于商请支持清洁取暖工作的{kind}")
    line(document, "示例省能源局：")
    body(document, SENTENCE, TEXT, TEXT, "特此函达，请予支持。" if kind == "函" else "此复。")
    signed(document, OFFICE)
    note(document, "（联系人：李某某　电话：0350-1234567）")
    line(document, "")
    last = line(document, "抄送：示例省财政厅。", size=14)
    last.paragraph_format.left_indent = Pt(14)
    return document


def _drawn_line(kind: str) -> OxmlElement:
    """The line as a drawing, 170 mm long, 4.5 pt."""
    return parse_xml(
        f'<w:r {nsdecls("w", "wp", "a")} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>9900000</wp:posOffset></wp:positionV><wp:extent cx="6120000" cy="0"/><wp:wrapNone/>'
        '<wp:docPr id="9" name="直线 9"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>'
        f'<wps:spPr><a:prstGeom prst="line"/><a:ln w="57150" cmpd="{kind}"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def headless(kind: str = "批复", *, numbered: bool = True) -> Document:
    """A document to be printed on paper with a head: it begins with the number, or with the title."""
    document = blank()
    if numbered:
        line(document, f"{SHORT}函〔2024〕12号", align=CENTRE)
        blanks(document, 2)
    title(document, OFFICE, f"关于同意清洁取暖实施方案的{kind}")
    line(document, "示例县人民政府：")
    body(document, "你县《关于审批清洁取暖实施方案的请示》（示县政〔2024〕7号）收悉。现批复如下：", "一、原则同意", TEXT, "二、抓好落实", TEXT, "此复。")
    signed(document, OFFICE)
    return document


def joint(*, beside: bool = False) -> Document:
    """联合行文: two offices above each other, 文件 perhaps at their right, and both signatures."""
    document = blank()
    if beside:
        line(document, "").paragraph_format.line_spacing = Mm(35)
        table = document.add_table(2, 2)
        for row, name in enumerate(("示例市能源局", "示例市财政局")):
            _red(table.cell(row, 0).paragraphs[0], name)
        _red(table.cell(0, 1).merge(table.cell(1, 1)).paragraphs[0], "文件")
        blanks(document, 2)
        number(document, "示能发〔2024〕12号")
        blanks(document, 2)
    else:
        head(document, "示能发〔2024〕12号", names=("示例市能源局", "示例市财政局文件"))
    title(document, "示例市能源局　示例市财政局", "关于下达清洁取暖补助资金的通知")
    line(document, "各县（市、区）能源局、财政局：")
    body(document)
    signed(document, "示例市能源局", "示例市财政局")
    add_colophon(document, "抄送：市审计局。", "示例市能源局办公室\t2024年4月9日印发")
    return document


def _red(found: Paragraph, name: str) -> None:
    run = found.add_run(name)
    run.font.size, run.font.color.rgb = Pt(34), RED
    set_font(run._element.get_or_add_rPr(), BIAOSONG)
    found.alignment, found.paragraph_format.line_spacing = CENTRE, Pt(40)


def forwarded() -> Document:
    """印发 a plan: it follows on a page of its own, without a label."""
    document = blank()
    head(document)
    title(document, OFFICE, "关于印发《示例市清洁取暖实施方案》的通知")
    line(document, "各县（市、区）人民政府，市直各有关单位：")
    body(document, "现将《示例市清洁取暖实施方案》印发给你们，请认真贯彻执行。")
    signed(document, OFFICE)
    note(document)
    heading = line(document, "示例市清洁取暖实施方案", BIAOSONG, 22, CENTRE)
    heading.paragraph_format.page_break_before = True
    line(document, "")
    body(document)
    add_colophon(document, COPIES, PRINTING)
    return document


def sealed() -> Document:
    document = blank()
    head(document)
    title(document, OFFICE, "关于做好冬季清洁取暖工作的通知")
    line(document, "各县（市、区）人民政府，市直各有关单位：")
    body(document)
    stamped(document)
    note(document)
    add_colophon(document, COPIES, PRINTING)
    return document


def secret() -> Document:
    """份号, 密级, 紧急程度 above the 发文机关标志."""
    document = blank()
    line(document, "000001")
    line(document, "秘密★1年", HEI)
    line(document, "特急", HEI)
    letterhead(document, f"{OFFICE}文件")
    document.paragraphs[3].paragraph_format.space_before = Mm(35) - Pt(28.95 * 3)
    blanks(document, 2)
    number(document, f"{SHORT}发〔2024〕12号")
    blanks(document, 2)
    title(document, OFFICE, "关于做好冬季清洁取暖工作的通知")
    line(document, "各县（市、区）人民政府，市直各有关单位：")
    body(document)
    signed(document, OFFICE)
    add_colophon(document, COPIES, PRINTING)
    return document


def attached() -> Document:
    """附件说明 with two names, and both attachments; tables with captions that the text refers to."""
    document = fresh()
    for found in document.paragraphs:
        if found.text.startswith("2.确定路径"):
            found.runs[0].text = "2.确定路径。各地任务见附件1表1，各路径户数见表2。"
    for count, table in enumerate(document.tables[:2], 1):
        caption = deepcopy(document.paragraphs[0]._element)
        table._element.addprevious(caption)
        made = Paragraph(caption, document._body)
        made.alignment = CENTRE
        made.add_run(f"表{count}　改造任务").font.size = Pt(14)
    return document


def as_wps(document: Document) -> Document:
    """As WPS saves it: indents counted in characters too, and a grid of lines."""
    for found in document.paragraphs:
        indent = found._element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        if indent is not None and indent.get(qn("w:firstLine")) == "640":
            indent.set(qn("w:firstLineChars"), "200")
    for section in document.sections:
        grid = section._sectPr.find(qn("w:docGrid"))
        if grid is not None:
            grid.set(qn("w:type"), "lines")
            grid.set(qn("w:linePitch"), "579")
    return document


FORMS: dict[str, tuple[str, Callable[[], Document]]] = {
    "通知": ("文件格式", notice),
    "通报": ("文件格式", lambda: notice("通报")),
    "意见": ("文件格式", lambda: notice("意见")),
    "批复": ("文件格式", lambda: notice("批复")),
    "请示": ("文件格式", upward),
    "报告": ("文件格式", lambda: upward("报告", "特此报告。")),
    "议案": ("文件格式", bill),
    "决定": ("文件格式", decision),
    "党委决定": ("文件格式", plan_decision),
    "会议决定": ("没有版头的公文", lambda: resolution("决定")),
    "决议": ("没有版头的公文", resolution),
    "公报": ("没有版头的公文", lambda: resolution("公报")),
    "公告": ("文件格式", announcement),
    "公告，第×号": ("文件格式", lambda: announcement("公告", "第3号")),
    "通告": ("文件格式", lambda: announcement("通告", "示政告〔2024〕3号", addressed=True)),
    "张贴的通告": ("没有版头的公文", posted),
    "张贴的公告": ("没有版头的公文", lambda: posted("公告")),
    "令": ("命令（令）格式", order),
    "令，不附法规": ("命令（令）格式", lambda: order(regulation=False)),
    "令，有标题": ("命令（令）格式", lambda: order(titled=True)),
    "纪要": ("纪要格式", minutes),
    "纪要，第×期": ("纪要格式", lambda: minutes("市长办公会议纪要", "第3期", titled=True)),
    "纪要，（20××年第×期）": ("纪要格式", lambda: minutes("会议纪要", "（2024年第3期）")),
    "纪要，只有编号": ("纪要格式", lambda: minutes(dated=False)),
    "函": ("信函格式", letter),
    "函，画的线": ("信函格式", lambda: letter(drawn=True)),
    "信函格式的批复": ("信函格式", lambda: letter("批复")),
    "没有版头的批复": ("没有版头的公文", headless),
    "没有版头的函": ("没有版头的公文", lambda: headless("函", numbered=False)),
    "联合行文": ("文件格式", joint),
    "联合行文，文件二字在右": ("文件格式", lambda: joint(beside=True)),
    "印发": ("文件格式", forwarded),
    "盖章": ("文件格式", sealed),
    "涉密": ("文件格式", secret),
    "附件": ("文件格式", attached),
}
"""By what it is: its form, and how it is made."""
