"""Numbers that somebody typed in front of a heading, which the composer numbers itself (GB/T 9704-2012 7.3.3)."""

import re

_CHINESE = "[一二三四五六七八九十百]{1,4}"
_OF_HEADINGS = re.compile(rf"\s*(?:第{_CHINESE}[章节部分条]+|{_CHINESE}[、.．]|[（(]{_CHINESE}[)）][、.．]?|\d{{1,2}}[、.．)）](?!\d)|[（(]\d{{1,2}}[)）])\s*")
_OF_PARAGRAPHS = re.compile(rf"\s*(?:{_CHINESE}、\s*|[（(]{_CHINESE}[)）]\s*)")
"""What begins a heading only: 1. and （1） may count the items of a text."""


def without_number(text: str, *, is_heading: bool) -> str:
    """The words of a heading, or of a paragraph that begins like one, without the number in front; a text that is nothing else stays."""
    found = (_OF_HEADINGS if is_heading else _OF_PARAGRAPHS).match(text)
    rest = text[found.end() :] if found else text
    return rest or text


def heading_level(text: str) -> int | None:
    """The level of a heading, from 0, that its number tells: 一、 （一） 1. （1）; None without one."""
    return next((level for level, number in enumerate(_LEVELS) if number.match(text)), None)


_LEVELS = tuple(re.compile(number) for number in (rf"{_CHINESE}、", rf"[（(]{_CHINESE}[)）]", r"\d{1,2}[.．、](?!\d)", r"[（(]\d{1,2}[)）]"))
