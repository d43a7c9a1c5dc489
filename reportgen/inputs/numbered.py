"""The issues (第3期, 第3号) of a kind of document of which a season has many: what they are called, in words and by id."""

import re

from reportgen.inputs.wording import fold

_ID = re.compile(r"-\d+$")  # the id of a kind itself has no digits
_MOST_DIGITS = 4  # a season has no ten thousand issues: a longer number is none


def issue_id(series: str, number: int) -> str:
    """The id of an issue of a series (its id): weekly-3."""
    return f"{series}-{number}"


def issue_name(series: str, number: int, counter: str) -> str:
    """The name of an issue of a series (its name), and of its files: 清洁取暖工作周报-第3期."""
    return f"{series}-第{number}{counter}"


def series_of(id: str) -> str:
    """The id of the series that an issue (id) is of; of any other kind its own."""
    return _ID.sub("", id) if id[-1:].isdigit() else id  # asked of each rule and document


def number_in(words: str, names: tuple[str, str], counter: str) -> int | None:
    """The number of the issue that a person means by `words`: 周报-第3期, 周报第3期, weekly-3; `names` are the id and the name of the series.

    None where they mean no issue of it.
    """
    id, name = map(re.escape, map(fold, names))
    number = rf"0*(?P<%s>[1-9]\d{{0,{_MOST_DIGITS - 1}}})"
    found = re.fullmatch(rf"{id}-{number % 'by_id'}|{name}-?第?{number % 'by_name'}{counter}", fold(words))
    return int(found["by_id"] or found["by_name"]) if found else None
