"""What changed in a table: its rows and columns paired, and their cells."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from lxml.etree import _Element

from reportgen.diff.blocks import Piece, pieces_of
from reportgen.diff.inline import Run, one_sided, runs_of, unchanged
from reportgen.diff.matching import HAIR, Likeness, Op, Step, alike_texts, heaviest, match, merged, moved, namesakes
from reportgen.diff.words import Codes
from reportgen.render.tree import Cell, TableGrid, has_class

_LEAST_ROW = 0.6 - HAIR  # less alike, two rows are different rows
_LEAST_COLUMN = 0.5 - HAIR  # half of the cells equal: less, and it is another column
_LEAST_MOVED = 0.9 - HAIR  # of what names a row that stands elsewhere
_LEAST_NAMED = 0.7 - HAIR  # of what names a row or column: 电代煤 and 气代煤 are two
_LONG_NAME = 12  # units: a name of so many may have been rewritten
_SHORT_NAME = 2  # units: by fewer no one knows a row that stands elsewhere
_REMARK = re.compile(r"（[^）]*）")  # 占比 and 占比（%） are one column
_BLANK = frozenset(("", "—", "/"))
_NAMES = 0.8  # of the likeness of two rows is what names them, the rest their numbers
_LEAST_ROW_NAMED = (_LEAST_ROW - (1 - _NAMES)) / _NAMES  # less alike in what names them, two rows are different ones though their numbers be the same
_ONE_NAME = 0.1  # rows of one name of which nothing else is alike: they are one row, where no others have more in common
_TIE = 1e-3  # of a pair's weight: what stands in cells decides between pairings of as many rows or columns, it never makes more of one and less of another


@dataclass(frozen=True, slots=True, eq=False)
class ColumnPair:
    """A column of the merged table: its place in the old grid and in the new one, counted from 0; None where it isn't there.

    One that moved stands twice, with the same number `move`: with `old` alone where it was, with both where it is now.
    """

    old: int | None
    new: int | None
    move: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CellPair:
    """A cell of either table. EQUAL: the same words; CHANGE: `runs` say what changed; INSERT, DELETE: one side only.

    The two sides begin in one row and share a column, though they may begin in different ones.
    """

    op: Op
    column: int  # of `TablePair.columns`: the first that both sides have, or where the one side begins
    old: Cell | None
    new: Cell | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowPair:
    """A row (`tr`) of the merged table; its cells in the order of the columns. A column that moved makes no change of a row.

    EQUAL and CHANGE have both sides, DELETE the old one, INSERT the new one. A row that moved stands twice, both times as MOVE with the
    same number `move`: with `old` alone where it was, with both where it is now, and the changes in its cells there.
    """

    op: Op
    old: _Element | None
    new: _Element | None
    cells: tuple[CellPair, ...]
    move: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TablePair:
    """A table in both documents: the merged columns from left to right, the merged rows from top to bottom (those of `thead` first)."""

    columns: tuple[ColumnPair, ...]
    rows: tuple[RowPair, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it did."""
        return any(row.op is not Op.EQUAL for row in self.rows) or any(None in (column.old, column.new) for column in self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One side of the comparison: the cells of a table in reading order, with their words, their codes, and which are numbers.

    What holds nothing, or stands for a number that isn't there, is a number too. `covers` has for each row, by column, which cell covers it.
    """

    grid: TableGrid
    cells: tuple[Cell, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    codes: tuple[str, ...]
    numeric: tuple[bool, ...]
    covers: tuple[tuple[int, ...], ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.grid.shares)

    @property
    def names(self) -> str:
        """What names the table: its words without its numbers, coded."""
        return "\x1f".join(code for code, numeric in zip(self.codes, self.numeric, strict=True) if not numeric)

    def fingerprint(self, row: int) -> tuple[Hashable, ...]:
        """Equal where two rows show the same: what kind of row it is, by column what covers it, and where a cell begins."""
        begins = tuple(cell.column for cell in self.grid.rows[row][1])
        return (self.kind(row), begins, *(self.codes[cell] for cell in self.covers[row]))

    def kind(self, row: int) -> str:
        """Only rows of one kind are paired."""
        return "head" if row < self.grid.heads else "total" if has_class(self.grid.rows[row][0], "total") else "body"

    def row(self, row: int, columns: Iterable[int]) -> tuple[str, str, str, str]:
        """The kind of a row, what names it in these columns, its numbers, and the first of its names, coded."""
        cells = dict.fromkeys(self.covers[row][column] for column in columns)
        names = [self.codes[cell] for cell in cells if not self.numeric[cell]]
        return self.kind(row), "\x1f".join(names), "".join(self.codes[cell] or "\0" for cell in cells if self.numeric[cell]), names[0] if names else ""

    def column(self, column: int) -> tuple[str, str, str]:
        """The heads of a column from the top, the lowest of them, and its cells, coded."""
        cells = list(dict.fromkeys(row[column] for row in self.covers))
        heads = [self.codes[cell] for cell in cells if self.cells[cell].row < self.grid.heads]
        return "\x1f".join(heads), heads[-1] if heads else "", "\x1f".join(self.codes[cell] for cell in cells[len(heads) :])


def table_of(grid: TableGrid, codes: Codes, *, new: bool) -> Table:
    """The table of a grid in the old or the new document."""
    cells = tuple(cell for _, row in grid.rows for cell in row)
    pieces = tuple(pieces_of(cell.element) for cell in cells)
    code = codes.new if new else codes.old
    coded = tuple(code(words).codes for words in pieces)
    numeric = tuple(len(text) <= 1 and (text in _BLANK or codes.is_number(text) or codes.is_missing(text)) for text in coded)
    covers = [[0] * len(grid.shares) for _ in grid.rows]
    for number, cell in enumerate(cells):
        for row in covers[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = [number] * cell.columns
    return Table(grid, cells, pieces, coded, numeric, tuple(map(tuple, covers)))


def pair_tables(old: Table, new: Table, codes: Codes) -> TablePair:
    """Two tables as one."""
    columns = _columns(old, new)
    shared = [(pair.old, pair.new) for pair in columns if pair.old is not None and pair.new is not None]

    def alike(rows: range, others: range) -> Likeness:
        return _rows_alike([old.row(k, (a for a, _ in shared)) for k in rows], [new.row(k, (b for _, b in shared)) for k in others])

    before, after = ([table.fingerprint(k) for k in range(len(table.grid.rows))] for table in (old, new))
    words = _words(old), _words(new)
    return TablePair(columns, tuple(_row(step, old.grid, new.grid, columns, words, codes) for step in match(before, after, alike)))


def _columns(old: Table, new: Table) -> tuple[ColumnPair, ...]:
    """The columns by their heads, and what stands below them; one whose heads stand once in both tables is no other, wherever it stands."""
    before, after = ([table.column(column) for column in range(table.width)] for table in (old, new))
    if [heads for heads, _, _ in before] == [heads for heads, _, _ in after]:
        return tuple(ColumnPair(column, column) for column in range(old.width))
    parts = [[[_REMARK.sub("", column[part]) for column in columns] for columns in (before, after)] for part in range(3)]
    heads, lowest, cells = (list(alike_texts(one, other)) for one, other in parts)
    known = namesakes(*parts[0])
    others = set(known.values())
    # What changed in a column is seen where the column stays: of two that changed places that one moves in which less did.
    weights = [{known[i]: 1 + _TIE * (1 - cells[i].get(known[i], 0))} if i in known else {} for i in range(old.width)]
    for i, row in enumerate(weights):
        for j in range(new.width) if i not in known else ():
            likeness = (heads[i].get(j, 0) + 2 * lowest[i].get(j, 0) + cells[i].get(j, 0)) / 4
            if j not in others and likeness >= _LEAST_COLUMN and (lowest[i].get(j, 0) >= _LEAST_NAMED or cells[i].get(j, 0) >= _LEAST_COLUMN):
                row[j] = likeness
    pairs = heaviest(weights, new.width)
    moves = moved([{known[i]: 1.0} if i in known else {} for i in range(old.width)], pairs)
    return tuple(ColumnPair(step.old, step.new, step.move) for step in merged(old.width, new.width, pairs, moves))


def _rows_alike(old: list[tuple[str, str, str, str]], new: list[tuple[str, str, str, str]]) -> Likeness:
    """How alike rows are, each given as its kind, what names it, its numbers and its first name."""
    (_, old_names, old_numbers, old_firsts), (_, new_names, new_numbers, new_firsts) = (tuple(zip(*rows, strict=True)) for rows in (old, new))
    alike = alike_texts(old_names, new_names, _LEAST_ROW_NAMED), alike_texts(old_numbers, new_numbers)
    weights: list[dict[int, float]] = [{} for _ in old]
    movable: list[dict[int, float]] = [{} for _ in old]
    known = namesakes(old_firsts, new_firsts)
    for i, ((kind, name, _, _), names, numbers) in enumerate(zip(old, *alike, strict=True)):
        for j, named in names.items():
            if kind != new[j][0] or not (named >= _LEAST_NAMED or len(name) >= _LONG_NAME):
                continue
            likeness = _NAMES * named + (1 - _NAMES) * numbers.get(j, 0)
            if likeness >= _LEAST_ROW:
                weights[i][j] = (_NAMES * named + 1 - _NAMES) ** 2 + _TIE * numbers.get(j, 0)
            if named >= _LEAST_MOVED and len(name) >= _SHORT_NAME:
                movable[i][j] = likeness
        if i in known and kind == new[known[i]][0]:
            weights[i].setdefault(known[i], _ONE_NAME)
    return Likeness(weights, movable)


_Words = dict[tuple[int, int], tuple[Piece, ...]]


def _words(table: Table) -> _Words:
    """The words of the cell that begins in a row and column."""
    return {(cell.row, cell.column): words for cell, words in zip(table.cells, table.pieces, strict=True)}


def _row(step: Step, old: TableGrid, new: TableGrid, columns: tuple[ColumnPair, ...], words: tuple[_Words, _Words], codes: Codes) -> RowPair:
    before, after = (() if at is None else grid.rows[at][1] for at, grid in ((step.old, old), (step.new, new)))
    cells = [_cell(place, gone, come, words, codes) for place, gone, come in sorted(_paired(before, after, columns), key=itemgetter(0))]
    elements = None if step.old is None else old.rows[step.old][0], None if step.new is None else new.rows[step.new][0]
    if step.move is not None:
        op = Op.MOVE
    elif step.old is None:
        op = Op.INSERT
    elif step.new is None:
        op = Op.DELETE
    else:
        op = Op.EQUAL if all(cell.op is Op.EQUAL for cell in cells) else Op.CHANGE
    return RowPair(op, *elements, tuple(cells), step.move)


def _paired(before: tuple[Cell, ...], after: tuple[Cell, ...], columns: tuple[ColumnPair, ...]) -> Iterator[tuple[int, Cell | None, Cell | None]]:
    """The cells that begin in a row, each with its column of the merged table: those of either side that share a column are one, each once."""
    gone, come = ({column: cell for cell in cells for column in range(cell.column, cell.column + cell.columns)} for cells in (before, after))
    single: set[Cell] = {*before, *after}
    for place, column in enumerate(columns):
        if column.old is not None and column.new is not None:
            cells = gone.get(column.old), come.get(column.new)
            if cells[0] in single and cells[1] in single:
                single -= set(cells)
                yield place, *cells
    stands = [(place, column) for place, column in enumerate(columns) if column.move is None or column.new is not None]
    old, new = {column.old: place for place, column in stands}, {column.new: place for place, column in stands}
    yield from ((old[cell.column], cell, None) for cell in before if cell in single)
    yield from ((new[cell.column], None, cell) for cell in after if cell in single)


def _cell(place: int, gone: Cell | None, come: Cell | None, words: tuple[_Words, _Words], codes: Codes) -> CellPair:
    before, after = (side[cell.row, cell.column] if cell is not None else () for cell, side in zip((gone, come), words, strict=True))
    if gone is None or come is None:
        op = Op.INSERT if gone is None else Op.DELETE
        return CellPair(op, place, gone, come, one_sided(op, after if gone is None else before))
    runs = runs_of(before, after, codes)
    return CellPair(Op.EQUAL if unchanged(runs) else Op.CHANGE, place, gone, come, runs)
