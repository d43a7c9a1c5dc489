"""The words and looks by which elements are known."""

import re

from reportgen.lint.model import LAYOUT, Paragraph

LARGE = LAYOUT.body_size + 1.5
"""Type larger than this is no text: points."""
SHORT = 40
"""A paragraph of so many characters may be a name; a longer one is text."""

YEAR = r"[〔\[［(（【﹝]\s*(?:19|20)?\d{2}\s*[〕\]］)）】﹞]"
NUMBER = re.compile(rf"([\u4e00-\u9fff]{{1,16}})\s*({YEAR})\s*(第?)\s*(\d+)\s*(号?)")
ORDER_NUMBER = re.compile(r"第\s*\d+\s*号")
SIGNATORY = re.compile(r"签\s*发\s*人")
ISSUER_END = re.compile(r"(文件|命令|令|纪要)$")

_DIGITS = "0-9０-９〇○零一二三四五六七八九"
DATE = re.compile(
    rf"[{_DIGITS}]{{2,4}}\s*[年.．/\-－]\s*[{_DIGITS}十×xX]{{0,3}}\s*[月.．/\-－]\s*[{_DIGITS}十×xX]{{0,3}}\s*[日号]?",
)
PRINTED = re.compile(r"\s*印\s*发\s*[。.]?$")
COPIES = re.compile(r"抄\s*[送报]")
LABEL = re.compile(r"附\s*件\s*([0-9０-９一二三四五六七八九十]*)\s*[：:]?")
NOTE = re.compile(r"附\s*件\s*(?:[：:]\s*|(?=[\d１-９]{1,2}\s*[.．、]))")
NOTE_ITEM = re.compile(r"\s*([0-9０-９]{1,2})\s*([.．、])\s*")

OFFICES = re.compile(
    r"(政府|办公室|办公厅|单位|部门|委员会|局|厅|院|公司|小组|会|处|中心|部|校|厂|馆|站|队|所|区|县|市|省|乡|镇|街道|党委|支部|法院|同志|办|科|室)[）)]?$"
)
SENTENCE_END = "。；！？：，、;:!?,."


def is_red(colour: str) -> bool:
    """Whether a colour (rrggbb) is a red."""
    if not re.fullmatch(r"[0-9a-f]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 150 and max(green, blue) <= 90  # noqa: PLR2004 - of 255


def is_large(paragraph: Paragraph) -> bool:
    """Whether a paragraph is set larger than text."""
    return (paragraph.size or 0.0) >= LARGE


def as_number(text: str) -> int | None:
    """The number that 1, １ or 一 stands for."""
    plain = text.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    return int(plain) if plain.isdecimal() else as_chinese_number(plain)


def as_chinese_number(text: str) -> int | None:
    """The number below a hundred that 一, 十, 十二 or 二十一 stands for."""
    tens, ten, ones = text.rpartition("十")
    digits = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
    if not ten:
        return digits.get(text)
    if (tens and tens not in digits) or (ones and ones not in digits):
        return None
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)
