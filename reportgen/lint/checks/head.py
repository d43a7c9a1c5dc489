"""版头: 发文机关标志、发文字号的位置、签发人、红色分隔线: 7.2."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Form, Official
from reportgen.lint.elements.words import is_red
from reportgen.lint.faults import Fault, Unchecked, at, counted, fault, measured, unknown
from reportgen.lint.model import LAYOUT, Paragraph, Picture, Rule
from reportgen.render.layout import MM_PER_PT
from reportgen.standard.clauses import ISSUER, ISSUER_LOOK, NUMBER, RED_RULE, SERIAL, SIGNATORY, SIGNATORY_ASKED

_ISSUER_TOP = LAYOUT.top + LAYOUT.issuer_top
_ABOVE_INK = 0.15  # of the size: characters begin so far below the edge of their square
_PLACE = 3.0  # mm
_CENTRED = 1.5  # 字
_ASIDE = 0.9  # 字
_TWO_LINES = 1.2, 3.2
_RULE_GAP = 2.0, 7.0  # mm: 4 by the standard, from the ink; a line has room above and below it
_RULE_WIDTH = 2.5  # mm
_UPWARD = re.compile(r"(请示|报告)$")


def check_head(official: Official) -> Iterator[Fault | Unchecked]:
    """The red head of a document in the common form; those of letters, orders and minutes have rules of their own."""
    if official.form is Form.HEADLESS:
        yield Unchecked("版头", ISSUER, "文件里没有发文机关标志，可能要套印在红头纸上")
    if official.form is not Form.DOCUMENT:
        return
    yield from _issuer(official)
    yield from _number_place(official)
    yield from _signatory(official)
    yield from _red_rule(official)


def _issuer(official: Official) -> Iterator[Fault | Unchecked]:
    issuer = official.head.issuer
    first = issuer[0]
    if not any(is_red(span.colour) for paragraph in issuer for span in paragraph.spans if span.text.strip()):
        yield fault("issuer-colour", ISSUER_LOOK, "发文机关标志", "不是红色", "用红色", at(first), help="选中发文机关标志，把字体颜色改为红色")
    if len(issuer) == 1 and first.first is not None and first.last is not None and abs(first.first - first.last) > _CENTRED:
        yield fault("issuer-centre", ISSUER, "发文机关标志", "没有居中", "居中排布", at(first), help="去掉缩进和空格，把对齐方式改为居中")
    if first.top is None or first.page not in (None, 1):
        yield Unchecked("发文机关标志到版心上边缘的距离", ISSUER, unknown(official.document))
        return
    lowest, highest = _ISSUER_TOP + _PLACE, _ISSUER_TOP - _PLACE - _ABOVE_INK * (first.size or 0.0) * MM_PER_PT
    if not highest <= first.top <= lowest:
        found = f"上边缘距版心上边缘约{measured(first.top - LAYOUT.top)}"
        help = "调整它上面的空行或者“段前”间距，使字的上边缘在纸边以下72毫米处"
        yield fault("issuer-place", ISSUER, "发文机关标志", found, f"距版心上边缘{measured(LAYOUT.issuer_top)}", at(first), help=help)


def _number_place(official: Official) -> Iterator[Fault | Unchecked]:
    head = official.head
    number = head.number
    if number is None:
        yield fault(
            "number-missing", NUMBER, "版头", "没有发文字号", "有发文字号", at(head.issuer[-1]), help="在发文机关标志下空二行写上发文字号，如“×政发〔2024〕1号”"
        )
        return
    lines = [block for block in head.blocks if block in (number, head.signatory)]
    above = lines[0].above if isinstance(lines[0], Paragraph) else None
    if above is None:
        yield Unchecked("发文字号与发文机关标志的距离", NUMBER, unknown(official.document))
    elif not _TWO_LINES[0] <= above <= _TWO_LINES[1]:
        yield fault(
            "number-place",
            NUMBER,
            "发文字号",
            f"距发文机关标志约{counted(above)}行",
            "排在发文机关标志下空二行的位置",
            at(number),
            help="在发文机关标志和发文字号之间空两行",
        )
    if number.first is None or number.last is None:
        return
    if head.signatory is None and abs(number.first - number.last) > _CENTRED:
        yield fault("number-centre", NUMBER, "发文字号", "没有居中", "居中排布", at(number), help="去掉缩进和空格，把对齐方式改为居中")
    if head.signatory is not None and abs(number.first - 1) > _ASIDE:
        help = "上行文的发文字号居左空一字，把左缩进设为1字符"
        yield fault("number-left", NUMBER, "上行文的发文字号", f"左边空{counted(number.first)}字", "居左空一字", at(number), help=help)


def _signatory(official: Official) -> Iterator[Fault]:
    signatory = official.head.signatory
    if signatory is None:
        if _UPWARD.search(official.title_text) and official.head.number is not None:
            help = "上行文在发文字号右侧写“签发人：×××”，发文字号改为居左空一字"
            yield fault(
                "signatory-missing",
                SIGNATORY_ASKED,
                f"“{official.title_text[-2:]}”是上行文，版头",
                "没有签发人",
                "标注签发人姓名",
                at(official.head.issuer[-1]),
                help=help,
            )
        return
    label = re.search(r"签\s*发\s*人\s*(.?)", signatory.text)
    if label is not None and label[1] != "：":
        yield fault(
            "signatory-form",
            SIGNATORY,
            "“签发人”",
            f"后面是“{label[1]}”" if label[1] else "后面没有冒号",
            "后加全角冒号",
            at(signatory),
            help="改为“签发人：”，用全角冒号",
        )
    if signatory.last is not None and abs(signatory.last - 1) > _ASIDE:
        yield fault(
            "signatory-place", SIGNATORY, "签发人", f"右边空{counted(signatory.last)}字", "居右空一字", at(signatory), help="用右对齐的制表位，右边空一字"
        )


def _red_rule(official: Official) -> Iterator[Fault | Unchecked]:
    head = official.head
    last = head.number or head.issuer[-1]
    red = next((rule for rule in head.rules if is_red(rule.colour)), None)
    rule: Rule | None = red or next(iter(head.rules), None)
    if rule is None:
        if official.document.format == "docx" and any(isinstance(block, Picture) for block in (*head.blocks, *official.body[:3])):
            yield Unchecked("版头中的分隔线", RED_RULE, "版头里有图片，分隔线可能画在图片里")
        else:
            help = "在发文字号之下4毫米处画一条与版心等宽（156毫米）的红色线"
            yield fault("red-rule-missing", RED_RULE, "发文字号之下", "没有红色分隔线", "有一条与版心等宽的红色分隔线", at(last), help=help)
        return
    if red is None:
        yield fault("red-rule-colour", RED_RULE, "版头中的分隔线", "不是红色", "为红色", at(last), help="把这条线的颜色改为红色")
    if rule.width is not None and abs(rule.width - LAYOUT.type_width) > _RULE_WIDTH:
        help = "把线的长度改为156毫米，左右与版心对齐"
        yield fault(
            "red-rule-width", RED_RULE, "版头中的分隔线", f"长{measured(rule.width)}", f"与版心等宽（{measured(LAYOUT.type_width)}）", at(last), help=help
        )
    if head.number is None:
        return
    if rule.top is None or head.number.bottom is None:
        yield Unchecked("红色分隔线与发文字号的距离", RED_RULE, unknown(official.document))
    elif not _RULE_GAP[0] <= rule.top - head.number.bottom <= _RULE_GAP[1]:
        found = f"在发文字号之下约{measured(rule.top - head.number.bottom)}"
        yield fault(
            "red-rule-place",
            RED_RULE,
            "版头中的分隔线",
            found,
            f"在发文字号之下{measured(LAYOUT.red_line_gap)}处",
            at(head.number),
            help="调整线与发文字号之间的距离",
        )


def check_marks(official: Official) -> Iterator[Fault]:
    """份号 has six digits."""
    for paragraph in official.head.marks:
        match = re.fullmatch(r"(?:№|No\.?)?\s*(\d{2,9})", paragraph.text)
        if match is not None and len(match[1]) != 6:  # noqa: PLR2004 - 份号 as a rule
            yield fault("serial", SERIAL, "份号", f"是{len(match[1])}位", "用6位阿拉伯数字", at(paragraph), help="不足6位的在前面补0，如“000001”")
