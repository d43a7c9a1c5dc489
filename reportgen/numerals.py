"""Numbers as documents write them, whatever the writing: 3599, 3,599, ３５９９, 0.3599万, 三千五百九十九, 叁仟伍佰玖拾玖."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {
    character: value
    for value, characters in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for character in characters
}
_NUMERALS = "〇一二三四五六七八九"
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_MULTIPLES = {"百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8, "": 1}
_WRITTEN = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(百万|千万|万|亿)?", re.ASCII)
_CHINESE = re.compile(rf"[{''.join((*_DIGITS, *_TENS, *_MYRIADS))}]{{1,24}}")

_MEASURES = "户|万元|亿元|元|吨|个|台|套|座|处|项|人|次|公里|平方米|米|千瓦|立方米|%|倍|家|村|乡|镇|条"
_ARABIC = r"(?<![\d.〔第表图])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.〔第表图])\d+(?:\.\d+)?"
_COUNTED = rf"[〇零一二两三四五六七八九十百千]{{1,12}}(?=[万亿]?(?:{_MEASURES}))"
_AMOUNT = re.compile(rf"(?P<number>{_ARABIC}|{_COUNTED})(?P<multiple>百万|千万|万|亿)?")
_NO_AMOUNT = re.compile(r"年|月|日|时|分|号|〕|\.(?!\d)|、|—\d|-\d")
"""Behind a number: it is a date, a time, the number of a document or of an item."""


class Amount(NamedTuple):
    """A number in a sentence that says how much there is of something: where it stands, as it is written with its multiple, and its value."""

    start: int
    end: int
    text: str
    value: Decimal


def amounts(text: str) -> Iterator[Amount]:
    """The numbers of a text but for those of dates, times, documents and items, and 一, which mostly is an article (一户一策)."""
    folded = "".join(unicodedata.normalize("NFKC", one) if one.isdigit() or one in "．％" else one for one in text)
    folded = folded if len(folded) == len(text) else text
    for match in _AMOUNT.finditer(folded):
        value = number_in(match[0])
        if value is not None and match["number"] != "一" and _NO_AMOUNT.match(folded, match.end()) is None:
            yield Amount(match.start(), match.end(), text[match.start() : match.end()], value)


def number_in(text: str) -> Decimal | None:
    """The value of a text that is one number and nothing else; None where it is none."""
    folded = unicodedata.normalize("NFKC", text).strip()
    match = _WRITTEN.fullmatch(folded)
    if match is not None:
        sign, whole, fraction, multiple = match.groups(default="")
        return Decimal(f"{sign}{whole.replace(',', '')}{fraction}") * _MULTIPLES[multiple]
    return _chinese(folded) if _CHINESE.fullmatch(folded) else None


def multiple_at_start(text: str) -> str:
    """The multiple with which a text begins, behind a number: the 万 of 万户; empty where there is none."""
    return next((word for word in _MULTIPLES if word and text.startswith(word)), "")


def in_chinese(number: int, zero: str = "〇") -> str:
    """A whole number from 0 to 9999 in Chinese numerals: 12 -> 十二, 105 -> 一百〇五, as headings and 序次 use them; `zero` is what Word writes as 零."""
    if number == 0:
        return zero
    text, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += (zero if gap else "") + _NUMERALS[digit] + unit
            gap = False
        elif text:
            gap = number > 0
    return text.removeprefix("一") if text.startswith("一十") else text


def _chinese(text: str) -> Decimal | None:
    """三千五百九十九, 十二, 一万零八十; or digit by digit, 二〇二三."""
    if all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[character] if character == "亿" else total + (section + digit) * _MYRIADS[character]
            section = digit = 0
    return Decimal(total + section + digit)
