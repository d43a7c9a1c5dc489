"""What each row under a header is: data, a total, a part of another, a note, a repeated header, or nothing."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Place, warning
from reportgen.inputs.aggregates import Aggregate, AggregateKind, Labels, indented
from reportgen.inputs.grid import Raw, SheetGrid, column_name, is_blank
from reportgen.inputs.remarks import CellDiagnostics
from reportgen.inputs.wording import fold

_NOTE_WORDS = ("注", "备注", "说明", "附注", "填表", "填报", "制表", "审核", "审批", "负责人", "主管", "单位负责人", "统计负责人", "联系", "日期")
_NOTE = re.compile(rf"(?:{'|'.join(_NOTE_WORDS)})[^:]{{0,8}}:.*|注\d.*", re.DOTALL)
_ITEM = re.compile(r"\s*(?:[（(]?\d{1,2}[.．、)）]|[①-⑳])")
_NOTE_STARTS = frozenset(word[0] for word in _NOTE_WORDS)


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


def _goes_on(row: Sequence[Raw]) -> bool:
    """Whether a row below a note is its next item: 2.… alone, or blank."""
    texts = [raw for raw in row if not is_blank(raw)]
    return len(texts) <= 1 and all(isinstance(text, str) and _ITEM.match(text) for text in texts)


@dataclass(slots=True)
class Body:
    """The rows under a header, sorted, by their numbers in the grid: `parts` are those that say 其中：…."""

    data: list[int] = field(default_factory=list)
    totals: dict[int, Aggregate] = field(default_factory=dict)
    parts: dict[int, Aggregate] = field(default_factory=dict)


def sort_rows(grid: SheetGrid, first: int, columns: Sequence[int], labels: Labels, is_header: Callable[[Sequence[Raw]], bool]) -> Body:
    """Which rows from `first` on are data and which sum up or break down others; blank rows, notes and repeated headers are neither."""
    body = Body()
    before: Aggregate | None = None
    named: set[int] = set()
    last = first
    noted = False
    for number in range(first, len(grid.rows)):
        row = grid.rows[number]
        filled = [column for column in columns if column < len(row) and not is_blank(row[column])]
        noted = is_note(row) or (noted and _goes_on(row))
        if not filled or noted or is_header(row):
            continue
        found = labels.aggregate(number) or (_continued(grid, number, last, before, labels, named) if before and body.data else None)
        if found is None:
            body.data.append(number)
            at = {column for column in labels.columns if column < len(row) and not is_blank(row[column])}
            named = at if len(body.data) == 1 else named & at
            last = number
        else:
            (body.parts if found.kind is AggregateKind.PART else body.totals)[number] = found
        before = found
    for number in [number for number, found in body.totals.items() if found.kind is AggregateKind.WHOLE and not _sums_up(number, found, body, labels)]:
        del body.totals[number]
        body.data.append(number)
    body.data.sort()
    return body


def _sums_up(number: int, whole: Aggregate, body: Body, labels: Labels) -> bool:
    """Whether a row of the whole (全县) has rows that it may sum up: some with the same other labels (地热, 农村)."""
    others = {fold(text) for column, text in labels.texts(number) if column != whole.column}
    return any(others <= {fold(text) for _, text in labels.texts(at)} for at in body.data)


def _continued(grid: SheetGrid, number: int, last: int, before: Aggregate, labels: Labels, named: Collection[int]) -> Aggregate | None:
    """The aggregate that goes on in a row: one without the label (合计 stands in its first row only), or set in further than the row it is a part of.

    `last` is the last row of data, `named` are the columns of labels that no row of data leaves blank.
    """
    texts = labels.texts(number)
    if before.kind is AggregateKind.PART:
        own = grid.raw(number, before.column)
        return Aggregate(AggregateKind.PART, before.column, str(own).strip()) if indented(own) > indented(grid.raw(last, before.column)) else None
    if before.column in named and is_blank(labels.raw(number, before.column)) and texts and min(column for column, _ in texts) > before.column:
        return before
    return None


def report_unheaded(grid: SheetGrid, headed: Collection[int], data: Iterable[int], remarks: CellDiagnostics) -> None:
    """Says which columns hold something in the rows `data`, but stand under no heading: what is there is not read."""
    found: dict[int, list[Place]] = {}
    for number in data:
        for column, raw in enumerate(grid.rows[number]):
            if column not in headed and not is_blank(raw):
                found.setdefault(column, []).append(grid.place(number, column))
    for column, places in sorted(found.items()):
        message = f"{column_name(column)}列没有表头，下面的{len(places)}处内容没有读取"
        remarks.add(warning("inputs.extra-cell", message, *places, help="如果是需要的数据，请补上表头；不是数据的请移出表格"))
