"""Rows of the whole county among those of its towns without the word 合计: added up, everything would count twice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportgen.diagnostics import error, notice
from reportgen.inputs.assemble import Values
from reportgen.inputs.counties import TOWNSHIP, Owner
from reportgen.inputs.remarks import CellDiagnostics
from reportgen.inputs.schema import CellType, Dataset, Origin
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.wording import fold

_LEAST = 2
"""A row that equals one other row may be another task of the same size; one that equals the sum of several is their total."""
_NUMERIC = (CellType.COUNT, CellType.NUMBER)


def doubt_wholes(dataset: Dataset, owner: Owner, rows: Sequence[Values], lines: Sequence[Origin], remarks: CellDiagnostics) -> None:
    """Reports each row without a town, or with the county's own name for one, that sums up rows of towns; its numbers are not used.

    A row without a town is a task that isn't broken down: it is doubted only where it equals the sum of the towns' rows with the same
    choices. One with the county's name is doubted wherever it isn't less than that sum; else it is such a task, too.
    """
    town = next((field for field in dataset.fields() if field.key == TOWNSHIP), None)
    if town is None or town.required or owner.level in (Level.TOWNSHIP, Level.VILLAGE):
        return
    numeric = [field for field in dataset.fields() if field.type in _NUMERIC]
    choices = [field.key for field in dataset.fields() if field.choices]
    towns: dict[tuple[object, ...], list[Values]] = {}
    wholes: list[tuple[int, bool]] = []
    for at, row in enumerate(rows):
        label = row.get(TOWNSHIP)
        named = isinstance(label, str) and fold(label) in owner.names
        if named or (label is None and TOWNSHIP not in row):
            wholes.append((at, named))
        elif label is not None:
            towns.setdefault(tuple(row.get(key) for key in choices), []).append(row)
    for at, named in wholes:
        row = rows[at]
        if named:
            row.pop(TOWNSHIP)
        beside = towns.get(tuple(row.get(key) for key in choices), [])
        filled = [field for field in numeric if row.get(field.key)]
        sums = {field.key: _sum(beside, field.key) for field in filled}
        equal = len(beside) >= _LEAST and all(row[key] == value for key, value in sums.items())
        covers = named and all(isinstance(number := row[key], (int, Decimal)) and number >= value for key, value in sums.items())
        if not (filled and beside and (equal or covers)):
            if named:
                message = f"“{town.column.title}”写的是本单位，按没有分解到乡镇的读取"
                remarks.add(notice("inputs.county-as-town", message, lines[at].cells.get(TOWNSHIP, lines[at].place)))
            continue
        what = "写的是本单位" if named else "没有填写，数等于各乡镇之和"
        message = f"“{town.column.title}”{what}，与各乡镇的行并列会重复计算，这一行的数没有采用"
        help = f"如果这一行是合计，请在“{town.column.title}”写“合计”；如果是没有分解到乡镇的任务，请与各乡镇的行分开，不要包含它们的数"
        places = (lines[at].cells.get(field.key, lines[at].place) for field in filled)
        remarks.add(error("inputs.whole-row", message, *places, help=help))
        row.update(dict.fromkeys(field.key for field in filled))


def _sum(rows: Sequence[Mapping[str, object]], key: str) -> Decimal:
    return sum((Decimal(value) for row in rows if isinstance(value := row.get(key), (int, Decimal))), Decimal(0))
