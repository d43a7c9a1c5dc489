"""Units that are written among a table's rows (over its second page, in a remark) and aren't those by which its numbers are read: never passed over."""

from collections.abc import Collection, Mapping, Sequence

from reportgen.diagnostics import Diagnostic, error
from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.heading_text import read_heading
from reportgen.inputs.headings import Header, Heading
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.schema import Dataset
from reportgen.inputs.unit_marks import NO_MARK, Mark, is_line, read_line, read_unit_cell
from reportgen.inputs.wording import shorten

_HELP = "请把各行的数统一成一种单位，只在表头或者表格上方写明一次；单位不同的表请分开放在不同的工作表"
_SPEAKING = frozenset("元万亿户米㎡亩顷吨%％位¥￥")
"""A text without one of these names no unit: looked at first, for the sake of tables of ten thousand rows."""


def check_inner_units(grid: SheetGrid, dataset: Dataset, header: Header, data: Sequence[int]) -> list[Diagnostic]:
    """The units among the rows that make the numbers of a column others than they are read as.

    One that stands between rows of data speaks of those below it; where nothing before the first row says the same, it can't be told what those
    above it are in.
    """
    if not data:
        return []
    numeric = {column: heading for column, heading in header.columns.items() if heading.field.type in NUMERIC}
    rows = frozenset(data)
    said_before = any(isinstance(raw, str) and speaks_of_units(raw) and _mark(raw, dataset) for row in grid.rows[: data[0]] for raw in row)
    problems: list[Diagnostic] = []
    for number in range(data[0], data[-1] + 1):
        for column, raw in enumerate(grid.rows[number]):
            if not isinstance(raw, str) or (number in rows and column in header.columns) or not speaks_of_units(raw):
                continue
            mark = _mark_in_row(raw, column in header.headed) if number in rows else _mark(raw, dataset)
            about = {column: numeric[column]} if number not in rows and column in numeric and not is_line(raw) else numeric
            titles = _differing(mark, about, expected=said_before or number in rows)
            if titles:
                message = f"表中间写的单位“{shorten(raw)}”与{'、'.join(titles)}读取时的单位不同，没有采用"
                problems.append(error("inputs.two-units", message, grid.place(number, column), help=_HELP))
    return problems


def speaks_of_units(text: str) -> bool:
    """Whether a text may name a unit."""
    return not _SPEAKING.isdisjoint(text)


def _mark(text: str, dataset: Dataset) -> Mark:
    """What a heading, a cell of a row of units or a line says of units."""
    named = read_heading(text, dataset)
    return named.mark if named is not None else read_unit_cell(text) or read_line(text)


def _mark_in_row(text: str, headed: bool) -> Mark:
    """What a cell beside a row's data says of units: 单位：元, or a unit alone where no heading says what else it may be."""
    if is_line(text):
        return read_line(text)
    return NO_MARK if headed else read_unit_cell(text)


def _differing(mark: Mark, columns: Mapping[int, Heading], *, expected: bool) -> Collection[str]:
    """The titles of the columns of which a mark speaks that are read in another unit; without one `expected`, in any unit but their own."""
    titles: list[str] = []
    for heading in columns.values():
        own = parse_measure(heading.field.column.unit)
        scales = [scale for measure in mark.measures if own is not None and (scale := measure.scale_to(own)) is not None]
        if scales and (heading.scale not in scales or (heading.scale != 1 and not expected)):
            titles.append(f"“{heading.field.column.title}”")
    return titles
