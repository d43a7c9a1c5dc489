"""The task table in its official form: heating paths across, each over 城区/县城, 农村 and 合计, one place a row.

An officer can paste the city's table as it stands. Each cell of a path and an area becomes a record of 改造任务, also a
cell that says 0; the columns and rows of sums are checked, not read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Place, Severity, error
from reportgen.inputs.assemble import Line, Values, make_records
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.counties import COUNTY, TOWNSHIP, Owner, left_out, township_in_county
from reportgen.inputs.grid import Grid, Raw
from reportgen.inputs.headings import HEADER_ROWS, match_field, unit_line
from reportgen.inputs.measures import Measure
from reportgen.inputs.numbers import plain
from reportgen.inputs.remarks import Remark, Remarks
from reportgen.inputs.rows import TOTAL_HELP, label_of, missed_sum, note_totals, sort_rows
from reportgen.inputs.schema import Field, Record, Task
from reportgen.inputs.schema.choices import Area, HeatingPath
from reportgen.inputs.synonyms import find_choice
from reportgen.inputs.wording import CLOSE_CHOICE, fold, proposal, shorten

_FIELDS: Mapping[str, Field] = {field.key: field for field in Task.fields()}
_HOUSEHOLDS = _FIELDS["households"]
_UNIT = Measure(Decimal(1), _HOUSEHOLDS.column.unit)
_GRAND_TOTALS = frozenset(map(fold, ("总任务数", "任务总数", "总任务", "任务数", "总户数", "合计", "总计", "小计")))
_SUMS = frozenset(map(fold, ("合计", "小计", "总计")))


@dataclass(frozen=True, slots=True)
class Slot:
    """What a column of numbers is of: a path, or None for all; an area, or None for both. `heading` is the path's column."""

    path: HeatingPath | None
    area: Area | None
    heading: int

    @property
    def is_sum(self) -> bool:
        """Whether the column sums up others."""
        return self.path is None or self.area is None

    @property
    def title(self) -> str:
        """The column as a message names it: 煤改电·农村."""
        return f"{self.path or '总任务数'}·{self.area or '合计'}"

    def covers(self, part: "Slot") -> bool:
        """Whether this column's sum contains another column that is no sum."""
        return not part.is_sum and self.path in (None, part.path) and self.area in (None, part.area)


@dataclass(frozen=True, slots=True)
class Layout:
    """The two header rows (`top` and the next) and the columns under them.

    `unknown` are headings over areas that name no path. `scale` is that of the line 单位：… above.
    """

    top: int
    slots: Mapping[int, Slot]
    labels: Mapping[int, str]
    unknown: Mapping[int, str]
    scale: Decimal


def find_layout(grid: Grid, dataset: type[Record]) -> Layout | None:
    """The two-level header of a task table; None where the grid has no such header."""
    if dataset is not Task:
        return None
    for top in range(min(len(grid.rows) - 1, HEADER_ROWS)):
        layout = _layout(grid, top)
        if any(not slot.is_sum for slot in layout.slots.values()):
            return layout
    return None


def _layout(grid: Grid, top: int) -> Layout:
    slots: dict[int, Slot] = {}
    labels: dict[int, str] = {}
    unknown: dict[int, str] = {}
    above, start = "", 0
    for column in range(max(len(grid.rows[top]), len(grid.rows[top + 1]))):
        upper, lower = _text(grid.raw(top, column)), _text(grid.raw(top + 1, column))
        if upper:
            # A merged heading stands in its first cell only, and holds for the columns to its right.
            above, start = upper, column
        area = _area(lower)
        if area is None and fold(lower) not in _SUMS:
            field = match_field(upper or lower, Task) if upper or lower else None
            if field is not None and field.key in (COUNTY, TOWNSHIP):
                labels[column] = field.key
            continue
        path = _path(above)
        if path is not None or fold(above) in _GRAND_TOTALS:
            slots[column] = Slot(path, area, start)
        else:
            unknown[start] = above
    measure = unit_line(grid, top)
    scale = measure.scale_to(_UNIT) if measure is not None and measure.base else None
    return Layout(top, slots, labels, unknown, scale or Decimal(1))


def _area(raw: Raw) -> Area | None:
    choice = find_choice(raw, _FIELDS["area"].choices) if isinstance(raw, str) and raw else None
    return choice if isinstance(choice, Area) else None


def _path(raw: Raw) -> HeatingPath | None:
    choice = find_choice(raw, _FIELDS["path"].choices) if isinstance(raw, str) and raw else None
    return choice if isinstance(choice, HeatingPath) else None


