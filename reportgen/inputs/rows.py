"""What each row under a header is: data, a total, a note, a repeated header, or nothing."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from sys import maxsize

from reportgen.diagnostics import Place, error, notice, warning
from reportgen.inputs.assemble import Values
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.grid import Grid, Raw, column_name, is_blank
from reportgen.inputs.headings import Heading
from reportgen.inputs.numbers import plain
from reportgen.inputs.remarks import Remarks
from reportgen.inputs.schema import CellType
from reportgen.inputs.wording import fold, shorten

TOTAL_HELP = "请核对各行和合计，改正填错的数"
_NUMERIC = (CellType.COUNT, CellType.NUMBER)
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


def report_unheaded(grid: Grid, headed: Collection[int], data: Iterable[int], remarks: Remarks) -> None:
    """Says which columns hold something in the rows `data`, but stand under no heading: what is there is not read."""
    found: dict[int, list[Place]] = {}
    for number in data:
        for column, raw in enumerate(grid.rows[number]):
            if column not in headed and not is_blank(raw):
                found.setdefault(column, []).append(grid.place(number, column))
    for column, places in sorted(found.items()):
        message = f"{column_name(column)}列没有表头，下面的{len(places)}处内容没有读取"
        remarks.add(warning("inputs.extra-cell", message, *places, help="如果是需要的数据，请补上表头；不是数据的请移出表格"))


def check_totals(grid: Grid, body: Body, columns: Mapping[int, Heading], rows: Mapping[int, Values], remarks: Remarks) -> None:
    """Reports a total that is not the sum of its rows at its cell, and names the total rows that could not be compared."""
    sums: dict[tuple[object, ...], Sums] = {}
    unchecked: list[int] = []
    for number in body.totals:
        chosen = _chosen(grid.rows[number], columns)
        compared: list[bool] = []
        for column, heading in columns.items():
            raw, key = grid.raw(number, column), heading.field.key
            if heading.field.type not in _NUMERIC or is_blank(raw):
                continue
            said, _ = read_cell(raw, heading.field, Manner(heading.scale))
            which = (column, *chosen.items())
            if which not in sums:
                alike = {at: row.get(key, 0) for at, row in rows.items() if all(row.get(k) == v for k, v in chosen.items())}
                sums[which] = Sums(alike, body.totals)
            compared.append(_adds_up(heading) and compare_total(grid, number, column, heading.field.column.title, said, sums[which], remarks))
        if compared and not any(compared):
            unchecked.append(number)
    note_unchecked(grid, unchecked, remarks)


def compare_total(grid: Grid, number: int, column: int, title: str, said: Value, sums: "Sums", remarks: Remarks) -> bool:
    """Whether the total in a cell could be compared with its rows; where it isn't their sum, that is reported there."""
    if not isinstance(said, (int, Decimal)) or not sums.complete:
        return False
    if Decimal(said) not in sums.of(number):
        label = label_of(grid.rows[number]).strip()
        message = f"“{title}”的{label}是{plain(Decimal(said))}，各行之和是{plain(sums.whole)}"
        remarks.add(error("inputs.wrong-total", message, grid.place(number, column), help=TOTAL_HELP))
    return True


def note_unchecked(grid: Grid, totals: Sequence[int], remarks: Remarks) -> None:
    """Says of total rows with which nothing could be compared that they are not read as data."""
    if totals:
        labels = "、".join(dict.fromkeys(label_of(grid.rows[number]).strip() for number in totals))
        places = [grid.place(number, 0) for number in totals]
        remarks.add(notice("inputs.total-row", f"“{shorten(labels)}”{len(places)}行是合计，不作为数据读取，也无法核对", *places))


class Sums:
    """The values of a column by row number, added up from the top, so that a group's sum costs no more than finding its ends.

    `totals` are the numbers of the total rows, which part the groups.
    """

    def __init__(self, values: Mapping[int, Value], totals: Sequence[int]) -> None:
        self._rows = sorted(values)
        self._totals = totals
        numbers = [value for row in self._rows if isinstance(value := values[row], (int, Decimal))]
        self._running = list(accumulate(map(Decimal, numbers), initial=Decimal(0)))
        self.complete = bool(values) and len(numbers) == len(values)
        """Whether there are rows and each has been read: else there is nothing to compare with."""

    @property
    def whole(self) -> Decimal:
        """The sum of all rows."""
        return self._running[-1]

    def of(self, number: int) -> tuple[Decimal, ...]:
        """What a total in row `number` may sum up: all rows, or those next to it up to another total (小计 above or below its group)."""
        at = bisect_left(self._totals, number)
        before = self._totals[at - 1] if at else -1
        after = self._totals[at + 1] if at + 1 < len(self._totals) else maxsize
        groups = ((-1, maxsize), (before, number), (number, after))
        ends = [(bisect_right(self._rows, first), bisect_left(self._rows, last)) for first, last in groups]
        # A group without rows is none: else a total of 0 in the last row would always be the sum of the rows below it.
        return tuple(self._running[last] - self._running[first] for first, last in ends if first < last)


def _adds_up(heading: Heading) -> bool:
    """Whether a total of the column is a sum: not of shares, rates, prices or figures that are themselves cumulative."""
    column = heading.field.column
    summable = heading.field.type in _NUMERIC and column.unit not in ("", "%") and "/" not in column.unit
    return summable and not any(word in column.title for word in ("价", "累计", "户均"))


def _chosen(row: Sequence[Raw], columns: Mapping[int, Heading]) -> Values:
    """The choices that a total row gives: its sum is of the rows with the same choices."""
    chosen: Values = {}
    for column, heading in columns.items():
        if heading.field.type is CellType.CHOICE and column < len(row):
            value, _ = read_cell(row[column], heading.field)
            if value is not None:
                chosen[heading.field.key] = value
    return chosen
