"""What differs between two states of a workbook, cell by cell: rows that came, went or changed. What is personal is compared whole and shown masked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportgen.desk.sheets import book_in, shown
from reportgen.diagnostics import Place
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import SheetGrid, column_name, is_blank
from reportgen.inputs.headings import find_header
from reportgen.inputs.schema import Programme
from reportgen.rewriting.line_grid import LineGrid
from reportgen.versions.cells import paired_cells
from reportgen.workbook.book import place

MOST_ROWS = 5_000
"""Rows between the equal ends of a sheet: where more lie there, one table has taken the place of another, and nobody looks through its cells."""
MOST_SHOWN = 500  # rows of a sheet that are listed
_NAMED = 3  # cells that say which row it is
HIDDEN = "（个人信息，有变动）"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell: where it stands now (where it stood, if it is gone; "" in a text), how its column is headed, what it showed and shows ("": nothing)."""

    cell: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came ("added"), went ("removed") or has other cells ("changed"): its number, the words by which it is known, its cells.

    Of a text it is the number of the line in which it begins; 0 where it doesn't stand there.
    """

    kind: str
    number: int
    name: str
    cells: tuple[Change, ...]

    @property
    def chinese(self) -> str:
        """What became of it."""
        return {"added": "增加", "removed": "删去", "changed": "改动"}[self.kind]


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What differs in a sheet: the rows, how many more there are than are listed, and a remark where it came, went, or can't be compared cell by cell."""

    sheet: str
    rows: tuple[RowChange, ...] = ()
    more: int = 0
    remark: str = ""


def differences(old: bytes, new: bytes, file: str, programme: Programme) -> tuple[SheetChange, ...]:
    """The sheets that differ between two states of a workbook, in the order of the new one. Raises Unreadable."""
    before, after = (_Sides(*(book_in(content, file, programme, whole=whole).sheets for whole in (True, False))) for content in (old, new))
    names = dict.fromkeys((*after.whole, *before.whole))
    return tuple(found for name in names if (found := _of_sheet(name, before, after, programme)) is not None)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The sheets of one state, as they are and masked."""

    whole: Mapping[str, SheetGrid]
    masked: Mapping[str, SheetGrid]


def _of_sheet(name: str, before: _Sides, after: _Sides, programme: Programme) -> SheetChange | None:
    if name not in before.whole or name not in after.whole:
        rows = (before.whole.get(name) or after.whole[name]).rows
        filled = sum(any(not is_blank(raw) for raw in row) for row in rows)
        return SheetChange(name, remark=f"{'增加' if name in after.whole else '删去'}了这张工作表，{filled}行")
    old, new = (_trimmed(side.whole[name].rows) for side in (before, after))
    head, tail = _equal_ends(old, new)
    longest = max(len(old), len(new)) - head - tail
    if longest <= 0:
        return None
    if longest > MOST_ROWS:
        return SheetChange(name, remark=f"改动太多，没有逐格对比：原来{len(old)}行，现在{len(new)}行，其中{longest}行不同")
    was, now = (_cells(side.whole[name], head, len(rows) - tail) for side, rows in ((before, old), (after, new)))
    titles = _titles(after.masked[name], name, programme)
    found = tuple(_rows(was, now, before.masked[name], after.masked[name], titles))
    return SheetChange(name, found[:MOST_SHOWN], max(0, len(found) - MOST_SHOWN)) if found else None


def _trimmed(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """The rows without blank ends."""
    found = []
    for row in rows:
        cells = list(row)
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _equal_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    return head, next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)


def _cells(grid: SheetGrid, first: int, end: int) -> dict[Place, str]:
    """What is written in the cells of some rows."""
    return {
        Place(grid.file, grid.sheet, f"{column_name(column)}{number + 1}"): text
        for number in range(first, end)
        for column, raw in enumerate(grid.rows[number])
        if (text := shown(raw)).strip()
    }


def _rows(old: Mapping[Place, str], new: Mapping[Place, str], was: SheetGrid, now: SheetGrid, titles: Mapping[int, str]) -> Iterator[RowChange]:
    """Which rows differ, from above; the pairs of a row's cells come one after another."""
    pairs = [(pair.old, pair.new) for pair in paired_cells(old, new)]
    # Pairs of one row have the same two rows: a cell that one side lacks belongs to the row of those beside it.
    rows = {one: other for before, after in pairs if before and after for one, other in ((_row(after), _row(before)),)}
    back = {other: one for one, other in rows.items()}

    def at(pair: tuple[Place | None, Place | None]) -> tuple[int | None, int | None]:
        before, after = (None if one is None else _row(one) for one in pair)
        return (rows.get(after) if before is None and after is not None else before, back.get(before) if after is None and before is not None else after)

    for (before, after), group in groupby(sorted(pairs, key=lambda pair: _order(at(pair))), key=at):
        cells = []
        for one, other in sorted(group, key=lambda pair: place((pair[1] or pair[0]).cell or "A1")[1]):  # type: ignore[union-attr]  # one of them is there
            if (None if one is None else old[one]) == (None if other is None else new[other]):
                continue
            texts = tuple("" if cell is None else shown(grid.raw(*place(cell.cell or ""))) for cell, grid in ((one, was), (other, now)))
            if texts[0] == texts[1]:
                texts = texts[0], f"{texts[1]}{HIDDEN}"
            name = (other or one).cell or ""  # type: ignore[union-attr]  # one of them is there
            cells.append(Change("" if isinstance(now, LineGrid) else name, titles.get(place(name)[1], column_name(place(name)[1])), *texts))
        if cells:
            kind = "added" if before is None else "removed" if after is None else "changed"
            number = after if after is not None else before
            assert number is not None  # noqa: S101  # a pair has one side at least
            grid = now if after is not None else was
            yield RowChange(kind, grid.line_of(number) if isinstance(grid, LineGrid) else number + 1, _name(grid, number), tuple(cells))


def _order(at: tuple[int | None, int | None]) -> tuple[int, int, int]:
    before, after = at
    return (after if after is not None else before or 0, 0 if after is None else 1, -1 if before is None else before)


def _row(at: Place) -> int:
    return place(at.cell or "")[0]


def _name(grid: SheetGrid, number: int) -> str:
    """The first words of a row, by which people know it."""
    words = [shown(raw).strip() for raw in grid.rows[number] if isinstance(raw, str) and raw.strip()]
    return " ".join(word if len(word) <= _WORD else f"{word[:_WORD]}…" for word in words[:_NAMED])


_WORD = 20  # characters of each of these words


def _titles(grid: SheetGrid, sheet: str, programme: Programme) -> Mapping[int, str]:
    """The headings by column; none where the sheet is no table."""
    if isinstance(grid, LineGrid):
        return {column: shown(raw).lstrip("*") for column, raw in enumerate(grid.rows[0])}
    dataset = dataset_named(sheet, programme)
    header = None if dataset is None else find_header(grid, dataset)[0]
    return {} if header is None else {column: " ".join(text.split()) for column, text in header.texts(grid).items() if text}
