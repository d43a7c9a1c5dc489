"""The task table in its official form: heating paths across, each over 城区/县城, 农村 and 合计, one place a row.

An officer can paste the city's table as it stands. Each cell of a path and an area becomes a record of 改造任务, also a
cell that says 0; the columns and rows of sums are checked, not read. A column whose heading names no path or no area
gives records without one, so that every sum which it may belong to is missing, never smaller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Place, Severity, error
from reportgen.inputs.assemble import Line, Values, make_records
from reportgen.inputs.cells import Manner, Value, read_cell
from reportgen.inputs.counties import COUNTY, TOWNSHIP, Owner, claim, left_out, township_in_county
from reportgen.inputs.grid import Grid, Raw, is_blank
from reportgen.inputs.headings import HEADER_ROWS, match_field, rescaled, unit_line, unread_column
from reportgen.inputs.measures import Measure
from reportgen.inputs.remarks import Remark, Remarks
from reportgen.inputs.rows import TOTAL_HELP, Sums, compare_total, label_of, note_unchecked, report_unheaded, sort_rows
from reportgen.inputs.schema import Field, Record, Task
from reportgen.inputs.schema.choices import Area, HeatingPath
from reportgen.inputs.synonyms import find_choice
from reportgen.inputs.wording import CLOSE_CHOICE, fold, nearest, proposal, shorten

_FIELDS: Mapping[str, Field] = {field.key: field for field in Task.fields()}
_HOUSEHOLDS = _FIELDS["households"]
_UNIT = Measure(Decimal(1), _HOUSEHOLDS.column.unit)
_GRAND_TOTALS = frozenset(map(fold, ("总任务数", "任务总数", "总任务", "任务数", "总户数", "合计", "总计", "小计")))
_SUMS = frozenset(map(fold, ("合计", "小计", "总计")))
_AREAS = tuple(Area)
_NO_AREA = "（空白）"
"""What stands for the area's heading where a path has a column with none."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a column of numbers is of: `group` is its path, None for all; `part` its area, None for both.

    Either is the heading's text where that names no path or no area: the numbers are then of something unknown.
    `heading` is the column in which the group's heading stands.
    """

    group: HeatingPath | str | None
    part: Area | str | None
    heading: int

    @property
    def path(self) -> HeatingPath | None:
        """The path; None for all, and where the heading names none."""
        return self.group if isinstance(self.group, HeatingPath) else None

    @property
    def area(self) -> Area | None:
        """The area; None for both, and where the heading names none."""
        return self.part if isinstance(self.part, Area) else None

    @property
    def is_sum(self) -> bool:
        """Whether the column sums up others."""
        return self.group is None or self.part is None

    @property
    def title(self) -> str:
        """The column as a message names it: 煤改电·农村."""
        return f"{self.group or '总任务数'}·{self.part or '合计'}"

    def covers(self, part: "Slot") -> bool:
        """Whether this column's sum contains another column that is no sum."""
        return not part.is_sum and self.group in (None, part.group) and self.part in (None, part.part)


@dataclass(frozen=True, slots=True)
class Layout:
    """The two header rows (`top` and the next) and the columns under them.

    `headed` are the columns with a heading of their own, read or not. `measure` is that of the line 单位：… above.
    """

    top: int
    slots: Mapping[int, Slot]
    labels: Mapping[int, str]
    headed: frozenset[int]
    measure: Measure | None

    @property
    def scale(self) -> Decimal:
        """What the numbers are multiplied by to be in 户."""
        return (self.measure.scale_to(_UNIT) if self.measure is not None and self.measure.base else None) or Decimal(1)


def find_layout(grid: Grid, dataset: type[Record]) -> Layout | None:
    """The two-level header of a task table; None where the grid has no such header."""
    if dataset is not Task:
        return None
    for top in range(min(len(grid.rows) - 1, HEADER_ROWS)):
        if any(_is_number(raw) for raw in grid.rows[top]):
            # A row of data over another, the first without its area.
            continue
        layout = _layout(grid, top)
        if any(slot.path and slot.area for slot in layout.slots.values()):
            return layout
    return None


def _layout(grid: Grid, top: int) -> Layout:
    slots: dict[int, Slot] = {}
    labels: dict[int, str] = {}
    above, start = "", 0
    for column in range(max(len(grid.rows[top]), len(grid.rows[top + 1]))):
        upper, lower = _text(grid.raw(top, column)), _text(grid.raw(top + 1, column))
        if upper:
            # A merged heading stands in its first cell only, and holds for the columns to its right.
            above, start = upper, column
        part = _part(lower) if lower or not _path(upper) else _NO_AREA
        if part == "":
            field = match_field(upper or lower, Task) if upper or lower else None
            if field is not None and field.key in (COUNTY, TOWNSHIP):
                labels[column] = field.key
            continue
        slots[column] = Slot(None if fold(above) in _GRAND_TOTALS else _path(above) or above, part, start)
    headed = frozenset(column for row in grid.rows[top : top + 2] for column, raw in enumerate(row) if not is_blank(raw))
    return Layout(top, slots, labels, headed, unit_line(grid, top))


