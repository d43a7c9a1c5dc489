"""A fault planted in the PDF of a conformant document, by its words or its style sheet, is found, and nothing else is."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from reportgen.diagnostics import Severity
from reportgen.lint.lint import Linted, lint_bytes
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf

ERROR, WARNING, NOTICE = Severity
ROOT = Path(__file__).parents[2]
TEXT = (
    "各乡镇街道要对照任务清单逐村逐户核实改造意愿房屋结构和用能条件确定取暖路径建立工作台账落实到户责任到人确保采暖季前完成改造任务并且稳定运行一个采暖季以上。"
)


@dataclass(frozen=True)
class Plant:
    """Faults by their codes: what is written in place of what, and rules behind the style sheet."""

    faults: tuple[tuple[str, Severity], ...]
    words: tuple[tuple[str, str], ...] = ()
    css: str = ""


@cache
def pdf(words: tuple[tuple[str, str], ...] = (), css: str = "") -> bytes:
    html = (Path(__file__).parent / "canonical.html").read_text(encoding="utf-8")
    rows = "".join(f"<tr><td>第{number}县</td><td>{number}</td><td>2024年10月15日</td></tr>" for number in range(1, 45))
    html = html.replace("TEXT", TEXT).replace("ROWS", rows)
    for old, new in words:
        assert old in html
        html = html.replace(old, new)
    style = (ROOT / "templates/html/gongwen.css").read_text(encoding="utf-8")
    return write_pdf(html, Layout(), style + css).content


def lint(words: tuple[tuple[str, str], ...] = (), css: str = "") -> Linted:
    return lint_bytes(pdf(words, css), "文件.pdf")


def word(code: str, severity: Severity, *words: tuple[str, str], css: str = "") -> Plant:
    return Plant(((code, severity),), words, css)


def style(code: str, severity: Severity, css: str) -> Plant:
    return Plant(((code, severity),), (), css)


def together(*plants: Plant) -> Plant:
    """Faults that don't touch each other in one document: rendering it takes most of the time."""
    words = dict.fromkeys(pair for plant in plants for pair in plant.words)
    return Plant(tuple(fault for plant in plants for fault in plant.faults), tuple(words), "\n".join(plant.css for plant in plants))


NUMBER = "示政办发〔2024〕12号"
SIGNED = f'{NUMBER}</p><p class="signatory" id="signatory">签发人：<span class="name">张某某</span></p>'
ABOVE = ("各县（市、区）人民政府，市直各有关单位：", "示例省人民政府办公厅：")
UPWARD = ((f"{NUMBER}</p>", SIGNED), ("清洁取暖工作的通知", "清洁取暖工作的请示"), ABOVE)
UNNUMBERED = "".join(
    f"@page {page} {{ @bottom-{side} {{ content: none }} }}" for page, side in ((":right", "right"), (":left", "left"), (":first", "right"))
) + "".join(f"@page landscape:{page} {{ @left-{side} {{ content: none }} }}" for page, side in (("right", "bottom"), ("left", "top")))

