"""行文规则: who is written to, what a report may ask for, one kind of document a title (党政机关公文处理工作条例)."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.elements.words import OFFICES
from reportgen.lint.faults import Fault, at, fault
from reportgen.lint.model import Paragraph
from reportgen.standard.requirements import STANDARD

_UPWARD = ("请示", "报告", "议案")
_ASKING = re.compile(
    r"(?:妥否|当否|可否|是否妥当|是否可行|能否|以上请示|如无不妥)[，,、]?.{0,6}请.{0,4}(?:批示|批复|审批|批准|指示|核准|审定|示)"
    r"|特此请示|以上请示|现请示如下|(?:恳请|敬请|(?<![报提申呈经商待恳敬])请|望)(?:上级|省|市|贵|市委|市政府|省政府|县政府|予以|给予|尽快|及时)?(?:予以|给予|予)?(?:批示|批复|审批|批准|核准|审定|拨付|拨款)(?!意见|文件|手续|部门|机关|表|后|的)"
)
"""How a request ends; 请审阅 and 请批评指正 ask for nothing."""
_BETWEEN = re.compile(r"[，,、；;]|(?<=[府会局厅委室])(?:\s+|和|及|并)")
_KINDS = re.compile(r"(?:请示(?:报告|函)|报告请示|(?:申请|请求)报告|(?:通知|通报)函)$")
"""Two kinds in one, and 报告 that ask; 关于政府工作报告的决议 has one."""


def check_routing(official: Official) -> Iterator[Fault]:
    """One addressee above, no request within a report, no two kinds in one."""
    title = official.title_text.rstrip("。；，")
    addressee = official.addressee
    if official.kind in _UPWARD and addressee is not None:
        offices = addressees(addressee.text)
        if not STANDARD["addressee-one"].accepts(len(offices)):
            yield fault("addressee-one", at(addressee), kind=official.kind, value=str(len(offices)))
    if official.kind == "报告":
        asked = [(block, match[0]) for block in official.body if isinstance(block, Paragraph) for match in _ASKING.finditer(block.text)]
        if asked:
            yield fault("request-within", *(at(block, words) for block, words in asked), value=asked[0][1])
    mixed = _KINDS.search(title)
    if mixed is not None:
        yield fault("kind-one", at(official.title[-1], title[-8:]), value=mixed[0])


def addressees(text: str) -> list[str]:
    """The offices that a line of addressees names."""
    return [part for part in _BETWEEN.split(text.strip().rstrip("：:")) if part and OFFICES.search(part)]
