"""A unit's workbooks as tables on a page: cells as they stand in the sheets, what is personal masked, with what is said of each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from reportgen.building.project import Project
from reportgen.desk.keepers import keeper_of
from reportgen.diagnostics import Severity
from reportgen.inputs.data_files import LISTINGS, WORKBOOKS
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import NoValue, PercentNumber, Raw, SheetGrid, column_name
from reportgen.inputs.masking import mask_grid
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Programme
from reportgen.rewriting.line_grid import LineGrid

TABLES = WORKBOOKS | LISTINGS | {".csv"}
"""Endings of the files that are shown as tables."""
PAGE = 100
"""Rows on a page: more nobody looks through in a browser."""
MOST_BYTES = 8 * 2**20
"""A file that is larger isn't shown as tables: a ledger of households is filled in elsewhere."""
_MOST_COLUMNS = 60  # twice those of the widest table: what stands further out is no table
_BOOKS_KEPT = 12  # those of the units that are being looked at, a megabyte of memory each
_LARGE = 512 * 2**10
"""Bytes: of a workbook that is larger, as one with a ledger of households, only the last one is kept: it takes fifty times as much memory."""
OUTLIER, LOOKED = "outlier", "looked"
"""What stands behind the severities where a number stands out: nobody has looked at it yet, or somebody has."""
_ORDER = (*(severity.value for severity in Severity), OUTLIER, LOOKED)
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its name, what it shows, the gravest severity of what is said of it ("": nothing), and that in words; whether it stands out, unlooked at."""

    name: str
    text: str
    severity: str = ""
    words: str = ""
    outlying: bool = False


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page of a sheet: the letters of its columns, its rows by number, which page of how many; `faulty`: rows of which something is said alone."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook by name, masked but where they were asked for whole; empty and `remark` says why where it isn't shown.

    `hiding` are the sheets of which something is masked.
    """

    sheets: Mapping[str, SheetGrid]
    remark: str = ""
    hiding: frozenset[str] = frozenset()


def book_of(project: Project, file: str, *, whole: bool = False) -> Book:
    """A workbook of the workspace, by its path as places have it; `whole`: what is personal isn't masked. Raises Unreadable."""
    path = project.workspace.root / file
    if path.stat().st_size > MOST_BYTES:
        return Book({}, "这份表很大，不在网页上显示；请下载后用 Excel 或者 WPS 查看")
    return book_in(project.workspace.read(path), file, programme_of(project.workspace)[0], whole=whole)


def book_in(content: bytes, file: str, programme: Programme, *, whole: bool = False) -> Book:
    """A workbook, or another file of tables, by its content; `file` is its path as places have it. Raises Unreadable."""
    return (_book_kept if len(content) <= _LARGE else _large_book_kept)(content, file, programme, whole)


def _book(content: bytes, file: str, programme: Programme, whole: bool) -> Book:
    keeper = keeper_of(file, programme)
    grids = {name: grid for name in keeper.names(content) if (grid := keeper.sheet(content, name)) is not None}
    if whole:
        return Book(grids)
    masked = {name: mask_grid(grid, dataset_named(name, programme)) for name, grid in grids.items()}
    return Book({name: one.grid for name, one in masked.items()}, hiding=frozenset(name for name, one in masked.items() if one.cells))


_book_kept, _large_book_kept = lru_cache(_BOOKS_KEPT)(_book), lru_cache(1)(_book)


def page_of(grid: SheetGrid, said: Sequence[Mapping[str, Any]], page: int, *, faulty: bool) -> SheetPage:
    """A page of a sheet with what is `said` (`desk.told`) of its cells."""
    by_cell = _by_cell(grid, said)
    wide = min(max((len(row) for row in grid.rows), default=0), _MOST_COLUMNS)
    numbers = sorted({row for row, _ in by_cell}) if faulty else range(len(grid.rows))
    pages = max(1, -(-len(numbers) // PAGE))
    page = min(max(page, 1), pages)
    rows = tuple(
        (number + 1, tuple(_cell(grid, number, column, by_cell.get((number, column), ())) for column in range(wide)))
        for number in numbers[(page - 1) * PAGE : page * PAGE]
    )
    return SheetPage(tuple(map(column_name, range(wide))), rows, page, pages)


def page_with(grid: SheetGrid, cell: str) -> int:
    """The page on which a cell stands."""
    found = _CELL.fullmatch(cell)
    return 1 if found is None else min(int(found[2]) - 1, max(len(grid.rows) - 1, 0)) // PAGE + 1


def _by_cell(grid: SheetGrid, said: Iterable[Mapping[str, Any]]) -> dict[tuple[int, int], list[Mapping[str, Any]]]:
    found: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for one in said:
        for place in one["places"]:
            at = _CELL.fullmatch(place["cell"] or "")
            if at is not None and (place["file"], place["sheet"]) == (grid.file, grid.sheet):
                found.setdefault((int(at[2]) - 1, _number(at[1])), []).append(one)
            elif isinstance(grid, LineGrid) and place["file"] == grid.file and place["line"]:
                for cell in grid.at_line(place["line"]):
                    found.setdefault(cell, []).append(one)
    return found


def concerns(grid: SheetGrid, one: Mapping[str, Any]) -> bool:
    """Whether something that is said (`desk.told`) is said of a sheet."""
    if isinstance(grid, LineGrid):
        return any(place["file"] == grid.file and place["line"] and grid.at_line(place["line"]) for place in one["places"])
    return any((place["file"], place["sheet"]) == (grid.file, grid.sheet) for place in one["places"])


def spot_of(book: Book, line: int) -> tuple[str, str] | None:
    """The sheet and the first cell (A5) that stand in a line of a file; None where none does."""
    for name, grid in book.sheets.items():
        if isinstance(grid, LineGrid) and (cells := grid.at_line(line)):
            return name, f"{column_name(cells[0][1])}{cells[0][0] + 1}"
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(grid: SheetGrid, row: int, column: int, said: Sequence[Mapping[str, Any]]) -> Cell:
    severity = min((one["severity"] for one in said), key=_ORDER.index, default="")
    words = "\n".join(f"{one['head']}：{one['message']}" for one in said)
    return Cell(f"{column_name(column)}{row + 1}", shown(grid.raw(row, column)), severity, words, any(one["severity"] == OUTLIER for one in said))


def shown(raw: Raw) -> str:
    """What a cell shows."""
    if raw is None:
        return ""
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == raw.time().min else raw.isoformat(" ", "minutes")
    if isinstance(raw, NoValue):
        return raw.shown
    if isinstance(raw, PercentNumber):
        return f"{raw.value * 100:.10g}%"
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return f"{raw:.15g}" if isinstance(raw, float) else str(raw)
