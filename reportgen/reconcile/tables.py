"""A table of a Word file in the form of canonical HTML."""

from collections.abc import Callable
from itertools import takewhile

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import pieces_of, text_of
from reportgen.diff.matching import Likeness, alike_texts, match
from reportgen.reconcile.body import WordCell, WordTable
from reportgen.reconcile.lines import Line
from reportgen.render.tree import Grid, has_class

_LEAST_ROW = 0.3

Write = Callable[[_Element, Line], None]


def shape_table(element: _Element, table: WordTable, was: Grid | None, write: Write) -> None:
    """Put the rows of `table` into `element`; heads and totals are the rows that they were in the version (`was`), whatever their look."""
    heads, totals = (table.heads, frozenset[int]()) if was is None else _kinds(table, was)
    placed = [_columns(row) for row in table.rows]
    width = max((begin + cell.columns for row in placed for begin, cell in row), default=1)
    for first, last, tag in ((0, heads, "thead"), (heads, len(table.rows), "tbody")):
        if first == last:
            continue
        part = etree.SubElement(element, tag)
        for number in range(first, last):
            row = etree.SubElement(part, "tr", {"class": "total"} if number in totals else {})
            for begin, cell in placed[number]:
                if cell.continues and number > first and _width(placed[number - 1], begin) == cell.columns:
                    continue
                spans = {"colspan": str(cell.columns)} if cell.columns > 1 else {}
                if (rows := _reach(placed[number:last], begin)) > 1:
                    spans["rowspan"] = str(rows)
                write(etree.SubElement(row, "th" if tag == "thead" else "td", spans), cell.line)
            end = max((begin + cell.columns for begin, cell in placed[number]), default=0)
            if end < width:
                etree.SubElement(row, "td", {"colspan": str(width - end)} if width - end > 1 else {})


def _columns(row: tuple[WordCell, ...]) -> list[tuple[int, WordCell]]:
    """The cells of a row, each with the column that it begins in."""
    found = []
    column = 0
    for cell in row:
        found.append((column, cell))
        column += cell.columns
    return found


def _width(row: list[tuple[int, WordCell]], begin: int) -> int:
    """How many columns the cell covers that begins there; 0 where none does."""
    return next((cell.columns for column, cell in row if column == begin), 0)


def _reach(rows: list[list[tuple[int, WordCell]]], begin: int) -> int:
    """How many rows the cell reaches over that begins in the first of them."""
    width = _width(rows[0], begin)
    below = (any(column == begin and cell.continues and cell.columns == width for column, cell in row) for row in rows[1:])
    return 1 + sum(1 for _ in takewhile(bool, below))


def _kinds(table: WordTable, was: Grid) -> tuple[int, frozenset[int]]:
    """How many heads there are, and which rows are totals, by the rows that they were."""
    before = ["\x1f".join(_text(cell.element) for cell in row) for _, row in was.rows]
    after = ["\x1f".join(text for cell in row if (text := cell.line.text) or not cell.continues) for row in table.rows]

    def alike(rows: range, columns: range) -> Likeness:
        likeness = alike_texts([before[k] for k in rows], [after[k] for k in columns], _LEAST_ROW)
        return Likeness(likeness * likeness, likeness * 0)

    pairs = {step.new: step.old for step in match(before, after, alike) if step.new is not None and step.old is not None}
    heads = next((row for row in range(len(after)) if pairs.get(row, was.heads) >= was.heads), len(after))
    return heads, frozenset(new for new, old in pairs.items() if has_class(was.rows[old][0], "total"))


def _text(element: _Element) -> str:
    return text_of(pieces_of(element))
