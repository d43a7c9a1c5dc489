"""What was typed into a form: checked field by field, and written into the workbook so that it reads as it was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from reportgen.desk.at_desk import at_desk
from reportgen.desk.form import Box, Form, as_text
from reportgen.diagnostics import Severity
from reportgen.inputs.cells import NUMERIC, Manner, read_cell
from reportgen.inputs.dates import NoSuchDate, parse_date
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.grid import Raw, column_name, is_blank
from reportgen.inputs.numbers import NotANumber, parse_number
from reportgen.inputs.schema import CellType
from reportgen.workbook.book import place
from reportgen.workbook.computing import computed
from reportgen.workbook.editing import with_cells
from reportgen.workbook.inserting import with_rows
from reportgen.workbook.sheet import Value

_LONGEST = 32_767  # characters: Excel's limit of a cell
_MARKS = "*＊"
_DAYS = (CellType.DATE, CellType.MONTH)
_NOT_COMPUTED = "这里的公式（={}）用到了改动的格，在网页上算不出新的结果；请下载后用 Excel 或者 WPS 修改"
_NOT_WRITTEN = "这一格的数字格式特殊，在网页上写不进去；请下载后用 Excel 或者 WPS 修改"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it came back: by the names of cells what was typed, the formulas (cells) that may be replaced, the rows (from 0) that are to be emptied."""

    texts: Mapping[str, str]
    over: frozenset[str] = frozenset()
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed: by the cell's name what was typed ("": it is to be empty); and what is wrong, by the cell's name."""

    cells: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The workbook with the changes; where some can't be made (`wrong`, by the cell's name in the form) it is the one that was there.

    `rows` has, where new rows were put in, for each row of the form (from 0) from the first of them on the one in the workbook (None: it isn't there).
    """

    content: bytes
    wrong: Mapping[str, str] = field(default_factory=dict)
    first: int = 0
    rows: tuple[int | None, ...] = ()

    def in_form(self, name: str) -> str:
        """The name in the form of a cell of the workbook."""
        row, column = place(name)
        at = self.first + self.rows.index(row) if row in self.rows else row + (len(self.rows) - sum(one is not None for one in self.rows)) * (row >= self.first)
        return f"{column_name(column)}{at + 1}"


def changes_of(form: Form, typed: Typed) -> Changes:
    """What was typed that isn't there already, and what of it can't be taken. What is masked and was left as it is stays what it truly is."""
    cells: dict[str, str] = {}
    wrong: dict[str, str] = {}
    emptied = {box.name for line in form.lines if line.number in typed.gone and line.may_go for box in line.boxes}
    for box in form.boxes:
        text = "" if box.name in emptied else _settled(typed.texts.get(box.name, box.text))
        if box.name in emptied and is_blank(box.raw) and box.formula is None:
            continue
        if text in (box.text, box.true):
            continue
        cells[box.name] = text
        if fault := _fault(box, text, over=box.name in typed.over or box.name in emptied):
            wrong[box.name] = fault
    return Changes(cells, wrong)


def write(content: bytes, file: str, form: Form, changes: Mapping[str, str]) -> Written:
    """Puts the changes into the workbook, and reads them back: what doesn't read as it was typed is told, and nothing is written. Raises Unreadable."""
    boxes = {box.name: box for box in form.boxes}
    first, rows = _rows(form, changes)
    base = content if form.inserted is None else with_rows(content, form.sheet, form.inserted, sum(row is not None for row in rows))
    there = {name: _moved(name, first, rows) for name in changes}
    ways = {name: tuple(_values(boxes[name], text)) for name, text in changes.items()}
    like = {} if form.model is None else dict.fromkeys(_new_rows(form, first, rows), form.model)
    chosen = dict.fromkeys(ways, 0)
    while True:
        made = with_cells(base, form.sheet, {there[name]: ways[name][number] for name, number in chosen.items()}, like)
        with open_workbook(made, file) as workbook:
            grid = workbook.sheet(form.sheet)
        unlike = [name for name in chosen if not _reads(boxes[name], changes[name], grid.raw(*place(there[name])))]
        if not unlike:
            break
        if stuck := [name for name in unlike if chosen[name] + 1 >= len(ways[name])]:
            return Written(content, dict.fromkeys(stuck, _NOT_WRITTEN))
        chosen |= {name: chosen[name] + 1 for name in unlike}
    # With what the formulas show that hang on what was changed: readers take it from the file.
    shown, stale = computed(base, made, form.sheet, tuple(there.values()))
    written = Written(shown, {}, first, rows)
    names = {written.in_form(one.cell) if one.sheet == form.sheet else f"《{one.sheet}》{one.cell}": one.text for one in stale}
    return Written(content, {name: _NOT_COMPUTED.format(text) for name, text in names.items()}) if stale else written


