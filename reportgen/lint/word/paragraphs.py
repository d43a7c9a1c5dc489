"""A paragraph of a Word file as one of the model, with what its neighbours must know of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from reportgen.lint.model import Paragraph, Span
from reportgen.lint.word.geometry import Edges, Set, characters, edges, height
from reportgen.measure import MM_PER_PT
from reportgen.ooxml import text
from reportgen.ooxml.numbering import Numbering
from reportgen.ooxml.styles import Look, ParagraphForm, Styles


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph as it was read: its spans, rows and edges; `look` is that of its first characters, or of its mark."""

    form: ParagraphForm
    look: Look
    drawings: tuple[text.Drawing, ...]
    spans: tuple[Span, ...]
    rows: tuple[str, ...]
    edges: Edges
    breaks_before: bool
    breaks_after: bool

    @property
    def text(self) -> str:
        """Its words without the spaces at both ends."""
        return "".join(span.text for span in self.spans).strip()

    @property
    def pitch(self) -> float | None:
        """Its line pitch in points where it is fixed."""
        return height(self.form)

    def paragraph(self, number: int, above: float | None, top: float | None, *, begins_page: bool | None, boxed: bool) -> Paragraph:
        """It as a paragraph of the model; `top` is that of its first line's characters."""
        framed = self.form.frame is not None
        return Paragraph(
            number=number,
            spans=self.spans,
            rows=self.rows,
            align=None if framed else self.form.align,
            first=None if framed else self.edges.first,
            further=None if framed else self.edges.further,
            last=None if framed else self.edges.last,
            above=None if framed else above,
            pitch=self.pitch,
            begins_page=begins_page,
            top=None if framed else top,
            bottom=None if framed else self._bottom(top),
            boxed=boxed,
        )

    def _bottom(self, top: float | None) -> float | None:
        """Where the characters of its last line end, in mm; None where its lines or their pitch aren't known."""
        if top is None or self.pitch is None or self.edges.lines is None:
            return None
        return top + ((self.edges.lines or 1) - 1) * self.pitch * MM_PER_PT + self.look.size * MM_PER_PT


def read(source: text.Paragraph, styles: Styles, numbering: Numbering | None, room: float | None) -> Read:
    """Read a paragraph in a column of `room` mm; `numbering` counts it where it is numbered."""
    paragraph = source.element
    numbered = styles.numbering(paragraph)[0]
    level = numbering.level(numbered) if numbering else None
    form = styles.form(paragraph, level)
    shown = list(_shown(source, styles))
    if numbering and numbered is not None and level is not None and any(words.strip(" \f\n\t") for words, _ in shown):
        counted = numbering.next(numbered)
        if counted:
            shown.insert(0, (counted.rstrip("\t"), styles.look(paragraph, None, level)))
    look = shown[0][1] if shown else styles.look(paragraph, None)
    whole = "".join(words for words, _ in shown)
    before, after = _breaks(whole)
    shown = [(words.replace(text.PAGE_BREAK, ""), face) for words, face in shown]
    rows: list[list[Set]] = [[]]
    for words, face in shown:
        for position, part in enumerate(words.split("\n")):
            if position:
                rows.append([])
            rows[-1].append(Set(part, characters(part, face.size, face.tracking, face.scale)))
    while len(rows) > 1 and not "".join(part.text for part in rows[-1]).strip():
        rows.pop()
    return Read(
        form=form,
        look=look,
        drawings=tuple(source.drawings),
        spans=tuple(_spans(shown)),
        rows=tuple("".join(part.text for part in row).strip() for row in rows),
        edges=edges(rows, form, look.size, room),
        breaks_before=before or form.breaks,
        breaks_after=after,
    )


def _shown(paragraph: text.Paragraph, styles: Styles) -> Iterator[tuple[str, Look]]:
    for piece in paragraph.pieces:
        look = styles.look(paragraph.element, piece.run)
        if not look.hidden:
            yield piece.text, look


def _breaks(whole: str) -> tuple[bool, bool]:
    """Whether a page begins before the first words, and whether one begins behind them."""
    words = whole.strip(" \n\t\u3000")
    before = words.startswith(text.PAGE_BREAK) and bool(words.strip(" \n\t\u3000\f"))
    return before, text.PAGE_BREAK in words.lstrip(" \n\t\u3000\f" if before else "")


def _spans(shown: list[tuple[str, Look]]) -> Iterator[Span]:
    """Spans of one script each, each of which has a font of its own; a break by hand is no character."""
    for words, look in shown:
        for font, characters_of in groupby(words.replace("\n", ""), key=partial(_font, look)):
            yield Span("".join(characters_of), font, look.size, look.colour)


_SHARED = frozenset("“”‘’—…·")
"""Characters that Chinese and Latin type share: Word asks a hint which font they take."""


def _font(look: Look, character: str) -> str | None:
    return look.latin if character.isascii() else look.shared if character in _SHARED else look.east
