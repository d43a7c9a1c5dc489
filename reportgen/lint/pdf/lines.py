"""Characters of a PDF page -> lines of text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.lint.model import Span
from reportgen.lint.pdf.glyphs import Glyph
from reportgen.measure import MM_PER_PT
from reportgen.standard.measures import EM

_SAME_LINE = 0.4  # of the size: base lines so near are of one line
_TAB = 1.2  # 字: a gap so wide parts a line
_TWICE = 0.35  # mm: a character so near its like was printed twice, to look bold
_ASCENT = 0.88  # of the size: the upper edge of a character's square above the base line
_MIDDLE = 0.38  # of the size: the middle of a character above the base line


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page, in mm; `size` is that of most of its characters, `glyphs` are in their order."""

    page: int
    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    base: float
    size: float

    @property
    def top(self) -> float:
        """The upper edge of its characters' squares."""
        return self.base - _ASCENT * self.size * MM_PER_PT

    @property
    def bottom(self) -> float:
        """The lower edge of its characters' squares."""
        return self.base + (1 - _ASCENT) * self.size * MM_PER_PT

    @property
    def middle(self) -> float:
        """The middle of its characters."""
        return self.base - _MIDDLE * self.size * MM_PER_PT

    @property
    def text(self) -> str:
        """Its words, a tab where it is parted."""
        return "".join(span.text for span in spans(self.glyphs)).strip()


def lines(glyphs: Sequence[Glyph], page: int) -> list[TextLine]:
    """The upright lines of a page from above."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.angle == 0 and g.size > 0), key=lambda g: g.base):
        near = _SAME_LINE * min(glyph.size, rows[-1][-1].size) * MM_PER_PT if rows else 0.0
        if rows and glyph.base - rows[-1][-1].base <= near:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    made = (line(row, page) for row in rows)
    return [one for one in made if one is not None]


def line(row: Sequence[Glyph], page: int) -> TextLine | None:
    """A line of the characters of `row`; None where they are all blank."""
    ordered = _once(sorted(row, key=lambda g: g.left))
    while ordered and not ordered[-1].text.strip():
        ordered.pop()
    while ordered and not ordered[0].text.strip():
        ordered.pop(0)
    if not ordered:
        return None
    size = Counter(glyph.size for glyph in ordered).most_common(1)[0][0]
    base = Counter(round(glyph.base, 2) for glyph in ordered).most_common(1)[0][0]
    return TextLine(page, tuple(ordered), ordered[0].left, max(glyph.right for glyph in ordered), base, size)


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        if not any(glyph.text == other.text and abs(glyph.left - other.left) < _TWICE for other in kept[-2:]):
            kept.append(glyph)
    return kept


def spans(glyphs: Sequence[Glyph]) -> Iterator[Span]:
    """The characters of a line as spans of one look; a tab where the line is parted."""
    begin = 0
    for index, glyph in enumerate(glyphs):
        before = glyphs[index - 1] if index else None
        parted = before is not None and glyph.left - before.right > _TAB * EM
        if before is not None and (parted or _look(glyph) != _look(before)):
            yield _span(glyphs[begin:index], "\t" if parted else "")
            begin = index
    if glyphs:
        yield _span(glyphs[begin:], "")


def _look(glyph: Glyph) -> tuple[str, float, str]:
    return glyph.font, glyph.size, glyph.colour


def _span(glyphs: Sequence[Glyph], behind: str) -> Span:
    first = glyphs[0]
    return Span("".join(glyph.text for glyph in glyphs) + behind, first.font, first.size, first.colour)
