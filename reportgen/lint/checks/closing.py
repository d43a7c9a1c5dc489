"""附件说明, 署名和成文日期, 附注: 7.3.4 to 7.3.6."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import MISSING, PERSON, half_width
from reportgen.lint.faults import Fault, UncheckedRequirement, at, fault, judged, unchecked, unknown
from reportgen.lint.model import Paragraph
from reportgen.measure import width
from reportgen.standard.requirements import STANDARD
from reportgen.standard.signature import seal_blanks, signature_blanks
from reportgen.standard.units import counted

_GOOD_DATE = re.compile(r"(\d{4})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")


def check_note(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """附件： one line below the text, two characters in; numbered names without punctuation behind; further lines below the name."""
    notes = official.closing.notes
    if not notes:
        return
    first = notes[0].paragraph
    label = re.match(r"附\s*件\s*(.?)", first.text)
    if label is not None and label[1] != "：":
        yield fault("note-colon", at(first), value=label[1])
    if not first.begins_page:
        yield from judged("note-place", first.above, at(first))
    yield from judged("note-indent", first.first, at(first))
    for note in notes:
        if note.name and note.name[-1] in "。；，、.;,":
            yield fault("note-end", at(note.paragraph, note.name[-14:]), value=note.name[-1])
    yield from _further_lines(official)


def _further_lines(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    for paragraph in dict.fromkeys(note.paragraph for note in official.closing.notes):
        match = re.match(r"(附\s*件\s*[：:])?\s*(\d{1,2}\s*[.．、]\s*)?", paragraph.text)
        if match is None or paragraph.further is None or paragraph.first is None or (paragraph.page is not None and len(paragraph.rows) < 2):  # noqa: PLR2004
            continue
        name = paragraph.first + width(match[0])
        if paragraph.page is not None or paragraph.last is None:  # it has more than one line
            yield from judged("note-turn", paragraph.further - name, at(paragraph), place=f"{counted(paragraph.further)}字")


def check_signature(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """署名 and 成文日期 stand as the standard says for documents with a seal or for those without."""
    closing = official.closing
    if by_hand(official) and closing.date is not None:
        for which, one in (("签发人签名章", closing.signature[-1]), ("成文日期", closing.date)):
            yield from judged("signed-by-hand", one.last, at(one), which=which)
    if official.form in (OfficialForm.NONE, OfficialForm.MINUTES, OfficialForm.ORDER) or official.passed is not None:
        return
    if closing.date is None:
        yield fault("date-missing")
        return
    if not MISSING.search(closing.date.text):
        yield from _date_form(closing.date)
    if not closing.signature:
        yield fault("signature-missing", at(closing.date))
        return
    first = closing.signature[0]
    if not first.begins_page:
        yield from judged("signature-gap", first.above, at(first))
    if len(closing.signature) == 1 and not by_hand(official) and _GOOD_DATE.fullmatch(re.sub(r"\s", "", half_width(closing.date.text))):
        yield from _places(official, first, closing.date)


def by_hand(official: Official) -> bool:
    """Whether it is a person that signs, by office and name: 市长　张某某 (7.3.5.3)."""
    return len(official.closing.signature) == 1 and PERSON.fullmatch(official.closing.signature[0].text) is not None


def _date_form(date: Paragraph) -> Iterator[Fault]:
    compact = re.sub(r"\s", "", half_width(date.text))
    if _GOOD_DATE.fullmatch(compact) is not None:
        return
    months = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", compact)
    if months is not None and (months[2].startswith("0") or months[3].startswith("0")):
        yield fault("date-zero", at(date), value=date.text, good=f"{months[1]}年{int(months[2])}月{int(months[3])}日")
    else:
        yield fault("date-form", at(date), value=date.text)


def _places(official: Official, signature: Paragraph, date: Paragraph) -> Iterator[Fault | UncheckedRequirement]:
    places = (signature.first, signature.last, date.first, date.last)
    if None in places:
        yield unchecked("signature-place", "它们的位置是用文件里看不出的办法排的")
        return
    found = signature.last or 0.0, date.last or 0.0
    sealed = official.closing.sealed
    forms = [seal_blanks] if sealed else [signature_blanks, seal_blanks]
    wanted = [form(re.sub(r"\s", "", signature.text), re.sub(r"\s", "", half_width(date.text))) for form in forms]
    accepts = STANDARD["signature-place"].accepts
    if any(all(accepts(one - other) for one, other in zip(found, blanks, strict=True)) for blanks in wanted):
        return
    meant = min(wanted, key=lambda blanks: sum(abs(one - other) for one, other in zip(found, blanks, strict=True)))  # the way that it nearly has
    yield fault(
        "signature-place",
        *(at(signature), at(date)),
        case="sealed" if sealed else "either",
        signature=counted(found[0]),
        date=counted(found[1]),
        sealed=wanted[-1][1],
        unsealed=wanted[0][0],
        indent=meant[0],
        date_indent=meant[1],
    )


def check_annotation(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """附注 below the date, two characters in, in full-width brackets."""
    annotation = official.closing.annotation
    if annotation is None:
        return
    if annotation.text[0] != "（" or annotation.text[-1] != "）":
        yield fault("annotation-brackets", at(annotation))
    yield from judged("annotation-indent", annotation.first, at(annotation))
    if annotation.first is None:
        yield unchecked("annotation-indent", unknown(official.document))