def _part(lower: str) -> Area | str | None:
    """What a lower heading says of its column: an area, None for a sum, itself where it is nearly an area, else nothing."""
    if fold(lower) in _SUMS:
        return None
    return _area(lower) or (lower if lower and nearest(lower, _AREAS, CLOSE_CHOICE) else "")


def _area(raw: Raw) -> Area | None:
    choice = find_choice(raw, _FIELDS["area"].choices) if isinstance(raw, str) and raw else None
    return choice if isinstance(choice, Area) else None


def _is_number(raw: Raw) -> bool:
    return isinstance(raw, (int, float)) or (isinstance(raw, str) and raw.strip().isdecimal())


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
    for problem in rescaled(_HOUSEHOLDS, layout.scale, grid.place(layout.top, min(layout.slots))):
        remarks.add(problem)
    body = sort_rows(grid, layout.top + 2, tuple(layout.slots), lambda row: _names_path(row, layout))
    rows = [_read(grid, layout, number) for number in body.data]
    claimed = claim(grid, body.data, _headings(grid, layout), layout.labels, owner, Task)
    remarks.withdraw("inputs.unknown-column", [grid.place(row, column) for row in (layout.top, layout.top + 1) for column in claimed.told])
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
        _check_across(grid, layout, row, remarks)
    _check_down(grid, layout, totals, townships, remarks)
    _check_down(grid, layout, [_read(grid, layout, number) for number in body.totals], [row for row in rows if row.number not in over], remarks)
    for problem in left_out(owner, [grid.place(row.number, 0) for row in others], len(own), Place(grid.file, grid.sheet)):
        remarks.add(problem)
    return tuple(record for row in own for record in _records(grid, layout, row, remarks))


def _headings(grid: Grid, layout: Layout) -> dict[int, str]:
    """The headings of the columns that hold no numbers."""
    rows = (layout.top + 1, layout.top)
    return {column: next((text for row in rows if (text := _text(grid.raw(row, column)))), "") for column in layout.headed - layout.slots.keys()}


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
    """Faults of the headings that name no path or no area."""
    paths = {slot.heading: slot.group for slot in layout.slots.values() if slot.group is not None and slot.path is None}
    areas = {column: slot.part for column, slot in layout.slots.items() if slot.part is not None and slot.area is None}
    for row, headings, title, choices in ((layout.top, paths, "取暖路径", tuple(HeatingPath)), (layout.top + 1, areas, "区域", _AREAS)):
        for column, text in headings.items():
            message = f"表头“{shorten(text)}”不是{title}，下面的数没有采用{proposal(text, choices, CLOSE_CHOICE)}"
            help = f"请把表头改为下列{title}之一：{'、'.join(choices)}"
            remarks.add(error("inputs.unknown-choice", message, grid.place(row, column), help=help))
    for column in sorted(layout.headed - layout.slots.keys() - layout.labels.keys()):
        row = layout.top if is_blank(grid.raw(layout.top + 1, column)) else layout.top + 1
        for problem in unread_column(Task, str(grid.raw(row, column)), grid.place(row, column)):
            remarks.add(problem)


def _report_cells(grid: Grid, layout: Layout, row: _Row, remarks: Remarks) -> None:
    for column, remark in row.remarks.items():
        slot = layout.slots[column]
        # A sum that was never calculated is no loss: the sums are only checked.
        if slot.is_sum and remark.code == "inputs.formula-without-value":
            continue
        remarks.cell(slot.title, remark, grid.place(row.number, column))


def _check_across(grid: Grid, layout: Layout, row: _Row, remarks: Remarks) -> None:
    """Each sum of a row against the numbers that it sums up."""
    unknown_area = any(slot.part is not None and slot.area is None for slot in layout.slots.values())
    for column, slot in layout.slots.items():
        said = row.numbers.get(column)
        # The sum of an area can't be checked where a column's area is unknown.
        if not slot.is_sum or not isinstance(said, int) or (slot.area and unknown_area):
            continue
        parts = [row.numbers.get(part, 0) for part, other in layout.slots.items() if slot.covers(other)]
        numbers = [part for part in parts if isinstance(part, int)]
        if parts and len(numbers) == len(parts) and sum(numbers) != said:
            message = f"“{label_of(grid.rows[row.number]).strip()}”的“{slot.title}”是{said}，各项之和是{sum(numbers)}"
            remarks.add(error("inputs.wrong-total", message, grid.place(row.number, column), help=TOTAL_HELP))


def _check_down(grid: Grid, layout: Layout, totals: Sequence[_Row], rows: Sequence[_Row], remarks: Remarks) -> None:
    """Each number of the total rows against the rows that it sums up."""
    compared: set[int] = set()
    for column, slot in layout.slots.items():
        sums = Sums({row.number: row.numbers.get(column, 0) for row in rows}, [total.number for total in totals])
        compared |= {t.number for t in totals if compare_total(grid, t.number, column, slot.title, t.numbers.get(column), sums, remarks)}
    note_unchecked(grid, [total.number for total in totals if total.number not in compared], remarks)


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
