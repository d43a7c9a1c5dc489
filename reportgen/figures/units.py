"""Lines of the units below one, each with those of the units below it: what a table over counties by city is made of."""

from collections.abc import Iterable, Iterator
from typing import Protocol, Self, TypeVar

from reportgen.inputs.schema.choices import Level


class Line(Protocol):
    """The line of a unit, which has those of the units directly below it."""

    @property
    def level(self) -> Level:
        """The unit's level."""

    @property
    def units(self) -> tuple[Self, ...]:
        """The lines of the units directly below it."""


L = TypeVar("L", bound=Line)


def at_level(lines: Iterable[L], level: str) -> Iterator[L]:
    """The lines of a level among lines and those below them, in their order. A unit that has none of the level below it stands for itself: the sum holds."""
    for line in lines:
        if line.level == level or not line.units:
            yield line
        else:
            yield from at_level(line.units, level)


def is_nested(lines: Iterable[Line]) -> bool:
    """Whether one of the lines has others below it for a table to show: counties of cities; not townships, of which there are too many."""
    return any(not below.level.is_low for line in lines for below in line.units)
