"""空气质量: what was measured in the season and the one before, of the unit itself; those of two counties can't be added up."""

from dataclasses import dataclass, replace

from reportgen.figures.figure import cell, difference
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.rows import Rows, tables_of
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Record
from reportgen.language.figure import Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of the air, in the unit that its row names: this season, the one before, and the change, up (`change`) or down (`fall`).

    Without a value of the season before, `compared` is false.
    """

    name: str
    value: Figure
    before: Figure
    change: Figure
    fall: Figure
    line: ListingRow
    compared: bool


@dataclass(frozen=True, slots=True)
class Air:
    """空气质量 of the unit itself; without the table there are no rows, and nothing is lacking."""

    rows: tuple[Measured, ...]


def air(scope: Scope) -> Air:
    """The figures of the air, named air.N.*."""
    own = scope.inputs.rows("air") or ()
    lines = zip(listing(Rows(own, (), tables_of(own), scope.dataset("air"))), own, strict=False) if own else ()
    return Air(tuple(_measured(n, line, record) for n, (line, record) in enumerate(lines, 1)))


def _measured(n: int, line: ListingRow, record: Record) -> Measured:
    name, unit = record.item or "", record.measure or ""
    value, before = (replace(figure, label=f"{name}{figure.label}", unit=unit) for figure in (line.value, line.before))
    change = difference(f"air.{n}.change", f"{name}变化", unit, "本采暖季减上一采暖季", cell(record, "value"), cell(record, "before"))
    fall = difference(f"air.{n}.fall", f"{name}下降", unit, "上一采暖季减本采暖季", cell(record, "before"), cell(record, "value"))
    return Measured(name, value, before, change, fall, line, record.raw("before") != "")
