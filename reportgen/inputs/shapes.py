"""Tables in a shape that can't be read in one way: one fault that names it, names the one wanted, and shows it with the table's own words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, error
from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.counties import COUNTY, TOWNSHIP, is_township
from reportgen.inputs.dates import NoSuchDate, parse_month
from reportgen.inputs.grid import SheetGrid, is_blank
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.headings import HEADER_ROWS, Header
from reportgen.inputs.layouts import Layout, axes, is_heading
from reportgen.inputs.schema import CellType, Dataset, Field
from reportgen.inputs.synonyms import find_choice
from reportgen.inputs.wording import fold, shorten, split_bracket

_YEAR = re.compile(r"20\d\d(?:[-—~至/](?:20)?\d\d)?(?:年度?|采暖季|供暖季)")
_MONTH = re.compile(r"(?:20\d\d年)?1?\d月(?:份|底|末)?")
_COUNTY = re.compile(r".+[县区市旗]")
_CODE = "inputs.table-shape"
_LEAST_ACROSS = 2
"""One heading that is a value of a field may be there for another reason."""
_SHOWN = 3  # the first ones lead to the rest


def layout_fault(grid: SheetGrid, layout: Layout) -> Diagnostic | None:
    """The fault of a table written across in which several numbers stand for one group and part; None where each has one."""
    place = grid.place(layout.top, min(layout.slots))
    years = _years(grid, range(max(0, layout.top - 2), layout.bottom + 1))
    if years:
        help = f"请只保留本期的各列，删除其他年份的，表头为：\n{_two_rows(layout.dataset)}"
        return error(_CODE, f"表中并列了{'、'.join(years)}的任务，不能确定用哪一年的，没有读取", place, help=help)
    if layout.measures:
        measures = "、".join(map(shorten, layout.measures[:_SHOWN]))
        group, part, number = (layout.field(key).column.title for key in layout.across)
        help = f"请每个{group}和{part}只留{number}一列，其他的填入各自的数据表，表头为：\n{_two_rows(layout.dataset)}"
        return error(_CODE, f"各{group}、{part}下面又分为“{measures}”，不能确定用哪一个，没有读取", place, help=help)
    seen: dict[tuple[str, ...], int] = {}
    for column, slot in layout.slots.items():
        # 地热（浅层） and 地热（中深层） are two columns of one group; the same words twice are not.
        words = tuple(fold(str(grid.raw(*at))) for at in slot.heads.values())
        earlier = seen.setdefault(words, column)
        if earlier != column and not slot.is_sum and slot.known_group and slot.known_part:
            message = f"有两列都是“{slot.title}”，不能确定用哪一列，没有读取"
            places = (grid.place(layout.bottom, earlier), grid.place(layout.bottom, column))
            return error(_CODE, message, *places, help=f"请只保留一列；是几个年份或者几种数的，只保留本期的{layout.field(layout.across.number).column.title}")
    return None


def _two_rows(dataset: Dataset) -> str:
    """The first columns of a table that is rightly written across."""
    label = dataset.columns.get(TOWNSHIP) or dataset.fields()[0]
    groups, parts = ([str(choice) for choice in dataset.columns[key].choices[:_LEAST_ACROSS]] for key in axes(dataset)[:2])
    over = [cell for group in groups for cell in (group, *("" for _ in parts))]
    under = [cell for _ in groups for cell in (*parts, "合计")]
    width = max(map(len, (label.column.title, *groups)))
    return "\n".join("｜".join(cell.ljust(width, "　") for cell in line) for line in ((label.column.title, *over), ("", *under)))


@dataclass(frozen=True, slots=True)
class _Across:
    """A row of headings that are values of a field, each over a column."""

    field: Field
    row: int
    values: dict[int, str]


def crosswise(grid: SheetGrid, dataset: Dataset, header: Header | None) -> Diagnostic | None:
    """The fault of a table in which what should go down the side (取暖路径, 资金来源, 月份, 乡镇, 年份) is written across; None where nothing is missing."""
    found = {heading.field.key for heading in header.columns.values()} if header else set()
    missing = [field for field in dataset.fields() if field.required and field.key not in found]
    if not missing:
        return None
    rows = _heading_rows(grid, header)
    across = [one for field in dataset.fields() if field.key not in found for row in rows if (one := _across(grid, dataset, field, row))]
    best = max(across, key=lambda one: (one.field.required, len(one.values)), default=None)
    if best is not None:
        return _fault(grid, dataset, best, header, missing)
    years = _years(grid, rows) if any(field.type in NUMERIC for field in missing) else ()
    if years:
        titles = "、".join(field.column.title for field in missing)
        help = f"请只保留本期的一列，表头写“{titles}”，删除其他年份的"
        row = next(row for row in rows if _years(grid, (row,)))
        return error(_CODE, f"表中并列了{'、'.join(years)}的数，没有“{titles}”列，没有读取", grid.place(row, 0), help=help)
    return None


def _heading_rows(grid: SheetGrid, header: Header | None) -> list[int]:
    """The rows that may hold headings: the header's, and those without a number above and next below it."""
    found: list[int] = []
    for row in range(min(len(grid.rows), HEADER_ROWS)):
        if is_heading(grid, row):
            found.append(row)
        elif found and row >= (header.body if header else 0):
            break
    return found


