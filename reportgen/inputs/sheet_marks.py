"""What a sheet's XML says beside the values: formulas without a result, errors, pictures, number formats, hidden rows and columns.

A workbook's reader gives values only. A formula that was never calculated, an error value, a picture in a cell and a format that
shows another number look to it like a blank cell, a text or a plain number; the XML tells them apart, and its cells are looked at
only where it has any such.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from zipfile import ZipFile

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, NoValue
from reportgen.inputs.number_formats import NumberFormat, read_format
from reportgen.inputs.packages import DAMAGED, parse_part
from reportgen.inputs.sheet_columns import Condensed, rows_without_digits
from reportgen.ooxml.names import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_TEXT = 256 * 2**20
"""Bytes of the texts of all cells of a sheet together: a text that stands once in the file may stand in every cell."""
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*[0-9]+)""")
_USUAL_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_FIRST_BYTES = 2**16
"""In so much of a sheet its first rows stand, the headings among them."""
_DIGITS = b"0123456789"
_LETTERS = string.ascii_letters.encode()
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})""")
_TEXT_TAG = re.compile(rb"<(?:\w+:)?si\b")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[ >/]")
_ERROR_TYPES = (b't="e"', b"t='e'")
_BLANK_CELLS = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?(?:/>|>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>)")
_BLANK_ROWS = re.compile(rb"<(?:\w+:)?row(?:\s[^<>]*)?(?:/>|>\s*</(?:\w+:)?row>)")
_HIDING = (b" hidden=", b" zeroHeight=", b' ht="0', b" ht='0", b' width="0', b" width='0")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FORMAT_TAG = re.compile(rb"<(?:\w+:)?sheetFormatPr\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*["']([^"']*)""")
_CELL_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
_BUILT_IN = {"9": "0%", "10": "0.00%"}
"""The built-in formats that show another number; the rest only round, group, colour, or are of dates."""


@dataclass(slots=True)
class Marks:
    """The cells of a sheet that are not what their values say, by row and column from 0; what is hidden; whether any are merged."""

    broken: dict[tuple[int, int], NoValue] = field(default_factory=dict)
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: bool = False