FAULTS = [
    style("margins", ERROR, "@page { margin-left: 34mm; margin-right: 20mm }"),
    style("lines", WARNING, "body, p, h2, h3, h4, h5 { line-height: 31pt }"),
    style("characters", WARNING, "body { letter-spacing: 0.35pt }"),
    together(
        style("colour", ERROR, "#p2 { color: #0000ff }"),
        style("issuer-colour", WARNING, ".issuer { color: #000 }"),
        style("number-centre", ERROR, ".number { text-align: left }"),
        style("red-rule-colour", ERROR, "header .rule { background: #000 }"),
        style("red-rule-width", ERROR, "header .rule { width: 120mm }"),
        style("title-centre", WARNING, "#title { text-align: left }"),
        style("addressee-indent", ERROR, ".addressee { text-indent: 2em }"),
        style("turn", WARNING, "#p2, #p4 { padding-left: 2em; text-indent: 0 }"),
        style("indent", WARNING, "#h2, #p5 { text-indent: 0 }"),
    ),
    together(
        style("issuer-place", ERROR, ".issuer { padding-top: 20mm }"),
        style("number-place", ERROR, ".number { margin-top: 0 }"),
        style("red-rule-place", ERROR, "header .rule { margin-top: 12mm }"),
        style("title-place", WARNING, "header + h1 { margin-top: 5mm }"),
        style("addressee-place", ERROR, "#title { margin-bottom: 0 }"),
        style("attachment-title-place", ERROR, ".attachment-label + h1 { margin-top: 0 }"),
        style("colophon-weight", WARNING, ".colophon .rule { height: 0.6mm }"),
    ),
    style("issuer-centre", ERROR, ".issuer { margin: 0; text-align: left; transform: scaleX(.75); transform-origin: left }"),
    style("red-rule-missing", ERROR, "header .rule { display: none } header { padding-bottom: 4mm }"),
    style("first-page", ERROR, "#p1 { break-before: page }"),
    style(
        "indent",
        WARNING,
        "p { text-indent: 4em } .addressee, .attachment-label, .signature, .date, header p { text-indent: 0 } #annotation { text-indent: 2em }",
    ),
    together(
        word("number-brackets", ERROR, (NUMBER, "示政办发[24]第012")),
        *(word(code, ERROR) for code in ("number-year", "number-ordinal", "number-zero", "number-end")),
    ),
    word("number-form", ERROR, (NUMBER, "示政办发2024年12号")),
    word("number-missing", ERROR, (f'<p class="number" id="number">{NUMBER}</p>', "")),
    together(
        word("signatory-missing", WARNING, ("清洁取暖工作的通知", "清洁取暖工作的请示")),
        word("number-date", WARNING, (NUMBER, "示政办发〔2023〕12号")),
        word("cited-brackets", WARNING, ("〔2023〕5号", "[2023]5号")),
        word("addressee-colon", ERROR, (ABOVE[0], ABOVE[1].replace("：", ":"))),
    ),
    together(
        word("number-left", ERROR, *UPWARD, css=".number.beside { padding-left: 0 }"),
        word("signatory-place", ERROR, css=".signatory { padding-right: 80pt }"),
        word("font", ERROR, css=".signatory .name { font-family: FandolFang }"),
    ),
    word("signatory-form", ERROR, *UPWARD[1:], (f"{NUMBER}</p>", SIGNED.replace("签发人：", "签发人:"))),
    together(
        word("title-end", NOTICE, ("清洁取暖工作的通知", "清洁取暖的通知。")),
        word("level-form", WARNING, ("（一）核实", "(一)核实"), ("2.确定路径", "2、确定路径")),
        word("level-order", WARNING, ("三、工作", "四、工作"), ("（二）落实", "（三）落实")),
        word("heading-end", NOTICE, ("总体要求</h2>", "总体要求。</h2>")),
        word("attachment-cited", NOTICE, ("（见附件1）", "（见附件4）")),
        word("note-colon", ERROR, ("附件：</span>", "附件:</span>")),
        word("note-end", ERROR, ("技术服务人员名单</p>", "技术服务人员名单。</p>")),
        word("date-zero", ERROR, ("2024年4月8日", "2024年04月08日")),
        word("annotation-brackets", ERROR, ("（此件公开发布）", "(此件公开发布)")),
        word("attachment-name", ERROR, ("以及技术服务人员名单</h1>", "以及技术人员名单</h1>")),
        word("copies-colon", ERROR, ("抄送：", "抄送:")),
        word("copies-end", ERROR, ("市委。</p>", "市委</p>")),
        word("printing-date", ERROR, ("2024年4月9日印发", "2024年04月09日")),
        word("printing-word", ERROR),
    ),
    word("level-skip", WARNING, ('<h2 id="h2">', '<p id="added">（1）坚持因地制宜，宜电则电、宜气则气，分类施策推进改造。</p><h2 id="h2">')),
    word("title-shape", NOTICE, ("示例市人民政府办公室<br/>关于做好2024年冬季", "示例市人民政府办公室市财政局<br/>关于做好2024年<br/>冬季广大农村")),
    together(
        style("note-place", ERROR, ".attachment-note.first { margin-top: 0 }"),
        style("note-indent", ERROR, ".attachment-note.first { margin-left: 3em }"),
        style("note-turn", ERROR, "#note2 { text-indent: 5em; padding-left: 0 }"),
        style("signature-gap", ERROR, ".signature { margin-top: 0 }"),
        style("signature-place", ERROR, ".signature, .date { padding-right: 0 }"),
        style("annotation-indent", ERROR, "#annotation { text-indent: 0 }"),
        style("attachment-indent", ERROR, ".attachment-label { padding-left: 2em }"),
        style("copies-indent", ERROR, ".copies { padding-left: 3em }"),
        style("printing-left", ERROR, ".printing { padding-left: 0 }"),
        style("printing-right", ERROR, ".colophon .printing { padding-right: 4em }"),
    ),
    together(
        style("date-missing", WARNING, ".date { display: none }"),
        style("note-missing", ERROR, ".attachment-note { display: none }"),
        style("attachment-title", ERROR, "#a1t { display: none }"),
        style("attachment-page", ERROR, "#a1 { break-before: auto }"),
        style("colophon-width", ERROR, ".colophon .rule { width: 120mm }"),
    ),
    together(
        word("date-form", ERROR, ("2024年4月8日", "二〇二四年四月八日")),
        word("attachment-numbers", ERROR, (">附件2<", ">附件3<")),
        style("signature-missing", WARNING, ".signature { display: none } .date { margin-top: 29pt }"),
        style("colophon-rules", ERROR, ".colophon .rule:last-child { display: none }"),
    ),
    together(
        word("attachment-count", ERROR, ('<p class="attachment-note" id="note2">2.冬季清洁取暖改造工作联络员和值班人员以及技术服务人员名单</p>', "")),
        word("printing-before", WARNING, ("2024年4月9日印发", "2024年4月7日印发")),
    ),
    together(
        word("signature-office", ERROR, ('id="signature">示例市人民政府办公室', 'id="signature">示例市人民政府能源局')),
        word("title-office", ERROR),
        word("title-break", WARNING, ("冬季清洁取暖工作的通知</h1>", "冬季清洁取<br/>暖工作通知</h1>")),
        word("annotation-brackets", ERROR, ("（此件公开发布）", "此件公开发布")),
        word("note-end", ERROR, ("技术服务人员名单</p>", "技术服务人员名单。</p>")),
    ),
    together(
        word("addressee-one", WARNING, *UPWARD[:2]),
        word("kind-one", ERROR, ("清洁取暖工作的请示", "清洁取暖工作的请示报告")),
        word("request-within", ERROR, ('<h2 id="h2">', '<p id="added">我市改造资金缺口较大，工作难以为继。以上意见妥否，请批示。</p><h2 id="h2">')),
    ),
    style("colour", ERROR, "#title { color: #f00 }"),
    style("colophon-missing", NOTICE, ".colophon-place { display: none }"),
    style("colophon-place", ERROR, ".colophon { position: relative; top: -40mm }"),
    style("page-number-missing", WARNING, UNNUMBERED),
    together(
        style("page-number-form", WARNING, '@page :right { @bottom-right { content: "- " counter(page) " -" } }'),
        style("page-number-font", WARNING, "@page { @bottom-right { font-family: FandolHei-Regular } @bottom-left { font-family: FandolHei-Regular } }"),
        style("page-number-size", WARNING, "@page { @bottom-right { font-size: 10.5pt } @bottom-left { font-size: 10.5pt } }"),
        style("page-number-gap", WARNING, "@page { @bottom-right { padding-top: 16mm } @bottom-left { padding-top: 16mm } }"),
        style("page-number-absent", WARNING, "@page :first { @bottom-right { content: none } }"),
        style("page-number-order", ERROR, "@page landscape { counter-increment: page 3 }"),
        style("table-heading", NOTICE, "thead { display: table-row-group }"),
        style("table-width", ERROR, "#t1 { width: 166mm }"),
    ),
    together(
        style(
            "page-number-side", ERROR, '@page :left { @bottom-left { content: none } @bottom-right { content: "— " counter(page) " —"; text-align: right } }'
        ),
        style("page-number-blank", ERROR, "@page :right { @bottom-right { padding-right: 0 } }"),
    ),
]

