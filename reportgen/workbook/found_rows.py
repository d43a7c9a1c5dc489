"""The list of all rows of a large table (大表) of which something is said: 用户台账.核对.csv, where a copy with marked cells can't be had, or doesn't mark all.

A ledger in CSV, or in many files, has no marked copy; and one with marks tells no more ranges than a finding has. Here each row of each problem is a line,
as it is kept: what is personal is masked. Rows go from the query to the file, some thousand at a time.
"""

import csv
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from reportgen.diagnostics import Place, Severity
from reportgen.files import open_file
from reportgen.inputs.grid import column_name
from reportgen.inputs.kept_rows import RAW, KeptRows, plainly
from reportgen.inputs.remarks import MOST_PLACES
from reportgen.workbook.annotation import Annotation

HEADINGS = ("文件", "工作表", "行", "列", "性质", "问题", "依据", "怎么改", "整改情况")
"""What stands before the cells of a row."""
MOST_LINES = 1_000_000
"""Excel opens 1,048,576 rows; whoever has more of them asks by unit."""
_CUT = "只列出前{}行，其余的请分县、分乡镇核对，或者用 open_table 取出（docs/ledger.md）"
_CUT_PLACES = f"同类的读表错误超过{MOST_PLACES}处的，只列出前{MOST_PLACES}处，改正后重新核对"
_SPANS_AT_ONCE = 500
"""So many places go into one query."""
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
_CELL = re.compile(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?")
_END = "以上共{}行。整改情况填在“整改情况”列；修改过的清单不会被覆盖。校验"
_LONGEST_END = 4096  # bytes: the last line has a few hundred
_FORMULA = ("=", "+", "-", "@", "\t")
"""What Excel takes a text for a formula by."""


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of a part (from 0, the last one included) of which the same is said, and in which column."""

    part: int
    first: int
    last: int
    column: str


def lists_rows(rows: KeptRows, said: Sequence[Annotation], marked: Iterable[str]) -> bool:
    """Whether a list is needed: part of the table is in files that have no marked copy (`marked` have one), or a finding names files where rows are meant."""
    without = any(part.place.file not in marked for part in rows.parts)
    return without or any(one.rows is not None and any(at.cell is None and at.line is None for at in one.places) for one in said)


def write_rows(path: Path, rows: KeptRows, said: Sequence[Annotation]) -> int:
    """Writes the list, sealed, and returns how many lines it has. Raises OSError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, lineterminator="\r\n")
            keys = [key for key in rows.dataset.columns if any(key in part.positions or part.origins for part in rows.parts)]
            out.writerow((*HEADINGS, *(rows.dataset.columns[key].column.title for key in keys)))
            ordered = sorted(said, key=lambda one: _ORDER.index(one.severity))
            lines = (line for one in ordered for line in _lines(rows, one, keys))
            number = 0
            for line in islice(lines, MOST_LINES):
                out.writerow(map(_safe, line))
                number += 1
            if next(lines, None) is not None:
                out.writerow((_CUT.format(MOST_LINES),))
            if any(len(one.places) >= MOST_PLACES and one.rows is None for one in said):
                out.writerow((_CUT_PLACES,))
        with temporary.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        with temporary.open("ab") as file:
            file.write(f"{_END.format(number)}{digest}\r\n".encode())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return number


def is_as_written(path: Path) -> bool:
    """Whether a list is just as `write_rows` has written it. Raises OSError."""
    with open_file(path) as (file, status):
        size = status.st_size
        file.seek(max(size - _LONGEST_END, 0))
        tail = file.read()
        end = tail.rstrip(b"\r\n").rpartition(b"\n")[2]
        whole, left = hashlib.sha256(), size - (len(tail) - tail.rfind(end)) if end else 0
        file.seek(0)
        while left > 0 and (content := file.read(min(left, 2**20))):
            whole.update(content)
            left -= len(content)
    return end.strip().endswith(whole.hexdigest().encode())


