"""发文字号的写法: 7.2.5; and that of other documents' numbers in the text."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official, OfficialForm
from reportgen.lint.elements.words import MISSING, ORDER_NUMBER, YEAR, half_width
from reportgen.lint.elements.words import NUMBER as NUMBER_FORM
from reportgen.lint.faults import Fault, FilePlace, at, fault
from reportgen.lint.quotes import quotable
from reportgen.standard.requirements import STANDARD

_CITED = re.compile(rf"[\u4e00-\u9fff]\s{{0,4}}({YEAR})\s{{0,4}}第?\s{{0,4}}\d+\s{{0,4}}号(?![楼院线井机炉站地路馆厂门台泵])")
_COUNTED = ("公告", "通告", "公报", "令", "命令")  # kinds that count by themselves: 第3号
_GOOD_YEAR = re.compile(r"〔(19|20)\d\d〕")


def check_number(official: Official) -> Iterator[Fault]:
    """〔〕, the full year, no 第, no leading zero, 号; the year of the date."""
    number = official.head.number
    if number is None or MISSING.search(number.text):
        return
    text = half_width(number.text)
    match = NUMBER_FORM.match(text)
    if match is None:
        if official.form in (OfficialForm.DOCUMENT, OfficialForm.LETTER) and not (ORDER_NUMBER.match(text) and official.kind in _COUNTED):
            yield fault("number-form", at(number), value=number.text)
        return
    _, year, ordinal, count, end = match.groups()
    digits, brackets = re.sub(r"\D", "", year), year.strip()[0] + year.strip()[-1]
    full = STANDARD["number-year"].accepts(len(digits))
    spot = at(number, match[0].strip())
    if brackets != "〔〕":
        yield fault("number-brackets", spot, value=brackets, digits=digits)
    if not full:
        yield fault("number-year", spot, digits=digits)
    if ordinal:
        yield fault("number-ordinal", spot)
    if count.startswith("0"):
        yield fault("number-zero", spot, value=count, good=count.lstrip("0"))
    if not end:
        yield fault("number-end", spot)
    date = official.closing.date
    dated = re.match(r"(\d{4})\s*年", half_width(date.text)) if date is not None else None
    if date is not None and dated is not None and full and dated[1] != digits:
        yield fault("number-date", spot, at(date), value=digits, dated=dated[1])


def check_cited_numbers(official: Official) -> Iterator[Fault]:
    """The numbers of other documents in the text have 〔〕 too."""
    wrong: list[FilePlace] = []
    for piece in quotable(official, without=official.head.number):
        wrong += [piece.spot(match[0]) for match in _CITED.finditer(piece.text) if not _GOOD_YEAR.fullmatch(half_width(match[1].strip()))]
    if wrong:
        yield fault("cited-brackets", *wrong)
