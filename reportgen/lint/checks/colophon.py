"""版记: 7.4."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import DATE, half_width
from reportgen.lint.faults import Fault, FilePlace, UncheckedRequirement, at, fault, judged, unchecked, unknown
from reportgen.lint.model import Picture, Rule
from reportgen.standard.measures import PAGE_HEIGHT
from reportgen.standard.requirements import STANDARD

_PUBLIC = ("公告", "通告", "公报")  # posted or printed in the papers: no one is sent a copy
_GOOD_DATE = re.compile(r"\d{4}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")


def check_colophon(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """抄送, 印发机关 and 印发日期, their lines and their place."""
    end = official.colophon
    if not end.blocks:
        if official.form is OfficialForm.DOCUMENT and official.kind not in _PUBLIC:
            yield fault("colophon-missing")
        return
    if end.after:
        yield fault("colophon-last", *map(at, end.after))
    yield from _copies(official)
    yield from _printing(official)
    yield from _rules(official)


def _copies(official: Official) -> Iterator[Fault]:
    for copies in official.colophon.copies:
        label = re.match(r"(抄\s*[送报]|[分主]\s*送|印\s*发|[报送发])\s*(.?)", copies.text)
        if label is not None and label[2] != "：":
            yield fault("copies-colon", at(copies), label=re.sub(r"\s", "", label[1]), value=label[2])
        if copies.text[-1] != "。":
            yield fault("copies-end", at(copies, copies.text[-12:]))
        yield from judged("copies-indent", copies.first, at(copies))


def _printing(official: Official) -> Iterator[Fault]:
    printing = official.colophon.printing
    if not printing:
        return
    first, last = printing[0], printing[-1]
    text = re.sub(r"[ \u3000]", "", half_width(last.text))
    match = re.search(rf"({DATE.pattern})\s*(印\s*发)?\s*[。.]?$", text)
    if match is None:
        return
    date = match[1]
    if _GOOD_DATE.fullmatch(date) is None:
        yield fault("printing-date", at(last, date), value=date)
    if match[2] is None:
        yield fault("printing-word", at(last, date))
    yield from judged("printing-left", first.first, at(first))
    yield from judged("printing-right", last.last, at(last))


def _rules(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    end = official.colophon
    if official.form is OfficialForm.LETTER:
        return
    rules = list(end.rules)
    spots = tuple(at(one) for one in (*end.copies, *end.printing)[:1])
    id = "colophon-rules.between" if end.copies and end.printing else "colophon-rules"
    if not STANDARD[id].accepts(len(rules)):
        if official.document.format == "docx" and any(isinstance(block, Picture) for block in official.document.blocks[-12:]):
            yield unchecked(id, "版记附近有图片，分隔线可能画在图片里", STANDARD["colophon-rules"].name)
        else:
            yield fault(id, *spots, case="some" if rules else "none", value=len(rules))
        return
    narrow = [rule.width for rule in rules if rule.width is not None and not STANDARD["colophon-width"].accepts(rule.width)]
    if narrow:
        yield fault("colophon-width", *spots, value=narrow[0])
    yield from _weights(rules, spots)
    last = rules[-1]
    if last.top is None:
        yield unchecked("colophon-place", unknown(official.document))
    else:
        yield from judged("colophon-place", PAGE_HEIGHT - last.top, *spots)


def _weights(rules: list[Rule], spots: tuple[FilePlace, ...]) -> Iterator[Fault]:
    ids = ["colophon-weight", *["colophon-weight.between"] * (len(rules) - 2), "colophon-weight"]
    off = [(id, rule.weight) for rule, id in zip(rules, ids, strict=True) if rule.weight and not STANDARD[id].accepts(rule.weight)]
    if off:
        id, weight = off[0]
        yield fault(id, *spots, value=f"{weight:.2f}毫米")