def altering_formats(package: ZipFile) -> Mapping[str, NumberFormat]:
    """The number formats that show another number than is stored, by the number of the cell style that has them."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    styles = parse_part(package, "xl/styles.xml")
    codes = {**_BUILT_IN, **{e.get("numFmtId", ""): e.get("formatCode", "") for e in styles.iter() if local(e) == "numFmt"}}
    based = [style.get("numFmtId", "0") for style in _styles(styles, "cellStyleXfs")]
    found: dict[str, NumberFormat] = {}
    for index, style in enumerate(_styles(styles, "cellXfs")):
        parent = style.get("xfId", "")
        inherited = based[int(parent)] if parent.isdecimal() and int(parent) < len(based) else "0"
        form = read_format(codes.get(style.get("numFmtId", inherited), "General"))
        if form is not None and not form.plain:
            found[str(index)] = form
    return found


def _styles(root: "Element", name: str) -> list["Element"]:
    return next((list(e) for e in root if local(e) == name), [])


def look_at(package: ZipFile, part: str, formats: Mapping[str, NumberFormat], condensed: Condensed | None = None) -> Marks:
    """What the values of a sheet don't show; of one that was `condensed` less needs to be looked at.

    Raises Unreadable where the sheet is damaged or reaches too far out.
    """
    xml = cache(lambda: _xml(package, part))
    if condensed is None:
        kinds = Counter(rows_without_digits(xml()))
        rows, cells = b"</row>".join(kinds), _check_reach(xml(), kinds)
    else:
        rows, cells = condensed.written, condensed.cells
    _check_texts(package, xml, cells)
    marks = Marks(merged=b"mergeCell" in rows)
    if any(words.rstrip(_DIGITS) in rows and words in xml() for words in _HIDING):
        marks.hidden_rows, marks.hidden_columns = _hidden(xml())
    # A cell without a style has the first one.
    has_formats = "0" in formats or any(f"s={quote}{style}{quote}".encode() in xml() for style in formats for quote in "\"'")
    if not has_formats and not any(word in rows for word in _ERROR_TYPES) and not _has_formulas(rows):
        return marks
    for row, column, cell in _cells(xml(), part):
        _mark((row, column), cell, formats, marks)
    return marks


def _xml(package: ZipFile, part: str) -> bytes:
    try:
        return package.read(part)
    except KeyError as problem:
        raise Unreadable("damaged", f"的 {part} 缺失", DAMAGED) from problem


def _has_formulas(data: bytes) -> bool:
    """Whether a sheet has a formula: its element begins with <f, or behind a prefix with :f."""
    return (b"<f" in data or b":f" in data) and _FORMULA_TAG.search(data) is not None


def _check_reach(data: bytes, kinds: Mapping[bytes, int]) -> int:
    """At most how many cells a sheet has. Refuses one whose cells span too large a rectangle, for its reader makes a place for each cell in it.

    A cell that holds nothing but a format is none.
    """
    count = _count(kinds, b"<c")
    rows, columns = _usual_reach(data, kinds, count) or _reach(data)
    if count > MAX_CELLS or _is_large(rows, columns):
        data = _BLANK_ROWS.sub(b"", _BLANK_CELLS.sub(b"", data))
        count, (rows, columns) = len(_CELL.findall(data)), _reach(data)
    if count > MAX_CELLS:
        raise Unreadable("too-large", f"有{count}个单元格，超过{MAX_CELLS}个，没有读取", "请删除多余的行和列，或者把数据分开保存")
    if _is_large(rows, columns):
        message = f"的表格延伸到第{rows}行、第{columns}列，为安全起见没有读取"
        raise Unreadable("too-large", message, "请删除数据区以外的行和列（选中后右键“删除”）后保存")
    return count


def _is_large(rows: int, columns: int) -> bool:
    return rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS


def _check_texts(package: ZipFile, xml: Callable[[], bytes], cells: int) -> None:
    """Refuses a sheet of so many `cells` at most whose shared texts are too long together. A text is at most as long as what stands for it in the file."""
    if "xl/sharedStrings.xml" not in package.namelist():
        return
    size = package.getinfo("xl/sharedStrings.xml").file_size
    if size * cells <= MAX_TEXT:
        return
    shared = package.read("xl/sharedStrings.xml")
    if b":si" not in shared and max(map(len, shared.split(b"</si>"))) * cells <= MAX_TEXT:
        return  # each text and what is around it; as good as all are so short
    texts = list(map(len, _TEXT_TAG.split(shared)[1:]))
    if max(texts, default=0) * cells <= MAX_TEXT:
        return
    if sum(texts[number] for match in _SHARED.finditer(xml()) if (number := int(match[1])) < len(texts)) > MAX_TEXT:
        raise Unreadable("too-large", f"的文字共超过{MAX_TEXT // 2**20}MB，没有读取", "请删除过长的文字，或者把数据分开保存")


def _count(kinds: Mapping[bytes, int], word: bytes) -> int:
    return sum(kind.count(word) * number for kind, number in kinds.items())


def _usual_reach(data: bytes, kinds: Mapping[bytes, int], cells: int) -> tuple[int, int] | None:
    """How many rows and columns the cells of a sheet span, where it is written as Excel and WPS write one; None of any other.

    Each cell has its reference, and none lies further out than the widest of the first rows, or below the last
    row: a large sheet is looked at in a tenth of the time that its cells take one by one.
    """
    rows = _USUAL_ROW.findall(data)
    beside = data.count(b"<c", 0, max(data.find(b"<sheetData"), 0)) + data.count(b"<c", max(data.rfind(b"</row>"), 0))  # <cols>, <conditionalFormatting>
    if not rows or len(rows) != _count(kinds, b"<row") or cells - beside != _count(kinds, b'<c r="'):
        return None
    lowest, letters = max(map(int, rows)), _USUAL_CELL.findall(data, 0, _FIRST_BYTES)
    widest = max(letters, key=lambda each: (len(each), each), default=b"A")
    if re.search(rb'<c r="(?:%b|[A-Z]+(?:%b)")' % (_above(widest, b"A", b"Z"), _above(b"%d" % lowest, b"0", b"9")), data):
        return None
    return lowest, _column_index(widest.decode()) + 1


def _above(mark: bytes, first: bytes, last: bytes) -> bytes:
    """The pattern of what comes behind a number, or the letters of a column: what is longer, and what is as long and greater."""
    any_of = b"[%b-%b]" % (first, last)
    greater = [b"%b{%d,}" % (any_of, len(mark) + 1)]
    for at, digit in enumerate(mark):
        if digit < last[0]:
            greater.append(b"%b[%c-%b]%b" % (mark[:at], digit + 1, last, any_of * (len(mark) - at - 1)))
    return b"|".join(greater)


def _reach(data: bytes) -> tuple[int, int]:
    """How many rows and columns the cells of a sheet span."""
    references = _REFERENCE.findall(data)
    letters = [each.rstrip(b"0123456789") for each in references]
    rows = max(map(int, {each.lstrip(_LETTERS)[:10] for each in references}), default=0)
    columns = max((_column_index(each[:5].decode().upper()) + 1 for each in {*letters}), default=0)
    if len(letters) - letters.count(b"") < len(_CELL.findall(data)):
        # Cells without a reference stand beside the one before them.
        columns += max(len(_CELL.findall(row)) for row in _ROW.split(data))
    return rows, columns


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _hidden(data: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and columns that are hidden, filtered away, folded into a group, or without height or width."""
    defaults = next((_attributes(match[1]) for match in _FORMAT_TAG.finditer(data)), {})
    rows: set[int] = set()
    for before, match in enumerate(_ROW_TAG.finditer(data)):
        row = _attributes(match[1])
        default = _is_true(defaults.get("zeroHeight")) and "ht" not in row and "hidden" not in row
        if default or _is_true(row.get("hidden")) or _is_zero(row.get("ht")):
            rows.add(_whole(row.get("r"), before + 1) - 1)
    columns: set[int] = set()
    for match in _COLUMN_TAG.finditer(data):
        column = _attributes(match[1])
        if _is_true(column.get("hidden")) or _is_zero(column.get("width")):
            first = _whole(column.get("min"), 1)
            columns.update(range(first - 1, min(_whole(column.get("max"), first), MAX_COLUMNS)))
    return frozenset(rows), frozenset(columns)


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(tag)}