TITLE = "关于做好2024年冬季清洁取暖工作的通知</h1>"
HEADING = '<h2 id="h2">'


def said(sentence: str) -> tuple[str, str]:
    """A paragraph more, above the second heading."""
    return HEADING, f'<p id="added">{sentence}</p>{HEADING}'


PLANTINGS = [
    ("signature-office", "示例市人民政府办公室", ('id="issuer">示例市人民政府办公室文件', 'id="issuer">示例市人民政府文件')),
    *(
        ("annotation-brackets", written[:6], ("（此件公开发布）", written))
        for written in ("【此件公开发布】", "（此件公开发布", "联系人：张某某，电话：0350-1234567")
    ),
    *(
        ("title-break", quote, (TITLE, f"{rows}</h1>"))
        for quote, rows in (
            ("202／4年冬季", "关于做好示例市农村地区202<br/>4年冬季取暖的通知"),
            ("领导小／组的通知", "关于成立清洁取暖工作领导小<br/>组的通知"),
            ("的通／知", "关于做好冬季清洁取暖工作的通<br/>知"),
        )
    ),
    ("digits-width", "〔２０２４〕", (NUMBER, "示政办发〔２０２４〕12号")),
    ("digits-width", "４月８日", ('id="date">2024年4月8日', 'id="date">2024年４月８日')),
    ("digits-width", "１２００", ("<td>甲乡</td><td>1</td>", "<td>甲乡</td><td>１２００</td>")),
    ("digits-width", "３．５", said("改造面积３．５万平方米，要逐村逐户落实改造任务。")),
    ("addressee-one", "示例省人民政府", *UPWARD[:2], (ABOVE[0], "示例省人民政府、示例省能源局：")),
    ("addressee-one", "示例省人民政府", UPWARD[0], ("工作的通知", "工作的报告"), (ABOVE[0], "示例省人民政府，示例省能源局：")),
    ("request-within", "恳请省政府拨付", UPWARD[0], ("工作的通知", "工作的报告"), ABOVE, said("我市改造资金缺口较大，恳请省政府拨付补助资金。")),
    *(
        (code, quote, said(sentence))
        for code, quote, sentence in (
            ("table-cited", "表3", "各县改造任务见表3，要确保群众温暖清洁过冬。"),
            ("table-cited", "图1", "各月改造进度见图1，要加快进度确保群众温暖过冬。"),
            ("table-cited", "附表7", "附表2列明各县改造任务（详见附表7），各地要抓好落实。"),
            ("attachment-cited", "附件七", "任务分工见附件七，要确保群众温暖清洁过冬不落一户。"),
            ("placeholder", "××", "××县要加快改造进度，确保群众温暖清洁过冬不落一户。"),
            ("placeholder", "[数字]", "各县共改造[数字]户，要确保群众温暖清洁过冬才行。"),
            ("placeholder", "____", "各县共改造____户，要确保群众温暖清洁过冬才可以。"),
            ("doubled", "。。", "各县要压实责任，确保改造任务按时完成并通过验收。。"),
            ("ellipsis", "。。。", "包括集中供热、煤改电、煤改气。。。等多种取暖方式和路径。"),
        )
    ),
    ("placeholder", "××", ("关于做好2024年冬季", "关于做好××年冬季")),
    ("colour", "示例市人民政府办公室", ("示例市人民政府办公室<br/>", '<span style="color: #f00">示例市人民政府办公室</span><br/>')),
    ("note-end", "名单。", ("技术服务人员名单</p>", "技术服务人员名单。</p>")),
    ("note-end", "任务表；", ("改造任务表</p>", "改造任务表；</p>")),
    ("level-form", "1.总体要求", ("一、总体要求", "1.总体要求")),
    ("level-form", "（二）重点任务", ("二、重点任务", "（二）重点任务")),
    ("number-brackets", "（2024）", (NUMBER, "示政办发（2024）12号")),
    *(
        (code, "清洁取暖", said(f'各县要压实责任，确保<span style="{look}">清洁取暖</span>任务按时完成并通过验收。'))
        for code, look in (
            ("struck", "text-decoration: line-through"),
            ("highlight", "background: #ff0"),
            ("struck", "text-decoration: line-through red 0.5mm"),
            ("highlight", "background: #e2efd9; padding: 1mm 0"),
        )
    ),
    *(
        (
            "punctuation-font",
            "“煤改电",
            said(f'各县要抓好<span style="font-family: {font}">“</span>煤改电<span style="font-family: {font}">”</span>工作，按时完成任务。'),
        )
        for font in ("DejaVu Serif", "DejaVu Sans Mono")
    ),
    ("punctuation-font", "……", said('包括集中供热、煤改电、煤改气<span style="font-family: DejaVu Sans">……</span>各种取暖方式和取暖路径。')),
    ("punctuation-font", "——", said('抓好清洁取暖<span style="font-family: DejaVu Serif">——</span>北方地区的民生工程，抓紧抓好。')),
]
"""Faults that were once missed in a PDF or taken for others, each by itself: the code, words at its place, what is written in place of what."""

