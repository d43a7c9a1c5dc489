"""What the drawn lines of a page make: tables, lines across the text, charts and other figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.lint.model import Box
from reportgen.lint.pdf.strokes import Drawn, Stroke
from reportgen.standard.measures import TYPE_WIDTH

_TOUCHING = 0.8  # mm
_SHARES = 12.0  # mm: drawings so near above each other are of one figure
FIGURE_TEXT = 13.0
"""pt: words of a figure are no larger."""
_FIGURE_ITEMS = 6  # fewer strokes together are rules or a frame
_FIGURE_HEIGHT = 15.0  # mm
_FIGURE_ROOM = 8.0  # mm: words of a figure stand so far outside of its lines
_RULE = 60.0  # mm: a line across the text is at least so long
_WHOLE = 0.9  # of the width: a line across a table
_PAGE = 100.0  # mm: lines so high are the columns of a row that fills a page
_SIDES = 2  # a table has so many upright lines at least


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: its box, and the upright and the lying lines in it."""

    box: Box
    uprights: tuple[Stroke, ...]
    lying: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """The tables of a page, the boxes of its figures, and the lines across the text."""

    tables: tuple[Ruled, ...]
    figures: tuple[Box, ...]
    rules: tuple[Stroke, ...]


def regions(drawn: Drawn, words: Sequence[Box] = ()) -> Regions:
    """Sort the drawings of a page; `words` are the boxes of its characters."""
    groups = _groups(drawn.strokes)
    tables = [group for group in groups if _is_table(group, words)]
    in_tables = {stroke for group in tables for stroke in group}
    ruled = [Ruled(_around(group), *(tuple(stroke for stroke in group if stroke.lying is lying) for lying in (False, True))) for group in tables]
    left = [stroke for stroke in drawn.strokes if stroke not in in_tables]
    figures = _figures([*(_box(stroke) for stroke in left), *(shape for shape in drawn.shapes if not any(within(shape, table.box) for table in ruled))])
    rules = [s for s in left if s.lying and s.end - s.begin >= _RULE and not any(figure.top <= s.at <= figure.bottom for figure in figures)]
    return Regions(tuple(sorted(ruled, key=lambda table: table.box.top)), tuple(figures), tuple(sorted(rules, key=lambda rule: rule.at)))


def within(inner: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another."""
    across, down = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left - _TOUCHING <= across <= outer.right + _TOUCHING and outer.top - _TOUCHING <= down <= outer.bottom + _TOUCHING


def _box(stroke: Stroke) -> Box:
    return Box(stroke.begin, stroke.at, stroke.end, stroke.at) if stroke.lying else Box(stroke.at, stroke.begin, stroke.at, stroke.end)


def _around(group: Sequence[Stroke]) -> Box:
    boxes = [_box(stroke) for stroke in group]
    return Box(min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes))


def _is_table(group: Sequence[Stroke], words: Sequence[Box]) -> bool:
    """Whether lines that touch make a table. The bars of a chart do too, but have one row and are narrower than the text, or no words between them."""
    box = _around(group)
    wide = box.right - box.left
    lying = {round(stroke.at) for stroke in group if stroke.lying and stroke.end - stroke.begin >= _WHOLE * wide}
    upright = {round(stroke.at) for stroke in group if not stroke.lying}
    rows = len(lying) - 1
    worded = wide >= _WHOLE * TYPE_WIDTH and any(within(word, box) for word in words)
    if len(upright) >= _SIDES and (rows > 1 or (rows == 1 and worded)):
        return True
    # Cells that go on from the page before have no line above them, and a row that fills the page none below: the columns reach from top to bottom then.
    height = box.bottom - box.top
    through = {round(stroke.at) for stroke in group if not stroke.lying and stroke.end - stroke.begin >= _WHOLE * height}
    across = {round(stroke.at) for stroke in group if stroke.lying and stroke.end - stroke.begin >= wide / 2}
    return len(through) > _SIDES and ((worded and len(across) >= _SIDES) or (wide >= _WHOLE * TYPE_WIDTH and height >= _PAGE))


def _groups(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """The strokes that touch one another, directly or by others; upright ones as high as a page that stand side by side, too."""
    group = list(range(len(strokes)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    upright = sorted((stroke.at, index) for index, stroke in enumerate(strokes) if not stroke.lying)
    for index, stroke in enumerate(strokes):
        if not stroke.lying:
            continue
        for at, other in upright:
            if at > stroke.end + _TOUCHING:
                break
            crossing = strokes[other]
            if at >= stroke.begin - _TOUCHING and crossing.begin - _TOUCHING <= stroke.at <= crossing.end + _TOUCHING:
                group[root(other)] = root(index)
    columns: dict[tuple[int, int], int] = {}
    for _, index in upright:
        stroke = strokes[index]
        if stroke.end - stroke.begin >= _PAGE:
            group[root(index)] = root(columns.setdefault((round(stroke.begin), round(stroke.end)), index))
    found: dict[int, list[Stroke]] = {}
    for index, stroke in enumerate(strokes):
        found.setdefault(root(index), []).append(stroke)
    return list(found.values())


def _figures(boxes: Sequence[Box]) -> list[Box]:
    """Drawings that stand near above each other and are many: a chart with its words around it."""
    clusters: list[list[Box]] = []
    foot = 0.0
    for box in sorted(boxes, key=lambda box: box.top):
        if clusters and box.top <= foot + _SHARES:
            clusters[-1].append(box)
            foot = max(foot, box.bottom)
        else:
            clusters.append([box])
            foot = box.bottom
    found = []
    for cluster in clusters:
        top, bottom = min(b.top for b in cluster), max(b.bottom for b in cluster)
        if len(cluster) >= _FIGURE_ITEMS and bottom - top >= _FIGURE_HEIGHT:
            left, right = min(b.left for b in cluster), max(b.right for b in cluster)
            found.append(Box(left - _FIGURE_ROOM, top - _FIGURE_ROOM, right + _FIGURE_ROOM, bottom + _FIGURE_ROOM))
    return found
