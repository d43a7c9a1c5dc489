"""版记: at the foot of the last page, its last line on the lower edge of the type area (7.4)."""

import math
from collections.abc import Iterator

from reportgen.measure import MM_PER_PT, width
from reportgen.ooxml.builder import Element, Xml, border_eighths, point_twips, w
from reportgen.render.layout import Layout
from reportgen.render.overleaf import BACK
from reportgen.render.sides import change_of
from reportgen.render.tree import has_class, shown
from reportgen.render.word import styles
from reportgen.render.word.drawing import Frame, text_box
from reportgen.render.word.inline import Text, run
from reportgen.render.word.revisions import track

_RULE = 1.0  # pt: the height of the line that carries a rule


def colophon(footer: Element, text: Text, layout: Layout, number: int) -> Xml:
    """A paragraph that keeps as much room as the 版记 needs and holds it, in a text box at the foot of the page.

    Where the last page has not that much room left, the paragraph moves to the next page and takes the 版记 with it; so
    it never covers text. `number` is the drawing's.
    """
    parts = {name: part for part in footer for name in ("copies", "printing") if has_class(part, name)}
    paragraphs = list(_paragraphs(footer, parts, text, layout))
    lines = sum(_lines(part, name, layout) for name, part in parts.items())
    rules = len(parts) + 1 if _is_ruled(footer) else 0
    height = lines * styles.colophon_pitch(layout) + rules * (_RULE + layout.colophon_thick / MM_PER_PT)
    box = text_box(paragraphs, Frame("margin", 0.0, "margin", "bottom", layout.type_width, height * MM_PER_PT), number, turned=False)
    room = w("spacing", line=point_twips(height), lineRule="exact")
    turned = w("pageBreakBefore") if has_class(footer, BACK) else None
    return w("p", w("pPr", w("pStyle", val=styles.COLOPHON_ROOM), turned, room), box)


def _paragraphs(footer: Element, parts: dict[str, Element], text: Text, layout: Layout) -> Iterator[Xml]:
    if _is_ruled(footer):
        yield _rule(layout.colophon_thick)
    if "copies" in parts:
        copies = [w("p", w("pPr", w("pStyle", val=styles.COPIES)), *text.runs(parts["copies"]))]
        if len(parts) > 1:
            copies.append(_rule(layout.colophon_thin))
        yield from copies if change_of(footer) else track(copies, parts["copies"])
    if "printing" in parts:
        office, printed = (next((text.runs(span) for span in parts["printing"].iter("span") if has_class(span, name)), []) for name in ("office", "printed"))
        yield w("p", w("pPr", w("pStyle", val=styles.PRINTING)), *office, run("\t"), *printed)
    if _is_ruled(footer):
        yield _rule(layout.colophon_thick)


def _is_ruled(footer: Element) -> bool:
    """Whether it has its lines: that of a letter has none (10.1)."""
    article = footer.getparent()
    return article is None or not has_class(article, "letter")


def _rule(weight: float) -> Xml:
    edge = w("bottom", val="single", sz=border_eighths(weight), space=0, color="000000")
    return w("p", w("pPr", w("pStyle", val=styles.COLOPHON_RULE), w("pBdr", edge)))


def _lines(part: Element, name: str, layout: Layout) -> int:
    """How many lines a part takes; a character less than fits on each, as one may have to move to the next."""
    if name == "printing":
        return 1
    room = layout.type_width / MM_PER_PT / layout.colophon_size - 2 - 3  # 空一字 at both sides, the label
    return math.ceil((width(shown(part)) - 3) / (room - 1))
