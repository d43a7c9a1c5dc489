"""What stands in a handed-out table already: the unit's own rows, or what the unit above has of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.diagnostics import Place
from reportgen.exchange.recipients import Recipient
from reportgen.inputs.counties import COUNTY, TOWNSHIP, VILLAGE
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import WORKBOOKS
from reportgen.inputs.grid import Raw, bare
from reportgen.inputs.likeness import stem
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.choices import Level
from reportgen.workbook.dataset import Row
from reportgen.workbook.sheet import Value
from reportgen.workspace import Workspace

_WHOSE = {Level.TOWNSHIP: TOWNSHIP, Level.VILLAGE: VILLAGE}
"""By level the column that says whose a row is; of counties and what is above them, COUNTY."""


def prefilled(workspace: Workspace, upper: UnitInputs, recipient: Recipient, datasets: Sequence[Dataset]) -> Mapping[str, Sequence[Row]]:
    """The rows to stand in a unit's tables, by dataset key: its own where it has any, else those of the unit above that name it.

    What is personal is given back to the unit that it came from alone: a table whose rows would say nothing without it is left blank.
    """
    found: dict[str, Sequence[Row]] = {}
    true = _True(workspace)
    for dataset in datasets:
        own = (recipient.inputs.rows(dataset.key) if recipient.inputs is not None else None) or ()
        if own:
            found[dataset.key] = [_own_row(dataset, row, true) for row in own]
        elif not any(field.required and field.column.personal for field in dataset.fields()):
            named = [row for row in upper.rows(dataset.key) or () if is_of(row, recipient)]
            found[dataset.key] = [_upper_row(dataset, row) for row in named]
    return {key: rows for key, rows in found.items() if rows}


def is_of(row: Record, recipient: Recipient) -> bool:
    """Whether a row of the unit above names a unit below as the one that it is about."""
    label = getattr(row, _WHOSE.get(recipient.level, COUNTY), None)
    names = {recipient.name, *((recipient.inputs.unit.label,) if recipient.inputs is not None else ())}
    return isinstance(label, str) and stem(label) in map(stem, names)


def _own_row(dataset: Dataset, row: Record, true: "_True") -> Row:
    return Row({field.key: true.value(row, field.key) if field.column.personal else getattr(row, field.key) for field in dataset.fields()})


def _upper_row(dataset: Dataset, row: Record) -> Row:
    return Row({field.key: None if field.column.personal else getattr(row, field.key) for field in dataset.fields()})


class _True:
    """What stands in cells before it is masked; of what is no workbook nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._grids: dict[tuple[str, str], Sequence[Sequence[Raw]]] = {}

    def value(self, row: Record, key: str) -> Value:
        """The value of a cell as it was typed."""
        place = row.place(key)
        if place.sheet is None or place.cell is None or not place.file.lower().endswith(tuple(WORKBOOKS)) or row.raw(key) == "":
            return None
        from reportgen.workbook.book import place as position

        number, column = position(place.cell)
        rows = self._rows(place)
        raw: Any = bare(rows[number][column]) if number < len(rows) and column < len(rows[number]) else None
        return raw if isinstance(raw, (str, int)) else None if raw is None else str(raw)

    def _rows(self, place: Place) -> Sequence[Sequence[Raw]]:
        key = (place.file, place.sheet or "")
        if key not in self._grids:
            with open_workbook(self._workspace.read(self._workspace.root / place.file), place.file) as workbook:
                self._grids[key] = workbook.sheet(place.sheet or "").rows
        return self._grids[key]
