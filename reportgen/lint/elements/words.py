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
ORDER_NUMBER = re.compile(rf"[（(]?(?:(?:\d{{4}}\s{{0,4}}年\s{{0,4}})?第\s{{0,4}}\d+\s{{0,4}}[号期]|{YEAR}\s{{0,4}}第?\s{{0,4}}\d+\s{{0,4}}[号期])[）)]?")
"""What 令, 公告 and 通告 have in place of a 发文字号, and 纪要 for their issues: 第12号, 2024年第3号, 〔2024〕3号, （第3期）."""
SIGNATORY = re.compile(r"签\s{0,4}发\s{0,4}人")
ISSUER_END = re.compile(r"(文件|命令|令|纪要|公告|通告|公报)$")

_DIGITS = "0-9０-９〇○零一二三四五六七八九"
DATE = re.compile(
    rf"[{_DIGITS}]{{2,4}}\s{{0,4}}[年.．/\-－]\s{{0,4}}[{_DIGITS}十×xX]{{0,3}}\s{{0,4}}[月.．/\-－]\s{{0,4}}[{_DIGITS}十×xX]{{0,3}}\s{{0,4}}[日号]?",
)
PRINTED = re.compile(r"\s{0,4}印\s{0,4}发\s{0,4}[。.]?$")
COPIES = re.compile(r"抄\s{0,4}[送报]|(?:分\s{0,4}送|主\s{0,4}送|印\s{0,4}发|[报送发])\s{0,4}[：:]")
"""抄送, 分送 of minutes, and 主送 where it was moved to the 版记 (7.3.2)."""
LABEL = re.compile(r"附\s{0,4}件\s{0,4}([0-9０-９一二三四五六七八九十]{0,3})\s{0,4}[：:]?")
NOTE = re.compile(r"附\s{0,4}件\s{0,4}(?:[：:]\s{0,4}|(?=[\d１-９]{1,2}\s{0,4}[.．、]))")
NOTE_ITEM = re.compile(r"\s{0,4}([0-9０-９]{1,2})\s{0,4}([.．、])\s{0,4}")

MISSING = re.compile(r"【待补[：:]([^】]{1,40})】")
"""What a draft of this program prints for an input that isn't there."""

OFFICES = re.compile(
    r"(政府|办公室|办公厅|单位|部门|委员会|局|厅|院|公司|小组|会|处|中心|部|校|厂|馆|站|队|所|区|县|市|省|乡|镇|街道|[党市县省工革改健资政]委|支部|法院|同志|办|科|室)[）)]?$"
)
KIND = re.compile(r"(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)[。，；：、]?$")
"""The fifteen kinds of official documents, at the end of a title or 发文机关标志 (党政机关公文处理工作条例第八条)."""

PASSED = re.compile(r"[（(].{0,80}\d{4}\s{0,4}年.{1,80}(通过|批准|修订|修正|公布|发布).{0,40}[）)]")
"""题注: when and by whom what was decided in a meeting was passed; it stands below the title, and such a document is not signed."""

PERSON = re.compile(
    r"(?:\S{0,12}[长席任记员官师]|[省市县区州镇乡]\s{1,2}长|主\s{1,2}席|主\s{1,2}任|书\s{1,2}记|总\s{1,2}理)"
    r"[\s：:]{1,8}(?:签名章|\S{1,4}(?:\s{1,2}\S)?)"
)
"""A signature by office and name."""

ANNOTATION = re.compile(r"[（(【［〔\[]?(此件|此文|本件|联\s?系\s?人|联系电话|电话|印发至|发至|公开发布|主动公开|依申请公开|不予公开|传达至|共印)")
"""How a 附注 begins, with or without its bracket."""

ATTENDANCE = re.compile(r"(出\s?席|请\s?假|列\s?席)(?:人员|人|单位)?\s{0,4}(?=[：:；;，,]|\s\S)")
"""The label of a list of those at a meeting (10.3), with or without the right colon."""

SENTENCE_END = "。；！？：，、;:!?,."


def is_large(paragraph: Paragraph) -> bool:
    """Whether a paragraph is set larger than text."""
    return (paragraph.size or 0.0) >= LARGE


def half_width(text: str) -> str:
    """`text` with its full-width digits as common ones: that they are wide is one fault, and not that nothing is what it should be."""
    return text.translate({0xFF10 + digit: str(digit) for digit in range(10)})


def as_number(text: str) -> int | None:
    """The number that 1, １ or 一 stands for."""
    plain = half_width(text)
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
