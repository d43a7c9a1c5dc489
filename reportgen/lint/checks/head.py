"""版头: 发文机关标志、发文字号的位置、签发人、红色分隔线: 7.2."""

import re
from collections.abc import Iterator

from reportgen.lint.colours import colour_in_words, is_red
from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.faults import Fault, UncheckedRequirement, at, fault, judged, unchecked, unknown
from reportgen.lint.model import Paragraph, Picture, Rule
from reportgen.measure import MM_PER_PT
from reportgen.standard.measures import TOP
from reportgen.standard.requirements import STANDARD

_ABOVE_INK = 0.15  # of the size: characters begin so far below the edge of their square
_UPWARD = re.compile(r"(请示|报告)$")


def check_head(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """The red head of a document in the common form; those of letters, orders and minutes have rules of their own."""
    if official.form is OfficialForm.HEADLESS:
        yield unchecked("issuer-place", "文件里没有发文机关标志，可能要套印在红头纸上", "版头")
    if official.form is not OfficialForm.DOCUMENT:
        return
    yield from _issuer(official)
    yield from _number_place(official)
    yield from _signatory(official)
    yield from _red_rule(official)


def _issuer(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    issuer = official.head.issuer
    first = issuer[0]
    yield from issuer_colour(official)
    if len(issuer) == 1 and len(first.rows) == 1:
        yield from judged("issuer-centre", first.offset, at(first))
    if first.page not in (None, 1):
        yield unchecked("issuer-place", unknown(official.document))
    else:
        yield from issuer_place("issuer-place", official, first, TOP)


def issuer_colour(official: Official) -> Iterator[Fault]:
    """The 发文机关标志 is red."""
    spans = [span for paragraph in official.head.issuer for span in paragraph.spans if span.text.strip()]
    if not any(is_red(span.colour) for span in spans):
        yield fault("issuer-colour", at(official.head.issuer[0]), value=colour_in_words(spans[0].colour))


def issuer_place(id: str, official: Official, issuer: Paragraph, begin: float) -> Iterator[Fault | UncheckedRequirement]:
    """The 发文机关标志 against the record `id` of how far it stands below `begin` (mm): by the edge of its characters, or by their ink."""
    if issuer.top is None:
        yield unchecked(id, unknown(official.document))
        return
    place = issuer.top - begin
    if not STANDARD[id].accepts(place + _ABOVE_INK * (issuer.size or 0.0) * MM_PER_PT):
        yield from judged(id, place, at(issuer))


def _number_place(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    head = official.head
    number = head.number
    if number is None:
        yield fault("number-missing", at(head.issuer[-1]))
        return
    first = next(block for block in head.blocks if block in (number, head.signatory))
    above = first.above if isinstance(first, Paragraph) else None
    if above is None:
        yield unchecked("number-place", unknown(official.document))
    yield from judged("number-place", above, at(number))
    if head.signatory is None:
        yield from judged("number-centre", number.offset, at(number))
    elif number.last is not None:
        yield from judged("number-left", number.first, at(number))


def _signatory(official: Official) -> Iterator[Fault]:
    signatory = official.head.signatory
    if signatory is None:
        if _UPWARD.search(official.title_text) and official.head.number is not None:
            yield fault("signatory-missing", at(official.head.issuer[-1]), kind=official.title_text[-2:])
        return
    label = re.search(r"签\s*发\s*人\s*(.?)", signatory.text)
    if label is not None and label[1] != "：":
        yield fault("signatory-form", at(signatory), case="other" if label[1] else "none", value=label[1])
    yield from judged("signatory-place", signatory.last, at(signatory))


def _red_rule(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    head = official.head
    last = head.number or head.issuer[-1]
    red = next((rule for rule in head.rules if is_red(rule.colour)), None)
    rule: Rule | None = red or next(iter(head.rules), None)
    if rule is None:
        if official.document.format == "docx" and any(isinstance(block, Picture) for block in (*head.blocks, *official.body[:3])):
            yield unchecked("red-rule-missing", "版头里有图片，分隔线可能画在图片里")
        else:
            yield fault("red-rule-missing", at(last))
        return
    if red is None:
        yield fault("red-rule-colour", at(last), value=colour_in_words(rule.colour))
    yield from judged("red-rule-width", rule.width, at(last))
    if head.number is None:
        return
    if rule.top is None or head.number.bottom is None:
        yield unchecked("red-rule-place", unknown(official.document))
    else:
        yield from judged("red-rule-place", rule.top - head.number.bottom, at(head.number))


def check_marks(official: Official) -> Iterator[Fault]:
    """份号 has six digits."""
    for paragraph in official.head.marks:
        match = re.fullmatch(r"(?:№|No\.?)?\s*(\d{2,9})", paragraph.text)
        if match is not None:
            yield from judged("serial", len(match[1]), at(paragraph))
