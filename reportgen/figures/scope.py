"""What a unit's figures are computed over: its own tables, or, where it has none, those of the units below it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reportgen.figures.rows import Rows, tables_of
from reportgen.inputs.kept_rows import KeptRows, together
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.programme import Programme
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.schema.vocabulary import Choice

Elsewhen = Callable[[int, Unit], "tuple[Scope, Callable[[], Any]] | None"]
"""Gives a unit as it is in the season of another year, and what computes its figures there; None where it isn't there."""


def in_no_other(_year: int, _unit: Unit) -> None:
    """A unit of which no other season is known."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit with the units below it, in the order of the tables.

    `unplaced` names units that may belong below it and can't be read: every sum over the units below lacks them. `elsewhen` finds it in other seasons.
    `since` and `until` are the days of the part of the season that is looked at, where it is one (`figures.period`); the whole has neither.
    """

    inputs: UnitInputs
    children: tuple["Scope", ...] = ()
    unplaced: tuple[str, ...] = ()
    elsewhen: Elsewhen = field(default=in_no_other, repr=False, compare=False)
    since: date | None = None
    until: date | None = None
    seasons: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # as `figures.seasons` has found them
    parts: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # figures of parts of the season, as they are asked for
    _rows: dict[str, Rows] = field(default_factory=dict, init=False, repr=False, compare=False)  # by dataset: rules ask for the same hundreds of times

    @property
    def unit(self) -> Unit:
        """The unit's description."""
        return self.inputs.unit

    @property
    def programme(self) -> Programme:
        """The programme that the unit's data are read by."""
        return self.inputs.programme

    def dataset(self, key: str) -> Dataset:
        """A dataset as the programme has it: with the columns that the workspace adds. Raises KeyError where it has none of that key."""
        return self.programme.by_key[key]

    def choices(self, vocabulary: str) -> tuple[Choice, ...]:
        """The values of a vocabulary (id), in their order."""
        return self.programme.vocabularies[vocabulary].choices

    @property
    def gone(self) -> tuple[str, ...]:
        """The names of the units here and below that can't be read: nobody knows what they have."""
        own = (self.unit.name,) if self.inputs.absent else ()
        return tuple(dict.fromkeys((*own, *(name for child in self.children for name in child.gone), *self.unplaced)))

    def subtree(self) -> Iterator["Scope"]:
        """The unit and all that lie below it, each before those that lie in it."""
        yield self
        for child in self.children:
            yield from child.subtree()

    def rows(self, key: str) -> Rows:
        """The unit's own rows; where it has no such table, or an empty one, the rows of the units below it.

        A unit below that files no documents (文种: []) need not have a table; any other that lacks it is named in
        `lacking`, so that a sum over the rows is missing, not too small. So is an empty table, but of datasets where it
        states that there is none (`may_be_empty`). Raises KeyError where the programme has no dataset of that key.
        """
        rows = self._rows.get(key)
        if rows is None:
            rows = self._rows[key] = self._rows_of(self.dataset(key))
        return rows

    def _rows_of(self, dataset: Dataset) -> Rows:
        own = self.inputs.rows(dataset.key)
        if own:
            return Rows(own, (), tables_of(own), dataset)
        below = [child.rows(dataset.key) for child in self.below(dataset.key)]
        if not below:
            table = self.inputs.tables.get(dataset.key)
            if table is not None and dataset.may_be_empty:
                return Rows((), (), (table.place,) if table.place else (), dataset)
            return Rows((), ((table and table.lacking) or f"{self.unit.name}《{dataset.title}》",), dataset=dataset)
        joined: Sequence[Record] = _kept(dataset, below) if dataset.large else tuple(r for rows in below for r in rows.rows)
        lacking = (*(what for rows in below for what in rows.lacking), *(f"{name}《{dataset.title}》" for name in self.unplaced))
        return Rows(joined, lacking, tuple(place for rows in below for place in rows.tables), dataset)

    def _is_its_own(self, key: str) -> bool:
        """Whether nothing but the unit itself can be asked for a dataset: townships and villages have what they like, and none of them has rows of this one."""
        if any(not child.unit.level.is_low for child in self.children) or self.gone:
            return False
        return not any(one.inputs.rows(key) or one.inputs.undecided for child in self.children for one in child.subtree())

    def optional(self, key: str) -> Rows:
        """The rows of a dataset that a unit may do without: the same, but only what units have that can't be read is lacking."""
        rows = self.rows(key)
        gone = () if self.inputs.rows(key) else tuple(f"{name}《{self.dataset(key).title}》" for name in self.gone)
        return Rows(rows.rows, gone, rows.tables, rows.dataset)

    def own(self, key: str) -> Rows:
        """The unit's own rows alone, of a dataset that says something of the unit itself (组织机构, 文字说明, ...); lacking without."""
        own, dataset = self.inputs.rows(key) or (), self.dataset(key)
        return Rows(own, () if own else (f"{self.unit.name}《{dataset.title}》",), tables_of(own), dataset)

    def below(self, key: str) -> tuple["Scope", ...]:
        """The units below that have rows of a dataset, or should have: one that files no documents need not, nor townships of which none has any."""
        if self._is_its_own(key):
            return ()
        return tuple(child for child in self.children if child.unit.kinds != () or child.inputs.rows(key))

    def sample(self, datasets: tuple[str, ...]) -> bool:
        """Whether the unit's description, or any of the datasets (keys) here or below, is demonstration data (示例数据)."""
        tables = self.inputs.tables
        own = self.unit.sample or any(tables[key].sample for key in datasets if key in tables)
        return own or any(child.sample(datasets) for child in self.children)


def _kept(dataset: Dataset, below: Sequence[Rows]) -> Sequence[Record]:
    """The rows of a large dataset of several units."""
    return together(dataset, [rows.rows for rows in below if isinstance(rows.rows, KeptRows)])


def scopes(units: tuple[UnitInputs, ...], unplaced: tuple[str, ...] = (), elsewhen: Elsewhen = in_no_other) -> tuple[Scope, ...]:
    """One scope per unit, in the given order, each with the units whose 上级 it is.

    `unplaced` may belong below any city or province, or below a unit that has others below it.
    """
    by_name = {inputs.unit.name: inputs for inputs in units}

    def build(inputs: UnitInputs, above: tuple[str, ...]) -> Scope:
        name = inputs.unit.name
        below = [u for u in units if u.unit.parent == name and u.unit.name not in (*above, name)]
        below.sort(key=lambda u: (u.unit.order, u.unit.code))
        has_below = bool(below) or inputs.unit.level in (Level.PROVINCE, Level.CITY)
        return Scope(inputs, tuple(build(u, (*above, name)) for u in below), unplaced if has_below else (), elsewhen)

    return tuple(build(inputs, ()) for inputs in by_name.values())


def holders(scope: Scope, dataset: str) -> Iterator[Scope]:
    """The units whose own tables `scope.rows(dataset)` is put together from."""
    if scope.inputs.rows(dataset):
        yield scope
    else:
        for child in scope.below(dataset):
            yield from holders(child, dataset)
