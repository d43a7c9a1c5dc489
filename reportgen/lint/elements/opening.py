"""From the head of the first page to the text: 版头, 标题, 题注, 主送机关."""

import re
from collections.abc import Sequence

from reportgen.lint.colours import is_red
from reportgen.lint.elements.official import Head
from reportgen.lint.elements.words import (
    ISSUER_END,
    MISSING,
    NUMBER,
    OFFICES,
    ORDER_NUMBER,
    PASSED,
    SENTENCE_END,
    SHORT,
    SIGNATORY,
    half_width,
    is_large,
)
from reportgen.lint.model import Block, Paragraph, Rule
from reportgen.ooxml.styles import Align

_LIKE_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,16}.{0,24}\d.{0,8}号")
_TITLED = re.compile(r"^关于.{2,}|.{4,}的(?:通知|报告|请示|函|意见|决定|决议|通报|通告|公告|批复|议案|公报)$")
"""The words of a title, which no 发文机关标志 has."""
_WITHIN = 24
"""A 版头 ends within so many blocks."""
_MOST_LINES = 6  # a title of more lines is text
_LONGEST_ADDRESSEE = 300  # characters: a list of all counties and offices of a province still fits
_FLUSH = 0.8  # 字
_SAME_SIZE = 1.0  # pt


def opening(blocks: Sequence[Block]) -> tuple[Head, tuple[Paragraph, ...], Paragraph | None, Paragraph | None, list[Block]]:
    """The head, the title, the 题注, the addressee and the blocks below them."""
    end = _end(blocks[: _title_begin(blocks)])
    found = _head(blocks[:end])
    title, rest = _title(blocks[end:], headed=end > 0)
    passed = rest[0] if title and rest and isinstance(rest[0], Paragraph) and PASSED.fullmatch(rest[0].text) else None
    addressee, rest = _addressee(rest[1:] if passed else rest, expected=bool(title) or end > 0)
    return found, title, passed, addressee, rest


def _head(blocks: Sequence[Block]) -> Head:
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    number = next((p for p in paragraphs if _numbers(p)), None) or next((p for p in paragraphs if _is_meant_for_number(p)), None)
    signatory = next((p for p in paragraphs if SIGNATORY.search(p.text)), None)
    issuer = tuple(p for p in paragraphs if p not in (number, signatory) and _is_issuer(p))
    marks = tuple(p for p in paragraphs if p not in (number, signatory, *issuer))
    return Head(tuple(blocks), marks, issuer, number, signatory)


def _is_issuer(paragraph: Paragraph) -> bool:
    red = any(is_red(span.colour) for span in paragraph.spans if span.text.strip())
    return is_large(paragraph) and (red or bool(ISSUER_END.search(paragraph.text))) and not _TITLED.search(paragraph.text)


def _numbers(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the 发文字号, perhaps with the 签发人 behind it."""
    text = half_width(paragraph.text)
    match = NUMBER.match(text) or ORDER_NUMBER.match(text)
    return match is not None and (not text[match.end() :].strip() or bool(SIGNATORY.match(text[match.end() :].strip())))


def _is_meant_for_number(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a 发文字号 that is badly written, or is to be filled in."""
    return bool(_LIKE_NUMBER.fullmatch(paragraph.text) or MISSING.match(paragraph.text))


def _title_begin(blocks: Sequence[Block]) -> int:
    """Where the title begins at the latest: at the large line with the words of one, or at those like it that stand right above.

    A title may be red, and begin with the name of an office as a 发文机关标志 does.
    """
    at = next((at for at, block in enumerate(blocks[:_WITHIN]) if isinstance(block, Paragraph) and is_large(block) and _TITLED.search(block.text)), None)
    if at is None:
        return len(blocks)
    while at:
        above, below = blocks[at - 1], blocks[at]
        alike = isinstance(above, Paragraph) and isinstance(below, Paragraph) and abs((above.size or 0) - (below.size or 0)) < _SAME_SIZE
        if not (alike and isinstance(above, Paragraph) and isinstance(below, Paragraph)) or ISSUER_END.search(above.text) or (below.above or 0) >= 1:
            break
        at -= 1
    return at


def _end(blocks: Sequence[Block]) -> int:
    """Where the 版头 ends: behind its last element and the line below; 0 where there is none."""
    end = 0
    numbered = False
    for at, block in enumerate(blocks[:_WITHIN]):
        if isinstance(block, Rule):
            if end or is_red(block.colour):
                end = at + 1
        elif isinstance(block, Paragraph):
            if is_large(block) and end and numbered:
                break  # a title, though it be red: no name of an office stands below the number
            numbered = numbered or _numbers(block)
            if _is_issuer(block) or _numbers(block) or SIGNATORY.match(block.text) or (end and _is_meant_for_number(block)):
                end = at + 1
            elif len(block.text) > SHORT or (end and (is_large(block) or block.text[-1] in "：:")):
                break
    return end


def _title(blocks: Sequence[Block], *, headed: bool) -> tuple[tuple[Paragraph, ...], list[Block]]:
    rest: list[Block] = [block for block in blocks if not headed or not isinstance(block, Rule)]
    lines: list[Paragraph] = []
    while rest and isinstance(rest[0], Paragraph) and len(lines) < _MOST_LINES and _continues(rest[0], lines, headed=headed):
        lines.append(rest[0])
        del rest[0]
    return tuple(lines), rest


def _continues(paragraph: Paragraph, lines: Sequence[Paragraph], *, headed: bool) -> bool:
    """Whether a paragraph is a line of the title below `lines`."""
    text = paragraph.text
    if text[-1] in "：:" or paragraph.boxed or PASSED.fullmatch(text):
        return False
    centred = paragraph.align is Align.CENTRE
    if lines:
        same = abs((paragraph.size or 0) - (lines[0].size or 0)) < _SAME_SIZE
        alike = (same and is_large(paragraph)) or (centred and (same or is_large(paragraph)))
        return alike and (paragraph.above or 0) < 1 and not text.startswith(("（", "("))
    if centred or is_large(paragraph):
        return True
    return headed and len(text) < 2 * SHORT and text[-1] not in SENTENCE_END


def _addressee(blocks: list[Block], *, expected: bool) -> tuple[Paragraph | None, list[Block]]:
    first = next((block for block in blocks[:2] if isinstance(block, Paragraph)), None)
    if first is None or not expected or not _addresses(first):
        return None, blocks
    return first, blocks[blocks.index(first) + 1 :]


def _addresses(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST_ADDRESSEE or "。" in text or paragraph.align is Align.CENTRE:
        return False
    flush = paragraph.first is not None and paragraph.first < _FLUSH
    if text[-1] in "：:":
        return flush or bool(OFFICES.search(text[:-1]))
    return flush and bool(OFFICES.search(text)) and len(text) < 2 * SHORT
