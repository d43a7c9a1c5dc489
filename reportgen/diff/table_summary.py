"""The changes of a table as a reader is told of them: rows and columns by what they are called."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.diff.align import Pair
from reportgen.diff.matching import Op
from reportgen.diff.tables import CellPair, ColumnPair, RowPair
from reportgen.render.tree import TableGrid, plain

_NUMBER = re.compile(r"[-−]?\d+(?:[.,]\d+)*[%％‰]?")
_LONG_NAME = 24  # characters


@dataclass(frozen=True, slots=True, eq=False)
class ToldRow:
    """A row that differs: what became of it, what it is called, and the cells that differ, each with the name of its column."""

    op: Op
    name: str
    cells: tuple[tuple[str, CellPair], ...]


@dataclass(frozen=True, slots=True, eq=False)
class MovedColumn:
    """A column that stands elsewhere by its name: the one that it changed places with, or the one that it follows now (None: it is the first)."""

    name: str
    swapped: str | None
    after: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ToldTable:
    """What differs in a table: columns that came, went and moved by their names, and rows; of a column that came or went no row tells."""

    columns_new: tuple[str, ...]
    columns_gone: tuple[str, ...]
    columns_moved: tuple[MovedColumn, ...]
    rows: tuple[ToldRow, ...]


def told_table(pair: Pair) -> ToldTable | None:
    """What differs in the table of a pair; None where it isn't one that both documents have."""
    old, new = (None if block is None else block.grid for block in (pair.old, pair.new))
    if pair.table is None or old is None or new is None:
        return None
    columns = pair.table.columns
    names = [column_name(new, column.new) if column.new is not None else column_name(old, column.old or 0) for column in columns]
    rows = []
    for row in pair.table.rows:
        cells = tuple((names[cell.column], cell) for cell in row.cells if _tells(row, cell, columns))
        moved_here = row.op is Op.MOVE and row.new is not None
        if (row.op is not Op.MOVE and cells) or moved_here:
            rows.append(ToldRow(row.op, _row_name(row, old, new), cells))
    return ToldTable(
        tuple(name for name, column in zip(names, columns, strict=True) if column.old is None),
        tuple(name for name, column in zip(names, columns, strict=True) if column.new is None and column.move is None),
        tuple(_moved(columns, names)),
        tuple(rows),
    )


def _moved(columns: tuple[ColumnPair, ...], names: list[str]) -> Iterator[MovedColumn]:
    """The columns that moved; two that stand where the other stood, among those that stayed, changed places."""
    stayed = [(column.old, name) for name, column in zip(names, columns, strict=True) if column.old is not None and column.new is not None]
    match sorted(now for now, was in zip(stayed, sorted(stayed), strict=True) if now != was):
        case [(_, first), (_, second)]:
            yield MovedColumn(first, second, None)
            return
    last = None
    for name, column in zip(names, columns, strict=True):
        if column.new is not None:
            if column.move is not None:
                yield MovedColumn(name, None, last)
            last = name


def columns_in_words(table: ToldTable) -> tuple[str, ...]:
    """What became of the columns, in Chinese."""
    came, went = ([f"{word}一列“{name}”" for name in names] for word, names in (("新增", table.columns_new), ("删去", table.columns_gone)))
    return (*came, *went, *map(moved_in_words, table.columns_moved))


def moved_in_words(column: MovedColumn) -> str:
    """Where a column moved, in Chinese."""
    if column.swapped is not None:
        return f"列“{column.name}”与“{column.swapped}”换了位置"
    return f"列“{column.name}”移到{'最前面' if column.after is None else f'“{column.after}”后面'}"


def _tells(row: RowPair, cell: CellPair, columns: tuple[ColumnPair, ...]) -> bool:
    if row.op in (Op.INSERT, Op.DELETE):
        return True
    return cell.op is not Op.EQUAL and None not in (columns[cell.column].old, columns[cell.column].new)


def _row_name(row: RowPair, old: TableGrid, new: TableGrid) -> str:
    changed = [] if row.op is not Op.CHANGE else [cell.new.element for cell in row.cells if cell.op is Op.CHANGE and cell.new is not None]
    return _name_of(new, row.new, changed) if row.new is not None else _name_of(old, row.old) if row.old is not None else ""


def _name_of(grid: TableGrid, row: _Element, changed: Sequence[_Element] = ()) -> str:
    """What a row is called: its first cells, up to one with a figure, a number or what `changed` behind a name, without counted numbers; 表头 of the head."""
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return "表头"
    text = "，".join(_names(grid, row, changed))
    return text if len(text) <= _LONG_NAME else f"{text[:_LONG_NAME]}…"


def _names(grid: TableGrid, row: _Element, changed: Sequence[_Element]) -> Iterator[str]:
    place = next(number for number, (element, _) in enumerate(grid.rows) if element is row)
    covering = grid.covering()
    cells = dict.fromkeys(covering[place, column] for column in range(len(grid.shares)) if (place, column) in covering)
    named = False
    for cell in cells:
        text = plain(cell.element)
        if cell.element.find(".//*[@data-figure]") is not None or (named and (_NUMBER.fullmatch(text) or any(cell.element is one for one in changed))):
            return
        if text and not text.isdecimal():
            named = True
            yield text


def column_name(grid: TableGrid, column: int) -> str:
    """What a column is called: its heads from the top."""
    covering = grid.covering()
    heads = dict.fromkeys(plain(covering[row, column].element) for row in range(grid.heads) if (row, column) in covering)
    return "/".join(filter(None, heads)) or f"第{column + 1}列"


def whole_rows(pair: Pair) -> tuple[tuple[str, ...], ...]:
    """The cells, row by row, of a table that came or went whole; none of any other block."""
    block = pair.old if pair.new is None else pair.new if pair.old is None else None
    if block is None or block.grid is None:
        return ()
    return tuple(tuple(plain(cell.element) for cell in cells) for _, cells in block.grid.rows)