SENTENCES = (
    ("half-width", ERROR, "各县要压实责任,确保任务按时完成。"),
    ("full-stop", ERROR, "各县要压实各级责任，确保改造任务按时完成."),
    ("brackets", ERROR, "各县(市、区)要压实责任，确保任务按时完成。"),
    ("quotes", ERROR, '各县要抓好"煤改电"工作，确保任务按时完成。'),
    ("title-nested", ERROR, "按照《关于印发《清洁取暖方案》的通知》要求，抓好工作落实。"),
    ("title-angle", ERROR, "按照《关于印发&lt;清洁取暖方案&gt;的通知》要求，抓好工作落实。"),
    ("ellipsis", ERROR, "包括集中供热、煤改电、煤改气...等多种取暖方式和路径。"),
    ("doubled", ERROR, "各县要压实责任，，确保改造任务按时完成并通过验收。"),
    ("dash", ERROR, "抓好清洁取暖--北方地区民生工程，抓紧抓好抓出成效。"),
    ("range", WARNING, "2022-2023年采暖季的补贴资金要及时足额发放到户。"),
    ("enumeration", WARNING, "统筹推进“煤改电”、“煤改气”工作，确保群众温暖过冬。"),
    ("pairs", ERROR, "统筹推进“煤改电工作，确保广大群众清洁温暖过冬。"),
    ("date-zero-in-text", WARNING, "各县于2024年05月前报送上年度清洁取暖工作总结。"),
    ("date-impossible", WARNING, "各县于2024年2月30日前报送上年度清洁取暖工作总结。"),
    ("digits-width", ERROR, "各县要在２０２４年采暖季前完成改造任务，确保温暖过冬。"),
    ("placeholder", WARNING, "由×××同志负责抓好各项改造任务的落实工作，确保按时完成。"),
    ("table-cited", WARNING, "各县改造任务见表9，要确保群众温暖清洁过冬，不落一户。"),
    ("draft", NOTICE, '改造任务<span class="missing">【待补：任务户数】</span>户，要按时完成并通过验收。'),
)