def _whole(value: str | None, default: int) -> int:
    """A number of a row or column; what is none is taken for the default."""
    return int(value) if value is not None and re.fullmatch(r"[0-9]{1,7}", value) else default


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _is_zero(value: str | None) -> bool:
    return value is not None and not value.strip("0.")


def _cells(data: bytes, part: str) -> "Iterator[tuple[int, int, Element]]":
    """The sheet's cell elements, one at a time, with their rows and columns from 0; one without a reference stands beside the one before it."""
    from lxml.etree import XMLSyntaxError

    from reportgen.ooxml.parsing import events

    row = column = -1
    try:
        for event, element in events(data, "row", "c"):
            name, reference = local(element), element.get("r", "")
            if event == "start" and name == "row":
                row, column = int(reference) - 1 if reference.isdecimal() else row + 1, -1
            elif event == "end" and name == "c":
                match = _CELL_NAME.fullmatch(reference)
                column = _column_index(match[1]) if match else column + 1
                yield (int(match[2]) - 1 if match else row), column, element
                element.clear()
    except XMLSyntaxError as problem:
        raise Unreadable("damaged", f"的 {part} 损坏", DAMAGED) from problem


def _mark(at: tuple[int, int], cell: "Element", formats: Mapping[str, NumberFormat], marks: Marks) -> None:
    kind, style = cell.get("t", "n"), cell.get("s", "0")
    if kind == "s" or (kind == "n" and style not in formats and len(cell) == 1 and local(cell[0]) == "v"):
        return
    children = {local(child): child.text or "" for child in cell}
    formula = children.get("f", "")
    # A picture that Excel places in a cell is an error value with metadata, and no formula has made it.
    if _PICTURE.search(formula) or (kind == "e" and cell.get("vm") and "f" not in children):
        marks.broken[at] = NoValue("", picture=True)
    elif kind == "e":
        marks.broken[at] = NoValue(children.get("v", "") or "#VALUE!")
    elif "f" in children and not children.get("v") and kind != "str":
        marks.broken[at] = NoValue("")
    elif kind == "n" and style in formats:
        marks.formats[at] = formats[style]
