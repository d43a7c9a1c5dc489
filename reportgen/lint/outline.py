"""结构层次序数: the numbered headings of a text, and their order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportgen.lint.elements import Official
from reportgen.lint.elements.words import as_chinese_number
from reportgen.lint.fonts import has_chinese
from reportgen.lint.model import Block, Paragraph
from reportgen.ooxml.styles import Align

TITLES = (1, 2)
"""Levels whose headings stand alone."""
_CHINESE = "一二三四五六七八九十百零〇"
_FORMS = (
    (1, re.compile(rf"([{_CHINESE}]{{1,4}})([、.．，,]+)")),
    (2, re.compile(rf"([（(])([{_CHINESE}]{{1,4}})([）)][、.．，,]*)")),
    (3, re.compile(r"(\d{1,2})([.．、，,]+)(?!\d)")),
    (4, re.compile(r"([（(]?)(\d{1,2})([）)][、.．，,]*)")),
)
_GOOD = {1: re.compile(r".+、"), 2: re.compile(r"（.+）"), 3: re.compile(r"[0-9]+[.．]"), 4: re.compile(r"（[0-9]+）")}
_ARTICLE = re.compile(rf"第[{_CHINESE}\d]{{1,6}}条(?![款项规第])")
_STATEMENT = re.compile(r"[，；]|^(本|自|凡|对|请|各|违反|未)|应当|应该|必须|不得|禁止|严禁|负责|施行|执行|解释|废止|有效|处罚|公布")
_HEADING_END = 30  # characters: what is longer and ends with 。 is a sentence
_MOST_TRIED = 400  # headings: of more, a mark of a wrong level isn't looked for, which takes their square


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that begins with a number: its level from 1, the number, how it is written, and the words of the heading alone.

    `item`: it is one of a list in a sentence (（一）……；（二）……。) or an article, and no heading.
    """

    paragraph: Paragraph
    level: int
    number: int
    mark: str
    words: str
    item: bool = False

    @property
    def well_formed(self) -> bool:
        """Whether its number is written as the standard writes it."""
        return _GOOD[self.level].fullmatch(self.mark) is not None

    @property
    def alone(self) -> bool:
        """Whether the heading is all of its paragraph."""
        return self.mark + self.words == self.paragraph.text

    @property
    def is_statement(self) -> bool:
        """Whether it is a sentence of its own that is numbered, as those of a 公告 are: no heading either."""
        return self.alone and self.words[-1:] == "。" and (len(self.words) > _HEADING_END or _STATEMENT.search(self.words[:-1]) is not None)


@dataclass(frozen=True, slots=True)
class Disorder:
    """A heading that doesn't go on from those above it: `case` (again, jumps, skip), the number that it should have, the heading before."""

    heading: Heading
    case: str
    expected: int
    before: Heading | None


def heading(paragraph: Paragraph) -> Heading | None:
    """The heading that a paragraph is or begins with, by its words alone."""
    if paragraph.boxed or paragraph.align is Align.CENTRE:
        return None
    text = paragraph.text
    for level, form in _FORMS:
        match = form.match(text)
        if match is not None:
            digits = next(part for part in match.groups() if re.fullmatch(rf"[\d{_CHINESE}]+", part))
            number = int(digits) if digits.isdecimal() else as_chinese_number(digits)
            if number is None:
                return None
            words = re.split(r"(?<=[。！？])", text[match.end() :], maxsplit=1)[0]
            return Heading(paragraph, level, number, match[0], words)
    return None


def headings(official: Official) -> Iterator[tuple[str, list[Heading]]]:
    """The headings of the text and of each attachment, by the name of the part."""
    for name, blocks in official.parts():
        yield name, _levelled(_outline(blocks))


def _outline(blocks: Sequence[Block]) -> list[Heading]:
    found: list[Heading] = []
    articles = False
    runs = groupby(((block, heading(block)) for block in blocks if isinstance(block, Paragraph)), key=lambda pair: pair[1].level if pair[1] else 0)
    for level, run in runs:
        pairs = list(run)
        articles = articles or any(_ARTICLE.match(block.text) for block, _ in pairs)
        numbered = [one for _, one in pairs if one is not None]
        listed = level != 0 and (articles or _is_list(numbered))
        found += [replace(one, item=listed) for one in numbered]
    return found


def _is_list(run: Sequence[Heading]) -> bool:
    """Whether numbered paragraphs are the parts of one sentence: all but the last end with ；."""
    return len(run) > 1 and all(one.paragraph.text[-1] in "；;" for one in run[:-1]) and run[-1].paragraph.text[-1] in "。；"


def _levelled(found: list[Heading]) -> list[Heading]:
    """The headings with the level that each is meant for: 2. between 一、 and 三、 that looks like them is of the first, badly written."""
    for at, one in enumerate(found if len(found) <= _MOST_TRIED else ()):
        wrong = _miscounted(found)
        if not wrong:
            break
        for level in (level for level in _GOOD if level != one.level and not one.item and _looks_like(one, found, level)):
            other = [*found[:at], replace(one, level=level), *found[at + 1 :]]
            if _miscounted(other) < wrong:
                found = other
                break
    return found


def _miscounted(found: Sequence[Heading]) -> int:
    return sum(wrong.case != "skip" for wrong in disorder(found))


def _looks_like(one: Heading, found: Sequence[Heading], level: int) -> bool:
    fonts = Counter(_font(other) for other in found if other.level == level and other is not one and not other.item)
    return bool(fonts) and fonts.most_common(1)[0][0] == _font(one)


def _font(one: Heading) -> str | None:
    return next((span.font for span in one.paragraph.part(len(one.mark)) if has_chinese(span)), None)


def disorder(found: Sequence[Heading]) -> Iterator[Disorder]:
    """What is out of order among headings: a number again or too far on, a level left out."""
    last = [0, 0, 0, 0]
    listed = 0
    before: Heading | None = None
    for one in found:
        level = one.level
        expected = (listed if one.item else last[level - 1]) + 1
        anew = one.number == 1 and (one.item or level not in TITLES)  # a list in the text begins anew
        if one.number != expected and not anew:
            previous = before if before is not None and before.level == level else None
            yield Disorder(one, "again" if one.number < expected else "jumps", expected, previous)
        before = one
        if one.item:  # a list within the text under a heading: those below go on from the heading
            listed = one.number
            continue
        if level in (2, 4) and not last[level - 2] and any(last[: level - 1]) and one.number == 1:
            yield Disorder(one, "skip", expected, None)
        last[level - 1] = one.number
        last[level:] = [0] * (4 - level)
