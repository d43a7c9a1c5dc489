"""A small sheet as a form: the cells that may be filled in, each with what its column wants; what is personal is masked but for who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.desk.at_desk import at_desk
from reportgen.desk.form import Box, Form, Head, Line, Unfit, Want, as_text
from reportgen.desk.keepers import Keeper, keeper_of
from reportgen.desk.sheets import MOST_BYTES
from reportgen.inputs.aggregates import labels_of
from reportgen.inputs.counties import Owner
from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import SheetGrid, column_name, is_blank
from reportgen.inputs.headings import find_header
from reportgen.inputs.layouts import find_layout
from reportgen.inputs.masking import mask_grid
from reportgen.inputs.rows import sort_rows
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.schema.unit import Filing
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.inputs.table import NOT_YET, ZERO_REPORT
from reportgen.inputs.unit_sheet import CONTENT, GROUP, HELP, ITEM, KIND, OWN, entry_of, header_in
from reportgen.inputs.wording import fold
from reportgen.rewriting.line_grid import LineGrid
from reportgen.workbook.dataset import heading_note
from reportgen.workbook.editing import Formula
from reportgen.workbook.inserting import Unmovable

MOST_ROWS = 50
"""What has more rows is filled in with Excel: nobody finds their way in a longer form, and a browser is slow with it."""
SPARE, MORE = 3, 5
"""Blank rows below a table, and how many more are asked for at once."""
_IN_EXCEL = "（Alt+Enter 换行）"
"""What is said of a cell of several lines to those who fill it in with Excel."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where a sheet's cells are: the first row of data, the columns with what they are called and want; the columns that stand before them."""

    body: int
    heads: Mapping[int, Head]
    wants: Mapping[int, Want]
    before: tuple[int, ...] = ()
    of_row: Mapping[int, Want] | None = None
    """By row, what its only cell wants (单位说明)."""
    last: int | None = None
    """The last row that a reader takes for data, below which totals and notes stand; None where all rows are data."""


def form_of(content: bytes, file: str, sheet: str, programme: Programme, owner: Owner, *, whole: bool, spare: int = SPARE) -> Form:
    """The form of a sheet of a workbook; `whole`: nothing is masked. `spare` blank rows stand below the rows of data. Raises Unfit, Unreadable."""
    keeper, dataset = keeper_of(file, programme), dataset_named(sheet, programme)
    if (dataset is not None and dataset.large) or (len(content) > MOST_BYTES and keeper.closes_up):  # of a workbook one sheet alone is read
        raise Unfit(f"《{sheet}》可能有很多行，不在网页上填写；{_instead(keeper)}")
    grid = _grid(keeper, content, sheet)
    shape = _shape(keeper, grid, sheet, owner)
    if shape.of_row is not None:
        return Form(sheet, *_Making.of(keeper, content, grid, sheet, shape, whole=whole).described(), keeper=keeper)
    filled = _filled(grid, shape)
    if len(filled) > MOST_ROWS:
        raise Unfit(f"《{sheet}》有{len(filled)}行，超过{MOST_ROWS}行的不在网页上填写；{_instead(keeper)}")
    more, adding = min(spare, MOST_ROWS - len(filled)), ""
    end = None if shape.last is None else next((number for number in filled if number > shape.last), None)
    if end is not None and more > 0:
        try:
            content = keeper.with_rows(content, sheet, end, more)
        except Unmovable:
            more, adding = 0, "数据下面是合计或者说明，有别的内容和它们连在一起；要增加行的，" + _instead(keeper)
        grid = _grid(keeper, content, sheet)
        filled = _filled(grid, shape)
    first = (filled[-1] + 1 if filled else shape.body) if end is None else end
    new = range(first, first + more)
    made = _Making.of(keeper, content, grid, sheet, shape, whole=whole)
    numbers = range(shape.body, (filled[-1] if filled else shape.body - 1) + 1)
    shown = sorted({*(numbers if len(numbers) <= 2 * MOST_ROWS else filled), *new})  # a table may have long gaps
    moved = more if end is not None else 0  # the rows below are told by the numbers that they have now
    told = {number: f"新增第{number - first + 1}行" if number in new else _told(grid, number, moved if number >= first else 0) for number in shown}
    lines = tuple(made.line(number, told[number], may_go=number in filled, is_new=number in new) for number in shown)
    model = max((number for number in filled if number < first), default=None)
    return Form(sheet, (), tuple(shape.heads.values()), lines, made.status(), adding, model, end if end is not None and more else None, keeper=keeper)


