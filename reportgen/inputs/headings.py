"""Finding a table's header row and matching its headings to the columns of the data dictionary."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import zip_longest

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.inputs.area_headings import heads_areas
from reportgen.inputs.grid import Grid, Raw, column_name, is_blank
from reportgen.inputs.measures import Measure, parse_measure
from reportgen.inputs.numbers import plain
from reportgen.inputs.schema import Field, Record
from reportgen.inputs.wording import CLOSE_CHOICE, CLOSE_ENOUGH, fold, nearest, shorten, split_bracket

HEADER_ROWS = 30
"""The header is looked for in the first rows only."""

_LEAST_MATCHES = 2
_UNREAD = frozenset(map(fold, ("序号", "备注", "说明", "编号", "No", "No.")))
"""Headings of columns that a table may have beside its data, and that nobody expects to be read."""
_UNIT_LINE = re.compile(r"(?:计量)?单位:(.+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: the field that it holds, and what its numbers are multiplied by to be in the field's unit."""

    field: Field
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's header ends, and which of its columns hold which fields."""

    body: int
    """The first row under the header."""
    columns: Mapping[int, Heading]
    headed: frozenset[int]
    """The columns that stand under any heading, also one that isn't read."""

    def texts(self, grid: Grid) -> Mapping[int, str]:
        """The headings by column: the lowest text above the rows, of one level or two; empty over a column without any."""
        width = max(map(len, grid.rows[self.body - 1 :]), default=0)
        rows = range(self.body - 1, max(self.body - 3, -1), -1)
        return {column: next((raw for row in rows if isinstance(raw := grid.raw(row, column), str) and raw.strip()), "") for column in range(width)}


@cache
def _names(dataset: type[Record]) -> Mapping[str, Field]:
    """The folded titles, aliases and keys of the dataset's fields. A title or key wins over another field's alias."""
    fields = dataset.fields()
    names = {fold(alias): field for field in reversed(fields) for alias in field.column.aliases}
    names.update({fold(field.key): field for field in fields})
    names.update({fold(field.column.title): field for field in fields})
    return names


def match_field(text: str, dataset: type[Record]) -> Field | None:
    """The field that a heading names: by title, alias or key, with or without something in brackets behind it."""
    names = _names(dataset)
    folded = fold(text).strip("*:")
    return names.get(folded) or names.get(split_bracket(folded)[0])


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


def find_header(grid: Grid, dataset: type[Record]) -> tuple[Header | None, list[Diagnostic]]:
    """The header of a table of `dataset`: one row, or two where a merged heading stands over others.

    Problems: no header, a column twice, a required column missing, a column that is not in the data dictionary.
    """
    tops = range(min(len(grid.rows), HEADER_ROWS))
    single = [(top, top, _texts(grid.rows[top])) for top in tops]
    double = [(top, top + 1, _two_level(grid, top)) for top in tops if top + 1 < len(grid.rows)]
    # max keeps the first of equals: one row is preferred to two, and an upper row to a lower one.
    best = max(single + double, key=lambda found: _matches(found[2], dataset), default=None)
    if best is None or _matches(best[2], dataset) < _LEAST_MATCHES:
        return None, [_no_header(grid, dataset)]
    top, bottom, texts = best
    return _match_columns(grid, dataset, bottom, texts, above=top)


def _no_header(grid: Grid, dataset: type[Record]) -> Diagnostic:
    """The fault of a table without a header; where a row is nearly one, what is wrong in it."""
    required = "、".join(field.column.title for field in dataset.fields() if field.required)
    fault = f"没有找到“{dataset.TITLE}”的表头"
    nearly = [(row, *_nearly_header(grid, row, dataset)) for row in range(min(len(grid.rows), HEADER_ROWS))]
    row, score, wrong = max(nearly, key=lambda found: found[1], default=(0, 0, {}))
    if score < _LEAST_MATCHES:
        help = f"请在数据上方加一行表头，至少有这些列：{required}"
        return error("inputs.no-header", fault, Place(grid.file, grid.sheet), help=help)
    questions = "，".join(f"“{shorten(str(grid.raw(row, index)))}”是否应为“{wrong[index].column.title}”" for index in sorted(wrong))
    help = f"如果这一行是表头，请把各列改为数据字典中的列名，至少有：{required}"
    return error("inputs.no-header", f"{fault}；第{row + 1}行最像，其中{questions}", grid.place(row, min(wrong)), help=help)


def _nearly_header(grid: Grid, row: int, dataset: type[Record]) -> tuple[int, dict[int, Field]]:
    """How many columns a row names rightly or nearly, and the fields that its wrong headings may mean."""
    texts = {index: text for index, text in enumerate(_texts(grid.rows[row])) if text.strip() and not _is_aside(text)}
    known = {index: field for index, text in texts.items() if (field := match_field(text, dataset)) is not None}
    unknown = {index: text for index, text in texts.items() if index not in known}
    meant = _proposals(unknown, [field for field in dataset.fields() if field not in known.values()])
    return len(set(known.values())) + len(meant), meant


def _matches(texts: Iterable[str], dataset: type[Record]) -> int:
    return len({field.key for text in texts if text and (field := match_field(text, dataset))})


def _texts(row: Sequence[Raw]) -> list[str]:
    return [raw if isinstance(raw, str) else "" for raw in row]


