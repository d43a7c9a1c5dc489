"""Defects of each kind, several of each: planted in a conformant Word file, each is found by its clause, at its place, and nothing else is."""

from collections.abc import Callable

import pytest
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from reportgen.diagnostics import Severity
from reportgen.lint.lint import lint_bytes
from tests.lint import forms
from tests.lint.handmade import after, fresh, paragraph, remove, reword, saved, upward
from tests.lint.test_word_faults import Plant, in_text, named, western, words

ERROR, WARNING, NOTICE = Severity
OFFICE = "示例市人民政府办公室"
CUSTOM, RULES = "", "十五"


def text(sentence: str) -> tuple[str, Plant]:
    """A paragraph with a defect, whose spot quotes some of it."""
    return sentence, in_text(sentence)


def signing(name: str, *, titled: bool = True) -> Plant:
    """Another office at the end; `titled`: the title has the name of the first still."""

    def plant(document: Document) -> None:
        found = named(document, OFFICE, last=True)
        found.runs[0].text = name
        if not titled:
            remove(named(document, OFFICE))
        paragraph(document, "2024年4月8日").paragraph_format.right_indent = Pt(15.79 * max(len(name) - 6, 0))

    return plant


def titled(*rows: str) -> Plant:
    """Other lines of the title below the name of the office."""

    def plant(document: Document) -> None:
        found = paragraph(document, "关于做好2024")
        for row in reversed(rows[1:]):
            after(found, row)
        found.runs[0].text = rows[0]

    return plant


def annotation(written: str) -> Plant:
    return words("（此件", "（此件公开发布）", written)


def red(*starts: str) -> Plant:
    """Lines of the title in red, as in templates of some offices."""

    def plant(document: Document) -> None:
        for start in starts:
            for run in named(document, start).runs:
                run.font.color.rgb = RGBColor(0xFF, 0, 0)

    return plant


def revised(kind: str) -> Plant:
    """A tracked change in the second heading."""
    marks = {
        "ins": '<w:ins {w} w:id="7" w:author="甲"><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr><w:t>和分工</w:t></w:r></w:ins>',
        "del": '<w:del {w} w:id="7" w:author="甲"><w:r><w:delText>和分工</w:delText></w:r></w:del>',
        "moveTo": '<w:moveTo {w} w:id="7" w:author="甲"><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr><w:t>和分工</w:t></w:r></w:moveTo>',
        "moveFrom": '<w:moveFrom {w} w:id="7" w:author="甲"><w:r><w:t>和分工</w:t></w:r></w:moveFrom>',
    }

    def plant(document: Document) -> None:
        found = paragraph(document, "二、重点")
        if kind in marks:
            found._element.append(parse_xml(marks[kind].format(w=nsdecls("w"))))
        elif kind == "rPrChange":
            found.runs[0]._element.get_or_add_rPr().append(parse_xml(f'<w:rPrChange {nsdecls("w")} w:id="7" w:author="甲"><w:rPr/></w:rPrChange>'))
        elif kind == "pPrChange":
            found._element.get_or_add_pPr().append(parse_xml(f'<w:pPrChange {nsdecls("w")} w:id="7" w:author="甲"><w:pPr/></w:pPrChange>'))

    return plant


def turned_page(document: Document) -> None:
    document.sections[-1]._sectPr.append(parse_xml(f'<w:sectPrChange {nsdecls("w")} w:id="7" w:author="甲"><w:sectPr/></w:sectPrChange>'))


def inserted_row(document: Document) -> None:
    row = document.tables[0].rows[1]._tr
    row.get_or_add_trPr().append(parse_xml(f'<w:ins {nsdecls("w")} w:id="7" w:author="甲"/>'))


def commented(document: Document) -> None:
    found = paragraph(document, "二、重点")
    document.add_comment(found.runs, text="请核实", author="甲", initials="甲")


def hidden(document: Document) -> None:
    paragraph(document, "二、重点").add_run("（内部掌握）").font.hidden = True


def highlighted(document: Document) -> None:
    paragraph(document, "二、重点").runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def shaded(document: Document) -> None:
    properties = paragraph(document, "二、重点").runs[0]._element.get_or_add_rPr()
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFFF00"/>'))


