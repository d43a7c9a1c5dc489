"""What a unit leaves out and the units above it give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from reportgen.diagnostics import Place
from reportgen.inputs.counties import TOWNSHIP
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.records import NotRead, Table, UnitInputs
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import References, Schedule, Section, Unit
from reportgen.ledger.engine import quoted

S = TypeVar("S", bound=Section)


def above_of(unit: Unit, by_name: Mapping[str, Unit]) -> list[Unit]:
    """The units above a unit, nearest first, each once."""
    found: list[Unit] = []
    above = by_name.get(unit.parent or "")
    while above is not None and not any(above is other for other in found):
        found.append(above)
        above = by_name.get(above.parent or "")
    return found


def with_inherited(units: Sequence[UnitInputs]) -> list[UnitInputs]:
    """The units of a season, each knowing those above it, with what it leaves out and they give: dates (时限), cited documents (引用文件)."""
    by_name = {inputs.unit.name: inputs.unit for inputs in units}
    return [_inheriting(inputs, above_of(inputs.unit, by_name)) for inputs in units]


def _inheriting(inputs: UnitInputs, above: Sequence[Unit]) -> UnitInputs:
    """A unit that knows the one above it, with what it leaves out and those above give.

    The rows of a village call its township as that one's own rows, and the county's, do: by its 简称 where it has one.
    """
    unit = _completed(inputs.unit, above)
    town = above[0] if above and above[0].level is Level.TOWNSHIP else None
    if town is None or town.label == town.name or isinstance(inputs.tables, NotRead):
        return replace(inputs, unit=unit)
    return replace(inputs, unit=unit, tables={key: _in_township(table, town) for key, table in inputs.tables.items()})


def _in_township(table: Table, town: Unit) -> Table:
    """A village's table with its township by that one's 简称."""
    if isinstance(table.rows, KeptRows):
        name, label = quoted(town.name), quoted(town.label)
        renamed = {TOWNSHIP: f"CASE WHEN {TOWNSHIP} = {name} THEN {label} ELSE {TOWNSHIP} END"}
        return replace(table, rows=table.rows.changed(renamed)) if TOWNSHIP in table.dataset.columns else table
    rows = (row.changed({TOWNSHIP: town.label}) if getattr(row, TOWNSHIP, None) == town.name else row for row in table.rows)
    return replace(table, rows=tuple(rows))


def _completed(unit: Unit, above: Sequence[Unit]) -> Unit:
    """The unit with each date and cited document that it leaves out taken, with its place, from the nearest unit above that gives it."""
    chain = (unit, *above)
    schedule = _nearest(Schedule, [u.schedule for u in chain])
    references = _nearest(References, [u.references for u in chain])
    found = unit.model_copy(update={"schedule": schedule, "references": references})
    return found.under(above[0]) if above else found


def _nearest(kind: type[S], sections: Sequence[S]) -> S:
    """A section each of whose values is that of the first of `sections` that gives it."""
    values: dict[str, object] = {}
    places: dict[str, Place] = {}
    for key in kind.model_fields:
        giver = next((section for section in sections if getattr(section, key) not in (None, ())), None)
        if giver is not None:
            values[key] = getattr(giver, key)
            place = giver.place(key)
            if place is not None:
                places[key] = place
    return kind.model_validate(values).at(places)
