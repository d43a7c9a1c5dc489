"""CSV files -> grids, and the encodings that text files come in."""

import codecs
import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from reportgen.diagnostics import Unreadable
from reportgen.inputs.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, SheetGrid

_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""With what Excel's “Unicode 文本” begins."""
_SEPARATORS = (",", "\t", ";", "|", "，")
"""What may stand between the cells; the first of equals is taken."""
_SAMPLE_ROWS = 30  # the separator shows in the head and the first rows
_NAMED_SEPARATOR = re.compile(r"\ufeff*\"?sep=(.)\"?[,;]*\r?\n?", re.IGNORECASE)
_HEAD = 2**20
"""In so many characters the first rows stand."""
_LINE_END = re.compile(r"\r\n?|\n")
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
"""What makes Excel take a cell for text: ="0350"."""
_RESAVE = "请用 Excel 或者 WPS 另存为“CSV UTF-8（逗号分隔）”"


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without its mark) or GB18030. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("empty-file", "是空文件", "请重新保存这个文件，或者删除")
    for encoding in ("utf-16",) if data.startswith(_WIDE_MARKS) else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("encoding", "不是 UTF-8 或者 GB18030 编码的文本", "请用记事本打开，另存为 UTF-8 编码")


def encoding_of(data: bytes) -> str:
    """The encoding of a text that `decode` reads, without the mark at its beginning: a further piece is written in it. Raises Unreadable."""
    decode(data)
    if data.startswith(_WIDE_MARKS):
        return "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def text_and_separator(data: bytes) -> tuple[str, str]:
    """The text of a CSV file, and what stands between its cells. Raises Unreadable."""
    text = decode(data).replace("\ufeff", "")
    named = _NAMED_SEPARATOR.match(text)
    text = text[named.end() :] if named else text
    return text, named[1] if named else _separator(text)


def first_rows(text: str, separator: str, most: int) -> tuple[list[list[str]], list[int]]:
    """The first rows of a CSV file as they are written, and where each begins in the text; then where the one behind them does. Raises csv.Error at a fault."""
    rows: list[list[str]] = []
    starts = [0]
    reader, lines = csv.reader(StringIO(text[:_HEAD], newline=""), delimiter=separator, strict=True), 0
    for row in islice(reader, most):
        at = starts[-1]
        for _ in range(reader.line_num - lines):
            at = _next_line(text, at)
        lines = reader.line_num
        rows.append(row)
        starts.append(at)
    return rows, starts


def _next_line(text: str, start: int) -> int:
    """Where the next line begins."""
    match = _LINE_END.search(text, start)
    return len(text) if match is None else match.end()


def read_csv(data: bytes, file: str) -> SheetGrid:
    """The cells of a CSV file, whatever stands between them. Raises Unreadable."""
    text, separator = text_and_separator(data)
    if max(map(text.count, _SEPARATORS)) > MAX_CELLS:
        raise _too_large(f"{MAX_CELLS}格")
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS and any(map(str.strip, row[MAX_COLUMNS:])):
                raise _too_large(f"{MAX_COLUMNS}列（第{reader.line_num}行）")
            rows.append([cell_text(cell) for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS:
                raise _too_large(f"{MAX_ROWS}行")
    except csv.Error as problem:
        raise Unreadable("csv-syntax", f"第{reader.line_num}行附近的引号不成对，或者内容过长", _RESAVE) from problem
    return SheetGrid(file, None, rows, textual=True)


def _too_large(what: str) -> Unreadable:
    return Unreadable("too-large", f"超过{what}，没有读取", "请删除多余的行和列，或者把数据分开保存")


def _separator(text: str) -> str:
    """What stands between the cells: that which cuts the most of the first rows into equally many."""
    return max(_SEPARATORS, key=lambda separator: _cut_alike(text, separator))


def _cut_alike(text: str, separator: str) -> int:
    """How many of the first rows have the same number of cells, more than one."""
    try:
        widths = Counter(len(row) for row in islice(csv.reader(StringIO(text[:_HEAD], newline=""), delimiter=separator), _SAMPLE_ROWS))
    except csv.Error:
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


def cell_text(text: str) -> str:
    """A cell without what only Excel needs."""
    if text[:1] not in ("=", "'"):
        return text
    match = _TEXT_FORMULA.fullmatch(text.strip())
    if match:
        return match[1].replace('""', '"')
    return text[1:] if text.startswith("'") and text.count("'") == 1 and len(text) > 1 else text
