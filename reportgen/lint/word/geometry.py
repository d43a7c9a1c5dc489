"""Where the text of a paragraph stands between the edges of the type area, as far as its formatting tells."""

from dataclasses import dataclass

from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.styles import Align, ParagraphForm
from reportgen.standard.measures import EM, LINE_PITCH

EM_POINTS = EM / MM_PER_PT
_DEFAULT_TAB = 420.0  # twips
_SPACES = " \u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Set:
    """Text with the width that it takes, in 字 of the line."""

    text: str
    wide: float


@dataclass(frozen=True, slots=True)
class Edges:
    """The 字 from the left edge to the first line and to further ones, from the end of the last line to the right edge; lines."""

    first: float | None
    further: float | None
    last: float | None
    lines: int | None


def characters(text: str, size: float, tracking: float, scale: float) -> float:
    """How wide `text` is set, in 字 of the line."""
    return (width(text) * size * scale + len(text) * tracking) / EM_POINTS


def edges(rows: list[list[Set]], form: ParagraphForm, size: float, room: float | None) -> Edges:
    """The edges of a paragraph of `rows` (as broken by hand) of sets in a column of `room` mm."""
    if room is None:
        return Edges(None, None, None, None)
    space = room / EM
    left, right, first = indents(form, size)
    wide = [sum(part.wide for part in row) for row in rows]
    lead, trail = _lead(rows[0]), _trail(rows[-1])
    if any("\t" in part.text for row in rows for part in row):
        return _tabbed(rows[0], form, left + first, space)
    fits = [count <= space - left - right - (first if number == 0 else 0) + 0.05 for number, count in enumerate(wide)]
    lines = len(rows) if all(fits) else None
    if form.align in (Align.LEFT, Align.JUSTIFY):
        begins = left + (first if len(rows) == 1 else 0)
        return Edges(left + first + lead, left, space - begins - wide[-1] + trail if fits[-1] else None, lines)
    if form.align is Align.RIGHT:
        return Edges(space - right - wide[0] + lead if fits[0] else left + first + lead, left, right + trail, lines)
    before = left + (space - left - right - wide[0] + first) / 2 + lead if fits[0] else left
    after = right + (space - left - right - wide[-1] - (first if len(rows) == 1 else 0)) / 2 + trail if fits[-1] else None
    return Edges(before, left, after, lines)


def indents(form: ParagraphForm, size: float) -> tuple[float, float, float]:
    """Left, right and first-line indent in 字 of the line; what is counted in characters goes before lengths."""
    one = size / EM_POINTS

    def em(characters: float, length: float) -> float:
        return characters * one if characters else length / 20 / EM_POINTS

    indent = form.indent
    return em(indent.left_chars, indent.left), em(indent.right_chars, indent.right), em(indent.first_chars, indent.first)


def _lead(row: list[Set]) -> float:
    text = "".join(part.text for part in row)
    return width(text[: len(text) - len(text.lstrip(_SPACES))])


def _trail(row: list[Set]) -> float:
    text = "".join(part.text for part in row)
    return width(text[len(text.rstrip(_SPACES)) :])


def _tabbed(row: list[Set], form: ParagraphForm, begin: float, space: float) -> Edges:
    """A line with tabs: each carries what follows to the next stop."""
    stops = [(kind, position / 20 / EM_POINTS) for kind, position in form.tabs]
    words: list[list[Set]] = [[]]
    for part in row:
        for number, piece in enumerate(part.text.split("\t")):
            if number:
                words.append([])
            words[-1].append(Set(piece, part.wide * width(piece) / max(width(part.text), 0.5)))
    at = begin
    first: float | None = None
    for number, word in enumerate(words):
        text, wide = "".join(part.text for part in word), sum(part.wide for part in word)
        if number:
            kind, stop = next(((kind, stop) for kind, stop in stops if stop > at + 1e-6), ("left", _next_default(at)))
            at = {"right": max(at, stop - wide), "center": max(at, stop - wide / 2)}.get(kind, stop)
        if first is None and text.strip():
            first = at + width(text[: len(text) - len(text.lstrip(_SPACES))])
        at += wide
    return Edges(first, begin, space - at, 1)


def _next_default(at: float) -> float:
    step = _DEFAULT_TAB / 20 / EM_POINTS
    return (int(at / step) + 1) * step


def height(form: ParagraphForm) -> float | None:
    """The pitch of its lines in points, where its formatting alone fixes it."""
    return form.spacing.line / 20 if form.spacing.rule == "exact" else None


def blanks(form: ParagraphForm) -> tuple[float, float]:
    """The blank above and below a paragraph, in lines of the text."""
    spacing = form.spacing
    line = LINE_PITCH * 20
    return spacing.before_lines or spacing.before / line, spacing.after_lines or spacing.after / line