def _rows(form: Form, changes: Mapping[str, str]) -> tuple[int, tuple[int | None, ...]]:
    """Where new rows are put in, the first one's number, and where each of them comes to stand: those into which nothing was typed aren't put in."""
    if form.inserted is None:
        return 0, ()
    used = {place(name)[0] for name, text in changes.items() if text}
    rows: list[int | None] = []
    for number in form.new:
        rows.append(form.inserted + sum(row is not None for row in rows) if number in used else None)
    return form.inserted, tuple(rows)


def _new_rows(form: Form, first: int, rows: Sequence[int | None]) -> Iterator[int]:
    """The numbers of the new rows in the workbook."""
    for number in form.new:
        row = rows[number - first] if rows else number
        if row is not None:
            yield row


def _moved(name: str, first: int, rows: Sequence[int | None]) -> str:
    """Where a cell of the form comes to stand in the workbook."""
    row, column = place(name)
    if not rows or row < first:
        return name
    at = rows[row - first] if row - first < len(rows) else row - sum(one is None for one in rows)
    return name if at is None else f"{column_name(column)}{at + 1}"


def faults_at(form: Form, written: Written, said: Sequence[Mapping[str, object]], file: str) -> Mapping[str, str]:
    """The errors that were told of the workbook that was written (`desk.told`), at the form's cells."""
    found: dict[str, list[str]] = {}
    for one in said:
        for at in one["places"] if one["severity"] == Severity.ERROR.value else ():  # type: ignore[attr-defined]  # a list of places
            if (at["file"], at["sheet"]) == (file, form.sheet) and at["cell"]:
                found.setdefault(written.in_form(at["cell"].partition(":")[0]), []).append("。".join(filter(None, (str(one["message"]), str(one["help"])))))
    return {name: "；".join(dict.fromkeys(words)) for name, words in found.items()}


def _settled(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fault(box: Box, text: str, *, over: bool) -> str:
    """Why what was typed isn't taken; empty where it is."""
    if box.closed:
        return box.closed
    if box.formula is not None and not over:
        return f"这一格是公式（={box.formula.text}），会被填写的内容替换；确要替换的，请勾选“替换公式”"
    if len(text) > _LONGEST:
        return f"超过{_LONGEST}个字，一个单元格放不下"
    if box.is_masked and any(mark in text for mark in _MARKS):
        return "带有遮盖的符号；请填写完整的内容，或者恢复成原来显示的样子（不改动）"
    if box.want.field is None:
        return ""
    _, said = read_cell(text, box.want.field, Manner(box.want.scale, textual=True))
    return at_desk(f"{said.text}。{said.help}") if said is not None and said.severity is Severity.ERROR else ""


def _values(box: Box, text: str) -> Iterator[Value]:
    """What may be written so that the cell reads as typed, the likeliest first: a number, a day, or the text itself."""
    if not text:
        yield None
        return
    wanted = box.want.field
    if wanted is None:
        yield from _loosely(box.raw, text)
    elif wanted.type in NUMERIC:
        value, _ = read_cell(text, wanted, Manner(box.want.scale, textual=True))
        if isinstance(value, (int, Decimal)):
            number = Decimal(value) / box.want.scale
            yield number
            yield number / 100  # in a cell that shows percent
        else:
            yield text  # a mark for none
    elif wanted.type in _DAYS:
        value, _ = read_cell(text, wanted, Manner(textual=True))
        if isinstance(value, date):
            yield value
        yield text
    else:
        yield text


def _loosely(raw: Raw, text: str) -> Iterator[Value]:
    """What nobody reads by a field stays of the kind that stood there, where it can."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and (number := _number(text)) is not None:
        yield number
    if isinstance(raw, datetime) and (day := _day(text)) is not None:
        yield day
    yield text


def _reads(box: Box, text: str, raw: Raw) -> bool:
    """Whether a cell reads as what was typed."""
    if not text:
        return is_blank(raw)
    wanted = box.want.field
    if wanted is None:
        return (
            as_text(raw) == text
            or (isinstance(raw, (int, float)) and _number(text) == Decimal(format(raw, ".15g")))
            or (isinstance(raw, datetime) and raw.date() == _day(text))
        )
    typed, written = (read_cell(one, wanted, Manner(box.want.scale, textual=True))[0] for one in (text, raw))
    return typed == written and (typed is not None or as_text(raw) == text)


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text, "", Decimal(1))[0]
    except NotANumber:
        return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except NoSuchDate:
        return None
