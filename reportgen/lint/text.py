"""Paragraphs of the text by kind: numbered headings, running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.lint.elements import Official
from reportgen.lint.elements.words import as_chinese_number
from reportgen.lint.model import Align, Block, Paragraph, Table

_CHINESE = "一二三四五六七八九十百零〇"
_FORMS = (
    (1, re.compile(rf"([{_CHINESE}]{{1,4}})([、.．，,])")),
    (2, re.compile(rf"([（(])([{_CHINESE}]{{1,4}})([）)][、.．，,]?)")),
    (3, re.compile(r"(\d{1,2})([.．、，,])(?!\d)")),
    (4, re.compile(r"([（(]?)(\d{1,2})([）)][、.．，,]?)")),
)
_GOOD = {1: re.compile(r".+、"), 2: re.compile(r"（.+）"), 3: re.compile(r"\d+[.．]"), 4: re.compile(r"（\d+）")}
_NO_TEXT = re.compile(r"[注表图]\s*\d*[：:　\s]|单位[：:]|说明[：:]|资料来源|数据来源|备注")
_RUNNING = 15  # characters
_SMALL = 14.5  # pt


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that begins with a number: its level from 1, the number, how it is written, and the words of the heading alone."""

    paragraph: Paragraph
    level: int
    number: int
    mark: str
    words: str

    @property
    def well_formed(self) -> bool:
        """Whether its number is written as the standard writes it."""
        return _GOOD[self.level].fullmatch(self.mark) is not None

    @property
    def alone(self) -> bool:
        """Whether the heading is all of its paragraph."""
        return self.mark + self.words == self.paragraph.text


def heading(paragraph: Paragraph) -> Heading | None:
    """The heading that a paragraph is or begins with."""
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


def is_running(paragraph: Paragraph, before: Block | None) -> bool:
    """Whether a paragraph is running text: no heading, caption, note of a table or line of its own; `before` stands above it."""
    text = paragraph.text
    if paragraph.boxed or len(text) < _RUNNING or paragraph.align in (Align.CENTRE, Align.RIGHT) or text[-1] not in "。；：！？”）;:!?.":
        return False
    under_table = isinstance(before, Table) and (paragraph.size or 0.0) < _SMALL
    return not under_table and "\t" not in text and _NO_TEXT.match(text) is None and heading(paragraph) is None


def running(official: Official) -> Iterator[Paragraph]:
    """The paragraphs of running text of the document and of its attachments."""
    for _, blocks in official.parts():
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Paragraph) and is_running(block, before):
                yield block
            before = block


def headings(official: Official) -> Iterator[tuple[str, list[Heading]]]:
    """The headings of the text and of each attachment, by the name of the part."""
    for name, blocks in official.parts():
        yield name, [found for block in blocks if isinstance(block, Paragraph) for found in [heading(block)] if found is not None]