def _grid(keeper: Keeper, content: bytes, sheet: str) -> SheetGrid:
    grid = keeper.sheet(content, sheet)
    if grid is None:
        raise Unfit(f"“{keeper.file.rpartition('/')[2]}”里没有《{sheet}》")
    return grid


def _told(grid: SheetGrid, number: int, moved: int = 0) -> str:
    """What a row is called: by its number, or the line in which it begins; "" where it isn't in the file."""
    if isinstance(grid, LineGrid):
        line = grid.line_of(number)
        return f"第{line}行" if line else ""
    return f"第{number + 1 - moved}行"


def _filled(grid: SheetGrid, shape: "_Shape") -> list[int]:
    """The rows below the headings that hold anything."""
    return [number for number in range(shape.body, len(grid.rows)) if any(not is_blank(grid.raw(number, column)) for column in shape.wants)]


def _instead(keeper: Keeper) -> str:
    """What to do with a table that isn't filled in on a page."""
    return f"请在数据页下载“{keeper.file.rpartition('/')[2]}”，{keeper.instead}，再上传"


def _shape(keeper: Keeper, grid: SheetGrid, sheet: str, owner: Owner) -> _Shape:
    dataset = dataset_named(sheet, keeper.programme)
    if dataset is not None:
        return _of_dataset(keeper, grid, dataset, owner)
    if fold(sheet) == fold(DESCRIPTION) and (found := header_in(grid, (ITEM, CONTENT))) is not None:
        return _of_description(grid, *found)
    if fold(sheet) == fold(FILINGS) and (found := header_in(grid, (KIND,))) is not None:
        return _of_filings(*found)
    raise Unfit(f"《{sheet}》不是有固定表头的数据表，不在网页上填写；{_instead(keeper)}")


def _of_dataset(keeper: Keeper, grid: SheetGrid, dataset: Dataset, owner: Owner) -> _Shape:
    header, problems = find_header(grid, dataset, owner.implied)
    if header is None or find_layout(grid, dataset) is not None:
        why = "是横着填的" if header is not None else problems[0].message
        raise Unfit(f"《{dataset.title}》{why}，不在网页上填写；{_instead(keeper)}")
    texts = header.texts(grid)
    heads: dict[int, Head] = {}
    wants: dict[int, Want] = {}
    for column in sorted({*header.headed, *header.columns}):
        heading = header.columns.get(column)
        field = None if heading is None else heading.field
        title = " ".join(texts.get(column, "").split()).lstrip("*") or column_name(column)
        hint = "供本单位自己记录，不读取" if field is None else at_desk(heading_note(field).partition("\n")[2])
        heads[column] = Head(title, hint, field is not None and field.required)
        wants[column] = Want(field, Decimal(1) if heading is None else heading.scale, field is not None and field.prose)
    named = {column: heading.field for column, heading in header.columns.items()}
    rows = sort_rows(grid, header.body, tuple(named), labels_of(grid, header.body, named), lambda _: False)
    return _Shape(header.body, heads, wants, last=max(rows.data, default=header.body - 1))


def _of_description(grid: SheetGrid, row: int, columns: Mapping[str, int]) -> _Shape:
    at = columns[fold(CONTENT)]
    before = tuple(columns[fold(title)] for title in (GROUP, ITEM) if fold(title) in columns)
    wants: dict[int, Want] = {}
    group = item = ""
    for number in range(row + 1, len(grid.rows)):
        said = [str(grid.raw(number, column) or "").strip() for column in before]
        group, item = (said[0], "") if len(before) > 1 and said[0] else (group, item)
        item = said[-1].lstrip("*") or item
        if item:
            wants[number] = _of_entry(entry_of(group or OWN, item))
    hint = columns.get(fold(HELP))
    return _Shape(row + 1, {at: Head(CONTENT)}, {at: Want()}, (*before, *([hint] if hint is not None else ())), wants)


