"""发文字号的写法: 7.2.5; and that of other documents' numbers in the text."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.elements.words import MISSING, ORDER_NUMBER, YEAR
from reportgen.lint.elements.words import NUMBER as NUMBER_FORM
from reportgen.lint.faults import Fault, Spot, at, fault
from reportgen.lint.quotes import quotable
from reportgen.standard.clauses import BRACKETS, NUMBER

_CITED = re.compile(rf"[\u4e00-\u9fff]\s{{0,4}}({YEAR})\s{{0,4}}第?\s{{0,4}}\d+\s{{0,4}}号(?![楼院线井机炉站地路馆厂门台泵])")
_GOOD_YEAR = re.compile(r"〔(19|20)\d\d〕")


def check_number(official: Official) -> Iterator[Fault]:
    """〔〕, the full year, no 第, no leading zero, 号; the year of the date."""
    number = official.head.number
    if number is None or MISSING.search(number.text):
        return
    match = NUMBER_FORM.match(number.text)
    if match is None:
        if not ORDER_NUMBER.match(number.text):
            yield fault(
                "number-form",
                NUMBER,
                "发文字号",
                f"写作“{number.text}”",
                "由机关代字、年份、顺序号组成，如“×政发〔2024〕1号”",
                at(number),
                help="按“机关代字〔年份〕顺序号”的写法改正",
            )
        return
    _, year, ordinal, count, end = match.groups()
    digits = re.sub(r"\D", "", year)
    shown = match[0].strip()
    if year.strip()[0] != "〔" or year.strip()[-1] != "〕":
        yield fault(
            "number-brackets",
            NUMBER,
            "发文字号的年份",
            f"用了“{year.strip()[0]}{year.strip()[-1]}”",
            "用六角括号“〔〕”括入",
            at(number, shown),
            help=f"改为“〔{digits}〕”",
        )
    if len(digits) != 4:  # noqa: PLR2004 - of a full year
        yield fault("number-year", NUMBER, "发文字号的年份", f"写作“{digits}”", "标全称（四位数）", at(number, shown), help="写全年份，如“〔2024〕”")
    if ordinal:
        yield fault("number-ordinal", NUMBER, "发文顺序号", "加了“第”字", "不加“第”字", at(number, shown), help="删去“第”字")
    if count.startswith("0"):
        yield fault("number-zero", NUMBER, "发文顺序号", f"写作“{count}”", "不编虚位（1不编为01）", at(number, shown), help=f"改为“{count.lstrip('0')}号”")
    if not end:
        yield fault("number-end", NUMBER, "发文顺序号", "后面没有“号”字", "在阿拉伯数字后加“号”字", at(number, shown), help="在顺序号后加“号”字")
    date = official.closing.date
    dated = re.match(r"(\d{4})\s*年", date.text) if date is not None else None
    if date is not None and dated is not None and len(digits) == 4 and dated[1] != digits:  # noqa: PLR2004
        help = "核对发文字号和成文日期，改正其中一个"
        yield fault(
            "number-date", BRACKETS, "发文字号的年份", f"是{digits}年，成文日期是{dated[1]}年", "与成文日期的年份一致", at(number, shown), at(date), help=help
        )


def check_cited_numbers(official: Official) -> Iterator[Fault]:
    """The numbers of other documents in the text have 〔〕 too."""
    wrong: list[Spot] = []
    for piece in quotable(official, without=official.head.number):
        wrong += [piece.spot(match[0]) for match in _CITED.finditer(piece.text) if not _GOOD_YEAR.fullmatch(match[1].strip())]
    if wrong:
        yield fault(
            "cited-brackets",
            BRACKETS,
            "引用的发文字号",
            "没有用六角括号括入四位年份",
            "写作“〔2024〕×号”",
            *wrong,
            help="把年份两边的括号改为“〔〕”，年份写全四位",
        )
