"""CSV files -> grids, and the encodings that text files come in."""

import csv
from io import StringIO

from reportgen.inputs.grid import Grid
from reportgen.inputs.packages import NotReadable

MAX_ROWS = 2**20
"""As many rows as a sheet of Excel has."""

_ENCODINGS = ("utf-8-sig", "gb18030")
_RESAVE = "请用 Excel 或者 WPS 另存为“CSV UTF-8（逗号分隔）”"


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without its mark) or GB18030. Raises NotReadable."""
    if not data.strip():
        raise NotReadable("empty-file", "是空文件", "请重新保存这个文件，或者删除")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotReadable("encoding", "不是 UTF-8 或者 GB18030 编码的文本", "请用记事本打开，另存为 UTF-8 编码")


def read_csv(data: bytes, file: str) -> Grid:
    """The cells of a CSV file. Raises NotReadable."""
    reader = csv.reader(StringIO(decode(data), newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise NotReadable("too-large", f"超过{MAX_ROWS}行", "请把数据分开保存")
    except csv.Error as problem:
        raise NotReadable("csv-syntax", f"第{reader.line_num}行附近的引号不成对，或者内容过长", _RESAVE) from problem
    return Grid(file, None, rows, textual=True)
