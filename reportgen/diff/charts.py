"""What changed in a chart: told by the figures that its marks show."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.diff.blocks import drawing_of


@dataclass(frozen=True, slots=True, eq=False)
class MarkPair:
    """A figure that a chart shows on either side: its exact values as texts, None where it isn't drawn."""

    figure: str
    label: str
    unit: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ChartPair:
    """A chart in both documents: whether it is drawn otherwise, and the figures in it whose values differ."""

    redrawn: bool
    marks: tuple[MarkPair, ...]


def pair_charts(old: _Element, new: _Element) -> ChartPair:
    """Two `figure`s as one."""
    return ChartPair(drawing_of(old) != drawing_of(new), tuple(_marks(old, new)))


def _marks(old: _Element, new: _Element) -> Iterator[MarkPair]:
    before, after = ({name: mark for mark in figure.iter("g") if (name := mark.get("data-figure"))} for figure in (old, new))
    for name, mark in {**before, **after}.items():
        values = [marks[name].get("data-value") if name in marks else None for marks in (before, after)]
        if values[0] != values[1]:
            yield MarkPair(name, mark.get("data-label", ""), mark.get("data-unit", ""), *values)
