"""The rows of a table that is written across, its headings as layouts.py finds them: one place a row, groups and parts side by side.

An officer can paste the city's table as it stands. Each cell of a group and a part becomes a record, also a
cell that says 0; the columns and rows of sums are checked, not read. A column whose heading names no group or no part
gives records without one, so that every sum which it may belong to is missing, never smaller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Place, Severity, error
from reportgen.inputs.aggregates import Aggregate, AggregateKind, Labels
from reportgen.inputs.assemble import Values, make_records, missing
from reportgen.inputs.beneath import is_number_row, look_beneath
from reportgen.inputs.cells import Manner, Value, how_to_add, read_cell
from reportgen.inputs.counties import COUNTY, TOWNSHIP, Owner, claim, left_out, township_in_county
from reportgen.inputs.ditto import ask_about_blanks, take_from_above
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.heading_text import trailing_unit
from reportgen.inputs.headings import unread_column
from reportgen.inputs.layouts import Layout, choice_of
from reportgen.inputs.remarks import CellDiagnostic, CellDiagnostics, reading
from reportgen.inputs.rows import Body, report_unheaded, sort_rows
from reportgen.inputs.scales import check_lines, is_line_row, lines_about, rescaled, scale_column
from reportgen.inputs.schema import Field, Origin, Record
from reportgen.inputs.sums import StatedTotal, Sums, may_be_rounding, said_in
from reportgen.inputs.totals import TOTAL_HELP, check_column, check_parts, note_parts, note_unchecked, report_no_data
from reportgen.inputs.unit_marks import Mark
from reportgen.inputs.wording import CLOSE_CHOICE, fold, proposal, shorten

_Scales = Mapping[int, Decimal | None]
"""What each column's numbers are multiplied by to be in 户; None where that can't be known."""


def fields(layout: Layout) -> Mapping[int, Field]:
    """The fields that the columns of a layout hold."""
    return {**{column: layout.field(key) for column, key in layout.labels.items()}, **dict.fromkeys(layout.slots, layout.field(layout.across.number))}


def _scales(grid: SheetGrid, layout: Layout, units: Mapping[int, tuple[Mark, int]], remarks: CellDiagnostics) -> _Scales:
    """The scales of the columns; `units` are those in a row under the headings. What is to be said of it goes to the remarks."""
    lines = lines_about(grid, layout.top, layout.bottom)
    counted = layout.field(layout.across.number)
    problems = check_lines(lines, (counted,))
    scales: dict[int, Decimal | None] = {}
    for column, slot in layout.slots.items():
        heading = trailing_unit(str(grid.raw(*slot.unit_at) or "")), grid.place(*slot.unit_at)
        beneath = (units[column][0], grid.place(units[column][1], column)) if column in units else None
        scaled = scale_column(counted, heading, beneath, lines, frozenset((counted.column.unit,)))
        problems += scaled.problems
        if scaled.scale is not None and scaled.scale not in scales.values():
            problems += rescaled(counted, scaled.scale, grid.place(layout.top, column))
        scales[column] = scaled.scale
    for problem in dict.fromkeys(problems):
        remarks.add(problem)
    return scales


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table: whose it is, and what its columns say. A number is absent where blank, None where unreadable.

    `whose` has its place, and its path or area where these go down the side. `said` are the remarks by column.
    """

    number: int
    whose: Values
    numbers: Mapping[int, Value]
    said: Mapping[int, CellDiagnostic]


