"""What stands in a handed-out table already: the unit's own rows, or what the unit above has of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Place
from reportgen.exchange.lines import lines
from reportgen.exchange.recipients import Recipient
from reportgen.inputs.counties import COUNTY, TOWNSHIP, VILLAGE
from reportgen.inputs.data_files import WORKBOOKS
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.grid import Raw
from reportgen.inputs.likeness import stem
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Dataset, Record
from reportgen.inputs.schema.choices import Level
from reportgen.workbook.dataset import Row
from reportgen.workspace import Workspace

_WHOSE = {Level.TOWNSHIP: TOWNSHIP, Level.VILLAGE: VILLAGE}
"""By level the column that says whose a row is; of counties and what is above them, COUNTY."""


def prefilled(workspace: Workspace, upper: UnitInputs, recipient: Recipient, datasets: Sequence[Dataset]) -> Mapping[str, Sequence[Row]]:
    """The rows to stand in a unit's tables, by dataset key: its own where it has any, else those of the unit above that name it.

    What is personal is given back to the unit that it came from alone: a table whose rows would say nothing without it is left blank. Raises Unreadable.
    """
    found: dict[str, Sequence[Row]] = {}
    cells = Cells(workspace)
    for dataset in datasets:
        own = (recipient.inputs.rows(dataset.key) if recipient.inputs is not None else None) or ()
        if own:
            found[dataset.key] = [Row(line.values) for line in lines(own, cells.grid)]
        elif not any(column.required and column.column.personal for column in dataset.fields()):
            named = [row for row in upper.rows(dataset.key) or () if is_of(row, recipient)]
            found[dataset.key] = [_impersonal(dataset, row) for row in named]
    return {key: rows for key, rows in found.items() if rows}


def is_of(row: Record, recipient: Recipient) -> bool:
    """Whether a row of the unit above names a unit below as the one that it is about."""
    label = getattr(row, _WHOSE.get(recipient.level, COUNTY), None)
    names = {recipient.name, *((recipient.inputs.unit.label,) if recipient.inputs is not None else ())}
    return isinstance(label, str) and stem(label) in map(stem, names)


def _impersonal(dataset: Dataset, row: Record) -> Row:
    return Row({column.key: None if column.column.personal else getattr(row, column.key) for column in dataset.fields()})


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of the workbooks of a workspace as they are, before anything is masked; each sheet is read once."""

    workspace: Workspace
    _read: dict[tuple[str, str], Sequence[Sequence[Raw]]] = field(default_factory=dict)

    def grid(self, place: Place) -> Sequence[Sequence[Raw]] | None:
        """The cells of the sheet of a place; None where that is in no workbook. Raises Unreadable."""
        if place.sheet is None or not place.file.lower().endswith(tuple(WORKBOOKS)):
            return None
        key = (place.file, place.sheet)
        if key not in self._read:
            with open_workbook(self.workspace.read(self.workspace.root / place.file), place.file) as workbook:
                self._read[key] = workbook.sheet(place.sheet).rows
        return self._read[key]