def _lines(rows: KeptRows, one: Annotation, keys: Sequence[str]) -> Iterator[Sequence[object]]:
    """The lines of what is said once: all rows that it is about; where it is about none, the files that it names."""
    words = (one.head, one.what, one.why, one.how, "")
    if one.rows is not None and one.rows.dataset == rows.dataset.key:
        query = f"SELECT _part, _row, _at, {_cells(rows, keys)} FROM held WHERE {one.rows.condition} ORDER BY {one.rows.order}"
        title = rows.dataset.columns[one.rows.column].column.title
        for part, row, at, *cells in rows.walk(query):
            yield (*_where(rows.place(one.rows.column, part, row, at)), title, *words, *_shown(cells))
        return
    spans, others = _spans(rows, one.places)
    for some in (spans[at : at + _SPANS_AT_ONCE] for at in range(0, len(spans), _SPANS_AT_ONCE)):
        named = ", ".join(f"({span.part}, {span.first}, {span.last}, {at})" for at, span in enumerate(some))
        query = (
            f"SELECT _span, _part, _row, {_cells(rows, keys)} FROM held JOIN (VALUES {named}) AS spans(_of, _first, _last, _span) "
            "ON _part = _of AND _row BETWEEN _first AND _last ORDER BY _span, _row"
        )
        for at, part, row, *cells in rows.walk(query):
            of = rows.parts[part].place
            yield (of.file, of.sheet or "", row + 1, some[at].column, *words, *_shown(cells))
    if others:
        more = f"等{len(others)}处" if len(others) > 1 else ""
        file, sheet, row = _where(others[0])
        yield (f"{file}{more}", sheet, row, "", *words)


def _spans(rows: KeptRows, places: Iterable[Place]) -> tuple[list[Span], list[Place]]:
    """The places that are rows of the table, and those in its files that aren't (a whole file, the line of a heading)."""
    numbers: dict[tuple[str, str | None], list[int]] = {}
    for number, part in enumerate(rows.parts):
        numbers.setdefault((part.place.file, part.place.sheet), []).append(number)
    files = {file for file, _ in numbers}
    columns = rows.dataset.columns
    titles = [{column_name(index): columns[key].column.title for key, index in part.positions.items()} for part in rows.parts]
    spans: list[Span] = []
    others: list[Place] = []
    for at in places:
        cell = _CELL.fullmatch(at.cell or "")
        here = numbers.get((at.file, at.sheet), [])
        if cell is None or not here or any(rows.parts[part].origins for part in here):
            others += [at] if at.file in files else []
            continue
        first, last = int(cell[2]) - 1, int(cell[3] or cell[2]) - 1
        spans += (Span(part, first, last, titles[part].get(cell[1], f"{cell[1]}列")) for part in here)
    return spans, others


def _cells(rows: KeptRows, keys: Sequence[str]) -> str:
    """The SQL of a row's cells: of each its value, and what was written where that can't be read, but for what is personal."""
    columns = rows.dataset.columns
    written = {key: "NULL" if columns[key].column.personal is not None else f'"{RAW}{key}"' for key in keys}
    return ", ".join(f'"{key}", {written[key]}' for key in keys)


def _where(place: Place) -> tuple[str, str, int | str]:
    cell = _CELL.fullmatch(place.cell or "")
    return place.file, place.sheet or "", int(cell[2]) if cell else place.line if place.line is not None else ""


def _shown(cells: Sequence[Any]) -> Iterator[str]:
    """The cells of `_cells` as a person reads them."""
    for value, written in zip(cells[::2], cells[1::2], strict=True):
        if isinstance(value, bool):
            yield "是" if value else "否"
        elif value is None:
            yield written or ""
        else:
            yield str(plainly(value) if isinstance(value, Decimal) else value)


def _safe(value: object) -> object:
    """A text that Excel takes for no formula: what somebody else has written is never run."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
