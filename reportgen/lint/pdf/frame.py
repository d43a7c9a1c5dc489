"""The type area of a PDF as its text shows it: where full lines begin and end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.lint.pdf.lines import TextLine
from reportgen.standard.measures import LEFT, PAGE_WIDTH, RIGHT, TYPE_WIDTH

_STEP = 2  # half millimetres are counted
_SHARE = 0.15  # of the lines at least begin and end at an edge
_OUTSIDE = 0.05  # of all lines at most
_FEWEST = 3  # and so many at least
_LONG = 80.0  # mm: a line that may be full
_TEXT = 14.5  # pt: smaller type is that of tables and notes
_HANGING = 6.0  # mm: marks may stand so far outside
_RULE = TYPE_WIDTH - 8.0, TYPE_WIDTH + 8.0  # mm: lines that are as long as the type area is wide


@dataclass(frozen=True, slots=True)
class Frame:
    """The left and right edge of the text in mm; `measured` where there were enough lines to tell."""

    left: float
    right: float
    measured: bool


def frame(lines: Sequence[TextLine], rules: Sequence[tuple[float, float]] = ()) -> Frame:
    """The edges that the lines of text of upright pages have in common.

    Where there are too few, those of the drawn lines of 版头 and 版记 (`rules`, their ends), else those of the standard.
    """
    text = [line for line in lines if line.size >= _TEXT]
    running = [line for line in text if line.right - line.left >= _LONG]
    left = _edge([line.left for line in running], [line.left for line in text])
    right = _edge([-line.right for line in running], [-line.right for line in text])
    if left is not None and right is not None:
        return Frame(left, -right, measured=True)
    ruled = next(((begin, end) for begin, end in rules if _RULE[0] <= end - begin <= _RULE[1]), (LEFT, PAGE_WIDTH - RIGHT))
    return Frame(*ruled, measured=False)


def _edge(ends: Sequence[float], every: Sequence[float]) -> float | None:
    """The outermost of the `ends` of long lines that enough of them share, where hardly any line at all (`every`) stands outside of it.

    Ends count from outside inwards: those at the right are negative.
    """
    counts = Counter(round(end * _STEP) for end in ends)
    fewest = max(_FEWEST, _SHARE * len(ends))
    shared = sorted(edge for edge in counts if counts[edge] + counts[edge - 1] + counts[edge + 1] >= fewest)
    if not shared:
        return None
    most = max(shared[:2], key=lambda edge: counts[edge])
    near = [end for end in ends if abs(end * _STEP - most) <= 1]
    found = sum(near) / len(near)
    outside = sum(1 for end in every if end < found - _HANGING)
    return found if outside <= _OUTSIDE * len(every) else None
