"""How many lines and characters the pages of a PDF have, measured."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reportgen.lint.fonts import is_chinese
from reportgen.lint.model import CharacterGrid
from reportgen.lint.pdf.frame import Frame
from reportgen.lint.pdf.lines import TextLine
from reportgen.measure import MM_PER_PT
from reportgen.standard.measures import BODY_SIZE, CHARACTERS, EM, LINE_PITCH, TYPE_HEIGHT

_TEXT = 2.5  # pt: text is set in about the size that the standard asks for
_FEWEST_STEPS = 5  # a pitch seen fewer times may be chance
_FEWEST_LINES = 5  # likewise a left edge
_SOME = 0.2  # of the lines
_STEP = 0.1  # mm
_NEARLY = 0.1  # of a line
_MARKS = frozenset("，。；：、“”《》（）")


def grid_of(lines: Sequence[TextLine], edges: Frame) -> CharacterGrid:
    """The grid of the lines of upright pages: by the pitch that most have, and by the characters of full lines of Chinese alone."""
    text = [line for line in lines if abs(line.size - BODY_SIZE) < _TEXT]
    found = _lines(text)
    characters = _characters(text, edges)
    return CharacterGrid(found, characters, "" if found else "正文太短，量不出行距", "" if characters else "没有足够的整行汉字，量不出每行字数")


def _lines(text: Sequence[TextLine]) -> int | None:
    most = 2 * LINE_PITCH * MM_PER_PT
    steps = [below.base - above.base for above, below in pairwise(text) if above.page == below.page and 0 < below.base - above.base < most]
    common = Counter(round(step, 1) for step in steps).most_common(1)
    if not common or common[0][1] < _FEWEST_STEPS:
        return None
    near = [step for step in steps if abs(step - common[0][0]) <= _STEP]
    return int(TYPE_HEIGHT / (sum(near) / len(near)) + _NEARLY)


def _characters(text: Sequence[TextLine], edges: Frame) -> int | None:
    full = (line for line in text if line.left - edges.left < EM / 2 and edges.right - line.right < EM)
    counts = Counter(len(line.glyphs) for line in full if all(is_chinese(glyph.text) or glyph.text in _MARKS for glyph in line.glyphs))
    if counts.total() < _FEWEST_LINES:
        return None
    if counts[CHARACTERS] >= _SOME * counts.total():  # marks that may not begin a line make others shorter
        return CHARACTERS
    return counts.most_common(1)[0][0]
