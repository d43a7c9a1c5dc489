"""Lines of text -> paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reportgen.lint.fonts import is_chinese
from reportgen.lint.model import Paragraph, Span
from reportgen.lint.pdf.frame import Frame
from reportgen.lint.pdf.glyphs import Glyph
from reportgen.lint.pdf.lines import TextLine, spans
from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.styles import Align
from reportgen.standard.measures import BODY_SIZE, EM, LINE_PITCH

_FULL = 1.4  # 字: a line that leaves no more at its right goes on in the next
_FLUSH = 0.7  # 字
_INDENT = 1.6, 2.4  # 字
_EVEN = 0.7  # 字: a line that leaves as much at both sides is centred
_LONG = 18.0  # 字: a line so long is text
_SAME_SIZE = 1.0  # pt
_LARGE = BODY_SIZE + 1.5
_ENDS = frozenset("。；：！？…”）")
_GAP = 0.55  # blank lines: more than that parts paragraphs
_HANGING = re.compile(r"附\s*件\s*[：:]|抄\s*送|\d{1,2}\s*[.．、]")
_ITEM = re.compile(r"\s*\d{1,2}\s*[.．、]")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
"""成文日期, which stands further in than text below a 署名 of any length."""
_UNBROKEN = re.compile(r"[（《“‘〔【]?[!-~]+[〕）》”’】%％]*(?:[!-~]+|[\u4e00-\u9fff])?[，。；：、！？）]*")
_LEAD = (LINE_PITCH - BODY_SIZE) * MM_PER_PT


def blank(above: float, below: float) -> float:
    """The blank lines between the lower edge of what stands above and the upper edge of characters below, both in mm."""
    return max(0.0, (below - above - _LEAD) / (LINE_PITCH * MM_PER_PT))


def paragraphs(lines: Sequence[TextLine], frame: Frame) -> Iterator[list[TextLine]]:
    """The lines of the text of the document, those of each paragraph together."""
    found: list[TextLine] = []
    for line in lines:
        if found and not _goes_on(found, line, frame):
            yield found
            found = []
        found.append(line)
    if found:
        yield found


def _goes_on(paragraph: Sequence[TextLine], line: TextLine, frame: Frame) -> bool:
    """Whether `line` is of the same paragraph as the lines above it."""
    last, first = paragraph[-1], paragraph[0]
    if abs(last.size - line.size) > _SAME_SIZE or "\t" in line.text or "\t" in last.text.lstrip():
        return False
    if last.page == line.page and blank(last.bottom, line.top) > _GAP:
        return False
    above, below = _font(reversed(last.glyphs)), _font(line.glyphs)
    alike = above is None or below is None or above == below
    if last.page != line.page and (line.page > last.page + 1 or not alike):
        return False
    if line.size >= _LARGE:
        return last.page == line.page and alike
    left, left_of_last, right_of_last = (line.left - frame.left) / EM, (last.left - frame.left) / EM, (frame.right - last.right) / EM
    if right_of_last > _FULL and not (left < _FLUSH and last.text[-1] not in _ENDS and right_of_last < _unbroken(line)):
        return False
    if _HANGING.match(first.text) and left > _INDENT[1]:
        return not _ITEM.match(line.text)
    if max(left, left_of_last) > _INDENT[1] and (not _begins_far_in(paragraph) or _DAY.fullmatch(line.text.strip())):
        return False
    return left < _FLUSH or last.text[-1] not in _ENDS


def _unbroken(line: TextLine) -> float:
    """How much room, in 字, what begins a line would have taken on the line above: 〔2024〕7号 isn't parted."""
    match = _UNBROKEN.match(line.text)
    return width(match[0]) + _FULL if match else 0.0


def _font(glyphs: Iterable[Glyph]) -> str | None:
    """The font of the first Chinese character: digits may have one of their own."""
    return next((glyph.font for glyph in glyphs if is_chinese(glyph.text)), None)


def _begins_far_in(paragraph: Sequence[TextLine]) -> bool:
    """Whether a single line above begins further in than text does and still is full: the first of a paragraph with too much indent."""
    return len(paragraph) == 1 and (paragraph[0].right - paragraph[0].left) / EM > _LONG


def _centred(line: TextLine, frame: Frame) -> bool:
    left, right = (line.left - frame.left) / EM, (frame.right - line.right) / EM
    if line.size >= _LARGE:
        return abs(left - right) < 1.5 * _EVEN
    return abs(left - right) < _EVEN and left > _FLUSH and not _INDENT[0] < left < _INDENT[1]


def paragraph(number: int, lines: Sequence[TextLine], frame: Frame, above: float | None, *, begins_page: bool) -> Paragraph:
    """A paragraph of the model."""
    first, last = lines[0], lines[-1]
    left, right = (first.left - frame.left) / EM, (frame.right - last.right) / EM
    if all(_centred(line, frame) for line in lines):
        align = Align.CENTRE
    elif len(lines) > 1 or (right < _FULL and left < _INDENT[1]):
        align = Align.JUSTIFY
    else:
        align = Align.RIGHT if left > right and left > _INDENT[1] else Align.LEFT
    pitches = Counter(round(below.base - over.base, 1) for over, below in pairwise(lines) if over.page == below.page)
    return Paragraph(
        number=number,
        spans=tuple(_spans(lines)),
        rows=tuple(line.text for line in lines),
        align=align,
        first=left,
        further=(lines[1].left - frame.left) / EM if len(lines) > 1 else None,
        last=right,
        above=above,
        pitch=pitches.most_common(1)[0][0] / MM_PER_PT if pitches else None,
        page=first.page,
        begins_page=begins_page,
        top=first.top,
        bottom=last.bottom if last.page == first.page else None,
    )


def _spans(lines: Sequence[TextLine]) -> Iterator[Span]:
    for line in lines:
        yield from spans(line.glyphs)
