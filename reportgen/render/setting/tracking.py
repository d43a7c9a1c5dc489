"""Paragraphs drawn in or let out by a little at each character, so that none ends in a word or two and no line is stretched.

GB/T 9704-2012 7.3.5.5 lets line spacing and character spacing give; a typist gives no more than the eye lets pass.
"""

from functools import lru_cache
from itertools import chain, product

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT, width
from reportgen.render.layout import Layout
from reportgen.render.setting.lines import FREE, OFFICIAL, Part, count_lines, lines_of, parts_of
from reportgen.render.tree import plain

TRACKING = "data-tracking"
"""The attribute of a paragraph that says by how many points each of its characters is set wider than others."""
_UNLIKE = frozenset(FREE)  # characters that the fonts don't agree on
_STEP = 10  # hundredths of a point
_MOST = 80  # of them: 0.05 字, which still isn't seen
_SHORT = 2  # characters at the end of a paragraph, its full stop among them
_STRETCHED = 0.11  # 字 between the characters of a line: what is more is seen


def draw_in(article: _Element, layout: Layout) -> None:
    """Mark the paragraphs of `article` that are set closer or wider."""
    for paragraph in article.iter("p"):
        if paragraph.get("class") is None and (tracking := _tracking(plain(paragraph), layout)):
            paragraph.set(TRACKING, f"{tracking:g}")


def tracking_of(paragraph: _Element) -> float:
    """By how many points each character of `paragraph` is set wider than those of other paragraphs."""
    return float(paragraph.get(TRACKING, "0"))


def lines_of_paragraph(paragraph: _Element, layout: Layout) -> int:
    """How many lines `paragraph` takes, drawn in as it is marked."""
    size = layout.body_size
    room, indent = layout.type_width / MM_PER_PT / size, 2 * layout.em / MM_PER_PT / size
    return count_lines(plain(paragraph), room, indent, (layout.tracking_css + tracking_of(paragraph)) / size)


@lru_cache(maxsize=4096)  # the same paragraphs come again: in the other format, in the next document
def _tracking(text: str, layout: Layout) -> float:
    """What helps and is seen least, 0 where nothing need or can be done; it holds both for the official fonts and for those that stand in."""
    if len(text) * layout.tracking_word / layout.body_size + width(text) < layout.characters - 3:  # on one line, whatever the fonts
        return 0.0
    kinds = [parts_of(text, FREE)]
    if not _UNLIKE.isdisjoint(text):
        kinds.append(parts_of(text, OFFICIAL))
    faults, seen = _judged(kinds, 0.0, layout)
    if not faults:
        return 0.0
    best = faults, seen, 0
    for step in chain.from_iterable((-step, step) for step in range(_STEP, _MOST + 1, _STEP)):
        best = min(best, (*_judged(kinds, step / 100, layout), step))
    return 0.0 if best[0] == faults else best[2] / 100


def _judged(kinds: list[list[Part]], more: float, layout: Layout) -> tuple[int, float]:
    """How many short ends and stretched lines there are, and how far any line is from the common spacing, in 字.

    Of the four ways in which the parts may come out: in the fonts of each kind, in PDF and in Word.
    """
    size = layout.body_size
    room, indent = layout.type_width / MM_PER_PT / size, 2 * layout.em / MM_PER_PT / size
    faults, seen = 0, 0.0
    for parts, tracking in product(kinds, (layout.tracking_css, layout.tracking_word)):
        lines = lines_of(parts, room, indent, (tracking + more) / size)
        if not 1 < len(lines) <= layout.lines:  # of one that fills a page the lines show how many characters stand on each
            continue
        gaps = [(room - (0.0 if number else indent) - line.wide) / max(line.joints - 1, 1) for number, line in enumerate(lines[:-1])]
        faults += (lines[-1].characters <= _SHORT) + sum(gap > _STRETCHED for gap in gaps)
        seen = max(seen, *map(abs, gaps), abs(more) / size)
    return faults, round(seen, 3)
