"""Total rows and rows of parts against the rows that they speak of: a wrong one is told at its cell, none is ever added."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from reportgen.diagnostics import error, notice, warning
from reportgen.inputs.aggregates import Aggregate, AggregateKind, Labels
from reportgen.inputs.assemble import Values
from reportgen.inputs.cells import NUMERIC, Manner, Value, read_cell
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.headings import Heading
from reportgen.inputs.numbers import plain
from reportgen.inputs.remarks import CellDiagnostics, reading
from reportgen.inputs.rows import Body
from reportgen.inputs.schema import CellType
from reportgen.inputs.sums import StatedTotal, Sums, may_be_rounding, said_in
from reportgen.inputs.wording import shorten

TOTAL_HELP = "请核对各行和合计，改正填错的数"
_RUNNING_HELP = "请核对；累计数包含表中没有列出的以前的数的，不必处理"
_SUMS = (AggregateKind.TOTAL, AggregateKind.RUNNING, AggregateKind.WHOLE)


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


def _said(grid: SheetGrid, number: int, column: int, heading: Heading) -> StatedTotal | None:
    raw = grid.raw(number, column)
    return None if is_blank(raw) else said_in(raw, read_cell(raw, heading.field, Manner(heading.scale))[0])


def check_column(
    grid: SheetGrid,
    column: int,
    title: str,
    said: Mapping[int, StatedTotal],
    totals: Mapping[int, Aggregate],
    sums: Sums,
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
