"""Total rows and rows of parts against the rows that they speak of: a wrong one is told at its cell, none is ever added."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from sys import maxsize

from reportgen.diagnostics import error, notice, warning
from reportgen.inputs.aggregates import Aggregate, AggregateKind, Labels
from reportgen.inputs.assemble import Values
from reportgen.inputs.cells import NUMERIC, Manner, Value, read_cell
from reportgen.inputs.grid import PercentNumber, Raw, SheetGrid, is_blank
from reportgen.inputs.headings import Heading
from reportgen.inputs.numbers import plain
from reportgen.inputs.remarks import CellDiagnostics, reading
from reportgen.inputs.rows import Body
from reportgen.inputs.schema import CellType
from reportgen.inputs.wording import fold, shorten

TOTAL_HELP = "请核对各行和合计，改正填错的数"
_RUNNING_HELP = "请核对；累计数包含表中没有列出的以前的数的，不必处理"
_WRITTEN = re.compile(r"\d[\d,，\s]*(?:\.(\d+))?")
_SUMS = (AggregateKind.TOTAL, AggregateKind.RUNNING, AggregateKind.WHOLE)
_MANY_TOTALS = 300
"""With more total rows than this, only the groups next to a total are compared with it: longer tables have no third level of totals."""


def check_aggregates(grid: SheetGrid, body: Body, labels: Labels, columns: Mapping[int, Heading], rows: Mapping[int, Values], remarks: CellDiagnostics) -> None:
    """Reports each total that isn't the sum of its rows and each part that is larger than its whole, and names the rows that could not be compared.

    `rows` are the values of the rows of data by number.
    """
    numeric = {column: heading for column, heading in columns.items() if heading.field.type in NUMERIC}
    choices = {number: _chosen(grid.rows[number], columns) for number in body.totals}
    compared: dict[int, bool] = {}
    for column, heading in numeric.items():
        title, key = heading.field.column.title, heading.field.key
        said = {number: value for number in (*body.totals, *body.parts) if (value := _said(grid, number, column, heading)) is not None}
        by_choice: dict[tuple[tuple[str, Value], ...], dict[int, StatedTotal]] = {}
        for number in body.totals:
            if not is_blank(grid.raw(number, column)):
                compared.setdefault(number, False)
            if number in said:
                by_choice.setdefault(tuple(choices[number].items()), {})[number] = said[number]
        if not _adds_up(heading):
            continue
        for chosen, alike in by_choice.items():
            values = {at: row.get(key, 0) for at, row in rows.items() if all(row.get(k) == v for k, v in chosen)}
            sums = Sums(values, tuple(body.totals))
            for number in check_column(grid, column, title, alike, body.totals, sums, labels, remarks, coarse=heading.scale > 1):
                compared[number] = True
        check_parts(grid, column, title, said, body, {at: row.get(key) for at, row in rows.items()}, remarks)
    if not report_no_data(grid, body, remarks):
        note_unchecked(grid, {number: body.totals[number] for number, done in compared.items() if not done}, remarks)
        note_parts(grid, body, remarks)


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """What a total's cell says, and half of what its last shown digit is worth (`quantum`)."""

    value: Decimal
    quantum: Decimal


def said_in(raw: Raw, value: Value) -> StatedTotal | None:
    """The number of a cell that has been read as `value`, in the column's own unit, as exact as it is shown; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    text = plain(Decimal(format(raw.value * 100, ".13g"))) if isinstance(raw, PercentNumber) else format(raw, ".15g") if isinstance(raw, float) else str(raw)
    match = _WRITTEN.search(text)
    if match is None or "e" in text.casefold():
        return StatedTotal(Decimal(value), Decimal(0))
    digits = len(match[1] or "")
    shown = Decimal(re.sub(r"[^\d.]", "", match[0]))
    scale = abs(Decimal(value) / shown) if shown else Decimal(1)
    return StatedTotal(Decimal(value), Decimal(1).scaleb(-digits) * scale)


def may_be_rounding(said: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether a total is off the sum of its parts by no more than comes of rounding each of them to the last digit that one of them shows.

    Rounding is off by a digit's 1/√12 in the mean square: of n parts and their total hardly ever (three times that) by more than 3·√((n+1)/12) digits,
    which are 1 of two parts, 2 of ten.
    """
    numbers = [part for part in parts if part]
    if len(numbers) < 2:  # noqa: PLR2004  # what has one part is that part
        return False
    digit = Decimal(1).scaleb(min(int(number.normalize().as_tuple().exponent) for number in (said, *numbers) if number))
    return 4 * (said - sum(numbers)) ** 2 <= 3 * (len(numbers) + 1) * digit**2


def _said(grid: SheetGrid, number: int, column: int, heading: Heading) -> StatedTotal | None:
    raw = grid.raw(number, column)
    return None if is_blank(raw) else said_in(raw, read_cell(raw, heading.field, Manner(heading.scale))[0])


