"""What was typed into a form: checked field by field, and written into the workbook so that it reads as it was typed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from reportgen.desk.at_desk import at_desk
from reportgen.desk.form import Box, Form, as_text
from reportgen.desk.keepers import places_of
from reportgen.diagnostics import Severity, Unreadable
from reportgen.inputs.cells import NUMERIC, Manner, read_cell
from reportgen.inputs.dates import NoSuchDate, parse_date
from reportgen.inputs.grid import Raw, column_name, is_blank
from reportgen.inputs.numbers import NotANumber, parse_number
from reportgen.inputs.schema import CellType
from reportgen.inputs.unit_sheet import said
from reportgen.rewriting.letters import NoLetter, lacking
from reportgen.rewriting.yaml_file import NotWritten
from reportgen.workbook.book import place
from reportgen.workbook.sheet import Value

_LONGEST = 32_767  # characters: Excel's limit of a cell
_MARKS = "*＊"
_DAYS = (CellType.DATE, CellType.MONTH)
_NOT_COMPUTED = "这里的公式（={}）用到了改动的格，在网页上算不出新的结果；请下载后用 Excel 或者 WPS 修改"
_NO_LETTER = "“{}”在这份文件的编码（GBK）里没有，写不进去；请下载后用记事本另存为 UTF-8 编码，上传以后再填"


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
    """The file with the changes; where some can't be made (`wrong`, by the cell's name in the form) it is the one that was there.

    `skipped` are the rows of the form (from 0, in order) that aren't in the file: new ones into which nothing was typed, and those that were taken out.
    """

    content: bytes
    wrong: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[int, ...] = ()

    def in_form(self, name: str) -> str:
        """The name in the form of a cell of the file."""
        row, column = place(name)
        for skipped in self.skipped:
            row += skipped <= row
        return _name(row, column)

    def in_file(self, name: str) -> str:
        """The name in the file of a cell of the form that is there."""
        row, column = place(name)
        return _name(row - sum(skipped < row for skipped in self.skipped), column)


def _name(row: int, column: int) -> str:
    return f"{column_name(column)}{row + 1}"


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


def write(content: bytes, form: Form, changes: Mapping[str, str]) -> Written:
    """Puts the changes into the file, and reads them back: what doesn't read as it was typed is told, and nothing is written."""
    boxes = {box.name: box for box in form.boxes}
    keeper, sheet = form.keeper, form.sheet
    used = {place(name)[0] for name, text in changes.items() if text}
    gone = _emptied(form, changes) if keeper.takes_out else ()
    blank = tuple(number for number in form.new if number not in used) if keeper.closes_up or form.inserted is not None else ()
    at = Written(content, skipped=tuple(sorted((*gone, *blank))))
    changed = {name: text for name, text in changes.items() if place(name)[0] not in at.skipped}
    ways = {name: tuple(_values(boxes[name], text)) for name, text in changed.items()}
    like = {} if form.model is None else {place(at.in_file(_name(number, 0)))[0]: form.model for number in form.new if number not in blank}
    chosen = dict.fromkeys(ways, 0)
    try:
        base = content if form.inserted is None else keeper.with_rows(content, sheet, form.inserted, len(form.new) - len(blank))
        base = keeper.without_rows(base, gone) if gone else base
        while True:
            made = keeper.with_cells(base, sheet, {at.in_file(name): ways[name][number] for name, number in chosen.items()}, like)
            grid = keeper.sheet(made, sheet)
            unlike = [name for name in chosen if grid is None or not _reads(boxes[name], changes[name], grid.raw(*place(at.in_file(name))))]
            if not unlike:
                break
            if stuck := [name for name in unlike if chosen[name] + 1 >= len(ways[name])]:
                return Written(content, dict.fromkeys(stuck, keeper.not_written))
            chosen |= {name: chosen[name] + 1 for name in unlike}
    except NotWritten as fault:
        told = {at.in_form(_name(*cell)): words for cell, words in fault.cells.items()}
        return Written(content, told or dict.fromkeys(changes, str(fault)))
    except Unreadable as fault:
        return Written(content, dict.fromkeys(changes, f"这份文件{fault.message}；{fault.help}"))
    except NoLetter:
        return Written(content, {name: _NO_LETTER.format("、".join(signs)) for name, text in changes.items() if (signs := lacking(content, text))})
    # With what the formulas show that hang on what was changed: readers take it from the file.
    shown, stale = keeper.computed(base, made, sheet, tuple(map(at.in_file, changed)))
    names = {at.in_form(one.cell) if one.sheet == sheet else f"《{one.sheet}》{one.cell}": one.text for one in stale}
    return Written(content, {name: _NOT_COMPUTED.format(text) for name, text in names.items()}) if stale else replace(at, content=shown)


def _emptied(form: Form, changes: Mapping[str, str]) -> tuple[int, ...]:
    """The rows of the form that were there and have nothing any more."""
    was = [line for line in form.lines if line.may_go and not line.is_new and any(box.name in changes for box in line.boxes)]
    return tuple(line.number for line in was if not any(changes.get(box.name, box.true).strip() for box in line.boxes))


def faults_at(form: Form, written: Written, said: Sequence[Mapping[str, object]], changes: Collection[str]) -> Mapping[str, str]:
    """The errors that were told of the file that was written (`desk.told`), at the form's cells; of several in one line, at those that were changed."""
    grid = form.keeper.sheet(written.content, form.sheet)
    if grid is None:
        return {}
    skipped = frozenset(written.skipped)
    cells: dict[object, list[str]] = {}
    for box in form.boxes:
        if place(box.name)[0] not in skipped:
            for at in places_of(grid, *place(written.in_file(box.name))):
                cells.setdefault(at, []).append(box.name)
    found: dict[str, list[str]] = {}
    for one in said:
        for at in one["places"] if one["severity"] == Severity.ERROR.value else ():  # type: ignore[attr-defined]  # a list of places
            names = cells.get((at["file"], at["sheet"], at["line"] if at["cell"] is None else at["cell"].partition(":")[0]), [])
            for name in [name for name in names if name in changes] or names:
                found.setdefault(name, []).append("。".join(filter(None, (str(one["message"]), str(one["help"])))))
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
    entry = box.want.entry
    if entry is not None and (entry.many or entry.grouped):
        return bool(said(text, entry) == said(raw, entry))
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
