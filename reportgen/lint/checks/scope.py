"""What no file tells, and what its reader passed over; what a draft lacks; what is checked of no 公文."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Form, Official
from reportgen.lint.faults import Fault, Unchecked, fault
from reportgen.lint.quotes import quotable
from reportgen.standard.clauses import ISSUER, PAPER_ITSELF, TYPE, WORDS

_MISSING = re.compile(r"【待补[^】]*】?")


def check_scope(official: Official) -> Iterator[Fault | Unchecked]:
    """What is not checked at all."""
    spots = [piece.spot(match[0]) for piece in quotable(official) for match in _MISSING.finditer(piece.text)]
    if spots:
        yield fault("draft", WORDS, "公文", f"有{len(spots)}处待补，还是草稿", "补齐后再印发", *spots, help="补报所缺的数据，重新生成")
    for what, reason in official.document.remarks:
        yield Unchecked(what, TYPE, reason)
    if official.form in (Form.MINUTES, Form.ORDER):
        yield Unchecked(f"{official.form.value}的版头", ISSUER, "这种格式的版头各机关可以自定，只核查了其余部分")
    yield Unchecked("用纸、制版、印刷、装订", PAPER_ITSELF, "不在文件里，要看印出来的成品")