def _of_filings(row: int, columns: Mapping[str, int]) -> _Shape:
    known = {fold(entry.title): entry for entry in entries(Filing)}
    heads: dict[int, Head] = {}
    wants: dict[int, Want] = {}
    for title, column in sorted(columns.items(), key=lambda one: one[1]):
        entry = known.get(title)
        heads[column] = Head(entry.title if entry else title, at_desk(entry.field.column.meaning) if entry else "", title == fold(KIND))
        wants[column] = _of_entry(entry)
    return _Shape(row + 1, heads, wants)


def _of_entry(entry: Entry | None) -> Want:
    """What the value of an entry of 单位.yaml wants; several values stand on a line each."""
    if entry is None or entry.many or entry.grouped or entry.section is not None:
        return Want(is_long=entry is not None, entry=entry)
    return Want(entry.field, entry=entry)


def _covered(grid: SheetGrid) -> Mapping[tuple[int, int], str]:
    """The cells that a merged one covers, with the name of the one that shows."""
    found: dict[tuple[int, int], str] = {}
    for span in grid.merged:
        name = f"{column_name(span.left)}{span.top + 1}"
        inside = ((row, column) for row in range(span.top, span.bottom + 1) for column in range(span.left, span.right + 1))
        found |= {at: name for at in inside if at != (span.top, span.left)}
    return found


@dataclass(frozen=True, slots=True)
class _Making:
    """The lines of a form from a sheet."""

    grid: SheetGrid
    masked: SheetGrid
    shape: _Shape
    computed: Mapping[str, Formula]
    covered: Mapping[tuple[int, int], str]

    @classmethod
    def of(cls, keeper: Keeper, content: bytes, grid: SheetGrid, sheet: str, shape: _Shape, *, whole: bool) -> "_Making":
        """What makes the lines of a sheet's cells; `whole`: nothing is masked."""
        masked = grid if whole else mask_grid(grid, dataset_named(sheet, keeper.programme)).grid
        return cls(grid, masked, shape, keeper.formulas(content, sheet), _covered(grid))

    def line(self, number: int, told: str, *, may_go: bool, is_new: bool) -> Line:
        """A row, and what it is called."""
        boxes = tuple(self._box(number, column, want, f"{told} {self.shape.heads[column].title}") for column, want in self.shape.wants.items())
        spans = any((number, column) in self.covered for column in self.shape.wants)
        return Line(number, told, boxes, (), may_go and not spans, is_new)

    def described(self) -> tuple[tuple[str, ...], tuple[Head, ...], tuple[Line, ...]]:
        """单位说明: what stands before the cells is called, the heads, and the rows that give an entry."""
        (column, head), *_ = self.shape.heads.items()
        lines = []
        group = ""
        for number, want in (self.shape.of_row or {}).items():
            texts = [as_text(self.masked.raw(number, at)) for at in self.shape.before]
            before = tuple(text.lstrip("*").replace(_IN_EXCEL, "") for text in texts)
            group = before[0] or group
            box = self._box(number, column, want, f"{group} {before[1] if len(before) > 1 else ''}".strip())
            must = next((at for at, text in enumerate(texts) if text.startswith("*")), None)
            lines.append(Line(number, _told(self.grid, number), (box,), before, must=must))
        titles = tuple(as_text(self.grid.raw(self.shape.body - 1, at)) for at in self.shape.before)
        return titles, (head,), tuple(lines)

    def status(self) -> Box | None:
        """The cell above the headings that says whether there is nothing to report."""
        for number in range(min(self.shape.body, len(self.grid.rows))):
            for column, raw in enumerate(self.grid.rows[number]):
                if isinstance(raw, str) and fold(raw) in (fold(NOT_YET), fold(ZERO_REPORT)):
                    return Box(f"{column_name(column)}{number + 1}", "一行也没有的，请选", Want(words=(NOT_YET, ZERO_REPORT)), raw, as_text(raw))
        return None

    def _box(self, row: int, column: int, want: Want, label: str) -> Box:
        name = f"{column_name(column)}{row + 1}"
        raw, formula = self.grid.raw(row, column), self.computed.get(name)
        closed = f"是合并单元格，内容在{self.covered[row, column]}" if (row, column) in self.covered else ""
        if formula is not None and formula.is_bound:
            closed = "这里的公式和别的单元格连在一起，请下载后用 Excel 或者 WPS 修改"
        return Box(name, label, want, raw, as_text(self.masked.raw(row, column)), formula, closed)
