"""What a unit's figures are computed over: its own tables, or, where it has none, those of the units below it."""

from dataclasses import dataclass
from typing import TypeVar

from reportgen.figures.rows import Rows, tables_of
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.unit import Unit

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Scope:
    """A unit with the units below it, in the order of the tables."""

    inputs: UnitInputs
    children: tuple["Scope", ...] = ()

    @property
    def unit(self) -> Unit:
        """The unit's description."""
        return self.inputs.unit

    def rows(self, dataset: type[R]) -> Rows[R]:
        """The unit's own rows; where it has no such table, or an empty one, the rows of the units below it.

        A unit below that files no documents (文种: []) need not have a table; any other that lacks it is named in
        `lacking`, so that a sum over the rows is missing, not too small.
        """
        own = self.inputs.rows(dataset)
        if own:
            return Rows(own, (), tables_of(own))
        below = [child.rows(dataset) for child in self.children if child.unit.kinds != () or child.inputs.rows(dataset)]
        if not below:
            return Rows((), (f"{self.unit.name}《{dataset.TITLE}》",))
        together = tuple(r for rows in below for r in rows.rows)
        return Rows(together, tuple(what for rows in below for what in rows.lacking), tuple(place for rows in below for place in rows.tables))

    def sample(self, datasets: tuple[str, ...]) -> bool:
        """Whether the unit's description, or any of the datasets (keys) here or below, is demonstration data (示例数据)."""
        return self.unit.sample or self._sample_tables(datasets)

    def _sample_tables(self, datasets: tuple[str, ...]) -> bool:
        tables = self.inputs.tables
        return any(tables[key].sample for key in datasets if key in tables) or any(
            child._sample_tables(datasets)  # noqa: SLF001  # a scope's own
            for child in self.children
        )


def scopes(units: tuple[UnitInputs, ...]) -> tuple[Scope, ...]:
    """One scope per unit, in the given order, each with the units whose 上级 it is."""
    by_name = {inputs.unit.name: inputs for inputs in units}

    def build(inputs: UnitInputs, above: tuple[str, ...]) -> Scope:
        name = inputs.unit.name
        below = [u for u in units if u.unit.parent == name and u.unit.name not in (*above, name)]
        below.sort(key=lambda u: (u.unit.order, u.unit.code))
        return Scope(inputs, tuple(build(u, (*above, name)) for u in below))

    return tuple(build(inputs, ()) for inputs in by_name.values())
