"""Dates and months as people write them in cells: 2023年6月1日, 2023-06-01, 2023/6/1, 2023.6.1, 20230601."""

import re
from datetime import date

from reportgen.inputs.wording import fold

FIRST_YEAR, LAST_YEAR = 1950, 2099
"""Years outside of these are slips of the keyboard."""

_DATE_FORMS = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]", re.ASCII),
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:t?00:00(?::00)?)?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_MONTH_FORMS = (
    re.compile(r"(\d{4})年(\d{1,2})月份?", re.ASCII),
    re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
)


class NoSuchDate(ValueError):
    """The text has the form of a date, but the calendar has no such day."""


def parse_date(text: str) -> date | None:
    """The day that `text` names; None where it has no form of a date. Raises NoSuchDate for 2023年2月30日."""
    numbers = _numbers(text, _DATE_FORMS)
    return _calendar(text, numbers) if numbers else None


def parse_month(text: str) -> date | None:
    """The first day of the month that `text` names (a full date names its month). Raises NoSuchDate for 2023年13月."""
    numbers = _numbers(text, _MONTH_FORMS)
    if numbers:
        return _calendar(text, [*numbers, 1])
    day = parse_date(text)
    return day.replace(day=1) if day else None


def _numbers(text: str, forms: tuple[re.Pattern[str], ...]) -> list[int]:
    """The numbers of the first form that fits, separators left out; empty where none fits."""
    folded = fold(text)
    for form in forms:
        match = form.fullmatch(folded)
        if match:
            return [int(group) for group in match.groups() if group.isdecimal()]
    return []


def _calendar(text: str, numbers: list[int]) -> date:
    year, month, day = numbers
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDate(text)
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise NoSuchDate(text) from fault