def codes(linted: Linted) -> dict[str, Severity]:
    return {found.code.removeprefix("lint."): found.severity for found in linted.faults}


def test_the_document_is_clean() -> None:
    linted = lint()
    assert (linted.format, linted.form, linted.official) == ("pdf", "文件格式", True)
    assert codes(linted) == {}


def test_an_upward_document_is_clean() -> None:
    assert codes(lint(UPWARD)) == {}


@pytest.mark.sampled(15)
@pytest.mark.parametrize("plant", FAULTS, ids=[plant.faults[0][0] for plant in FAULTS])
def test_planted_faults_are_found_and_no_others(plant: Plant) -> None:
    assert codes(lint(plant.words, plant.css)) == dict(plant.faults)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("code", "quote", "words"),
    [pytest.param(code, quote, words, marks=() if number % 6 == 0 else pytest.mark.slow) for number, (code, quote, *words) in enumerate(PLANTINGS)],
)
def test_a_planted_fault_is_found_at_its_place(code: str, quote: str, words: list[tuple[str, str]]) -> None:
    (found,) = lint(tuple(words)).faults
    assert found.code == f"lint.{code}"
    assert any(quote in spot.quote for spot in found.spots), found.spots


@pytest.mark.parametrize(("code", "look"), [("struck", "text-decoration: line-through"), ("highlight", "background: #ff0")])
def test_a_whole_paragraph_that_is_marked_is_told(code: str, look: str) -> None:
    (found,) = lint((), f"#p2 {{ {look} }}").faults
    assert found.code == f"lint.{code}"
    assert found.spots[0].quote[:10] in TEXT


