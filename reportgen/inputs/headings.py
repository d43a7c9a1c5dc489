"""Finding a table's header row and matching its headings to the columns of the data dictionary."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Place, error, warning
from reportgen.inputs.beneath import look_beneath, row_of_units
from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.grid import Raw, SheetGrid, column_name, is_blank
from reportgen.inputs.heading_text import Named, heads_areas, match_field, read_heading, trailing_unit, unit_within, unit_written
from reportgen.inputs.measures import parse_measure
from reportgen.inputs.scales import check_lines, columns_of_units, lines_about, rescaled, scale_column
from reportgen.inputs.schema import Dataset, Field
from reportgen.inputs.stacks import joined
from reportgen.inputs.unit_marks import is_line
from reportgen.inputs.wording import CLOSE_CHOICE, CLOSE_ENOUGH, fold, nearest, shorten, split_bracket

HEADER_ROWS = 30
"""The header is looked for in the first rows only: titles, notes on filling in and lines about units stand above it, never whole pages."""

_LEAST_MATCHES = 2
"""One text that names a field may be a title or a word of the data."""
_DEEPEST = 3
"""Rows of headings that may stand over each other: each further one would be looked for in all first rows."""
_UNREAD = frozenset(map(fold, ("序号", "备注", "说明", "编号", "No", "No.")))
"""Headings of columns that a table may have beside its data, and that nobody expects to be read."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: the field that it holds, and what its numbers are multiplied by to be in the field's unit."""

    field: Field
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's header ends, and which of its columns hold which fields."""

    bottom: int
    """The last row of headings."""
    body: int
    """The first row of data: under the headings may stand a row of units or of the columns' numbers."""
    columns: Mapping[int, Heading]
    headed: frozenset[int]
    """The columns that stand under any heading, also one that isn't read."""

    def texts(self, grid: SheetGrid) -> Mapping[int, str]:
        """The headings by column: the lowest text of the header's levels; empty over a column without any."""
        width = max(map(len, grid.rows[self.bottom :]), default=0)
        rows = range(self.bottom, max(self.bottom - _DEEPEST, -1), -1)
        return {column: next((raw for row in rows if isinstance(raw := grid.raw(row, column), str) and raw.strip()), "") for column in range(width)}


def propose_field(text: str, fields: Sequence[Field]) -> Field | None:
    """The field whose title or alias is most like a heading that names none; a required one need not be as like it."""
    return _likest(text, fields, CLOSE_ENOUGH) or _likest(text, [field for field in fields if field.required], CLOSE_CHOICE)


def _likest(text: str, fields: Iterable[Field], close: float) -> Field | None:
    by_name = {name: field for field in fields for name in (*field.column.aliases, field.column.title)}
    name = nearest(split_bracket(fold(text))[0], by_name, close)
    return None if name is None else by_name[name]


def _proposals(unknown: Mapping[int, str], fields: Sequence[Field]) -> dict[int, Field]:
    """The fields that unknown headings may mean, each meant by one heading; the likest are given out first."""
    meant: dict[int, Field] = {}
    left = list(fields)
    for close, optional in ((CLOSE_ENOUGH, True), (CLOSE_CHOICE, False)):
        for index, text in unknown.items():
            field = _likest(text, [field for field in left if optional or field.required], close) if index not in meant else None
            if field is not None:
                meant[index] = field
                left.remove(field)
    return meant


def find_header(grid: SheetGrid, dataset: Dataset, implied: Collection[str] = ()) -> tuple[Header | None, list[Diagnostic]]:
    """The header of a table of `dataset`: one row, or two or three where merged headings stand over others.

    Problems: no header, a column twice, a required column missing, a column that is not in the data dictionary. `implied` are the fields (keys)
    that need no column: whose table it is tells them.
    """
    found = _best_header(grid, dataset)
    if found is None:
        return None, [_no_header(grid, dataset)]
    top, bottom, texts = found
    return _match_columns(grid, dataset, bottom, texts, implied, above=top)


