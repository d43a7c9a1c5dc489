"""From the end of the text on: 附件说明, 署名, 成文日期, 附注; attachments; 版记."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportgen.lint.colours import is_red
from reportgen.lint.elements.official import Attachment, Closing, Colophon, Note
from reportgen.lint.elements.words import (
    ANNOTATION,
    ATTENDANCE,
    COPIES,
    DATE,
    LABEL,
    MISSING,
    NOTE,
    NOTE_ITEM,
    PRINTED,
    SENTENCE_END,
    SHORT,
    as_number,
    is_large,
)
from reportgen.lint.model import Block, Paragraph, Picture, Rule
from reportgen.ooxml.styles import Align
from reportgen.standard.requirements import STANDARD

_LONGEST = 300  # characters: no element of a 版记 is longer
_ROUND = 4.25  # mm: width and height of a seal differ by less
_RIGHTWARDS = 3.0  # 字: text does not begin so far in
_BEFORE_PRINTING = 8  # blocks
_BRACKETS = "（(【［〔["


def closing(blocks: Sequence[Block]) -> tuple[list[Block], Closing]:
    """The blocks of the text, and what closes it."""
    dated = next((at for at in range(len(blocks) - 1, -1, -1) if _is_date(blocks[at])), None)
    end = len(blocks) if dated is None else dated
    behind = [] if dated is None else list(blocks[dated + 1 :])
    if dated is None and blocks and _is_annotation(blocks[-1]):
        end -= 1
        behind = [blocks[-1]]
    begin, signature = _signature(blocks, end)
    note_at = next((at for at in range(begin) if _is_note(blocks[at])), begin)
    attended = next((at for at in range(note_at, begin) if _is_attendance(blocks[at])), begin)  # below the 附件说明 of minutes (10.3)
    notes = tuple(_notes([block for block in blocks[note_at:attended] if isinstance(block, Paragraph)]))
    sealed = any(isinstance(block, Picture) and _is_seal(block) for block in (*blocks[begin:end], *behind[:3]))
    behind = [block for block in behind if not (isinstance(block, Picture) and _is_seal(block))]
    annotation = behind[0] if behind and isinstance(behind[0], Paragraph) and _is_annotation(behind[0]) else None
    date = None if dated is None else blocks[dated]
    return [*blocks[:note_at], *blocks[attended:begin]], Closing(
        notes=notes,
        signature=signature,
        date=date if isinstance(date, Paragraph) else None,
        sealed=sealed,
        annotation=annotation,
        rest=tuple(behind[1:] if annotation else behind),
    )


def _is_annotation(block: Block) -> bool:
    """Whether a block is a 附注: in brackets, or in the words of one though a bracket lacks."""
    if not isinstance(block, Paragraph):
        return False
    text = block.text
    return (text[0] in _BRACKETS and text[-1] in "）)。】］〕]") or (len(text) <= SHORT and ANNOTATION.match(text) is not None)


def _is_attendance(block: Block) -> bool:
    return isinstance(block, Paragraph) and ATTENDANCE.match(block.text) is not None


def _is_date(block: Block) -> bool:
    if not isinstance(block, Paragraph) or block.boxed:
        return False
    missing = MISSING.fullmatch(block.text)
    return DATE.fullmatch(block.text) is not None or (missing is not None and "日期" in missing[1])


def _signature(blocks: Sequence[Block], end: int) -> tuple[int, tuple[Paragraph, ...]]:
    """The lines of 署名 above the date at `end`, and where they begin."""
    at = end
    found: list[Paragraph] = []
    while at:
        block = blocks[at - 1]
        if isinstance(block, Paragraph):
            if not _signs(block):
                break
            found.insert(0, block)
        elif not isinstance(block, Picture) or not _is_seal(block):
            break
        at -= 1
    return (at, tuple(found)) if found else (end, ())


def _signs(paragraph: Paragraph) -> bool:
    text = paragraph.text
    aside = paragraph.align in (Align.RIGHT, Align.CENTRE) or (paragraph.first is not None and paragraph.first >= _RIGHTWARDS)
    return aside and len(text) <= SHORT and text[-1] not in SENTENCE_END and not (_is_note(paragraph) or NOTE_ITEM.match(text) or is_large(paragraph))


def _is_note(block: Block) -> bool:
    """Whether a block is the 附件说明; one that ends with 。 is a sentence where it has other marks within."""
    if not isinstance(block, Paragraph) or NOTE.match(block.text) is None or len(block.text) >= _LONGEST:
        return False
    return not block.text.endswith("。") or re.search(r"[，。；！？]", block.text[:-1]) is None


def _notes(paragraphs: Sequence[Paragraph]) -> Iterator[Note]:
    """The entries; a line without a number goes on with the one above."""
    entries: list[tuple[Paragraph, str]] = []
    for paragraph in paragraphs:
        for row in (row for row in paragraph.rows if row):
            label = NOTE.match(row)
            text = row[label.end() :] if label else row
            if label or NOTE_ITEM.match(row) or not entries:
                entries.append((paragraph, text))
            else:
                entries[-1] = entries[-1][0], entries[-1][1] + text
    for paragraph, text in entries:
        item = NOTE_ITEM.match(text)
        yield Note(paragraph, as_number(item[1]) if item else None, text[item.end() if item else 0 :].strip())


def _is_seal(picture: Picture) -> bool:
    width, height = picture.width or 0.0, picture.height or 0.0
    return STANDARD["seal"].accepts(width) and abs(width - height) < _ROUND


def attachments(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Attachment, ...]]:
    """The blocks before the first attachment, and the attachments: 附件1 on a line of its own begins each."""
    labels = [at for at, block in enumerate(blocks) if _is_label(block, blocks[at + 1 : at + 2])]
    edges = [*labels, len(blocks)]
    return list(blocks[: edges[0]]), tuple(_attachment(blocks[begin:end]) for begin, end in pairwise(edges))


def _is_label(block: Block, following: Sequence[Block]) -> bool:
    """Whether a block is 附件1 on a line of its own, and no 附件： above a list of names."""
    if not isinstance(block, Paragraph) or block.boxed or not LABEL.fullmatch(block.text):
        return False
    return not (block.text[-1] in "：:" and any(isinstance(other, Paragraph) and NOTE_ITEM.match(other.text) for other in following))


def _attachment(blocks: Sequence[Block]) -> Attachment:
    label, *rest = blocks
    if not isinstance(label, Paragraph):
        raise TypeError("an attachment begins with its label")
    match = LABEL.fullmatch(label.text)
    first = rest[0] if rest else None
    title = first if isinstance(first, Paragraph) and _heads(first) else None
    return Attachment(label, as_number(match[1]) if match else None, title, tuple(rest[1:] if title else rest))


def _heads(paragraph: Paragraph) -> bool:
    return (paragraph.align is Align.CENTRE or is_large(paragraph)) and paragraph.text[-1] not in "。；！？："


def colophon(blocks: Sequence[Block]) -> tuple[list[Block], Colophon]:
    """The blocks before the 版记, and the 版记: the last date with 印发 or 抄送, and what belongs to it."""
    last = next((at for at in range(len(blocks) - 1, -1, -1) if _closes(blocks[at])), None)
    if last is None:
        return list(blocks), Colophon()
    begin = last
    for at in range(last - 1, max(last - _BEFORE_PRINTING, -1), -1):
        block = blocks[at]
        if isinstance(block, Paragraph) and (COPIES.match(block.text) or (begin == last and _is_office(block, blocks[last]))):
            begin = at
    while begin and _parts_colophon(blocks[begin - 1]):
        begin -= 1
    end = last + 1
    while end < len(blocks) and (_parts_colophon(blocks[end]) or _is_printing(blocks[end])):
        end += 1
    own = [block for block in blocks[begin:end] if isinstance(block, Paragraph)]
    copies = tuple(p for p in own if COPIES.match(p.text))
    after = tuple(block for block in blocks[end:] if isinstance(block, Paragraph))
    return list(blocks[:begin]), Colophon(tuple(blocks[begin:end]), copies, tuple(p for p in own if p not in copies), after)


def _parts_colophon(block: Block) -> bool:
    """Whether a block is a line of a 版记; the red ones at the foot of a letter's first page are none."""
    return isinstance(block, Rule) and not is_red(block.colour)


def _closes(block: Block) -> bool:
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST:
        return False
    printed = PRINTED.search(block.text)
    dated = printed is not None and re.search(rf"(?:{DATE.pattern}|】)\s*$", block.text[: printed.start()]) is not None
    return dated or (COPIES.match(block.text) is not None and re.match(r"[抄分]\s*[送报]\s*[：:\s]", block.text) is not None)


def _is_printing(block: Block) -> bool:
    """Whether a block below 抄送 ends with a date, though without 印发."""
    return isinstance(block, Paragraph) and len(block.text) < 2 * SHORT and re.search(rf"{DATE.pattern}$", block.text) is not None


def _is_office(paragraph: Paragraph, printed: Block) -> bool:
    """Whether a paragraph is the 印发机关 that stands apart from its date."""
    alone = isinstance(printed, Paragraph) and DATE.match(printed.text) is not None
    return alone and len(paragraph.text) < SHORT and paragraph.text[-1] not in SENTENCE_END
