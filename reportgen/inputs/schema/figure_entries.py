"""Figures (数据项) as declarations: what is counted in datasets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import Field as Limit

from reportgen.inputs.schema.columns import Dataset, Field
from reportgen.inputs.schema.vocabulary import DeclarationEntry, means

OF_COLUMNS = ("sum", "distinct", "lowest", "highest", "latest", "mean")
OF_FIGURES = ("share", "difference", "ratio")
WAYS = ("count", *OF_COLUMNS, *OF_FIGURES)
"""How a figure is computed: over rows, over a column of rows, or from two others."""

Written = str | int | Decimal | bool | None
"""What a cell is to be, as it is written: a choice by its title or key, a text, a number, a day, yes or no; None for an empty one."""


class LimitsEntry(DeclarationEntry):
    """What a cell is to be where it isn't one of some values: no less, and no more than; or none of these (of which None is the empty cell)."""

    least: Written = None
    most: Written = None
    other_than: Written | tuple[Written, ...] = ()


Condition = Written | tuple[Written, ...] | LimitsEntry
Conditions = dict[str, Condition]
"""What cells of a row are to be, by the keys of their columns, as it is written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a cell is to be, as the column holds it: one of `values`, or within the limits, or (`other`) none of the values."""

    values: tuple[object, ...] = ()
    least: Any = None
    most: Any = None
    other: bool = False

    def holds(self, value: Any) -> bool:
        """Whether a cell's value is such a one."""
        if self.least is not None or self.most is not None:
            return value is not None and (self.least is None or self.least <= value) and (self.most is None or value <= self.most)
        return any(means(value, one) for one in self.values) is not self.other


class FigureEntry(DeclarationEntry):
    """One figure. A column is written DATASET.COLUMN, another figure of the theme by its key."""

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    label: str = Limit(min_length=1, max_length=40)
    count: str | None = None
    sum: str | tuple[str, ...] | None = None
    distinct: str | None = None
    lowest: str | None = None
    highest: str | None = None
    latest: str | None = None
    mean: str | None = None
    share: tuple[str, str] | None = None
    difference: tuple[str, str] | None = None
    ratio: tuple[str, str] | None = None
    at: str | None = None
    weight: str | None = None
    times: str | None = None
    where: Conditions = Limit(default_factory=dict)
    measure: str | None = None
    formula: str | None = Limit(default=None, min_length=1)

    @property
    def way(self) -> str:
        """How it is computed."""
        return next(way for way in WAYS if getattr(self, way) is not None)


class ThemeEntry(DeclarationEntry):
    """Figures that belong together: of the unit; by each value of a column of choices; of each unit below; of each row.

    `rows` is the dataset that it lists, whose rows have the figures `each`, computed from two of their columns. `optional` says that a unit may do without
    the datasets, `own` that nobody adds up those of the units below. Of the values of `by` there are those that rows have, or `every` one; templates call
    them `groups`, or as `called` says; `whole: false` leaves out the figures of all rows together.
    """

    key: str = Limit(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    rows: str | None = None
    optional: bool = False
    own: bool = False
    by: str | None = None
    every: bool = False
    called: str | None = Limit(default=None, pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    whole: bool = True
    units: bool = False
    figures: tuple[FigureEntry, ...] = ()
    each: tuple[FigureEntry, ...] = ()


class Counted(NamedTuple):
    """A dataset, and the columns of it that a figure is about: one, of a sum several; none where its rows are counted."""

    dataset: Dataset
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class DeclaredFigure:
    """A figure that can be computed.

    `counted` is what is counted over rows; `parts` are the keys of the two that it is computed from else. `at`, `weight` and `times` are the columns by
    which the latest rows are found, by which a mean is weighted, and a sum's numbers multiplied; `where` says what cells of a row must hold for it to count.
    """

    entry: FigureEntry
    counted: Counted | None
    parts: tuple[str, ...]
    measure: str
    formula: str
    at: Field | None = None
    weight: Field | None = None
    times: Field | None = None
    where: tuple[tuple[Field, Wanted], ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredTheme:
    """Figures by key, in an order in which each comes after those that it is computed from; the rows that it lists with the figures of `each`.

    `by` is the column by which the figures are told apart; the rest is as the `entry` says.
    """

    entry: ThemeEntry
    figures: Mapping[str, DeclaredFigure]
    by: str | None
    rows: Dataset | None = None
    each: Mapping[str, DeclaredFigure] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What its figures' names begin with."""
        return self.entry.key
