"""A grid -> a table of records: header, columns, rows, totals, merged cells."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs import wide
from reportgen.inputs.aggregates import labels_of
from reportgen.inputs.assemble import Values, make_records, note_repeated, read_column
from reportgen.inputs.beneath import is_number_row, row_of_units
from reportgen.inputs.cells import Manner
from reportgen.inputs.counties import COUNTY, TOWNSHIP, Owner, claim, left_out, township_in_county
from reportgen.inputs.ditto import ask_about_blanks, take_from_above
from reportgen.inputs.grid import Raw, RowCells, SheetGrid, Span, is_blank
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.headings import Header, Heading, find_header
from reportgen.inputs.hidden import report_hidden
from reportgen.inputs.inner_units import check_inner_units
from reportgen.inputs.layouts import find_layout
from reportgen.inputs.masking import mask_grid, told_apart
from reportgen.inputs.records import Table
from reportgen.inputs.remarks import CellDiagnostics, fault, reading
from reportgen.inputs.rows import report_unheaded, sort_rows
from reportgen.inputs.scales import is_line_row
from reportgen.inputs.schema import CellType, Dataset, Origin, Record
from reportgen.inputs.shapes import crosswise, layout_fault
from reportgen.inputs.totals import check_aggregates
from reportgen.inputs.whole import doubt_wholes
from reportgen.inputs.wording import fold, shorten

NOT_YET, ZERO_REPORT = "尚未填报", "零报告"
"""What a cell above the headings says of a table without rows: that nobody has filled it in yet, or that there is none."""

_SAMPLE_MARKS = (fold("sample: true"), fold("示例数据"))
_NUMERIC = (CellType.COUNT, CellType.NUMBER)


def read_table(grid: SheetGrid, dataset: Dataset, owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
    """The table of `dataset` in `grid`, as far as it can be read, and all that is to be said about it.

    None where it has no header, or no rows and the mark 尚未填报. Of a table for several counties only the owner's rows are read.
    """
    masked = mask_grid(grid, dataset)
    table, problems = _read_masked(masked.grid, masked.persons, dataset, owner)
    return table, [*problems, *masked.problems]


def _read_masked(grid: SheetGrid, persons: Mapping[int, str], dataset: Dataset, owner: Owner) -> tuple[Table | None, list[Diagnostic]]:
    remarks = CellDiagnostics()
    layout = find_layout(grid, dataset)
    if layout is not None:
        shape = layout_fault(grid, layout)
        if shape is not None:
            return None, [shape]
        records = wide.read_rows(grid, layout, owner, remarks)
        for problem in report_hidden(grid, layout.bottom + 1, wide.fields(layout)):
            remarks.add(problem)
        return Table(dataset, records, is_sample(grid, layout.top)), remarks.diagnostics()
    header, problems = find_header(grid, dataset, owner.implied)
    shape = crosswise(grid, dataset, header)
    if shape is not None:
        return None, [shape]
    if header is None:
        return None, problems
    for problem in problems:
        remarks.add(problem)
    records = _Reader(grid, dataset, header, remarks, persons).records(owner)
    for problem in report_hidden(grid, header.body, {column: heading.field for column, heading in header.columns.items()}):
        remarks.add(problem)
    if not records and _is_not_yet(grid, header.bottom):
        return None, remarks.diagnostics()
    return Table(dataset, records, is_sample(grid, header.bottom)), remarks.diagnostics()


def _is_not_yet(grid: SheetGrid, above: int) -> bool:
    """Whether a cell above the header says that nobody has filled the table in yet."""
    return any(isinstance(raw, str) and fold(raw) == fold(NOT_YET) for row in grid.rows[:above] for raw in row)


def is_sample(grid: SheetGrid, above: int) -> bool:
    """Whether a cell above the header marks the table as demonstration data."""
    return any(isinstance(raw, str) and fold(raw).lstrip("#").startswith(_SAMPLE_MARKS) for row in grid.rows[:above] for raw in row)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows under one header."""

    grid: SheetGrid
    dataset: Dataset
    header: Header
    remarks: CellDiagnostics
    persons: Mapping[int, str] = field(default_factory=dict)

    def records(self, owner: Owner) -> tuple[Record, ...]:
        """The owner's rows; what is to be said of all rows, totals and notes among them, is added to the remarks."""
        columns = self.header.columns
        labels = labels_of(self.grid, self.header.body, {column: heading.field for column, heading in columns.items()})
        body = sort_rows(self.grid, self.header.body, tuple(columns), labels, self._repeats_header)
        body.data = [number for number in body.data if not self._is_aside(number)]
        fields = {column: heading.field.key for column, heading in columns.items()}
        for problem in check_inner_units(self.grid, self.dataset, self.header, body.data):
            self.remarks.add(problem)
        claimed = claim(self.grid, body.data, self.header.texts(self.grid), fields, owner, self.dataset)
        self.remarks.withdraw("inputs.unknown-column", [self.grid.place(self.header.bottom, column) for column in claimed.told])
        for problem in claimed.problems:
            self.remarks.add(problem)
        own = [number for number in body.data if number not in claimed.others]
        others = [number for number in body.data if number in claimed.others]
        rows, lines = self._read(own, columns, self.remarks)
        # The rows of other counties count in the totals; their faults are theirs to mend.
        foreign, _ = self._read(others, columns, CellDiagnostics())
        every = {**dict(zip(own, rows, strict=True)), **dict(zip(others, foreign, strict=True))}
        check_aggregates(self.grid, body, labels, columns, every, self.remarks)
        for problem in left_out(owner, [self.grid.place(row, 0) for row in others], len(own), Place(self.grid.file, self.grid.sheet)):
            self.remarks.add(problem)
        longer = {number: at for number, row in zip(own, rows, strict=True) if (at := self._beyond_header(number, row)) is not None}
        if longer:
            count = f"有{len(longer)}行" if len(longer) > 1 else "这一行"
            places = (self.grid.place(number, at) for number, at in longer.items())
            help = "数字中的千位分隔符请去掉，或者给整个数字加英文双引号"
            self.remarks.add(error("inputs.extra-cell", f"{count}的格数比表头多，数值没有采用", *places, help=help))
        whole = [number for number in own if number not in longer]
        report_unheaded(self.grid, self.header.headed, whole, self.remarks)
        note_repeated(told_apart(self.persons, own, rows), lines, self.dataset.title, self.remarks)
        doubt_wholes(self.dataset, owner, rows, lines, self.remarks)
        if COUNTY in self.dataset.columns:
            rows = [township_in_county(row) for row in rows]
        rows = [owner.completed(row, self.dataset) for row in rows]
        return make_records(self.dataset, rows, lines, self.remarks)

    def _beyond_header(self, number: int, row: Values) -> int | None:
        """The first cell of a CSV row beyond its header: the row has been split in the wrong place, and none of its numbers can be trusted."""
        last = max(self.header.headed, default=-1)
        extra = [at for at in range(last + 1, len(self.grid.rows[number])) if not is_blank(self.grid.raw(number, at))]
        if not self.grid.textual or not extra:
            return None
        row.update({heading.field.key: None for heading in self.header.columns.values() if heading.field.type in _NUMERIC})
        return extra[0]

    def _is_aside(self, number: int) -> bool:
        """Whether a row is a line about units, or numbers the columns under headings that are repeated."""
        row, above = self.grid.rows[number], self.grid.rows[number - 1]
        fields = {column: heading.field for column, heading in self.header.columns.items()}
        return is_line_row(self.grid, number) or (self._repeats_header(above) and (is_number_row(row) or bool(row_of_units(row, fields))))

    def _repeats_header(self, row: Sequence[Raw]) -> bool:
        """Whether a row has the headings again, as on a printed table's next page."""
        repeated = 0
        for column, heading in self.header.columns.items():
            if column >= len(row) or is_blank(raw := row[column]):
                continue
            # Most rows are told by their first cell.
            if not isinstance(raw, str) or (field := match_field(raw, self.dataset)) is None or field.key != heading.field.key:
                return False
            repeated += 1
        return repeated > 1

    def _read(self, numbers: Sequence[int], columns: Mapping[int, Heading], remarks: CellDiagnostics) -> tuple[list[Values], list[Origin]]:
        """The values of the given rows and columns, column by column."""
        places = {heading.field.key: column for column, heading in columns.items()}
        first = min(columns, default=0)
        place, raw = self.grid.place, self.grid.raw
        lines = [Origin(RowCells(place, places, number), RowCells(raw, places, number), place(number, first)) for number in numbers]
        rows: list[Values] = [{} for _ in numbers]
        spans: dict[int, list[Span]] = {}
        for span in self.grid.merged:
            spans.setdefault(span.left, []).append(span)
        for column, heading in columns.items():
            raws = [self.grid.raw(number, column) for number in numbers]
            self._fill_merged(spans.get(column, ()), heading, numbers, raws, rows, remarks)
            take_from_above(heading.field, raws, lines, rows, remarks)
            ask_about_blanks(heading.field, raws, lines, rows, (TOWNSHIP,), remarks)
            read_column(heading.field, raws, Manner(heading.scale, self.grid.textual), lines, rows, remarks)
        return rows, lines

    def _fill_merged(
        self, spans: Iterable[Span], heading: Heading, numbers: Sequence[int], raws: list[Raw], rows: list[Values], remarks: CellDiagnostics
    ) -> None:
        """Gives each row the value of the merged cell of the column that it is in; a merged number can't be given to anyone."""
        field = heading.field
        for span in spans:
            inside = range(bisect_left(numbers, span.top), bisect_right(numbers, span.bottom))
            value = self.grid.raw(span.top, span.left)
            if len(inside) <= 1 or is_blank(value):
                continue
            place = self.grid.place(span.top, span.left)
            if field.type in _NUMERIC:
                help = "请取消合并，在各行分别填写"
                remarks.cell(field.column.title, fault("merged-number", f"是合并单元格，不能确定{len(inside)}行各自的数值", help), place)
                for index in inside:
                    rows[index][field.key] = None
            else:
                remarks.cell(field.column.title, reading("merged", "是合并单元格", f"“{shorten(value)}”用于合并的{len(inside)}行"), place)
                for index in inside:
                    raws[index] = value