def _text(raw: Raw) -> str:
    return raw.strip() if isinstance(raw, str) else ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table: whose it is, and what its columns say. A number is absent where blank, None where unreadable."""

    number: int
    whose: Values
    numbers: Mapping[int, Value]
    remarks: Mapping[int, Remark]


def read_rows(grid: Grid, layout: Layout, owner: Owner, remarks: Remarks) -> tuple[Record, ...]:
    """The records of the owner's rows; sums that don't add up are reported at their cells."""
    _report_headings(grid, layout, remarks)
    body = sort_rows(grid, layout.top + 2, tuple(layout.slots), lambda row: _names_path(row, layout))
    rows = [_read(grid, layout, number) for number in body.data]
    own = [row for row in rows if owner.owns(row.whose)]
    others = [row for row in rows if not owner.owns(row.whose)]
    townships = [row for row in own if row.whose.get(TOWNSHIP)]
    # A county's own line over those of its townships is their total.
    totals = [row for row in own if owner.names and townships and not row.whose.get(TOWNSHIP)]
    own = [row for row in own if row not in totals]
    for row in own:
        _report_cells(grid, layout, row, remarks)
    for row in own + totals:
        _check_across(grid, layout, row, remarks)
    note_totals(grid, [*body.totals, *(row.number for row in totals)], remarks)
    for row in totals:
        _check_down(grid, layout, row, townships, [], remarks)
    for number in body.totals:
        _check_down(grid, layout, _read(grid, layout, number), [row for row in rows if row not in totals], body.totals, remarks)
    for problem in left_out(owner, [grid.place(row.number, 0) for row in others], len(own), Place(grid.file, grid.sheet)):
        remarks.add(problem)
    return tuple(record for row in own for record in _records(grid, layout, row, remarks))


def _names_path(row: Sequence[Raw], layout: Layout) -> bool:
    """Whether a row has headings again, as on a printed table's next page."""
    return any(_path(raw) or _area(raw) for raw in (row[column] for column in layout.slots if column < len(row)))


def _read(grid: Grid, layout: Layout, number: int) -> _Row:
    whose: Values = {}
    for column, key in layout.labels.items():
        label, _ = read_cell(grid.raw(number, column), _FIELDS[key])
        if label is not None:
            whose[key] = label
    manner = Manner(layout.scale, grid.textual)
    numbers: dict[int, Value] = {}
    said: dict[int, Remark] = {}
    for column in layout.slots:
        value, remark = read_cell(grid.raw(number, column), _HOUSEHOLDS, manner)
        if remark is not None:
            said[column] = remark
        if value is not None or (remark is not None and remark.severity is Severity.ERROR):
            numbers[column] = value
    return _Row(number, township_in_county(whose), numbers, said)


def _report_headings(grid: Grid, layout: Layout, remarks: Remarks) -> None:
    for column, text in layout.unknown.items():
        question = proposal(text, _FIELDS["path"].choices, CLOSE_CHOICE)
        help = f"请把表头改为下列取暖路径之一：{'、'.join(HeatingPath)}"
        remarks.add(error("inputs.unknown-choice", f"表头“{shorten(text)}”不是取暖路径，下面的数没有读取{question}", grid.place(layout.top, column), help=help))


def _report_cells(grid: Grid, layout: Layout, row: _Row, remarks: Remarks) -> None:
    for column, remark in row.remarks.items():
        slot = layout.slots[column]
        # A sum that was never calculated is no loss: the sums are only checked.
        if slot.is_sum and remark.code == "inputs.formula-without-value":
            continue
        remarks.cell(slot.title, remark, grid.place(row.number, column))


def _check_across(grid: Grid, layout: Layout, row: _Row, remarks: Remarks) -> None:
    """Each sum of a row against the numbers that it sums up."""
    for column, slot in layout.slots.items():
        said = row.numbers.get(column)
        if not slot.is_sum or not isinstance(said, int) or (layout.unknown and slot.path is None):
            continue
        parts = [row.numbers.get(part, 0) for part, other in layout.slots.items() if slot.covers(other)]
        numbers = [part for part in parts if isinstance(part, int)]
        if parts and len(numbers) == len(parts) and sum(numbers) != said:
            message = f"“{label_of(grid.rows[row.number]).strip()}”的“{slot.title}”是{said}，各项之和是{sum(numbers)}"
            remarks.add(error("inputs.wrong-total", message, grid.place(row.number, column), help=TOTAL_HELP))


def _check_down(grid: Grid, layout: Layout, total: _Row, rows: Sequence[_Row], totals: Sequence[int], remarks: Remarks) -> None:
    """Each number of a total row against the rows that it sums up."""
    for column, slot in layout.slots.items():
        said = total.numbers.get(column)
        if not isinstance(said, int):
            continue
        expected = missed_sum(total.number, Decimal(said), {row.number: row.numbers.get(column, 0) for row in rows}, totals)
        if expected is not None:
            label = label_of(grid.rows[total.number]).strip()
            message = f"“{slot.title}”的{label}是{said}，各行之和是{plain(expected)}"
            remarks.add(error("inputs.wrong-total", message, grid.place(total.number, column), help=TOTAL_HELP))


def _records(grid: Grid, layout: Layout, row: _Row, remarks: Remarks) -> tuple[Record, ...]:
    rows: list[Values] = []
    lines: list[Line] = []
    labels = {key: grid.place(row.number, column) for column, key in layout.labels.items()}
    labels.setdefault(TOWNSHIP, labels.get(COUNTY, grid.place(row.number, 0)))
    for column, slot in layout.slots.items():
        if slot.is_sum or column not in row.numbers:
            continue
        place = grid.place(row.number, column)
        header = {"path": grid.place(layout.top, slot.heading), "area": grid.place(layout.top + 1, column)}
        rows.append({**row.whose, "path": slot.path, "area": slot.area, "households": row.numbers[column]})
        lines.append(Line({**labels, **header, "households": place}, {"households": grid.raw(row.number, column)}, place))
    return make_records(Task, rows, lines, remarks)
