"""The page numbers in the footers of a Word file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml.etree import _Element as Element

from reportgen.lint.model import PageNumber, Side
from reportgen.lint.word.geometry import height, indents
from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.names import W
from reportgen.ooxml.styles import Align, Look, ParagraphForm, Styles
from reportgen.ooxml.text import Piece, paragraphs
from reportgen.standard.measures import BODY_SIZE

_FORMS = {"numberInDash": "- # -"}
_ALIGNS = {"left": Align.LEFT, "right": Align.RIGHT, "center": Align.CENTRE}
_NATURAL = 1.3  # of its size: the height of a line that no one has set
_SPACES = " \u3000\t"


def page_numbers(root: Element, side: Side, form: str, styles: Styles, room: float | None) -> Iterator[PageNumber]:
    """The page numbers of a `w:ftr` for the pages of `side`: its paragraphs with a PAGE field.

    `form` is the form of number that the section asks for, `room` the mm from the type area to the foot of the footer.
    """
    printed = [(paragraph.element, _as_printed(paragraph.pieces, form)) for paragraph in paragraphs(root)]
    for paragraph, pieces in printed:
        digits = next((piece for piece in pieces if piece.page), None)
        if digits is None:
            continue
        look, shape = styles.look(paragraph, digits.run), styles.form(paragraph)
        shown = "".join(piece.text for piece in pieces)
        if shape.frame is not None:
            yield from _framed(shape.frame.get(f"{W}xAlign", ""), side, shown.strip(), look)
            continue
        boxed = next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None
        alone = not boxed and sum(1 for _, others in printed if "".join(piece.text for piece in others).strip()) == 1
        below = None if room is None or not alone else room - (height(shape) or look.size * _NATURAL) * MM_PER_PT / 2
        align = None if boxed or "\t" in shown else shape.align
        yield PageNumber(side, shown.strip(), align, None if align is None else _blank(shown, shape, look), look.latin, look.size, below=below, turned=boxed)


def _as_printed(pieces: Iterable[Piece], form: str) -> list[Piece]:
    """The pieces with one # for each PAGE field."""
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.page:
            kept.append(piece)
        elif not (kept and kept[-1].page):
            kept.append(replace(piece, text=_FORMS.get(form, "#")))
    return kept


def _blank(shown: str, form: ParagraphForm, look: Look) -> float | None:
    left, right, first = indents(form, look.size)
    if form.align is Align.CENTRE:
        return None
    if form.align is Align.RIGHT:
        return right + width(shown[len(shown.rstrip(_SPACES)) :]) * look.size / BODY_SIZE
    return left + first + width(shown[: len(shown) - len(shown.lstrip(_SPACES))]) * look.size / BODY_SIZE


def _framed(align: str, side: Side, shown: str, look: Look) -> Iterator[PageNumber]:
    """A page number in a frame, as Word puts it in by its menu."""
    if align == "outside":
        for each in (Side.ODD, Side.EVEN) if side is Side.ALL else (side,):
            yield PageNumber(each, shown, Align.LEFT if each is Side.EVEN else Align.RIGHT, None, look.latin, look.size)
    else:
        yield PageNumber(side, shown, _ALIGNS.get(align), None, look.latin, look.size)