def _best_header(grid: SheetGrid, dataset: Dataset) -> tuple[int, int, list[str]] | None:
    """The rows, one to three, whose texts name most of the dataset's fields, and the heading of each column; of equals one row, and an upper one."""
    filled = [frozenset(column for column, text in enumerate(_texts(row)) if text.strip()) for row in grid.rows[: HEADER_ROWS + _DEEPEST - 1]]
    best, most = None, _LEAST_MATCHES - 1
    for depth in range(1, _DEEPEST + 1):
        for top in range(min(len(grid.rows) - depth + 1, HEADER_ROWS)):
            # A heading is one field's: rows with texts in no more columns than fields are found already can't have more.
            if len(frozenset().union(*filled[top : top + depth])) <= most:
                continue
            texts = _texts(grid.rows[top]) if depth == 1 else joined(grid, top, depth, lambda text: match_field(text, dataset))
            matches = _matches(texts, dataset)
            if matches > most:
                best, most = (top, top + depth - 1, texts), matches
    return best


def _no_header(grid: SheetGrid, dataset: Dataset) -> Diagnostic:
    """The fault of a table without a header; where a row is nearly one, what is wrong in it."""
    required = "、".join(field.column.title for field in dataset.fields() if field.required)
    fault = f"没有找到“{dataset.title}”的表头"
    nearly = [(row, *_nearly_header(grid, row, dataset)) for row in range(min(len(grid.rows), HEADER_ROWS))]
    row, score, wrong = max(nearly, key=lambda found: found[1], default=(0, 0, {}))
    if score < _LEAST_MATCHES:
        help = f"请在数据上方加一行表头，至少有这些列：{required}"
        return error("inputs.no-header", fault, Place(grid.file, grid.sheet), help=help)
    texts = {index: str(grid.raw(row, index)) for index in sorted(wrong)}
    questions = "，".join(f"“{shorten(text)}”是否应为“{wanted(wrong[index], text)}”" for index, text in texts.items())
    help = f"如果这一行是表头，请把各列改为数据字典中的列名，至少有：{required}"
    return error("inputs.no-header", f"{fault}；第{row + 1}行最像，其中{questions}", grid.place(row, min(wrong)), help=help)


def _nearly_header(grid: SheetGrid, row: int, dataset: Dataset) -> tuple[int, dict[int, Field]]:
    """How many columns a row names rightly or nearly, and the fields that its wrong headings may mean."""
    texts = {index: text for index, text in enumerate(_texts(grid.rows[row])) if text.strip() and not _is_aside(text)}
    known = {index: field for index, text in texts.items() if (field := match_field(text, dataset)) is not None}
    unknown = {index: text for index, text in texts.items() if index not in known}
    meant = _proposals(unknown, [field for field in dataset.fields() if field not in known.values()])
    return len(set(known.values())) + len(meant), meant


def _matches(texts: Iterable[str], dataset: Dataset) -> int:
    return len({field.key for text in texts if text and (field := match_field(text, dataset))})


def _texts(row: Sequence[Raw]) -> list[str]:
    return [raw if isinstance(raw, str) else "" for raw in row]


