"""A CSV file with other values in some cells, or further rows: its encoding, separator, quotes and line ends stay, and every cell that isn't touched."""

import codecs
import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from reportgen.diagnostics import Unreadable
from reportgen.inputs.delimited import cell_text, encoding_of, text_and_separator
from reportgen.rewriting.letters import encoder
from reportgen.workbook.sheet import Value

_UNUSUAL = ("unusual-csv", "的写法不常见，在网页上写不进去", "请下载后用 Excel 或者 WPS 修改，再上传")
_MARK = "\ufeff"
_FORMULA = re.compile(r'="(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: where it stands in the text, with its quotes, and what it says as the file has it."""

    start: int
    end: int
    text: str
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its cells, where it begins, where the line behind it does, and with what its line ends."""

    cells: Sequence[_Cell]
    start: int
    behind: int
    line_end: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A CSV file: its bytes, its text without the marks of its encoding, where each sign of that stands in the bytes, the separator, its rows."""

    data: bytes
    text: str
    offsets: Sequence[int]
    separator: str
    rows: Sequence[_Row]

    @property
    def line_end(self) -> str:
        """With what its lines end."""
        return next((row.line_end for row in self.rows if row.line_end), "\r\n")

    def with_pieces(self, pieces: Sequence[tuple[int, int, str]]) -> bytes:
        """The bytes with others in the place of some. Raises NoLetter."""
        made, done, encode = [], 0, encoder(self.data)
        for start, end, text in sorted(pieces, key=lambda one: one[:2]):
            made += [self.data[done : self.offsets[start]], encode(text)]
            done = self.offsets[end]
        return b"".join((*made, self.data[done:]))


def with_cells(data: bytes, values: Mapping[tuple[int, int], Value], like: Mapping[int, int] | None = None) -> bytes:
    """The file with other values in some cells, by row and column from 0; None empties one. What stands in none of its rows becomes a further row.

    A cell is in quotes as the one was that stood there, in a further row as those of the row that `like` names for it. Raises Unreadable, NoLetter.
    """
    table = _read(data)
    pieces: list[tuple[int, int, str]] = []
    further: dict[int, dict[int, Value]] = {}
    beyond: dict[int, dict[int, Value]] = {}
    for (row, column), value in values.items():
        if row >= len(table.rows):
            further.setdefault(row, {})[column] = value
        elif column >= len(table.rows[row].cells):
            beyond.setdefault(row, {})[column] = value
        else:
            cell = table.rows[row].cells[column]
            model = _model(table, like, row)[column : column + 1] if not cell.text else ()
            pieces.append((cell.start, cell.end, _written(_said(value), model[0] if model else cell, table.separator)))
    for row, cells in beyond.items():
        there = table.rows[row].cells
        at = there[-1].end if there else table.rows[row].start
        first = len(there) if there else 1  # a row of nothing has a first cell as soon as another stands behind it
        start = "" if there or 0 not in cells else _written(_said(cells[0]), None, table.separator)
        pieces.append(
            (at, at, start + "".join(table.separator + _written(_said(cells.get(column)), None, table.separator) for column in range(first, max(cells) + 1)))
        )
    if further:
        lines = [_line(table, further.get(row, {}), _model(table, like, row)) for row in range(len(table.rows), max(further) + 1)]
        ends = not table.rows or bool(table.rows[-1].line_end)
        joined = table.line_end.join(lines)
        pieces.append((len(table.text), len(table.text), f"{joined}{table.line_end}" if ends else f"{table.line_end}{joined}"))
    return table.with_pieces(pieces)


def with_rows(data: bytes, at: int, more: int) -> bytes:
    """The file with so many blank rows before one (from 0). Raises Unreadable."""
    table = _read(data)
    row = table.rows[at]
    blank = table.separator * max(0, len(row.cells) - 1) + (row.line_end or table.line_end)
    return table.with_pieces([(row.start, row.start, blank * more)])


def _model(table: _Table, like: Mapping[int, int] | None, row: int) -> Sequence[_Cell]:
    """The cells of the row that a row is to be like."""
    at = (like or {}).get(row)
    return table.rows[at].cells if at is not None and at < len(table.rows) else ()


def _line(table: _Table, cells: Mapping[int, Value], like: Sequence[_Cell]) -> str:
    """A further row, as wide as those that are there."""
    width = max(len(like or (table.rows[-1].cells if table.rows else ())), *(column + 1 for column in cells), 1)
    return table.separator.join(_written(_said(cells.get(column)), like[column] if column < len(like) else None, table.separator) for column in range(width))


def _said(value: Value) -> str:
    """A value as text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _written(text: str, like: _Cell | None, separator: str) -> str:
    """A text as a cell, in quotes where the one that it is `like` is, or where it must be."""
    if like is not None and text and _FORMULA.fullmatch(like.text.strip()):  # ="0350", which keeps Excel from making a number of it
        text = '="' + text.replace('"', '""') + '"'
    elif like is not None and text and like.text.startswith("'") and cell_text(like.text) != like.text:
        text = f"'{text}"
    must = any(sign in text for sign in (separator, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if must or (like is not None and like.is_quoted) else text


def _read(data: bytes) -> _Table:
    """The file with where everything stands in it. Raises Unreadable."""
    encoding = encoding_of(data)
    text, separator = text_and_separator(data)
    signs, offsets = _signs(data, encoding)
    skipped = len(signs) - len(text)
    if signs[skipped:] != text:
        raise Unreadable(*_UNUSUAL)
    table = _Table(data, text, [*offsets[skipped:], len(data)], separator, list(_rows(text, separator)))
    if [[cell.text for cell in row.cells] for row in table.rows] != list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)):
        raise Unreadable(*_UNUSUAL)
    return table


def _signs(data: bytes, encoding: str) -> tuple[str, list[int]]:
    """The text without the marks of its encoding, and where each sign begins in the bytes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    signs, offsets, begun = [], [], 0
    for at in range(len(data)):
        if one := decoder.decode(data[at : at + 1], final=at + 1 == len(data)):
            for sign in one:
                if sign != _MARK:
                    signs.append(sign)
                    offsets.append(begun)
            begun = at + 1
    return "".join(signs), offsets


def _rows(text: str, separator: str) -> "list[_Row]":
    """The rows of a text, as the csv module of Python cuts it."""
    rows: list[_Row] = []
    cells: list[_Cell] = []
    at = start = 0
    while at < len(text):
        cell = _cell(text, at, separator)
        at = cell.end
        is_alone = not cells and cell.start == cell.end
        cells.append(cell)
        if text[at : at + 1] == separator:
            at += 1
            if at < len(text):
                continue
            cells.append(_Cell(at, at, "", is_quoted=False))
        line_end = "\r\n" if text.startswith("\r\n", at) else text[at : at + 1]
        at += len(line_end)
        rows.append(_Row([] if is_alone and len(cells) == 1 else cells, start, at, line_end))
        cells, start = [], at
    return rows


def _cell(text: str, start: int, separator: str) -> _Cell:
    """The cell that begins at a place."""
    if text[start : start + 1] != '"':
        end = next((at for at in range(start, len(text)) if text[at] in (separator, "\r", "\n")), len(text))
        return _Cell(start, end, text[start:end], is_quoted=False)
    at = start + 1
    while at < len(text):
        if text[at] == '"' and text[at + 1 : at + 2] != '"':
            break
        at += 2 if text[at] == '"' else 1
    return _Cell(start, min(at + 1, len(text)), text[start + 1 : at].replace('""', '"'), is_quoted=True)