def read_rows(grid: SheetGrid, layout: Layout, owner: Owner, remarks: CellDiagnostics) -> tuple[Record, ...]:
    """The records of the owner's rows; sums that don't add up are reported at their cells."""
    _report_headings(grid, layout, remarks)
    beneath = look_beneath(grid.rows, layout.bottom + 1, dict.fromkeys(layout.slots, layout.field(layout.across.number)))
    scales = _scales(grid, layout, beneath.units, remarks)
    labels = _labels(grid, layout)
    body = sort_rows(grid, layout.bottom + 1 + beneath.rows, tuple(layout.slots), labels, lambda row: _names_path(row, layout))
    body.data = [number for number in body.data if not _is_aside(grid, layout, number)]
    rows = [_read(grid, layout, scales, number, whose, said) for number, (whose, said) in _whose(grid, layout, labels, body.data, remarks).items()]
    claimed = claim(grid, body.data, _headings(grid, layout), layout.labels, owner, layout.dataset)
    at = [grid.place(row, column) for row in range(layout.top, layout.bottom + 1) for column in claimed.told]
    remarks.withdraw("inputs.unknown-column", at)
    for problem in claimed.problems:
        remarks.add(problem)
    own = [row for row in rows if row.number not in claimed.others]
    others = [row for row in rows if row.number in claimed.others]
    townships = [row for row in own if row.whose.get(TOWNSHIP)]
    # A county's own line over those of its townships is their total.
    totals = [row for row in own if owner.names and townships and not row.whose.get(TOWNSHIP)]
    over = {row.number for row in totals}
    own = [row for row in own if row.number not in over]
    report_unheaded(grid, layout.headed, [row.number for row in own], remarks)
    for row in own:
        _report_cells(grid, layout, row, remarks)
    for row in own + totals:
        _check_across(grid, layout, scales, row, labels, remarks)
    named = {row.number: Aggregate(AggregateKind.TOTAL, 0, _name(labels, row.number)) for row in totals}
    _check_down(grid, layout, scales, labels, totals, named, townships, remarks)
    summed = [_read(grid, layout, scales, number, *one) for number, one in _whose(grid, layout, labels, list(body.totals), CellDiagnostics()).items()]
    _check_down(grid, layout, scales, labels, summed, body.totals, [row for row in rows if row.number not in over], remarks)
    _check_parts(grid, layout, scales, body, [*rows, *summed], remarks)
    for problem in left_out(owner, [grid.place(row.number, 0) for row in others], len(own), Place(grid.file, grid.sheet)):
        remarks.add(problem)
    return tuple(record for row in own for record in _records(grid, layout, row, remarks))


def _labels(grid: SheetGrid, layout: Layout) -> Labels:
    """The labels of the rows: all that stands left of the first column of numbers."""
    columns = {*range(min(layout.slots)), *layout.labels} - layout.slots.keys()
    return Labels(grid, layout.bottom + 1, tuple(sorted(columns)), frozenset(fold(choice) for key in layout.across[:2] for choice in layout.field(key).choices))


def _names_path(row: Sequence[Raw], layout: Layout) -> bool:
    """Whether a row has headings again, as on a printed table's next page."""
    texts = [raw for column in layout.slots if column < len(row) and isinstance(raw := row[column], str)]
    return any(choice_of(text, layout.dataset, key) for text in texts for key in layout.across[:2])


def _whose(
    grid: SheetGrid, layout: Layout, labels: Labels, numbers: Sequence[int], remarks: CellDiagnostics
) -> dict[int, tuple[Values, dict[int, CellDiagnostic]]]:
    """What the labels of each row say, and the remarks on them by column."""
    found: dict[int, tuple[Values, dict[int, CellDiagnostic]]] = {number: ({}, {}) for number in numbers}
    lines = [Origin({key: grid.place(number, column) for column, key in layout.labels.items()}, {}, grid.place(number, 0)) for number in numbers]
    rows = [whose for whose, _ in found.values()]
    for column, key in layout.labels.items():
        raws = [labels.raw(number, column) for number in numbers]
        take_from_above(layout.field(key), raws, lines, rows, remarks)
        ask_about_blanks(layout.field(key), raws, lines, rows, (TOWNSHIP,), remarks)
        for raw, (whose, said) in zip(raws, found.values(), strict=True):
            label, remark = read_cell(raw, layout.field(key))
            if key in whose:
                continue
            if label is not None:
                whose[key] = label
            elif key in layout.across:
                whose[key], said[column] = None, remark or missing(layout.field(key))
    return found


