"""A sheet that is there, changed in single rows: all others stay byte for byte, and are never built as a tree."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from reportgen.inputs.grid import column_name
from reportgen.workbook.book import Book, place
from reportgen.workbook.names import ID, add, element, parse, tag, written
from reportgen.workbook.notes import Note, noted, put_notes
from reportgen.workbook.sheet import LAST_COLUMN, Value, fill_cell

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(?:/>|>(.*)</(?:\w+:)?sheetData\s*>)", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]*)>")
_NUMBER = re.compile(rb'\br\s*=\s*["\'](\d+)["\']')
_DEFAULT_WIDTH, _DEFAULT_PIXELS = 9.0, 72  # a column that nobody set, in characters and in pixels
_OF_VALUE = ("t", "cm", "vm")
"""What a cell says of the value that it holds: its kind, and that it is of a formula that spills, or more than a number or text."""
_WHOLE = 1e15  # a double that is larger isn't written digit by digit
_AFTER_DATA = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The order of what stands behind the cells of a sheet."""


@dataclass(slots=True)
class SheetPart:
    """A sheet of a workbook while cells of it are changed; rows and columns count from 0.

    `frame` is its tree without rows, `body` the text of the rows: `starts` has where each begins, `numbers` its number.
    """

    book: Book
    part: str
    frame: etree._Element
    body: bytes
    prefix: bytes
    starts: list[int]
    numbers: list[int]
    _open: tuple[int, etree._Element] | None = None
    _changed: dict[int, bytes] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)

    def cell(self, row: int, column: int) -> etree._Element:
        """The element of a cell, made where there is none, with the format that an empty cell has there."""
        line = self._row(row)
        letters = column_name(column)
        name = f"{letters}{row + 1}"
        for index, known in enumerate(line):
            at = known.get("r", "").rstrip("0123456789")
            if at == letters:
                return known
            if (len(at), at) > (len(letters), letters):
                made = element("c", {"r": name, "s": str(self.format_of(line, column))})
                line.insert(index, made)
                return made
        return add(line, "c", {"r": name, "s": str(self.format_of(line, column))})

    def find(self, row: int, column: int) -> etree._Element | None:
        """The element of a cell; None where there is none."""
        name = f"{column_name(column)}{row + 1}"
        return next((cell for cell in self._row(row) if cell.get("r") == name), None) if self._find(row)[1] else None

    def rows_with(self, pattern: re.Pattern[bytes]) -> Iterator[int]:
        """The rows (from 0) in whose text something is found."""
        return (number for at, number in enumerate(self.numbers) if pattern.search(self.body, self.starts[at], self._end(at)))

    def row(self, number: int) -> etree._Element:
        """The tree of a row, to be looked at: made, empty, where there is none. Whoever then writes the part writes it anew."""
        return self._row(number)

    def put(self, row: int, column: int, value: Value) -> None:
        """Puts a value into a cell in place of what it holds or computes (None: nothing); its format stays."""
        cell = self.cell(row, column)
        for child in list(cell):
            cell.remove(child)
        for name in _OF_VALUE:
            cell.attrib.pop(name, None)
        fill_cell(cell, value)

    def show(self, row: int, column: int, value: float | str | bool | None) -> None:  # a truth is one of the values
        """Lets a cell with a formula show another value; a text that begins with # is an error's (#DIV/0!)."""
        cell = self.cell(row, column)
        shown = cell.find(tag("v"))
        if shown is None:
            shown = add(cell, "v")
        cell.attrib.pop("t", None)
        if isinstance(value, bool):
            cell.set("t", "b")
            value = int(value)
        elif isinstance(value, str):
            cell.set("t", "e" if value.startswith("#") else "str")
        shown.text = repr(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE else str(value)

    def write_formula(self, row: int, column: int, text: str) -> None:
        """Gives the formula of a cell other words."""
        formula = self.cell(row, column).find(tag("f"))
        if formula is not None:
            formula.text = text

    def shift(self, at: int, count: int) -> None:
        """Moves the rows from `at` on (from 0) down; what was changed before moves along."""
        self._close()
        first = bisect_left(self.numbers, at)
        start = self.starts[first] if first < len(self.starts) else len(self.body)
        pieces, starts, end = [self.body[:start]], self.starts[:first], start
        for number in self.numbers[first:]:
            line = self._row(number)
            line.set("r", str(number + count + 1))
            for cell in line:
                cell.set("r", f"{cell.get('r', '').rstrip('0123456789')}{number + count + 1}")
            text = self._text(line)
            self._open = None
            self._changed.pop(number, None)
            pieces.append(text)
            starts.append(end)
            end += len(text)
        self.body, self.starts = b"".join(pieces), starts
        self.numbers = [number if number < at else number + count for number in self.numbers]

    def format_of(self, line: etree._Element, column: int) -> int:
        """The number of the format of an empty cell: that of its row, else of its column."""
        if line.get("customFormat") in ("1", "true"):
            return int(line.get("s", "0"))
        return next((int(known.get("style", "0")) for known in self.columns if _spans(known, column)), 0)

    @property
    def columns(self) -> Iterable[etree._Element]:
        """What is said of columns: each entry of a span of them."""
        found = self.frame.find(tag("cols"))
        return () if found is None else found

    def set_column(self, column: int, width: float, style: int) -> None:
        """Sets the width and format of a column, and leaves those beside it as they are."""
        columns = self.frame.find(tag("cols"))
        if columns is None:
            columns = element("cols")
            self.frame.insert(next(index for index, child in enumerate(self.frame) if child.tag == tag("sheetData")), columns)
        for known in list(columns):
            if _spans(known, column):
                _split(columns, known, column)
        made = element("col", {"min": str(column + 1), "max": str(column + 1), "width": f"{width:g}", "style": str(style), "customWidth": "1"})
        at = bisect_left([int(known.get("min", "0")) for known in columns], column + 1)
        columns.insert(at, made)

    def group(self, name: str) -> etree._Element:
        """An element behind the cells, made at its place where there is none."""
        found = self.frame.find(tag(name))
        if found is None:
            found = element(name)
            behind = {tag(other) for other in _AFTER_DATA[_AFTER_DATA.index(name) + 1 :]}
            at = next((index for index, child in enumerate(self.frame) if child.tag in behind), len(self.frame))
            self.frame.insert(at, found)
        return found

    def note(self, cell: str, text: str) -> None:
        """Puts a note on a cell; behind the words of one that is there."""
        self._notes.append(Note(*place(cell), cell, text))

    @property
    def noted(self) -> Mapping[str, str]:
        """The notes that are there, by the names of their cells."""
        return noted(self.book.package, self.part)

    def write(self) -> None:
        """Puts the changed sheet, and its notes, back into the workbook."""
        if self._notes:
            drawing = self.frame.find(tag("legacyDrawing"))
            part = None if drawing is None else self.book.package.of_relation(self.part, drawing.get(ID, ""))
            identity = put_notes(self.book.package, self.part, part if part in self.book.package.parts else None, self._notes, cache(self._pixels))
            if identity is not None:
                self.group("legacyDrawing").set(ID, identity)
        self.book.package.parts[self.part] = self._written()

    def _pixels(self, column: int) -> int:
        """The width of a column."""
        width = next((float(known.get("width", _DEFAULT_WIDTH)) for known in self.columns if _spans(known, column)), None)
        return _DEFAULT_PIXELS if width is None else max(1, round(width * 7 + 5))

    def _row(self, number: int) -> etree._Element:
        """The tree of a row. One at a time is kept as a tree: whoever goes row by row needs little memory."""
        if self._open is not None and self._open[0] == number:
            return self._open[1]
        self._close()
        at, there = self._find(number)
        text = self._changed.get(number) or (self.body[self.starts[at] : self._end(at)] if there else None)
        line = element("row", {"r": str(number + 1)}) if text is None else self._parsed(text)
        line.attrib.pop("spans", None)
        line.set("r", str(number + 1))
        if any("r" not in cell.attrib for cell in line):
            column = -1
            for cell in line:
                column = place(cell.get("r", ""))[1] if cell.get("r") else column + 1
                cell.set("r", f"{column_name(column)}{number + 1}")
        self._open = number, line
        return line

    def _close(self) -> None:
        if self._open is not None:
            number, line = self._open
            self._changed[number] = self._text(line)
            self._open = None

    def _find(self, number: int) -> tuple[int, bool]:
        """Where in the body a row stands, or would stand; and whether it is there."""
        at = bisect_left(self.numbers, number)
        return at, at < len(self.numbers) and self.numbers[at] == number

    def _end(self, at: int) -> int:
        return self.starts[at + 1] if at + 1 < len(self.starts) else len(self.body)

    def _parsed(self, text: bytes) -> etree._Element:
        """The tree of one row: within an element that declares the names that rows use."""
        names = "".join(f' xmlns{":" + prefix if prefix else ""}="{name}"' for prefix, name in self.frame.nsmap.items())
        return parse(f"<w{names}>".encode() + text + b"</w>")[0]

    def _written(self) -> bytes:
        """The frame with the rows, the changed ones in their places."""
        data = self.frame.find(tag("sheetData"))
        frame = written(self.frame)
        place_of = re.search(rb"<(?:\w+:)?sheetData\s*/>", frame)
        if data is None or place_of is None:
            raise etree.XMLSyntaxError("no rows", 0, 0, 0)
        pieces = [frame[: place_of.start()], b"<" + self.prefix + b"sheetData>"]
        done = 0
        self._close()
        for number, text in sorted(self._changed.items()):
            at, there = self._find(number)
            start = self.starts[at] if at < len(self.starts) else len(self.body)
            pieces += [self.body[done:start], text]
            done = self._end(at) if there else start
        pieces += [self.body[done:], b"</" + self.prefix + b"sheetData>", frame[place_of.end() :]]
        return b"".join(pieces)

    def _text(self, line: etree._Element) -> bytes:
        """A row as text, without declaring again the names that the sheet declares."""
        wrapper = etree.Element("w", nsmap=self.frame.nsmap)
        wrapper.append(line)
        text = etree.tostring(wrapper, encoding="UTF-8")
        return text[text.index(b">") + 1 : text.rindex(b"</")]


def open_part(book: Book, name: str) -> SheetPart | None:
    """A sheet of the workbook by its name, to be changed; None where there is no such sheet of cells."""
    part = book.part_of(name)
    data = book.package.parts.get(part or "")
    if part is None or data is None:
        return None
    declared = data[:100].partition(b"?>")[0]
    if not data.lstrip().startswith(b"<") or (b"encoding" in declared and b"UTF-8" not in declared.upper()):  # without a word it is UTF-8
        data = written(parse(data))
    match = _DATA.search(data)
    if match is None:
        return None
    prefix, body = match[1], match[2] or b""
    frame = parse(data[: match.start()] + b"<" + prefix + b"sheetData/>" + data[match.end() :])
    if frame.tag != tag("worksheet"):
        return None
    starts, numbers = [], []
    number = -1
    for row in _ROW.finditer(body):
        said = _NUMBER.search(row[1])
        number = int(said[1]) - 1 if said else number + 1
        starts.append(row.start())
        numbers.append(number)
    return SheetPart(book, part, frame, body, prefix, starts, numbers)


def _spans(known: etree._Element, column: int) -> bool:
    return int(known.get("min", "0")) <= column + 1 <= int(known.get("max", str(LAST_COLUMN)))


def _split(columns: etree._Element, known: etree._Element, column: int) -> None:
    """Takes one column out of an entry for a span of columns."""
    first, last = int(known.get("min", "0")), int(known.get("max", "0"))
    for low, high in ((first, column), (column + 2, last)):
        if low <= high:
            part = element("col", {**{str(key): str(value) for key, value in known.attrib.items()}, "min": str(low), "max": str(high)})
            known.addprevious(part)
    columns.remove(known)
