"""Where charts and turned pages stand: text flows round what doesn't fit at the foot of a page, as whoever sets a document by hand does it."""

from collections.abc import Sequence
from itertools import pairwise

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT
from reportgen.render.columns import fit_columns
from reportgen.render.layout import Layout
from reportgen.render.setting.colophon import colophon_height
from reportgen.render.setting.ends import LEAST
from reportgen.render.setting.heights import HEADINGS, Known, pieces_in
from reportgen.render.setting.pages import pages_of
from reportgen.render.tree import grid, has_class

_BLANK = 0.2  # of a page: what stays blank at its foot before a chart, and isn't looked at twice
_ALLOWED = {"figure": _BLANK, "table": 0.3}
"""Before a table, which is read with the words above it, more may stay blank: nearly the third of a page that a reader sends back."""
_FARTHEST = 12  # blocks that a chart or table may be moved over: it stays near its words
_SMALLEST = 10.5  # pt: the type of a table that is set upright after all


def place(article: _Element, layout: Layout) -> None:
    """Move and mark the blocks of `article` so that its pages are well filled."""
    _turn_upright(article, layout)
    for section in article.iterfind("section"):
        if not has_class(section, "landscape"):
            _float(section, layout)
    _flow_round(article, layout)


def _turn_upright(article: _Element, layout: Layout) -> None:
    """A table at the end that was to be turned isn't where it fits upright: the 版记 stands below it."""
    turned = _last_turned(article)
    if turned is None or any(fit_columns(grid(table), layout.type_width, layout).size < _SMALLEST for table in turned.iter("table")):
        return
    parent = turned.getparent()
    if parent is not None:
        for block in list(turned):
            turned.addprevious(block)
        parent.remove(turned)


def _last_turned(article: _Element) -> _Element | None:
    """The turned pages that a document with a 版记 ends with, where they are no attachment of their own."""
    sections = article.findall("section")
    if article.find("footer") is None or not sections or len(sections[-1]) == 0:
        return None
    last = sections[-1][-1]
    return last if last.tag == "section" and has_class(last, "landscape") and len(sections[-1]) > 1 and sections[-1][-2].tag != "section" else None


def _float(section: _Element, layout: Layout) -> None:
    """Move the charts of a section, and tables that stand whole, down: each behind the next paragraph at whose end no blank is left above it."""
    blocks = [block for block in section if block.tag != "section"]
    room = layout.type_height / MM_PER_PT
    known: Known = {}
    # A form, and a page that is shown as a picture, have no number by which the words above could speak of them: they stay where they are.
    for block in [block for block in blocks if block.tag in _ALLOWED and not has_class(block, "form") and not has_class(block, "scan")]:
        blank = _blank_above(block, blocks, layout, known)
        if blank <= _ALLOWED[str(block.tag)] * room:
            continue
        moved = [block, *_notes(block)]
        at = blocks.index(block)
        rest = [one for one in blocks if one not in moved]
        found = [(blank, at)]
        for place in range(at + 1, min(at + _FARTHEST, len(rest) + 1)):
            above = rest[place - 1]
            if above.tag in ("table", "figure") or has_class(above, "note"):
                break
            if above.tag in HEADINGS or (place < len(rest) and has_class(rest[place], "note")):
                continue
            left = _blank_above(block, [*rest[:place], *moved, *rest[place:]], layout, known)
            found.append((left, place))
            if left <= _BLANK * room:
                break
        least, place = min(found, key=lambda one: one[0])
        if place != at and least < blank:
            blocks = [*rest[:place], *moved, *rest[place:]]
            for one in reversed(moved):
                rest[place - 1].addnext(one)


def _notes(block: _Element) -> list[_Element]:
    """The notes below a table, which stay with it."""
    found: list[_Element] = []
    below = block.getnext()
    while block.tag == "table" and below is not None and has_class(below, "note"):
        found.append(below)
        below = below.getnext()
    return found


def _blank_above(moved: _Element, blocks: Sequence[_Element], layout: Layout, known: Known) -> float:
    """How much stays blank at the foot of the page before a block, 0 where it stands below something."""
    pieces, owners = pieces_in(blocks[: blocks.index(moved) + 1], layout, known)
    room = layout.type_height / MM_PER_PT
    for page, following in pairwise(pages_of(pieces, room)):
        if owners[following.begin] is moved or (owners[following.begin].tag in HEADINGS and owners[following.begin].getnext() is moved):
            return room - page.filled
    return 0.0


def _flow_round(article: _Element, layout: Layout) -> None:
    """Turned pages at the end stand before the last page of the text, which the 版记 stands on."""
    turned = _last_turned(article)
    section = None if turned is None else turned.getparent()
    if turned is None or section is None:
        return
    blocks = [block for block in section if block is not turned]
    room = layout.type_height / MM_PER_PT
    best: tuple[float, int] | None = None
    known: Known = {}
    for cut in range(len(blocks) - 1, 1, -1):
        if blocks[cut - 1].tag in HEADINGS or blocks[cut].tag in ("table", "figure") or has_class(blocks[cut], "note"):
            continue
        tail, _ = pieces_in(blocks[cut:], layout, known)
        high = sum(piece.height + piece.space for piece in tail)
        if high + colophon_height(article, layout) > room:
            break
        if sum(1 for piece in tail if piece.height) < LEAST:
            continue
        blank = room - pages_of(pieces_in(blocks[:cut], layout, known)[0], room)[-1].filled
        if best is None or blank < best[0]:
            best = blank, cut
    if best is not None:
        blocks[best[1]].addprevious(turned)