def check_column(
    grid: SheetGrid,
    column: int,
    title: str,
    said: Mapping[int, StatedTotal],
    totals: Mapping[int, Aggregate],
    sums: "Sums",
    labels: Labels,
    remarks: CellDiagnostics,
    *,
    coarse: bool,
) -> list[int]:
    """The numbers of the totals of a column that could be compared with their rows; a wrong one is reported at its cell.

    `coarse`: the column is written in a larger unit than its own (万户), so its rows may be rounded as well as its totals.
    """
    if not sums.complete:
        return []
    own = {number: value for number, value in said.items() if totals[number].kind in _SUMS}
    groups = {number: sums.indexes(labels.rows_named.get(totals[number].group, ())) for number in own if totals[number].group}
    # Each subtotal that is right by itself: a total may also be the sum of these as they are shown.
    subtotals = {n: s.value for n, s in own.items() if any(sums.agree(s, span) for span in sums.groups(n))}
    for number, one in own.items():
        group = groups.get(number, ())
        spans = sums.groups(number) if group else [sums.whole, *sums.groups(number), *sums.nested(number)]
        exact = any(sums.of(span) == one.value for span in spans) or (group and sums.of_rows(group) == one.value)
        if exact or sum(value for at, value in subtotals.items() if at != number) == one.value != 0:
            continue
        near = next((sums.of(span) for span in spans if sums.agree(one, span)), None)
        if near is None and group and sums.agree_rows(one, group):
            near = sums.of_rows(group)
        if near is None and coarse:
            parts = [sums.values(span) for span in spans] + [[sums.values(sums.whole)[at] for at in group]]
            near = next((sum(numbers, Decimal(0)) for numbers in parts if may_be_rounding(one.value, numbers)), None)
        label, place = totals[number].label, grid.place(number, column)
        if near is not None:
            example = f"“{label}”是{plain(one.value)}，各行之和是{plain(near)}，按四舍五入视为相符"
            remarks.cell(title, reading("rounded-total", "的合计经过四舍五入", example), place)
            continue
        message = f"“{title}”的{label}是{plain(one.value)}，各行之和是{plain(sums.expected(number, totals[number], group))}"
        if totals[number].kind is AggregateKind.RUNNING:
            remarks.add(warning("inputs.wrong-total", message, place, help=_RUNNING_HELP))
        else:
            remarks.add(error("inputs.wrong-total", message, place, help=TOTAL_HELP))
    return list(own)


def check_parts(
    grid: SheetGrid, column: int, title: str, said: Mapping[int, StatedTotal], body: Body, values: Mapping[int, Value], remarks: CellDiagnostics
) -> None:
    """Reports a part (其中：…) that is larger than the row above it and than every total above."""
    data, breaks = sorted(body.data), sorted((*body.totals, *body.parts))
    lines = sorted((*body.data, *body.totals))
    totals = [at for at in sorted(body.totals) if at in said]
    largest = list(accumulate((said[at].value for at in totals), max))
    for number, part in body.parts.items():
        if number not in said:
            continue
        above = lines[bisect_left(lines, number) - 1] if lines and lines[0] < number else -1
        whole = said[above].value if above in body.totals and above in said else None
        if above in values and isinstance(value := values[above], (int, Decimal)):
            whole = Decimal(value)
        before = bisect_left(totals, number)
        if whole is None or said[number].value <= max(whole, largest[before - 1] if before else whole):
            continue
        following = bisect_right(breaks, number)
        end = bisect_left(data, breaks[following]) if following < len(breaks) else len(data)
        below = [values[at] for at in data[bisect_right(data, number) : end]]
        if sum(value for value in below if isinstance(value, (int, Decimal))) == said[number].value:
            # It stands over its own rows: 其中：鹅城镇, then the villages.
            continue
        message = f"“{title}”的“{shorten(part.label)}”是{plain(said[number].value)}，大于它所属的第{above + 1}行的{plain(whole)}"
        remarks.add(error("inputs.part-too-large", message, grid.place(number, column), help="请核对其中项和它所属的数，改正填错的数"))


def note_unchecked(grid: SheetGrid, totals: Mapping[int, Aggregate], remarks: CellDiagnostics) -> None:
    """Says of total rows with which nothing could be compared that they are not read as data."""
    for what, kinds in (("合计", _SUMS), ("平均数、比例一类的数", (AggregateKind.DERIVED,))):
        found = {number: total for number, total in totals.items() if total.kind in kinds}
        if found:
            places = [grid.place(number, 0) for number in found]
            remarks.add(notice("inputs.total-row", f"“{_names(found)}”{len(places)}行是{what}，不作为数据读取，也无法核对", *places))


def note_parts(grid: SheetGrid, body: Body, remarks: CellDiagnostics) -> None:
    """Says that rows 其中：… are not counted again."""
    if body.parts:
        places = [grid.place(number, part.column) for number, part in body.parts.items()]
        remarks.add(notice("inputs.part-row", f"“{_names(body.parts)}”{len(places)}行是上面的数的一部分，不另外计入", *places))


