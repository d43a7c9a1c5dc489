"""What stands in personal columns of a large table, whole, as its files have it: for the one document that an office keeps of each household for itself.

Nothing of it is kept, and nothing else asks for it: what is read, figured and composed has the masked texts of `personal_cells`.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from reportgen.inputs.delimited import cell_text, text_and_separator
from reportgen.inputs.excel import entered, open_workbook
from reportgen.inputs.grid import Raw, is_blank
from reportgen.inputs.kept_rows import Part
from reportgen.inputs.large import MOST_BYTES
from reportgen.workspace import Workspace


def true_values(workspace: Workspace, part: Part, keys: Iterable[str]) -> Mapping[int, Mapping[str, str | None]]:
    """The cells of some columns (keys) as texts, by the number of their row in the part's file; without those of columns that the file hasn't.

    Of what was read cell by cell from YAML nothing: it has neither rows nor columns. Raises Unreadable, and Moved where the file is another by now.
    """
    columns = {key: part.positions[key] for key in keys if key in part.positions}
    if not columns or part.origins:
        return {}
    path = workspace.root / part.place.file
    data = workspace.read(path, MOST_BYTES)
    if path.suffix.lower() == ".csv":
        text, separator = text_and_separator(data)
        return {number: _row(cells, columns) for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))}
    with open_workbook(data, part.place.file) as workbook:
        rows = workbook.stored(part.place.sheet or workbook.names[0]).rows
        return {number: _row(cells, columns) for number, cells in enumerate(rows)}


def _row(cells: Sequence[Raw], columns: Mapping[str, int]) -> dict[str, str | None]:
    return {key: _text(cells[at]) if at < len(cells) else None for key, at in columns.items()}


def _text(raw: Raw) -> str | None:
    """A cell as a person reads it: a number that was stored as a number has no decimals."""
    value = cell_text(raw) if isinstance(raw, str) else entered(raw)
    return None if is_blank(value) else str(value).strip()
