"""Columns of raw cells -> records: each cell read, each row checked against the schema, every fault at its cell."""

from collections.abc import Sequence
from decimal import Decimal

from reportgen.diagnostics import Place, Severity, warning
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.grid import Raw
from reportgen.inputs.remarks import CellDiagnostic, CellDiagnostics, fault
from reportgen.inputs.schema import Dataset, Field, Origin, Record

Values = dict[str, Value]
"""What a row says, by field key: the values that could be read; None for a cell that could not."""


def read_column(field: Field, raws: Sequence[Raw], manner: Manner, lines: Sequence[Origin], rows: Sequence[Values], remarks: CellDiagnostics) -> None:
    """Reads one column into `rows`: a value, None for a fault, nothing for a blank cell of an optional field.

    A row that has None for the field already is left so: its fault has been reported.
    """
    key, title = field.key, field.column.title
    for raw, line, row in zip(raws, lines, rows, strict=True):
        if key in row:
            continue
        value, remark = read_cell(raw, field, manner)
        if value is not None:
            row[key] = value
        elif remark is not None and remark.severity is Severity.ERROR:
            row[key] = None
        elif field.required:
            row[key] = None
            remark = missing(field)
        if remark is not None:
            remarks.cell(title, remark, line.cells[key])


def missing(field: Field) -> CellDiagnostic:
    """The fault of a blank cell of a field that every row must fill."""
    return fault("missing-value", "没有填写", f"请填写{field.column.meaning}，例如 {field.column.example}")


def make_records(dataset: Dataset, rows: Sequence[Values], lines: Sequence[Origin], remarks: CellDiagnostics) -> tuple[Record, ...]:
    """The rows as records. A value that the schema refuses is reported at its cell and is None in its record."""
    return tuple(_record(dataset, row, line, remarks) for row, line in zip(rows, lines, strict=True))


def _record(dataset: Dataset, row: Values, line: Origin, remarks: CellDiagnostics) -> Record:
    good: Values = {}
    for key, field in dataset.columns.items():
        value = row.get(key)
        refused = None if value is None else refusal(field, value)
        if refused is None:
            good[key] = value
        else:
            remarks.cell(field.column.title, refused, line.cells[key])
    return Record(dataset, good, line)


def refusal(field: Field, value: Value) -> CellDiagnostic | None:
    """What the limits of a column say of a number in it."""
    if not isinstance(value, int | Decimal):
        return None
    if field.least is not None and value < field.least:
        return fault("negative", f"不能是负数，实际是{value}", "请核对数值，填写不小于0的数")
    if field.most is not None and value > field.most:
        return fault("above-limit", f"不能大于{field.most}，实际是{value}", f"请核对数值和单位，填写不大于{field.most}的数")
    return None


def note_repeated(rows: Sequence[Values], lines: Sequence[Origin], title: str, remarks: CellDiagnostics) -> None:
    """A warning for rows that say exactly what an earlier row says: pasted twice, most likely."""
    seen: dict[tuple[tuple[str, Value], ...], Origin] = {}
    repeated: list[Place] = []
    first: Place | None = None
    for row, line in zip(rows, lines, strict=True):
        content = tuple(row.items())
        earlier = seen.setdefault(content, line)
        if earlier is not line and None not in row.values():
            first = first or earlier.place
            repeated.append(line.place)
    if first is not None:
        message = f"“{title}”有{len(repeated)}行与前面的行完全相同（例如{repeated[0]}与{first}）"
        remarks.add(warning("inputs.repeated-row", message, *repeated, help="请核对是否重复填写，重复的请删除"))
