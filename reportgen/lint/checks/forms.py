"""信函、命令（令）、纪要格式: clause 10."""

import re
from collections.abc import Iterator

from reportgen.lint.checks.head import issuer_colour, issuer_place
from reportgen.lint.colours import is_red
from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import ATTENDANCE
from reportgen.lint.faults import Fault, UncheckedRequirement, at, fault, judged, unchecked, unknown
from reportgen.lint.model import Paragraph, Picture, Rule
from reportgen.standard.measures import TOP
from reportgen.standard.requirements import STANDARD


def check_letter(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The issuer 30 mm from the paper's edge, two red double lines of 170 mm, the number at the right edge, the first page unnumbered."""
    if official.form is not OfficialForm.LETTER:
        return
    issuer, number = official.head.issuer[0], official.head.number
    yield from issuer_colour(official)
    yield from issuer_place("letter-issuer", official, issuer, 0.0)
    if number is not None:
        yield from judged("letter-number", number.last, at(number))
    yield from _letter_rules(official, issuer)
    numbered = [n for sheet in official.document.sheets if sheet.page == 1 for n in sheet.numbers]
    if numbered:
        yield fault("letter-first-page", *map(at, numbered))
    end = official.colophon
    extra = [name for name, there in (("分隔线", end.rules), ("印发机关和印发日期", end.printing)) if there]
    if extra:
        yield fault("letter-colophon", *map(at, (*end.printing, *end.copies)[:1]), value="、".join(extra))


def _letter_rules(official: Official, issuer: Paragraph) -> Iterator[Fault | UncheckedRequirement]:
    document = official.document
    lines = [*(block for block in document.blocks if isinstance(block, Rule) and block.page in (None, 1)), *document.edges]
    red = [rule for rule in lines if is_red(rule.colour)]
    short = [rule.width for rule in red if rule.width is not None and not STANDARD["letter-rules"].accepts(rule.width)]
    if short:
        yield fault("letter-rules", at(issuer), value=short[0])
    if any(not rule.double for rule in red):
        yield fault("letter-rule-double", at(issuer))
    if not STANDARD["letter-rule-missing"].accepts(len(red)):
        if document.format == "docx" and any(isinstance(block, Picture) for block in document.blocks):
            yield unchecked("letter-rule-missing", "文件里有图片，红色双线可能画在图片里")
        else:
            yield from judged("letter-rule-missing", len(red), at(issuer))


def check_order(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The issuer 20 mm below the type area's edge, two blank lines above and below the number, which is centred."""
    if official.form is not OfficialForm.ORDER:
        return
    head = official.head
    yield from issuer_colour(official)
    yield from issuer_place("order-issuer", official, head.issuer[0], TOP)
    if head.number is None:
        yield fault("order-number-missing", at(head.issuer[-1]))
        return
    yield from judged("order-number", head.number.above, at(head.number))
    yield from judged("order-centre", head.number.offset, at(head.number))
    first = next((block for block in official.body if isinstance(block, Paragraph)), None)
    if first is not None and not official.title:
        yield from judged("order-text", first.above, at(first))
    if head.number.above is None:
        yield unchecked("order-number", unknown(official.document))


def check_minutes(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The head 35 mm below the type area's edge; those present two characters in, each list behind its label and a colon."""
    if official.form is not OfficialForm.MINUTES:
        return
    yield from issuer_colour(official)
    yield from issuer_place("minutes-issuer", official, official.head.issuer[0], TOP)
    for paragraph in (block for block in official.body if isinstance(block, Paragraph)):
        label = ATTENDANCE.match(paragraph.text)
        if label is not None:
            yield from judged("attendance-indent", paragraph.first, at(paragraph), label=label[1])
            colon = re.sub(r"\s", "", paragraph.text[label.end(1) :])[:1]
            if colon != "：":
                yield fault("attendance-colon", at(paragraph), label=label[1], value=colon)