def sole(note: str) -> Plant:
    """One attachment, and what the 附件说明 says of it."""

    def plant(document: Document) -> None:
        for start in ("2.冬季", "附件2", "冬季清洁取暖改造工作联络员"):
            remove(paragraph(document, start))
        table = document.tables[1]._element
        table.getparent().remove(table)
        for start, changed in (("附件：", note), ("附件1", "附件")):
            reword(document, start, lambda _, changed=changed: changed)
        reword(document, "1.核实", lambda found: found.replace("附件1", "附件"))

    return plant


def unattached(document: Document) -> None:
    """No attachment at all, though the text refers to one."""
    body = document.element.body
    begin, end = paragraph(document, "附件1")._element, document.tables[-1]._element
    while begin is not end:
        following = begin.getnext()
        body.remove(begin)
        begin = following
    remove(paragraph(document, "附件：1."))
    remove(paragraph(document, "2.冬季"))


def request(sentence: str) -> Plant:
    return lambda document: (reworded_upward(document, "报告"), in_text(sentence)(document))


def reworded_upward(document: Document, kind: str, addressee: str = "") -> None:
    upward(document)
    reword(document, "关于解决", lambda found: found.replace("请示", kind))
    if addressee:
        reword(document, "示例省人民政府办公厅", lambda _: addressee)


def addressed(addressee: str, kind: str = "请示") -> Plant:
    return lambda document: reworded_upward(document, kind, addressee)


