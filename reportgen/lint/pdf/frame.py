"""The type area of a PDF as its text shows it: where full lines begin and end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.lint.model import LAYOUT
from reportgen.lint.pdf.lines import Line

_STEP = 2  # half millimetres are counted
_SHARE = 0.15  # of the lines at least begin at an edge
_FEWEST = 5
_LONG = 80.0  # mm: a line that may be full
_TEXT = 14.5  # pt: smaller type is that of tables and notes


@dataclass(frozen=True, slots=True)
class Frame:
    """The left and right edge of the text in mm; `measured` where there were enough lines to tell."""

    left: float
    right: float
    measured: bool


def frame(lines: Sequence[Line]) -> Frame:
    """The edges that the lines of text of upright pages have in common; those of the standard where there are too few."""
    running = [line for line in lines if line.size >= _TEXT and line.right - line.left >= _LONG]
    if len(running) < _FEWEST:
        return Frame(LAYOUT.left, LAYOUT.page_width - LAYOUT.right, measured=False)
    lefts = Counter(round(line.left * _STEP) for line in running)
    rights = Counter(round(line.right * _STEP) for line in running)
    fewest = max(2, _SHARE * len(running))
    left = min((edge for edge, count in _pooled(lefts).items() if count >= fewest), default=min(lefts))
    right = max((edge for edge, count in _pooled(rights).items() if count >= fewest), default=max(rights))
    return Frame(_mean([line.left for line in running], left), _mean([line.right for line in running], right), measured=True)


def _pooled(edges: Counter[int]) -> dict[int, int]:
    """How many lines have each edge, or one half a millimetre beside it."""
    return {edge: sum(edges[near] for near in (edge - 1, edge, edge + 1)) for edge in edges if edges[edge] >= max(edges[edge - 1], edges[edge + 1])}


def _mean(values: Sequence[float], edge: int) -> float:
    near = [value for value in values if abs(value * _STEP - edge) <= 1]
    return sum(near) / len(near)