def report_no_data(grid: SheetGrid, body: Body, remarks: CellDiagnostics) -> bool:
    """Whether a table has nothing but totals and parts, with numbers in them: then that is told instead of anything about these rows."""
    rows = {**body.totals, **body.parts}
    filled = {number: row for number, row in rows.items() if any(_holds_number(raw) for raw in grid.rows[number])}
    if body.data or not filled:
        return False
    places = [grid.place(number, row.column) for number, row in filled.items()]
    message = f"只有“{_names(filled)}”，没有数据行，都没有读取"
    help = "请填写各行数据；如果这些行就是数据，请去掉行首的“其中：”，把“合计”改为它的名称或者留空"
    remarks.add(error("inputs.no-data-row", message, *places, help=help))
    return True


def _holds_number(raw: Raw) -> bool:
    """Whether a cell holds a number other than 0, which a form has where nothing is filled in."""
    if isinstance(raw, str):
        return raw.strip("0.") != "" and raw.strip().replace(",", "").replace(".", "", 1).isdecimal()
    return isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool) and raw != 0


def _names(rows: Mapping[int, Aggregate]) -> str:
    return shorten("、".join(dict.fromkeys(row.label for row in rows.values())))


Span = tuple[int, int]
"""Rows of data that stand together: the first and the end, counted among the rows of data."""


class Sums:
    """The values of a column by row number, added up from the top, so that a group's sum costs no more than finding its ends.

    `totals` are the numbers of the total rows, which part the groups.
    """

    def __init__(self, values: Mapping[int, Value], totals: Sequence[int]) -> None:
        self._rows = sorted(values)
        self._totals = sorted(totals)
        numbers = [value for row in self._rows if isinstance(value := values[row], (int, Decimal))]
        self.complete = bool(values) and len(numbers) == len(values)
        """Whether there are rows and each has been read: else there is nothing to compare with."""
        self._values = list(map(Decimal, numbers))
        self._running = list(accumulate(self._values, initial=Decimal(0)))

    def of(self, span: Span) -> Decimal:
        """The sum of a span's rows."""
        return self._running[span[1]] - self._running[span[0]]

    def values(self, span: Span) -> list[Decimal]:
        """The values of a span's rows."""
        return self._values[span[0] : span[1]]

    def of_rows(self, rows: Collection[int]) -> Decimal:
        """The sum of the rows at these indexes."""
        return sum((self._values[at] for at in rows), Decimal(0))

    @property
    def whole(self) -> Span:
        """All rows."""
        return 0, len(self._rows)

    def groups(self, number: int) -> list[Span]:
        """The rows next to a total in row `number`, up to another total: 小计 stands above or below its group."""
        at = bisect_left(self._totals, number)
        before = self._totals[at - 1] if at else -1
        after = self._totals[at + 1] if at + 1 < len(self._totals) else maxsize
        # A group without rows is none: else a total of 0 in the last row would always be the sum of the rows below it.
        return [span for span in (self._span(before, number), self._span(number, after)) if span[0] < span[1]]

    def nested(self, number: int) -> Iterator[Span]:
        """Several groups together, up to the total or from it on: what a total over subtotals sums up."""
        if len(self._totals) > _MANY_TOTALS:
            return
        ends = (-1, *self._totals, maxsize)
        for end in ends:
            span = self._span(end, number) if end < number else self._span(number, end)
            if span[0] < span[1]:
                yield span

    def agree(self, said: StatedTotal, span: Span) -> bool:
        """Whether a total is the sum of a span, or that sum rounded as the total is, or the sum of the rows each so rounded."""
        total = self.of(span)
        if total == said.value:
            return True
        if abs(total - said.value) > said.quantum * (span[1] - span[0]):
            return False
        return said.value in (_rounded(total, said.quantum), sum(_rounded(value, said.quantum) for value in self.values(span)))

    def agree_rows(self, said: StatedTotal, rows: Collection[int]) -> bool:
        """The same of the rows at these indexes."""
        return said.value in (_rounded(self.of_rows(rows), said.quantum), sum(_rounded(self._values[at], said.quantum) for at in rows))

    def indexes(self, rows: Sequence[int]) -> tuple[int, ...]:
        """The indexes of those of the rows with these numbers that are summed up here."""
        found = ((at, bisect_left(self._rows, at)) for at in rows)
        return tuple(index for at, index in found if index < len(self._rows) and self._rows[index] == at)

    def expected(self, number: int, total: Aggregate, group: Collection[int]) -> Decimal:
        """The sum that a wrong total should most likely have been."""
        if group:
            return self.of_rows(group)
        near = self.groups(number)
        return self.of(near[0] if near and "小计" in fold(total.label) else self.whole)

    def _span(self, first: int, last: int) -> Span:
        return bisect_right(self._rows, first), bisect_left(self._rows, last)


def _rounded(number: Decimal, quantum: Decimal) -> Decimal:
    """A number rounded to whole multiples of `quantum`, half away from zero, as Excel's ROUND does."""
    return (number / quantum).quantize(Decimal(1), ROUND_HALF_UP) * quantum if quantum else number


def _adds_up(heading: Heading) -> bool:
    """Whether a total of the column is a sum: not of shares, rates, prices or figures that are themselves cumulative."""
    column = heading.field.column
    summable = heading.field.type in NUMERIC and column.unit not in ("", "%") and "/" not in column.unit
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
