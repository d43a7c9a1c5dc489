"""The cells of a large table's columns, each different one read once in a process: the files of a season hold the same ones over and over."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reportgen.diagnostics import Severity
from reportgen.inputs.assemble import missing, refusal
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.grid import Raw
from reportgen.inputs.kept_rows import plainly
from reportgen.inputs.remarks import CellDiagnostic
from reportgen.inputs.schema import Field

_MOST_REMEMBERED = 50_000
"""So many different cells of a column are remembered as they were read."""


class KnownCell(NamedTuple):
    """What a cell says: its value, what is to be said of it, why the column refuses the value (which it then doesn't have).

    `text` says all of the value that is taken, None for none; `written` is how the cell is written, None where a record shows the value so.
    """

    value: Value
    remark: CellDiagnostic | None
    refused: CellDiagnostic | None
    text: str | None
    written: str | None


Known = dict[tuple[type, Raw], KnownCell]

_known: dict[tuple[int, Decimal, bool, bool], tuple[Field, Known]] = {}
"""By column and manner; a column is known by its identity, and kept, so that no other can have it."""


def known_cells(of: Field, manner: Manner, *, labelling: bool = False) -> Known:
    """The cells of a column that were read in this process. `labelling` says whether the column stands among the labels of its table."""
    column, known = _known.setdefault((id(of), manner.scale, manner.textual, labelling), (of, {}))
    return known if column is of else {}


def read_known(raws: Sequence[Raw], of: Field, manner: Manner, *, labelling: bool = False) -> list[KnownCell]:
    """Each of these cells as `assemble.read_column` reads it."""
    known = known_cells(of, manner, labelling=labelling)
    found: list[KnownCell] = []
    for raw in raws:
        key = (type(raw), raw)
        one = known.get(key)
        if one is None:
            one = _read(raw, of, manner)
            if len(known) < _MOST_REMEMBERED:
                known[key] = one
        found.append(one)
    return found


def _read(raw: Raw, of: Field, manner: Manner) -> KnownCell:
    value, remark = read_cell(raw, of, manner)
    if value is None and of.required and (remark is None or remark.severity is not Severity.ERROR):
        remark = missing(of)
    refused = None if value is None else refusal(of, value)
    taken = None if refused is not None else value
    written = None if raw is None or str(raw) in ("", shown(taken)) else str(raw)
    return KnownCell(taken, remark, refused, None if taken is None else text_of(taken), written)


def shown(value: Value) -> str:
    """A value as a record says it of a cell of which nothing else is kept."""
    return "" if value is None else str(plainly(value) if isinstance(value, Decimal) else value)


def text_of(value: Value) -> str:
    """A value as a text that says all of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