PLANTINGS: list[tuple[str, str, Severity, str, Plant]] = [
    # an office signs that isn't the letterhead's
    ("signature-office", "九", ERROR, "示例市人民政府", signing("示例市人民政府")),
    *(("signature-office", "九", ERROR, name, signing(name, titled=False)) for name in ("示例县人民政府办公室", "示例市人民政府办公厅", "示例市住建局")),
    ("title-office", "九", ERROR, "示例市能源局", lambda d: setattr(named(d, OFFICE).runs[0], "text", "示例市能源局")),
    # tracked changes and what else is left of drafting
    *(("revisions", CUSTOM, WARNING, "和分工", revised(kind)) for kind in ("ins", "del", "moveTo", "moveFrom")),
    ("revisions", CUSTOM, WARNING, "甲县", inserted_row),
    *(("revisions-format", CUSTOM, WARNING, "重点任务", revised(kind)) for kind in ("rPrChange", "pPrChange")),
    ("revisions-format", CUSTOM, WARNING, "", turned_page),
    ("comments", CUSTOM, WARNING, "重点任务", commented),
    ("hidden", CUSTOM, WARNING, "内部掌握", hidden),
    ("highlight", CUSTOM, WARNING, "重点任务", highlighted),
    ("highlight", CUSTOM, WARNING, "重点任务", shaded),
    # 附注 without its brackets
    *(
        ("annotation-brackets", "7.3.6", ERROR, written[:4], annotation(written))
        for written in (
            *("此件公开发布", "（此件公开发布", "此件公开发布）", "【此件公开发布】", "[此件公开发布]", "（此件公开发布）。", "此件发至县团级"),
            *("联系人：张某某，电话：0350-1234567", "(联系人：张某某，电话：0350-1234567)"),
        )
    ),
    # a title that is broken within a word, a number, before a mark
    *(
        ("title-break", "7.3.1", WARNING, quote, titled(*rows))
        for quote, *rows in (
            ("清洁取／暖工作", "关于做好2024年冬季清洁取", "暖工作的通知"),
            ("工作的通／知", "关于做好冬季清洁取暖工作的通", "知"),
            ("取暖工／作的通知", "关于做好2024年冬季清洁取暖工", "作的通知"),
            ("地区202／4年冬季", "关于做好示例市农村地区202", "4年冬季取暖的通知"),
            ("地区2024／年冬季", "关于做好示例市农村地区2024", "年冬季取暖的通知"),
            ("冬季清／洁取暖", "关于做好2024年冬季清", "洁取暖工作的通知"),
            ("暖实施方／案的通知", "关于印发冬季清洁取暖实施方", "案的通知"),
            ("领导小／组的通知", "关于成立清洁取暖工作领导小", "组的通知"),
            ("取暖工作／的通知", "关于做好2024年冬季清洁取暖工作", "的通知"),
        )
    ),
    # full-width digits
    ("digits-width", "9", ERROR, "２０２４年", text("各县要在２０２４年采暖季前完成改造任务，确保温暖过冬。")[1]),
    ("digits-width", "9", ERROR, "１２００", text("甲县改造１２００户，要逐村逐户落实任务。")[1]),
    ("digits-width", "9", ERROR, "３．５", text("改造面积３．５万平方米，要逐村逐户落实任务。")[1]),
    ("digits-width", "9", ERROR, "〔２０２４〕", words("示政办发", "2024", "２０２４")),
    ("digits-width", "9", ERROR, "４月８日", words("2024年4月8日", "4月8日", "４月８日")),
    ("digits-width", "9", ERROR, "１２００", lambda d: setattr(d.tables[0].cell(1, 1).paragraphs[0].runs[0], "text", "１２００")),
    # two addressees of what goes up; a request within a report; two kinds in one
    *(
        ("addressee-one", RULES, WARNING, addressee[:6], addressed(addressee))
        for addressee in (
            "示例省人民政府、示例省能源局：",
            "示例省人民政府，示例省能源局：",
            "示例省能源局，示例省财政厅，示例省住建厅：",
            "示例省能源局和示例省财政厅：",
            "示例省人民政府、省发展改革委：",
        )
    ),
    ("addressee-one", RULES, WARNING, "示例省人民政府", addressed("示例省人民政府、示例省能源局：", "报告")),
    *(
        ("request-within", RULES, ERROR, quote, request(sentence))
        for quote, sentence in (
            ("妥否，请批示", "以上报告妥否，请批示，并盼尽快拨付到位资金。"),
            ("请予批复", "我市改造资金缺口较大，请予批复为盼，以便开展工作。"),
            ("恳请省政府拨付", "我市改造资金缺口较大，恳请省政府拨付补助资金。"),
            ("特此请示", "我市改造资金缺口较大，需上级支持解决。特此请示。"),
        )
    ),
    *(("kind-one", "九", ERROR, kind, addressed("", kind)) for kind in ("请示报告", "申请报告")),
    # a table, a figure, an attachment that isn't there
    *(
        ("table-cited", CUSTOM, WARNING, quote, in_text(sentence))
        for quote, sentence in (
            ("表3", "各县改造任务见表3，要确保群众温暖清洁过冬。"),
            ("附表2", "各县改造任务（详见附表2），要确保群众温暖过冬。"),
            ("图1", "各月改造进度见图1，要加快进度确保温暖过冬。"),
            ("表一", "具体情况见表一，确保群众清洁温暖过冬，不落一户。"),
            ("如下表", "各县具体任务如下表所示，各地要抓好落实工作。"),
            ("表6-2", "具体数据参看表6-2，要确保群众清洁温暖过冬。"),
            ("表二十", "各乡镇完成情况（见表二十）要按月上报，不得遗漏。"),
            ("表1-2", "按照表1-2的分工抓好落实，确保群众温暖过冬。"),
        )
    ),
    ("attachment-cited", CUSTOM, NOTICE, "附件4", in_text("任务分工见附件4，要确保群众温暖清洁过冬。")),
    ("attachment-cited", CUSTOM, NOTICE, "附件七", in_text("任务分工见附件七，要确保群众温暖清洁过冬。")),
    ("attachment-cited", CUSTOM, NOTICE, "附件1", unattached),
    # placeholders
    *(
        ("placeholder", CUSTOM, WARNING, quote, in_text(sentence))
        for quote, sentence in (
            ("×××", "由×××同志负责抓好各项改造任务的落实工作。"),
            ("××", "××县要加快改造进度，确保群众温暖清洁过冬。"),
            ("×", "各县要于×月×日前完成改造任务，确保温暖过冬。"),
            ("XX", "各县共改造XX户，要确保群众温暖清洁过冬才行。"),
            ("xxx", "由xxx局负责抓好落实，确保群众温暖清洁过冬。"),
            ("____", "各县共改造____户，要确保群众温暖清洁过冬。"),
            ("□□", "由□□局负责抓好落实，确保群众温暖清洁过冬。"),
            ("待补充", "改造任务（待补充）由各县抓好落实，确保温暖过冬。"),
            ("此处填写", "改造任务【此处填写户数】由各县抓好落实。"),
            ("？？", "各县共改造？？户，要确保群众温暖清洁过冬才行。"),
            ("＿＿＿", "各县共改造＿＿＿户，要确保群众温暖清洁过冬。"),
            ("×××××××", "联系电话：××××-×××××××，请各县按时报送进度。"),
            ("???", "各县共改造???户，要确保群众温暖清洁过冬。"),
        )
    ),
    ("placeholder", CUSTOM, WARNING, "××", titled("关于做好××年冬季清洁取暖工作的通知")),
    # “ ” — … in Western fonts
    *(
        ("punctuation-font", "5.2.2", WARNING, "“", western("2.确定", name))
        for name in ("Times New Roman", "Arial", "Calibri", "Cambria", "Verdana", "Century Schoolbook", "Lucida Sans Unicode", "Trebuchet MS")
    ),
    ("punctuation-font", "5.2.2", WARNING, "——", lambda d: (in_text("清洁取暖——北方地区民生工程——要抓紧抓好。")(d), western("清洁取暖——")(d))),
    ("punctuation-font", "5.2.2", WARNING, "……", lambda d: (in_text("包括集中供热、煤改电、煤改气……等取暖路径。")(d), western("包括集中")(d))),
    ("punctuation-font", "5.2.2", WARNING, "—", lambda d: (in_text("2022—2023年采暖季的补贴要及时足额发放到户。")(d), western("2022—2023")(d))),
    # a red title is a title, and no letterhead
    *(
        ("colour", "5.2.4", ERROR, quote, red(*rows))
        for quote, rows in (
            ("关于做好", ("关于做好2024年冬季清洁取暖工作的通知",)),
            ("示例市人民政府办公室", (OFFICE,)),
            ("关于做好", (OFFICE, "关于做好2024年冬季清洁取暖工作的通知")),
        )
    ),
    # what was taken for something else
    ("note-end", "7.3.4", ERROR, "联络员名单。", words("2.冬季", "名单", "名单。")),
    ("note-end", "7.3.4", ERROR, "任务表。", words("附件：", "任务表", "任务表。")),
    *(("note-end", "7.3.4", ERROR, f"任务表{mark}", sole(f"附件：2024年冬季清洁取暖改造任务表{mark}")) for mark in "。；"),
    *(
        ("doubled", "9", ERROR, mark, in_text(f"各县要压实责任{behind}"))
        for mark, behind in (
            ("。。", "，确保改造任务按时完成并通过验收。。"),
            ("，，", "，，确保改造任务按时完成。"),
            ("、、", "、、确保改造任务按时完成。"),
            ("；。", "，确保完成任务；。"),
        )
    ),
    ("ellipsis", "9", ERROR, "。。。", in_text("包括集中供热、煤改电、煤改气。。。等多种取暖方式和路径。")),
    *(
        ("level-form", "7.3.3", WARNING, f"{new}{behind}", words(f"{old}{behind}", old, new))
        for old, new, behind in (
            *(("一、", "1.", "总体要求"), ("二、", "2.", "重点任务"), ("三、", "3.", "工作要求")),
            *(("二、", "（二）", "重点任务"), ("（一）", "一、", "核实改造"), ("（一）", "1.", "核实改造"), ("（二）", "2.", "落实资金")),
            *(("1.", "（1）", "核实户数"), ("1.", "1..", "核实户数"), ("1.", "1、", "核实户数"), ("一、", "一.", "总体要求"), ("（一）", "(一)", "核实改造")),
        )
    ),
]
"""Code, clause, severity, words at the place, and how it is planted."""


