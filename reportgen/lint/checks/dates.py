"""Dates in the text: no leading zeros, days that there are; 印发日期 not before 成文日期."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, FilePlace, at, fault
from reportgen.lint.model import Paragraph
from reportgen.lint.quotes import quotable

_ZERO = re.compile(r"年0\d月(?:\d{1,2}日)?|月0\d日|(?<!\d)0\d月\d{1,2}日")
_DAY = re.compile(r"(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日")
_MONTHS = 12
_LEAP = 2024  # where no year is written, 29 February may be meant


def check_dates(official: Official) -> Iterator[Fault]:
    """Dates in the text as they should be written."""
    zeros: list[FilePlace] = []
    never: list[FilePlace] = []
    own = {official.closing.date, *official.colophon.printing}
    for piece in quotable(official):
        if piece.paragraph in own and piece.paragraph is not None:
            continue
        zeros += [piece.spot(match[0]) for match in _ZERO.finditer(piece.text)]
        never += [piece.spot(match[0]) for match in _DAY.finditer(piece.text) if not _is_day(match[1], match[2], match[3])]
    if zeros:
        yield fault("date-zero-in-text", *zeros)
    if never:
        yield fault("date-impossible", *never)
    issued, printed = _date_of(official.closing.date), _date_of(*official.colophon.printing[-1:])
    if issued is not None and printed is not None and printed < issued and official.closing.date is not None:
        yield fault("printing-before", at(official.closing.date), at(official.colophon.printing[-1]))


def _is_day(year: str | None, month: str, day: str) -> bool:
    if not 1 <= int(month) <= _MONTHS:
        return False
    return 1 <= int(day) <= monthrange(int(year) if year and int(year) else _LEAP, int(month))[1]


def _date_of(paragraph: Paragraph | None = None) -> date | None:
    match = re.search(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.sub(r"\s", "", paragraph.text)) if paragraph is not None else None
    if match is None or not int(match[1]) or not _is_day(match[1], match[2], match[3]):
        return None
    return date(int(match[1]), int(match[2]), int(match[3]))
