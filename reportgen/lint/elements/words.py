"""The words and looks by which elements are known."""

import re

from reportgen.lint.model import Paragraph
from reportgen.standard.measures import BODY_SIZE

LARGE = BODY_SIZE + 1.5
"""Type larger than this is no text: points."""
SHORT = 40
"""A paragraph of so many characters may be a name; a longer one is text."""

# Spaces are counted: where any number may stand twice in a row, a long run of them takes for ever.
YEAR = r"[〔\[［(（【﹝]\s{0,4}(?:19|20)?\d{2}\s{0,4}[〕\]］)）】﹞]"
NUMBER = re.compile(rf"([\u4e00-\u9fff]{{1,16}})\s{{0,4}}({YEAR})\s{{0,4}}(第?)\s{{0,4}}(\d+)\s{{0,4}}(号?)")
ORDER_NUMBER = re.compile(r"第\s{0,4}\d+\s{0,4}号")
SIGNATORY = re.compile(r"签\s{0,4}发\s{0,4}人")
ISSUER_END = re.compile(r"(文件|命令|令|纪要)$")

_DIGITS = "0-9０-９〇○零一二三四五六七八九"
DATE = re.compile(
    rf"[{_DIGITS}]{{2,4}}\s{{0,4}}[年.．/\-－]\s{{0,4}}[{_DIGITS}十×xX]{{0,3}}\s{{0,4}}[月.．/\-－]\s{{0,4}}[{_DIGITS}十×xX]{{0,3}}\s{{0,4}}[日号]?",
)
PRINTED = re.compile(r"\s{0,4}印\s{0,4}发\s{0,4}[。.]?$")
COPIES = re.compile(r"抄\s{0,4}[送报]")
LABEL = re.compile(r"附\s{0,4}件\s{0,4}([0-9０-９一二三四五六七八九十]{0,3})\s{0,4}[：:]?")
NOTE = re.compile(r"附\s{0,4}件\s{0,4}(?:[：:]\s{0,4}|(?=[\d１-９]{1,2}\s{0,4}[.．、]))")
NOTE_ITEM = re.compile(r"\s{0,4}([0-9０-９]{1,2})\s{0,4}([.．、])\s{0,4}")

MISSING = re.compile(r"【待补[：:]([^】]{1,40})】")
"""What a draft of this program prints for an input that isn't there."""

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