def test_there_are_as_many_as_promised() -> None:
    assert len(PLANTINGS) >= 101


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("code", "clause", "severity", "quote", "plant"), PLANTINGS, ids=[f"{number}-{row[0]}" for number, row in enumerate(PLANTINGS)])
def test_a_planted_defect_is_found_by_its_clause_at_its_place(code: str, clause: str, severity: Severity, quote: str, plant: Plant) -> None:
    document = fresh()
    plant(document)
    faults = lint_bytes(saved(document), "文件.docx").faults
    assert [(found.code, found.clause.number, found.severity) for found in faults] == [(f"lint.{code}", clause, severity)]
    assert any(quote in spot.quote for spot in faults[0].spots), faults[0].spots
    if clause not in (CUSTOM, "5.2.2") or code == "placeholder":
        assert all(spot.paragraph is not None or spot.name for spot in faults[0].spots)


HEADLESS = (forms.headless, lambda: forms.headless("函", numbered=False), forms.posted, forms.resolution)


@pytest.mark.parametrize("make", HEADLESS)
def test_the_red_title_of_a_document_without_a_head_is_a_title(make: Callable[[], Document]) -> None:
    document = make()
    for found in document.paragraphs:
        if found.runs and found.runs[0].font.size == Pt(22):
            found.runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
    linted = lint_bytes(saved(document), "文件.docx")
    assert (linted.form, [found.message[:3] for found in linted.faults]) == ("没有版头的公文", ["标题的"])


