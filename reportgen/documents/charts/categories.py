"""What stands along an axis of categories: their names, and a line through their values."""

import math
from collections.abc import Sequence
from itertools import groupby

from reportgen.documents.charts.axis import Axis
from reportgen.documents.charts.svg import WIDTH, Anchor, marked, path, spot, text, wide
from reportgen.documents.charts.values import Scale
from reportgen.language.figure import Figure


def category_names(labels: Sequence[str], middles: Sequence[float], slot: float, y: float) -> list[str]:
    """The names below the axis; where they would run into each other, every second, third, ... one; none beyond the edge."""
    every = math.ceil((max(map(wide, labels)) + 1) / slot)
    named = list(zip(labels, middles, strict=True))[::every]
    last, x = named.pop()
    inside = min(x, WIDTH - wide(last) / 2)
    if not named or inside - named[-1][1] > (wide(last) + wide(named[-1][0])) / 2 + 0.5:
        named.append((last, inside))
    return [text(x, y, label, "label", Anchor.MIDDLE) for label, x in named]


def points_and_line(figures: Sequence[Figure], middles: Sequence[float], axis: Axis, scale: Scale) -> list[str]:
    """A line through the values that are known, broken where one is missing, and a square on each."""
    places = [(figure, x, axis.at(scale.number(figure))) for figure, x in zip(figures, middles, strict=True)]
    runs = [[(x, y) for _, x, y in run] for known, run in groupby(places, key=lambda place: place[0].known) if known]
    lines = [path(run) for run in runs if len(run) > 1]
    return lines + [marked(figure, spot(x, y)) for figure, x, y in places if figure.known]