def _years(grid: SheetGrid, rows: Iterable[int]) -> tuple[str, ...]:
    """The years that stand beside each other in a row."""
    for row in rows:
        years = tuple(dict.fromkeys(match[0] for raw in grid.rows[row] if isinstance(raw, str) and (match := _YEAR.search(fold(raw)))))
        if len(years) > 1:
            return years
    return ()


def _across(grid: SheetGrid, dataset: Dataset, field: Field, row: int) -> _Across | None:
    named = {column: raw.strip() for column, raw in enumerate(grid.rows[row]) if isinstance(raw, str) and not is_blank(raw)}
    counted = [fold(name) for one in dataset.fields() if one.type in NUMERIC for name in (one.column.title, *one.column.aliases)]
    values = {column: value for column, text in named.items() if match_field(text, dataset) is None and (value := _value(text, field, counted))}
    return _Across(field, row, values) if len(set(values.values())) >= _LEAST_ACROSS else None


def _value(text: str, field: Field, counted: Sequence[str]) -> str | None:
    """The value of a field that a heading names, alone or with what is counted (地热户数)."""
    folded = split_bracket(fold(text))[0]
    bare = next((folded.removesuffix(name) for name in counted if folded != name and folded.endswith(name)), folded)
    if field.type is CellType.CHOICE:
        choice = find_choice(text, field.vocabulary) or find_choice(bare, field.vocabulary)
        return None if choice is None else str(choice)
    if field.type is CellType.MONTH:
        try:
            return text if _MONTH.fullmatch(folded) or parse_month(text) else None
        except NoSuchDate:
            return None
    return text if (field.key == TOWNSHIP and is_township(bare)) or (field.key == COUNTY and _COUNTY.fullmatch(bare)) else None


def _fault(grid: SheetGrid, dataset: Dataset, across: _Across, header: Header | None, missing: Sequence[Field]) -> Diagnostic:
    title = across.field.column.title
    labels = _label_columns(grid, dataset, across)
    names = list(dict.fromkeys(across.values.values()))
    shown = "、".join(map(shorten, names[:_SHOWN])) + ("等" if len(names) > _SHOWN else "")
    lacking = "、".join(
        f"“{field.column.title}”" for field in missing if field.type is CellType.CHOICE and field is not across.field and field.key not in labels
    )
    message = f"各列是{title}（{shown}）{f'，没有{lacking}' if lacking else ''}；应一行一个{title}，没有读取"
    help = f"请改成一行一个{title}，例如：\n{_example(grid, dataset, across, labels, header)}"
    if dataset.across is not None and across.field.key == dataset.across[0] and lacking:
        help = f"请增加一列{lacking}，每一行都填写，其余不必改动\n各行不止一种的，{help.removeprefix('请')}"
    if dataset.across is not None and across.field.key in dataset.across[:2]:
        upper, lower = (dataset.columns[key].column.title for key in dataset.across[:2])
        help += f"\n也可以用两行表头，上一行是{upper}，下一行是{lower}：\n{_two_rows(dataset)}"
    place = grid.place(across.row, min(across.values))
    return error(_CODE, message, place, help=help)


def _example(grid: SheetGrid, dataset: Dataset, across: _Across, labels: Mapping[str, int], header: Header | None) -> str:
    """The first two cells of the first row of data as the rows that they should be."""
    columns = {heading.field.key: column for column, heading in header.columns.items()} if header else {}
    columns = {**labels, **columns}
    fields = [field for field in dataset.fields() if field.required or field.key in columns or field is across.field]
    amount = next((field for field in fields if field.type in NUMERIC), None)
    first = next((row for row in range(across.row + 1, len(grid.rows)) if not is_heading(grid, row)), None)
    lines = ["｜".join(field.column.title for field in fields)]
    for column, value in list(across.values.items())[:2]:
        cells: list[str] = []
        for field in fields:
            at = column if field is amount else columns.get(field.key)
            raw = grid.raw(first, at) if first is not None and at is not None else None
            cells.append(value if field is across.field else field.column.example if is_blank(raw) else shorten(raw))
        lines.append("｜".join(cells))
    return "\n".join(lines)


def _label_columns(grid: SheetGrid, dataset: Dataset, across: _Across) -> dict[str, int]:
    """The columns that have a heading of the dataset in the row of the headings or above it."""
    found: dict[str, int] = {}
    for row in range(max(0, across.row - 2), min(across.row + 2, len(grid.rows))):
        for column, raw in enumerate(grid.rows[row]):
            field = match_field(raw, dataset) if isinstance(raw, str) and column not in across.values else None
            if field is not None and field.type not in NUMERIC:
                found.setdefault(field.key, column)
    return found