CLEAN = (
    "各县要按照“宜电则电、宜气则气”的原则，完成3×4米以上的改造。",
    "《示例省清洁取暖规划》附表3所列的县，要加快改造进度。",
    "本次改造4.5万户（其中农村2.3万户），共3种取暖路径。",
    "对张某某等先进个人予以表扬，号召大家向他们学习。",
    "□同意　□不同意，请在方框内打钩，并于4月20日前报送。",
    "请各县审阅后于4月20日前反馈意见，请批评指正。",
    "三县任务如表一样分为两类，见表一式两份的回执。",
    "本通知附件一式三份，附件一并存档，请各县参看表样填报。",
    "有关表册由各县自行印制，每户1份，图纸存档备查。",
)


@pytest.mark.parametrize("sentence", CLEAN)
def test_what_only_looks_like_a_defect_is_none(sentence: str) -> None:
    document = fresh()
    in_text(sentence)(document)
    assert [found.message for found in lint_bytes(saved(document), "文件.docx").faults] == []


@pytest.mark.parametrize("sentence", ["该项目已报请省政府批准。", "特此报告，请审阅。", "经请示省政府批准，项目按期开工建设。", "请予审阅，并提出批评意见。"])
def test_a_report_that_asks_for_nothing_has_no_fault(sentence: str) -> None:
    assert lint_bytes(saved(forms.upward("报告", sentence)), "文件.docx").faults == ()


@pytest.mark.parametrize(
    ("head", "signed"),
    [
        ("示例市人民政府文件", "示例市人民政府"),
        ("示例市住房和城乡建设局文件", "示例市住建局"),
        ("中共示例市委文件", "中国共产党示例市委员会"),
        ("示例市发展和改革委员会文件", "示例市发展改革委"),
        ("示例市清洁取暖工作领导小组办公室文件", "示例市冬季清洁取暖工作领导小组办公室"),
    ],
)
def test_an_abbreviation_signs_for_the_same_office(head: str, signed: str) -> None:
    document = forms.notice()
    reword(document, "示例市人民政府文件", lambda _: head)
    titles = [found for found in document.paragraphs if found.text == forms.OFFICE]
    remove(titles[0])
    titles[-1].runs[0].text = signed
    codes = {found.code for found in lint_bytes(saved(document), "文件.docx").faults}
    assert not codes & {"lint.signature-office", "lint.title-office"}


def test_what_the_reader_passes_over_is_said() -> None:
    document = fresh()
    found = paragraph(document, "二、重点")
    found._element.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    found._element.append(parse_xml('<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>'))
    document.sections[0].header.paragraphs[0].text = "内部资料"
    told = {one.what for one in lint_bytes(saved(document), "文件.docx").unchecked}
    assert {"脚注、尾注", "公式", "页眉"} <= told
