"""The page numbers of a PDF."""

import re
from collections.abc import Sequence

from reportgen.lint.model import PageNumber, Side
from reportgen.lint.pdf.frame import Frame
from reportgen.lint.pdf.glyphs import Glyph
from reportgen.lint.pdf.lines import TextLine
from reportgen.ooxml.styles import Align
from reportgen.standard.measures import EM, TOP, TYPE_HEIGHT

_FORM = re.compile(r"([^\w]*)(\d{1,4})([^\w]*)|第\s*(\d{1,4})\s*页.{0,12}")
_LOWEST = 40.0  # mm from the foot of the page: page numbers stand below
_LARGEST = 18.0  # pt
_MIDDLE = 10.0  # mm


def page_number(lines: Sequence[TextLine], frame: Frame, width: float, height: float) -> tuple[TextLine, PageNumber] | None:
    """The page number at the foot of an upright page, and its line."""
    for line in reversed(lines[-2:]):
        match = _FORM.fullmatch(line.text)
        if match is None or line.base < height - _LOWEST or line.size > _LARGEST:
            continue
        digits = match[2] or match[4]
        left, right = line.left - frame.left, frame.right - line.right
        centred = abs((line.left + line.right) / 2 - width / 2) < _MIDDLE
        align = Align.CENTRE if centred else Align.LEFT if left < right else Align.RIGHT
        font = next((glyph.font for glyph in line.glyphs if glyph.text.isdecimal()), None)
        blank = None if centred else min(left, right) / EM
        below = line.middle - (TOP + TYPE_HEIGHT)
        text = line.text.replace(digits, "#", 1)
        return line, PageNumber(_side(int(digits)), text, align, blank, font, line.size, line.page, int(digits), below)
    return None


def turned_number(glyphs: Sequence[Glyph], page: int, width: float) -> PageNumber | None:
    """The page number that stands across at the side of a turned page."""
    across = sorted((glyph for glyph in glyphs if glyph.angle in (90, 270) and glyph.text.strip()), key=lambda glyph: glyph.base)
    text = "".join(glyph.text for glyph in across)
    match = _FORM.fullmatch(text) or _FORM.fullmatch(text[::-1])
    if match is None:
        return None
    digits = (match[2] or match[4]) if _FORM.fullmatch(text) else "".join(glyph.text for glyph in across if glyph.text.isdecimal())
    align = Align.LEFT if across[0].left < width / 2 else Align.RIGHT
    font = next((glyph.font for glyph in across if glyph.text.isdecimal()), None)
    return PageNumber(_side(int(digits)), "— # —" if "—" in text else text, align, None, font, across[0].size, page, int(digits), turned=True)


def _side(number: int) -> Side:
    return Side.ODD if number % 2 else Side.EVEN