def test_fonts_and_sizes_that_are_wrong_are_named() -> None:
    fonts = {
        "#p2, #p3, #p4, #p5": "FandolHei-Regular",
        "h2": "FandolKai",
        "h3": "FandolFang",
        "h4": "FandolKai",
        "#title": "FandolHei-Regular",
        ".attachment-label": "FandolFang",
    }
    sizes = {"#title": "18pt", "h2": "15pt", ".colophon": "16pt"}
    css = "".join(f"{one} {{ font-family: {font} }}" for one, font in fonts.items()) + "".join(f"{one} {{ font-size: {size} }}" for one, size in sizes.items())
    linted = lint((), css)
    assert set(codes(linted)) == {"font", "size"}
    named = {(found.code.removeprefix("lint."), found.message.partition("的字")[0]) for found in linted.faults}
    assert named == {
        *(("font", name) for name in ("正文", "第一层标题“一、”", "第二层标题“（一）”", "第三层标题“1.”", "标题", "附件标识（“附件”二字和顺序号）")),
        *(("size", name) for name in ("第一层标题“一、”", "标题", "抄送机关", "印发机关和印发日期")),
    }


def test_wrong_sentences_are_found() -> None:
    added = "".join(f'<p id="added-{number}">{sentence}</p>' for number, (_, _, sentence) in enumerate(SENTENCES))
    linted = lint((('<h2 id="h2">', f'{added}<h2 id="h2">'),))
    assert codes(linted) == {code: severity for code, severity, _ in SENTENCES}
    assert all(len(found.spots) == 1 for found in linted.faults)


def test_margins_that_are_wrong_displace_what_is_measured_from_them() -> None:
    linted = lint((), "@page { margin-top: 47mm; margin-bottom: 25mm }")
    assert codes(linted) == {"margins": ERROR, "issuer-place": ERROR, "colophon-place": ERROR, "page-number-gap": WARNING}
    assert any("首行" in found.message for found in linted.faults)


def test_another_paper_is_found() -> None:
    linted = lint((), "@page { size: 216mm 279mm }")
    assert codes(linted)["paper"] is ERROR
