"""标点符号: clause 9, GB/T 15834."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, Spot, fault
from reportgen.lint.quotes import Piece, quotable
from reportgen.lint.text import headings
from reportgen.standard.clauses import ENUMERATION, PUNCTUATION, RANGE, TITLE_MARKS, Clause

_HAN = r"\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way of writing that is wrong wherever it stands."""

    code: str
    clause: Clause
    form: re.Pattern[str]
    what: str
    found: str
    expected: str
    help: str


_PATTERNS = (
    Pattern(
        "half-width",
        PUNCTUATION,
        re.compile(rf"[{_HAN}）》”〕]\s?[,;:?!](?=\s?[{_HAN}（《“〔]|$)"),
        "汉字之间的标点",
        "是半角的",
        "用全角标点",
        "改用中文输入法的“，；：？！”",
    ),
    Pattern("full-stop", PUNCTUATION, re.compile(rf"[{_HAN}）》”]\.(?=\s?[{_HAN}“]|$)"), "汉字后的句号", "写作“.”", "用句号“。”", "改为“。”"),
    Pattern(
        "brackets",
        PUNCTUATION,
        re.compile(rf"\([^()（）]*[{_HAN}][^()（）]*\)|\([^()（）]*[{_HAN}][^()（）]*）|（[^()（）]*[{_HAN}][^()（）]*\)"),
        "括有汉字的括号",
        "是半角的",
        "用全角括号",
        "改为“（）”",
    ),
    Pattern(
        "quotes",
        PUNCTUATION,
        re.compile(rf"(?<!\d)[\"'＂][^\"'＂]{{0,60}}[{_HAN}][^\"'＂]{{0,60}}[\"'＂]?|(?<=[{_HAN}])[\"＂]"),
        "引号",
        "是直引号",
        "用“”",
        "用中文输入法重新输入左引号“和右引号”",
    ),
    Pattern("title-nested", TITLE_MARKS, re.compile(r"《[^《》]*《[^《》]*》"), "书名号里面的书名号", "写作《》", "用单书名号〈〉", "把里层的《》改为〈〉"),
    Pattern(
        "title-angle",
        TITLE_MARKS,
        re.compile(rf"[<＜][^<>＜＞]{{0,60}}[{_HAN}]{{4}}[^<>＜＞]{{0,60}}[>＞]"),
        "书名号",
        "写作小于号、大于号",
        "用《》，在书名号里面用〈〉",
        "改为〈〉或者《》",
    ),
    Pattern("ellipsis", PUNCTUATION, re.compile(rf"[{_HAN}]\.{{3,}}|。{{2,}}|(?<!…)…(?!…)|·{{3,}}"), "省略号", "写法不对", "用六连点“……”", "改为“……”"),
    Pattern(
        "doubled",
        PUNCTUATION,
        re.compile(r"[，、；：][，、；：。]|。[，、；：]|(?<![）”’」』》…])([！？])[，。；]"),
        "标点",
        "连用了两个",
        "只用一个",
        "删去多余的标点",
    ),
    Pattern("dash", PUNCTUATION, re.compile(rf"[{_HAN}]--+[{_HAN}]"), "破折号", "写作“--”", "用占两个字的“——”", "改为“——”"),
    Pattern(
        "range",
        RANGE,
        re.compile(r"\d{4}年?\s?(?:——|--|-)\s?\d{4}年|月(?:\d{1,2}日)?\s?(?:——|--|-)\s?(?:\d{4}年)?\d{1,2}月|\d日\s?(?:——|--|-)\s?\d{1,2}日"),
        "表示起止的连接号",
        "用了“-”或者“——”",
        "用一字线“—”",
        "改为“—”，如“2022—2023年”",
    ),
    Pattern(
        "enumeration", ENUMERATION, re.compile(r"”、“|》、《"), "并列的引号、书名号之间", "用了顿号", "不用顿号", "引号、书名号本身已经分开，删去其间的顿号"
    ),
)
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("〔", "〕"))


def check_punctuation(official: Official) -> Iterator[Fault]:
    """Each wrong way of writing once, with all its spots."""
    pieces = list(_pieces(official))
    for pattern in _PATTERNS:
        spots = [piece.spot(_around(piece.text, match)) for piece in pieces for match in pattern.form.finditer(piece.text)]
        if spots:
            yield fault(pattern.code, pattern.clause, pattern.what, pattern.found, pattern.expected, *dict.fromkeys(spots), help=pattern.help)
    lone = [spot for piece in pieces for spot in _lone(piece)]
    if lone:
        yield fault("pairs", PUNCTUATION, "成对的标点", "缺了一半", "前后成对", *lone, help="补上缺的一半，或者删去多余的")


def _pieces(official: Official) -> Iterator[Piece]:
    """What is gone through: all words but the marks that the checks of the elements look at, so that none is reported twice."""
    marks = {one.paragraph: len(one.mark) for _, found in headings(official) for one in found}
    labels = {note.paragraph for note in official.closing.notes} | {official.colophon.copies}
    for piece in quotable(official, without=official.head.number):
        paragraph = piece.paragraph
        if paragraph in marks:
            yield Piece(piece.text[marks[paragraph] :], paragraph)
        elif paragraph is official.addressee and paragraph is not None:
            yield Piece(piece.text.rstrip(":"), paragraph)
        elif paragraph is official.closing.annotation and paragraph is not None:
            yield Piece(piece.text.strip("()"), paragraph)
        elif paragraph in labels and paragraph is not None:
            yield Piece(re.sub(r"^(附\s*件|抄\s*[送报])\s*:", "", piece.text), paragraph)
        elif paragraph is None or paragraph is not official.head.signatory:
            yield piece


def _around(text: str, match: re.Match[str]) -> str:
    """The words in question with some before and behind."""
    return text[max(0, match.start() - 6) : match.end() + 6]


def _lone(piece: Piece) -> Iterator[Spot]:
    """Marks of a pair that lack the other; not in tables, whose cells a PDF parts into lines."""
    if piece.paragraph is None:
        return
    text = re.sub(r"^\d+[）)]", "", piece.text)
    for left, right in _PAIRS:
        if text.count(left) != text.count(right):
            at = text.find(left if text.count(left) > text.count(right) else right)
            yield piece.spot(text[max(0, at - 8) : at + 12])