def _two_level(grid: Grid, top: int) -> list[str]:
    """The headings of two rows as one: the lower one, or the upper where it stands over none."""
    return [below if below.strip() else above for above, below in zip_longest(_texts(grid.rows[top]), _texts(grid.rows[top + 1]), fillvalue="")]


def _match_columns(grid: Grid, dataset: type[Record], bottom: int, texts: Sequence[str], above: int) -> tuple[Header, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    columns: dict[int, Heading] = {}
    unknown: dict[int, str] = {}
    first: dict[str, int] = {}
    line = unit_line(grid, above)
    for index, text in enumerate(texts):
        if not text.strip():
            continue
        field = match_field(text, dataset)
        place = grid.place(bottom, index)
        if field is None:
            unknown[index] = text
        elif field.key in first:
            earlier = first[field.key]
            columns.pop(earlier, None)
            message = f"“{field.column.title}”有两列：{column_name(earlier)}列和{column_name(index)}列，都没有读取"
            places = (grid.place(bottom, earlier), place)
            problems.append(error("inputs.duplicate-column", message, *places, help="请只保留一列，或者改正另一列的表头"))
        else:
            first[field.key] = index
            scale = _scale(text, field, line)
            if scale is None:
                unit = split_bracket(fold(text))[1]
                message = f"“{field.column.title}”的单位应为{field.column.unit}，表头写的是{unit}，这一列没有读取"
                problems.append(error("inputs.wrong-unit", message, place, help=f"请把数字换算成{field.column.unit}，并改正表头"))
            else:
                columns[index] = Heading(field, scale)
                problems += rescaled(field, scale, place)
    missing = [field for field in dataset.fields() if field.key not in first]
    problems += _missing_and_unknown(grid, dataset, bottom, missing, unknown)
    return Header(bottom + 1, columns, _headed(grid, above, bottom, texts)), problems


def _headed(grid: Grid, top: int, bottom: int, texts: Sequence[str]) -> frozenset[int]:
    """The columns with a heading; a merged one stands over all columns that it spans."""
    spans = (span for span in grid.merged if span.top <= bottom and span.bottom >= top and not is_blank(grid.raw(span.top, span.left)))
    merged = (column for span in spans for column in range(span.left, span.right + 1))
    return frozenset(merged) | {index for index, text in enumerate(texts) if text.strip()}


def _scale(text: str, field: Field, line: Measure | None) -> Decimal | None:
    """What the column's numbers are multiplied by, from the unit in its heading or the line above the table; None: it can't be."""
    own = parse_measure(field.column.unit)
    if own is None:
        return Decimal(1)
    folded = fold(text).strip("*:")
    written = parse_measure(split_bracket(folded)[1])
    if written is not None:
        return written.scale_to(own)
    return (line.scale_to(own) if line is not None and line.base else None) or Decimal(1)


def rescaled(field: Field, scale: Decimal, place: Place) -> list[Diagnostic]:
    """Says that a column's numbers are not in the field's unit as they stand: nothing where they are."""
    if scale == 1:
        return []
    title, unit = field.column.title, field.column.unit
    times = f"乘以{plain(scale)}" if scale > 1 else f"除以{plain(1 / scale)}"
    help = f"如果填写的数已经以{unit}为单位，请改正表头或者表格上方的单位"
    return [notice("inputs.rescaled", f"“{title}”按表中写的单位换算成{unit}：各数{times}", place, help=help)]


def unit_line(grid: Grid, header: int) -> Measure | None:
    """The measure of a line 单位：万户 above the header; None where there is none (or it names an office)."""
    for row in grid.rows[:header]:
        for raw in row:
            match = _UNIT_LINE.search(fold(raw).strip("()")) if isinstance(raw, str) else None
            measure = parse_measure(match[1]) if match else None
            if measure is not None:
                return measure
    return None


def _is_aside(text: str) -> bool:
    """Whether a heading is that of a column beside the data, or of the units whose the rows are (which counties.py looks at)."""
    return fold(text) in _UNREAD or heads_areas(text)


def unread_column(dataset: type[Record], text: str, place: Place) -> list[Diagnostic]:
    """Says that the column with this heading isn't read: nothing where nobody expects it to be (序号, 备注)."""
    if _is_aside(text):
        return []
    help = f"如果是需要的数据，请把表头改为数据字典中“{dataset.TITLE}”的列名；否则不必处理"
    return [warning("inputs.unknown-column", f"“{shorten(text)}”列不在数据字典中，没有读取", place, help=help)]


def _missing_and_unknown(grid: Grid, dataset: type[Record], row: int, missing: Sequence[Field], unknown: Mapping[int, str]) -> list[Diagnostic]:
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
        title = meant.column.title
        report, code = (error, "inputs.missing-column") if meant.required else (warning, "inputs.unknown-column")
        message = f"没有“{title}”列；表头“{shown}”是否应为“{title}”" if meant.required else f"“{shown}”列没有读取，是否应为“{title}”"
        problems.append(report(code, message, place, help=f"如果是，请把表头“{shown}”改为“{title}”"))
    for field in left:
        if field.required:
            title = field.column.title
            help = f"请在表头增加“{title}”列（{field.column.meaning}，例如 {field.column.example}）"
            problems.append(error("inputs.missing-column", f"“{dataset.TITLE}”缺少“{title}”列", grid.place(row, 0), help=help))
    return problems