def _headings(grid: SheetGrid, layout: Layout) -> dict[int, str]:
    """The headings of the columns that hold no numbers."""
    rows = range(layout.bottom, layout.top - 1, -1)
    columns = layout.headed - layout.slots.keys()
    return {column: next((raw for row in rows if isinstance(raw := grid.raw(row, column), str) and raw.strip()), "") for column in columns}


def _is_aside(grid: SheetGrid, layout: Layout, number: int) -> bool:
    """Whether a row is a line about units, or numbers the columns under headings that are repeated."""
    return is_line_row(grid, number) or (is_number_row(grid.rows[number]) and _names_path(grid.rows[number - 1], layout))


def _read(grid: SheetGrid, layout: Layout, scales: _Scales, number: int, whose: Values, said: dict[int, CellDiagnostic]) -> _Row:
    numbers: dict[int, Value] = {}
    for column in layout.slots:
        scale = scales[column]
        value, remark = read_cell(grid.raw(number, column), layout.field(layout.across.number), Manner(scale or Decimal(1), grid.textual))
        if scale is None and value is not None:
            numbers[column] = None
            continue
        if remark is not None:
            said[column] = remark
        if value is not None or (remark is not None and remark.severity is Severity.ERROR):
            numbers[column] = value
    return _Row(number, township_in_county(whose), numbers, said)


def _report_headings(grid: SheetGrid, layout: Layout, remarks: CellDiagnostics) -> None:
    """Faults of the headings that name no path or no area."""
    slots = layout.slots.values()
    of_group, of_part, _ = layout.across
    groups = {slot.heads[of_group]: slot.group for slot in slots if slot.group is not None and slot.known_group is None}
    parts = {slot.heads[of_part]: slot.part for slot in slots if slot.part is not None and slot.known_part is None}
    for headings, field in ((groups, layout.field(of_group)), (parts, layout.field(of_part))):
        title, choices = field.column.title, field.choices
        for at, text in headings.items():
            message = f"表头“{shorten(text)}”不是{title}，下面的数没有采用{proposal(str(text), choices, CLOSE_CHOICE)}"
            help = f"请把表头改为下列{title}之一：{'、'.join(choices)}{how_to_add(text, field)}"
            remarks.add(error("inputs.unknown-choice", message, grid.place(*at), help=help))
    for column in sorted(layout.headed - layout.slots.keys() - layout.labels.keys()):
        row = next(row for row in range(layout.bottom, -1, -1) if not is_blank(grid.raw(row, column)))
        for problem in unread_column(layout.dataset, str(grid.raw(row, column)), grid.place(row, column)):
            remarks.add(problem)


def _report_cells(grid: SheetGrid, layout: Layout, row: _Row, remarks: CellDiagnostics) -> None:
    for column, remark in row.said.items():
        slot = layout.slots.get(column)
        # A sum that was never calculated is no loss: the sums are only checked.
        if slot is not None and slot.is_sum and remark.code == "inputs.formula-without-value":
            continue
        title = layout.field(layout.labels[column]).column.title if slot is None else slot.title
        remarks.cell(title, remark, grid.place(row.number, column))


def _check_across(grid: SheetGrid, layout: Layout, scales: _Scales, row: _Row, labels: Labels, remarks: CellDiagnostics) -> None:
    """Each sum of a row against the numbers that it sums up."""
    unknown_group = any(slot.group is not None and slot.known_group is None for slot in layout.slots.values())
    unknown_part = any(slot.part is not None and slot.known_part is None for slot in layout.slots.values())
    for column, slot in layout.slots.items():
        said = row.numbers.get(column)
        # The sum of a part can't be checked where a column's part is unknown.
        if not slot.is_sum or not isinstance(said, int) or (slot.known_part and unknown_part) or (slot.known_group and unknown_group):
            continue
        parts = [row.numbers.get(part, 0) for part, other in layout.slots.items() if slot.covers(other)]
        numbers = [part for part in parts if isinstance(part, int)]
        if not parts or len(numbers) < len(parts) or sum(numbers) == said:
            continue
        if _is_coarse(scales, column) and may_be_rounding(Decimal(said), [Decimal(number) for number in numbers]):
            example = f"“{_name(labels, row.number)}”是{said}，各项之和是{sum(numbers)}，按四舍五入视为相符"
            remarks.cell(slot.title, reading("rounded-total", "经过四舍五入", example), grid.place(row.number, column))
        else:
            message = f"“{_name(labels, row.number)}”的“{slot.title}”是{said}，各项之和是{sum(numbers)}"
            remarks.add(error("inputs.wrong-total", message, grid.place(row.number, column), help=TOTAL_HELP))


