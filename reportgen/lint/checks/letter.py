"""信函格式: 10.1."""

from collections.abc import Iterator

from reportgen.lint.elements import Form, Official
from reportgen.lint.elements.words import is_red
from reportgen.lint.faults import Fault, Unchecked, at, counted, fault, measured, unknown
from reportgen.lint.model import Rule
from reportgen.render.layout import MM_PER_PT
from reportgen.standard.clauses import LETTER

_ISSUER_TOP = 30.0
_RULE_WIDTH = 170.0
_FOOT = 20.0
_PLACE = 4.0
_ABOVE_INK = 0.15
_FLUSH = 0.9  # 字


def check_letter(official: Official) -> Iterator[Fault | Unchecked]:
    """The issuer 30 mm from the paper's edge, red double lines of 170 mm, the number at the right edge, the first page unnumbered."""
    if official.form is not Form.LETTER:
        return
    issuer, number = official.head.issuer[0], official.head.number
    if issuer.top is None:
        yield Unchecked("信函的发文机关标志到上页边的距离", LETTER, unknown(official.document))
    elif not _ISSUER_TOP - _PLACE - _ABOVE_INK * (issuer.size or 0) * MM_PER_PT <= issuer.top <= _ISSUER_TOP + _PLACE:
        help = "使发文机关标志的上边缘距上页边30毫米"
        yield fault("letter-issuer", LETTER, "信函的发文机关标志", f"距上页边{measured(issuer.top)}", f"距上页边{measured(_ISSUER_TOP)}", at(issuer), help=help)
    if number is not None and number.last is not None and number.last > _FLUSH:
        yield fault(
            "letter-number", LETTER, "信函的发文字号", f"右边空{counted(number.last)}字", "顶格居版心右边缘", at(number), help="发文字号在第一条红线之下右对齐"
        )
    red = [block for block in official.document.blocks if isinstance(block, Rule) and is_red(block.colour) and block.page in (None, 1)]
    short = [rule for rule in red if rule.width is not None and abs(rule.width - _RULE_WIDTH) > _PLACE]
    if short:
        found = f"长{measured(short[0].width or 0.0)}"
        yield fault(
            "letter-rules", LETTER, "信函的红色双线", found, f"长{measured(_RULE_WIDTH)}，居中排布", at(issuer), help="把两条双线的长度改为170毫米，居中"
        )
    numbered = [n for sheet in official.document.sheets if sheet.page == 1 for n in sheet.numbers]
    if numbered:
        yield fault("letter-first-page", LETTER, "信函首页", "有页码", "不显示页码", *map(at, numbered), help="在页面设置里选“首页不同”，首页不放页码")