def _match_columns(
    grid: SheetGrid, dataset: Dataset, bottom: int, texts: Sequence[str], implied: Collection[str], above: int
) -> tuple[Header, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    found: dict[int, Named] = {}
    unknown: dict[int, str] = {}
    first: dict[str, int] = {}
    for index, text in enumerate(texts):
        if not text.strip():
            continue
        named = read_heading(text, dataset)
        if named is None:
            if not is_line(text):
                unknown[index] = text
        elif named.field.key in first:
            title, earlier = named.field.column.title, first[named.field.key]
            found.pop(earlier, None)
            message = f"“{title}”有两列：{column_name(earlier)}列和{column_name(index)}列，都没有读取"
            places = (grid.place(bottom, earlier), grid.place(bottom, index))
            problems.append(error("inputs.duplicate-column", message, *places, help="请只保留一列，或者改正另一列的表头"))
        else:
            first[named.field.key] = index
            found[index] = named
    fields = {index: named.field for index, named in found.items()}
    beneath = look_beneath(grid.rows, bottom + 1, fields)
    # Units over the headings are each column's own, as those under them; a line with a label is the whole table's.
    over = grid.rows[above - 1] if above and not any(is_line(raw) for raw in grid.rows[above - 1] if isinstance(raw, str)) else ()
    units = {**{index: (mark, above - 1) for index, mark in row_of_units(over, fields).items()}, **beneath.units}
    by_row = columns_of_units(grid, bottom, unknown)
    lines = (*by_row.values(), *lines_about(grid, above, bottom))
    numeric = [named.field for named in found.values() if named.field.type in NUMERIC]
    bases = frozenset(own.base for field in numeric if (own := parse_measure(field.column.unit)) is not None)
    problems += check_lines(lines, numeric)
    columns: dict[int, Heading] = {}
    for index, named in found.items():
        field, place = named.field, grid.place(bottom, index)
        if field.type not in NUMERIC:
            columns[index] = Heading(field)
            continue
        under = units.get(index)
        mark = named.mark or trailing_unit(_group(grid, above, bottom, index))
        scaled = scale_column(field, (mark, place), (under[0], grid.place(under[1], index)) if under else None, lines, bases)
        problems += scaled.problems
        if scaled.scale is not None:
            columns[index] = Heading(field, scaled.scale)
            problems += rescaled(field, scaled.scale, place)
    missing = [field for field in dataset.fields() if field.key not in first and field.key not in implied]
    problems += _missing_and_unknown(grid, dataset, bottom, missing, {index: text for index, text in unknown.items() if index not in by_row})
    return Header(bottom, bottom + 1 + beneath.rows, columns, _headed(grid, above, bottom, texts)), problems


def _group(grid: SheetGrid, top: int, bottom: int, column: int) -> str:
    """The heading that stands over a column of a header of two rows, and over its neighbours; empty where none does."""
    if top == bottom or is_blank(grid.raw(bottom, column)):
        return ""
    upper = (raw for at in range(column, -1, -1) if not is_blank(raw := grid.raw(top, at)))
    return str(next(upper, ""))


def wanted(field: Field, text: str) -> str:
    """The heading that a proposal names for `text`: the field's title, with the unit that the text writes, so that renaming changes no number."""
    unit = (unit_written(text) or unit_within(text)) if field.type in NUMERIC else ""
    return f"{field.column.title}（{unit}）" if unit else field.column.title


def _headed(grid: SheetGrid, top: int, bottom: int, texts: Sequence[str]) -> frozenset[int]:
    """The columns with a heading; a merged one stands over all columns that it spans."""
    spans = (span for span in grid.merged if span.top <= bottom and span.bottom >= top and not is_blank(grid.raw(span.top, span.left)))
    merged = (column for span in spans for column in range(span.left, span.right + 1))
    return frozenset(merged) | {index for index, text in enumerate(texts) if text.strip()}


def _is_aside(text: str) -> bool:
    """Whether a heading is that of a column beside the data, or of the units whose the rows are (which counties.py looks at)."""
    return fold(text) in _UNREAD or heads_areas(text)


def unread_column(dataset: Dataset, text: str, place: Place) -> list[Diagnostic]:
    """Says that the column with this heading isn't read: nothing where nobody expects it to be (序号, 备注)."""
    if _is_aside(text):
        return []
    help = f"如果是需要的数据，请把表头改为数据字典中“{dataset.title}”的列名；否则不必处理"
    return [warning("inputs.unknown-column", f"“{shorten(text)}”列不在数据字典中，没有读取", place, help=help)]


def _missing_and_unknown(grid: SheetGrid, dataset: Dataset, row: int, missing: Sequence[Field], unknown: Mapping[int, str]) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    left = list(missing)
    unknown = {index: text for index, text in unknown.items() if not _is_aside(text)}
    proposals = _proposals(unknown, missing)
    for index, text in unknown.items():
        place, shown = grid.place(row, index), shorten(text)
        meant = proposals.get(index)
        if meant is None:
            problems += unread_column(dataset, text, place)
            continue
        left.remove(meant)
        title, renamed = meant.column.title, wanted(meant, text)
        report, code = (error, "inputs.missing-column") if meant.required else (warning, "inputs.unknown-column")
        message = f"没有“{title}”列；表头“{shown}”是否应为“{renamed}”" if meant.required else f"“{shown}”列没有读取，是否应为“{renamed}”"
        problems.append(report(code, message, place, help=f"如果是，请把表头“{shown}”改为“{renamed}”"))
    for field in left:
        if field.required:
            title = field.column.title
            help = f"请在表头增加“{title}”列（{field.column.meaning}，例如 {field.column.example}）"
            problems.append(error("inputs.missing-column", f"“{dataset.title}”缺少“{title}”列", grid.place(row, 0), help=help))
    return problems