def _name(labels: Labels, number: int) -> str:
    return "".join(text for _, text in labels.texts(number))


def _said(grid: SheetGrid, row: _Row, column: int) -> StatedTotal | None:
    return said_in(grid.raw(row.number, column), row.numbers.get(column))


def _is_coarse(scales: _Scales, column: int) -> bool:
    """Whether a column is written in 万户, and not in 户."""
    return (scales[column] or 0) > 1


def _check_down(
    grid: SheetGrid,
    layout: Layout,
    scales: _Scales,
    labels: Labels,
    totals: Sequence[_Row],
    named: Mapping[int, Aggregate],
    rows: Sequence[_Row],
    remarks: CellDiagnostics,
) -> None:
    """Each number of the total rows against the rows that it sums up: those of its path or area, where it gives one."""
    compared: set[int] = set()
    for chosen in {tuple((key, total.whose.get(key)) for key in layout.across[:2]): None for total in totals}:
        alike = [total for total in totals if all(total.whose.get(key) == value for key, value in chosen)]
        summed = [row for row in rows if all(value is None or row.whose.get(key) == value for key, value in chosen)]
        for column, slot in layout.slots.items():
            said = {total.number: one for total in alike if (one := _said(grid, total, column)) is not None}
            sums = Sums({row.number: row.numbers.get(column, 0) for row in summed}, tuple(named))
            compared.update(check_column(grid, column, slot.title, said, named, sums, labels, remarks, coarse=_is_coarse(scales, column)))
    filled = {total.number for total in totals if total.numbers}
    note_unchecked(grid, {number: total for number, total in named.items() if number in filled - compared}, remarks)


def _check_parts(grid: SheetGrid, layout: Layout, scales: _Scales, body: Body, rows: Sequence[_Row], remarks: CellDiagnostics) -> None:
    parts = (_read(grid, layout, scales, number, {}, {}) for number in body.parts)
    every = {row.number: row for row in (*rows, *parts)}
    for column, slot in layout.slots.items():
        said = {number: one for number in (*body.totals, *body.parts) if (one := _said(grid, every[number], column)) is not None}
        check_parts(grid, column, slot.title, said, body, {number: every[number].numbers.get(column) for number in body.data}, remarks)
    if not report_no_data(grid, body, remarks):
        note_parts(grid, body, remarks)


def _records(grid: SheetGrid, layout: Layout, row: _Row, remarks: CellDiagnostics) -> tuple[Record, ...]:
    rows: list[Values] = []
    lines: list[Origin] = []
    of_group, of_part, number = layout.across
    places = {key: grid.place(row.number, column) for column, key in layout.labels.items()}
    places.setdefault(TOWNSHIP, places.get(COUNTY, grid.place(row.number, 0)))
    for column, slot in layout.slots.items():
        if slot.is_sum or column not in row.numbers:
            continue
        place = grid.place(row.number, column)
        down = {key: row.whose.get(key, value) for key, value in ((of_group, slot.known_group), (of_part, slot.known_part))}
        heads = {key: grid.place(*at) for key, at in slot.heads.items()}
        rows.append({**row.whose, **down, number: row.numbers[column]})
        lines.append(Origin({**heads, **places, number: place}, {number: grid.raw(row.number, column)}, place))
    return make_records(layout.dataset, rows, lines, remarks)
