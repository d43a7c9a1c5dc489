"""What each row under a header is: data, a total, a note, a repeated header, or nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.diagnostics import error, notice
from reportgen.inputs.assemble import Values
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.grid import Grid, Raw, is_blank
from reportgen.inputs.headings import Heading
from reportgen.inputs.numbers import plain
from reportgen.inputs.remarks import Remarks
from reportgen.inputs.schema import CellType
from reportgen.inputs.wording import fold, shorten

TOTAL_HELP = "请核对各行和合计，改正填错的数"
_TOTAL = re.compile(r".{0,8}(?:合计|总计|小计|共计):?")
_NOTE_WORDS = ("注", "备注", "说明", "附注", "填表", "填报", "制表", "审核", "审批", "负责人", "主管", "单位负责人", "统计负责人", "联系", "日期")
_NOTE = re.compile(rf"(?:{'|'.join(_NOTE_WORDS)})[^:]{{0,8}}:.*|注\d.*", re.DOTALL)
_NOTE_STARTS = frozenset(word[0] for word in _NOTE_WORDS)


def is_total(label: str) -> bool:
    """Whether a row so labelled sums up others: 合计, 总计, 小计, 全市合计."""
    return "计" in label and _TOTAL.fullmatch(fold(label)) is not None


def is_note(row: Sequence[Raw]) -> bool:
    """Whether a row is a note under the table: 注：… alone, or a line for signatures (填表人：… 审核人：…) and nothing else."""
    begun = False
    for raw in row:
        if is_blank(raw):
            continue
        text = fold(raw) if isinstance(raw, str) else ""
        if not (text[:1] in _NOTE_STARTS and _NOTE.fullmatch(text)) and not (text and begun):
            return False
        # The name may stand in the next cell.
        begun = text.endswith(":")
    return True


def label_of(row: Sequence[Raw]) -> str:
    """The row's first filled text cell (a serial number before it is passed over); empty where a row has no text."""
    return next((raw for raw in row if isinstance(raw, str) and not is_blank(raw) and not fold(raw).isdecimal()), "")


@dataclass(slots=True)
class Body:
    """The rows under a header, sorted: `data` and `totals` are row numbers of the grid."""

    data: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def sort_rows(grid: Grid, first: int, columns: Sequence[int], is_header: Callable[[Sequence[Raw]], bool]) -> Body:
    """Which rows from `first` on are data and which are totals; blank rows, notes and repeated headers are neither."""
    body = Body()
    for number in range(first, len(grid.rows)):
        row = grid.rows[number]
        filled = [column for column in columns if column < len(row) and not is_blank(row[column])]
        if not filled or is_note(row) or is_header(row):
            continue
        (body.totals if is_total(label_of(row)) else body.data).append(number)
    return body


def check_totals(grid: Grid, body: Body, columns: Mapping[int, Heading], rows: Mapping[int, Values], remarks: Remarks) -> None:
    """Says that total rows are not read as data, and reports a total that is not the sum of its rows at its cell."""
    note_totals(grid, body.totals, remarks)
    for number in body.totals:
        for column, heading in columns.items():
            if _adds_up(heading):
                _check_total(grid, body, number, column, columns, rows, remarks)


def note_totals(grid: Grid, totals: Sequence[int], remarks: Remarks) -> None:
    """Says that total rows are not read as data."""
    if totals:
        labels = "、".join(dict.fromkeys(label_of(grid.rows[number]).strip() for number in totals))
        places = [grid.place(number, 0) for number in totals]
        remarks.add(notice("inputs.total-row", f"“{shorten(labels)}”{len(places)}行是合计，不作为数据读取", *places))


def _adds_up(heading: Heading) -> bool:
    """Whether a total of the column is a sum: not of shares, rates, prices or figures that are themselves cumulative."""
    column = heading.field.column
    summable = heading.field.type in (CellType.COUNT, CellType.NUMBER) and column.unit not in ("", "%") and "/" not in column.unit
    return summable and not any(word in column.title for word in ("价", "累计", "户均"))


def _check_total(grid: Grid, body: Body, number: int, column: int, columns: Mapping[int, Heading], rows: Mapping[int, Values], remarks: Remarks) -> None:
    heading = columns[column]
    said, _ = read_cell(grid.raw(number, column), heading.field, Manner(heading.scale))
    if not isinstance(said, (int, Decimal)):
        return
    key = heading.field.key
    chosen = _chosen(grid.rows[number], columns)
    alike = [(at, row) for at, row in rows.items() if all(row.get(k) == v for k, v in chosen.items())]
    expected = missed_sum(number, Decimal(said), {at: row.get(key, 0) for at, row in alike}, body.totals)
    if expected is not None:
        message = f"“{heading.field.column.title}”的{label_of(grid.rows[number]).strip()}是{plain(Decimal(said))}，各行之和是{plain(expected)}"
        remarks.add(error("inputs.wrong-total", message, grid.place(number, column), help=TOTAL_HELP))


def missed_sum(number: int, said: Decimal, values: Mapping[int, Value], totals: Sequence[int]) -> Decimal | None:
    """The sum that the total in row `number` should have been; None where what it says is the sum of some rows it may stand for.

    It may sum up all rows, or those next to it up to another total (小计 above or below its group). A row whose value
    could not be read leaves nothing to check.
    """
    before = max((total for total in totals if total < number), default=-1)
    after = min((total for total in totals if total > number), default=None)
    groups = (
        list(values.values()),
        [value for at, value in values.items() if before < at < number],
        [value for at, value in values.items() if number < at and (after is None or at < after)],
    )
    numbers = [[Decimal(value) for value in group if isinstance(value, (int, Decimal))] for group in groups]
    if not values or len(numbers[0]) < len(values):
        return None
    # A group without rows is none: else a total of 0 in the last row would always be the sum of the rows below it.
    sums = [sum(group, Decimal(0)) for group in numbers if group]
    return None if said in sums else sums[0]


def _chosen(row: Sequence[Raw], columns: Mapping[int, Heading]) -> Values:
    """The choices that a total row gives: its sum is of the rows with the same choices."""
    chosen: Values = {}
    for column, heading in columns.items():
        if heading.field.type is CellType.CHOICE and column < len(row):
            value, _ = read_cell(row[column], heading.field)
            if value is not None:
                chosen[heading.field.key] = value
    return chosen
