"""What somebody has marked in the text of a PDF, printed into the page: words struck out, words on a coloured ground."""

from collections.abc import Iterator, Sequence

from reportgen.lint.model import Box, Trace
from reportgen.lint.pdf.glyphs import Glyph
from reportgen.lint.pdf.regions import FIGURE_TEXT, Regions, within
from reportgen.lint.pdf.strokes import Drawn, Stroke
from reportgen.measure import MM_PER_PT

_THROUGH = 0.12, 0.6  # of the size above the base line: a line through characters, that neither underlines nor overlines them
_OVER = 2.0  # mm: a line is no longer than the words that it strikes out
_GROUND = 120.0  # mm: half a page, as high as the longest paragraph that somebody marks; higher is the colour of the paper
_MOST = 1_000, 20_000  # lines or grounds, characters: a page with more is a drawing, which each of them would be tried on


def marks(glyphs: Sequence[Glyph], drawing: Drawn, made: Regions) -> Iterator[tuple[Trace, str]]:
    """What each mark is, and its words. Lines and grounds of tables and figures are none; many in running text make no figure of it."""
    upright = sorted((glyph for glyph in glyphs if glyph.angle == 0 and glyph.text.strip()), key=lambda glyph: (round(glyph.base), glyph.left))
    if max(len(drawing.strokes), len(drawing.grounds)) > _MOST[0] or len(upright) > _MOST[1]:
        return
    lines = {stroke for table in made.tables for stroke in (*table.uprights, *table.lying)}
    for stroke in drawing.strokes:
        if stroke.lying and stroke not in lines:
            words = [glyph for glyph in upright if _strikes(stroke, glyph) and not _in_figure(glyph, made)]
            if words and words[0].left - stroke.begin <= _OVER and stroke.end - words[-1].right <= _OVER:
                yield Trace.STRUCK, "".join(glyph.text for glyph in words)
    for ground in drawing.grounds:
        if not any(within(ground, table.box) for table in made.tables):
            words = [glyph for glyph in upright if _lies_under(ground, glyph) and not _in_figure(glyph, made)]
            if words and ground.bottom - ground.top <= _GROUND:
                yield Trace.HIGHLIGHT, "".join(glyph.text for glyph in words)


def _in_figure(glyph: Glyph, made: Regions) -> bool:
    place = Box(glyph.left, glyph.base, glyph.right, glyph.base)
    return glyph.size <= FIGURE_TEXT and any(within(place, figure) for figure in made.figures)


def _strikes(stroke: Stroke, glyph: Glyph) -> bool:
    low, high = (glyph.base - share * glyph.size * MM_PER_PT for share in _THROUGH)
    return high <= stroke.at <= low and stroke.begin <= (glyph.left + glyph.right) / 2 <= stroke.end


def _lies_under(ground: Box, glyph: Glyph) -> bool:
    middle = glyph.base - sum(_THROUGH) / 2 * glyph.size * MM_PER_PT
    return ground.left <= (glyph.left + glyph.right) / 2 <= ground.right and ground.top <= middle <= ground.bottom
