"""What no file tells, and what its reader passed over; what a draft lacks; what is checked of no 公文."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.faults import Fault, UncheckedRequirement, fault, unchecked
from reportgen.lint.quotes import quotable

_MISSING = re.compile(r"【待补[^】]*】?")


def check_scope(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """What is not checked at all."""
    spots = [piece.spot(match[0]) for piece in quotable(official) for match in _MISSING.finditer(piece.text)]
    if spots:
        yield fault("draft", *spots, value=str(len(spots)))
    for what, reason in official.document.remarks:
        yield unchecked("font", reason, what)
    if official.form in (OfficialForm.MINUTES, OfficialForm.ORDER):
        yield unchecked("issuer-place", "各机关可以自定，只核查了发文机关标志、编号和其余部分", f"{official.form.value}版头中的其他要素")
    if official.is_sheet:
        yield unchecked("margins", "以表格为主，不是公文，表式由布置填报的机关规定", "页边、字体字号、段落、标点和页码")
    yield unchecked("paper-itself", "不在文件里，要看印出来的成品")
