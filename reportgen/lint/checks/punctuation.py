"""标点符号: clause 9, GB/T 15834."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, FilePlace, fault
from reportgen.lint.outline import headings
from reportgen.lint.quotes import Piece, quotable

_HAN = r"\u4e00-\u9fff"


_FORMS = {
    "half-width": re.compile(rf"[{_HAN}）》”〕]\s?[,;:?!](?=\s?[{_HAN}（《“〔]|$)"),
    "full-stop": re.compile(rf"[{_HAN}）》”]\.(?=\s?[{_HAN}“]|$)"),
    "brackets": re.compile(rf"\([^()（）]*[{_HAN}][^()（）]*\)|\([^()（）]*[{_HAN}][^()（）]*）|（[^()（）]*[{_HAN}][^()（）]*\)"),
    "quotes": re.compile(rf"(?<!\d)[\"'＂][^\"'＂]{{0,60}}[{_HAN}][^\"'＂]{{0,60}}[\"'＂]?|(?<=[{_HAN}])[\"＂]"),
    "title-nested": re.compile(r"《[^《》]*《[^《》]*》"),
    "title-angle": re.compile(rf"[<＜][^<>＜＞]{{0,60}}[{_HAN}]{{4}}[^<>＜＞]{{0,60}}[>＞]"),
    "ellipsis": re.compile(rf"[{_HAN}]\.{{3,}}|。{{3,}}|(?<!…)…(?!…)|·{{3,}}"),
    "doubled": re.compile(r"[，、；：][，、；：。]|。[，、；：]|(?<!。)。。(?!。)|(?<![）”’」』》…])([！？])[，。；]"),
    "dash": re.compile(rf"[{_HAN}]--+[{_HAN}]"),
    "range": re.compile(r"\d{4}年?\s?(?:——|--|-)\s?\d{4}年|月(?:\d{1,2}日)?\s?(?:——|--|-)\s?(?:\d{4}年)?\d{1,2}月|\d日\s?(?:——|--|-)\s?\d{1,2}日"),
    "enumeration": re.compile(r"”、“|》、《"),
}
"""Ways of writing that are wrong wherever they stand, by the ids of their records."""
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("〔", "〕"))


def check_punctuation(official: Official) -> Iterator[Fault]:
    """Each wrong way of writing once, with all its spots."""
    pieces = list(_pieces(official))
    for id, form in _FORMS.items():
        spots = [piece.spot(_around(piece.text, match)) for piece in pieces for match in form.finditer(piece.text)]
        if spots:
            yield fault(id, *dict.fromkeys(spots))
    lone = [spot for piece in pieces for spot in _lone(piece)]
    if lone:
        yield fault("pairs", *lone)


def _pieces(official: Official) -> Iterator[Piece]:
    """What is gone through: all words but the marks that the checks of the elements look at, so that none is reported twice."""
    marks = {one.paragraph: len(one.mark) for _, found in headings(official) for one in found}
    labels = {note.paragraph for note in official.closing.notes} | {*official.colophon.copies}
    for piece in quotable(official, without=official.head.number):
        paragraph = piece.paragraph
        if paragraph in marks:
            yield Piece(piece.text[marks[paragraph] :], paragraph)
        elif paragraph is official.addressee and paragraph is not None:
            yield Piece(piece.text.rstrip(":"), paragraph)
        elif paragraph is official.closing.annotation and paragraph is not None:
            yield Piece(piece.text.strip("()（）。"), paragraph)
        elif paragraph in labels and paragraph is not None:
            yield Piece(re.sub(r"^(附\s*件|[抄分主]?\s*[送报]|印?\s*发)\s*:", "", piece.text), paragraph)
        elif paragraph is None or paragraph is not official.head.signatory:
            yield piece


def _around(text: str, match: re.Match[str]) -> str:
    """The words in question with some before and behind."""
    return text[max(0, match.start() - 6) : match.end() + 6]


def _lone(piece: Piece) -> Iterator[FilePlace]:
    """Marks of a pair that lack the other; not in tables, whose cells a PDF parts into lines."""
    if piece.paragraph is None:
        return
    text = re.sub(r"^\d+[）)]", "", piece.text)
    for left, right in _PAIRS:
        if text.count(left) != text.count(right):
            at = text.find(left if text.count(left) > text.count(right) else right)
            yield piece.spot(text[max(0, at - 8) : at + 12])
