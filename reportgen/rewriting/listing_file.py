"""A table that is kept as YAML as the sheet that says the same, and with other values in its cells."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from reportgen.diagnostics import Unreadable
from reportgen.inputs.delimited import decode
from reportgen.inputs.grid import Raw
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.listing import ROWS
from reportgen.inputs.schema import Dataset
from reportgen.inputs.wording import fold
from reportgen.inputs.yaml_nodes import ListNode, MapNode, Node, ScalarNode, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.rewriting.line_grid import LineGrid, as_scalar, lines_of
from reportgen.rewriting.yaml_file import NotWritten, saying
from reportgen.workbook.sheet import Value

_OTHER = "这一行写的不是各列，请下载这个文件，改好以后上传"


def sheet(data: bytes, file: str, dataset: Dataset | None) -> LineGrid:
    """The rows below the names of the columns: those that the file has in its own order, then the dataset's others. Raises Unreadable where it has no rows."""
    listed, _ = _listed(data, file, dataset)
    names = _columns(listed.items, dataset)
    rows: list[list[Raw]] = [list(names)]
    lines: dict[tuple[int, int], range] = {}
    for number, item in enumerate(listed.items, 1):
        rows.append([None] * len(names))
        if isinstance(item, MapNode):
            for name, node in item.entries.items():
                column = _column(name, names, dataset)
                if isinstance(node, ScalarNode) and (number, column) not in lines:
                    rows[-1][column] = node.value
                    lines[number, column] = lines_of(node, item.lines[name])
    return LineGrid.of(file, PurePosixPath(file).stem, rows, lines)


def with_cells(data: bytes, file: str, dataset: Dataset | None, values: Mapping[tuple[int, int], Value]) -> bytes:
    """The file with other values in some cells, by row (1: the first one) and column from 0; what stands in none of its rows becomes a further one.

    Raises NotWritten, letters.NoLetter, Unreadable.
    """
    listed, path = _listed(data, file, dataset)
    names = _columns(listed.items, dataset)
    whole = _plain(data, file)
    rows = whole[path] if path is not None else whole
    fields = {field.key: field for field in dataset.fields()} if dataset is not None else {}
    for (row, column), value in sorted(values.items()):
        if row > len(rows):
            rows.append({})
        line = rows[row - 1] = {} if rows[row - 1] is None else rows[row - 1]
        if not isinstance(line, dict):
            raise NotWritten(_OTHER, {(row, column): _OTHER})
        there = next((name for name in line if _column(name, names, dataset) == column), None)
        known = None if dataset is None else match_field(names[column], dataset)
        if there is not None:
            line[there] = as_scalar(value, fields.get(known.key) if known else None, line[there])
        elif value is not None:
            line[names[column]] = as_scalar(value, fields.get(known.key) if known else None, None)
    return saying(data, whole)


def without(data: bytes, file: str, dataset: Dataset | None, numbers: Collection[int]) -> bytes:
    """The file without some rows (1: the first one). Raises NotWritten, letters.NoLetter, Unreadable."""
    _, path = _listed(data, file, dataset)
    whole = _plain(data, file)
    kept = [row for number, row in enumerate(whole[path] if path is not None else whole, 1) if number not in numbers]
    if path is None:
        whole = kept
    else:
        whole[path] = kept
    return saying(data, whole)


def _plain(data: bytes, file: str) -> Any:
    root, _ = read_yaml(decode(data), file)
    return None if root is None else plain(root)


def _listed(data: bytes, file: str, dataset: Dataset | None) -> tuple[ListNode, str | None]:
    """The list of rows, and the name below which it stands (None: it is the whole file)."""
    root, _ = read_yaml(decode(data), file)
    if isinstance(root, ListNode):
        return root, None
    known = (*ROWS, *(() if dataset is None else (fold(dataset.title),)))
    for name, node in root.entries.items() if isinstance(root, MapNode) else ():
        if fold(name) in known and isinstance(node, ListNode):
            return node, name
    raise Unreadable("unusual-text", "没有各行的列表", "请下载后改好，再上传")


def _columns(items: Sequence[Node], dataset: Dataset | None) -> list[str]:
    """The names of the columns, as the file writes them where it does."""
    found: dict[str, str] = {}
    for item in items:
        for name in item.entries if isinstance(item, MapNode) else ():
            found.setdefault(_key(name, dataset), name)
    for field in dataset.fields() if dataset is not None else ():
        found.setdefault(field.key, field.column.title)
    return list(found.values())


def _column(name: str, names: Sequence[str], dataset: Dataset | None) -> int:
    return [_key(one, dataset) for one in names].index(_key(name, dataset))


def _key(name: str, dataset: Dataset | None) -> str:
    """The field that a name is of; the name itself where it is of none."""
    known = None if dataset is None else match_field(name, dataset)
    return f"“{fold(name)}”" if known is None else known.key
