"""Lines of the units below one, each with those of the units below it: what a table over counties by city is made of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import Field, replace
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.inputs.schema.choices import Level


class Line(Protocol):
    """The line of a unit (a frozen dataclass, which has a `name` too), which has those of the units directly below it."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def level(self) -> Level | None:
        """The unit's level; None of the whole, which is no line of a table."""

    @property
    def units(self) -> tuple[Self, ...]:
        """The lines of the units directly below it."""


L = TypeVar("L", bound=Line)


class Nesting(Generic[L]):
    """What has lines of the units below it: whether a table shows those below them too, and the lines of any level."""

    __slots__ = ()
    units: tuple[L, ...]

    @property
    def nested(self) -> bool:
        """Whether a unit below has units below it that are no townships or villages."""
        return is_nested(self.units)

    def at(self, level: str) -> tuple[L, ...]:
        """The units of a level (县), however far below; see `at_level`."""
        return tuple(at_level(self.units, level))


def lines_below(scope: Scope, dataset: str, line: Callable[[str, str, Rows], L], named: str = "", above: str = "") -> tuple[L, ...]:
    """A line of each unit below that has rows of a dataset, or should have, with those of the units below it.

    `line` is given what its figures' names begin with (`named`, or as the dataset is called), what their labels begin with, and the rows; the labels of
    those further below begin with the names of all between.
    """
    found = []
    for child in scope.below(dataset):
        label = f"{above}{child.unit.label}"
        own = line(f"{named or dataset}.unit.{child.unit.code}", label, child.rows(dataset))
        found.append(replace(own, name=child.unit.label, level=child.unit.level, units=lines_below(child, dataset, line, named, label)))
    return tuple(found)


def at_level(lines: Iterable[L], level: str) -> Iterator[L]:
    """The lines of a level among lines and those below them, in their order. A unit that has none of the level below it stands for itself: the sum holds."""
    for line in lines:
        if line.level == level or not line.units:
            yield line
        else:
            yield from at_level(line.units, level)


def is_nested(lines: Iterable[Line]) -> bool:
    """Whether one of the lines has others below it for a table to show: counties of cities; not townships, of which there are too many."""
    return any(below.level is not None and not below.level.is_low for line in lines for below in line.units)
