"""A table of a Word file in the form of canonical HTML."""

from collections.abc import Callable

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import pieces_of, text_of
from reportgen.diff.matching import HAIR, Likeness, alike_texts, match
from reportgen.reconcile.body import WordTable
from reportgen.reconcile.lines import ReturnedParagraph
from reportgen.render.tree import TableGrid, has_class

_LEAST_ROW = 0.3 - HAIR  # a row with a third of its words is the same, changed

Write = Callable[[_Element, ReturnedParagraph], None]


def shape_table(element: _Element, table: WordTable, was: TableGrid | None, write: Write) -> None:
    """Put the rows of `table` into `element`; heads and totals are the rows that they were in the version (`was`), whatever their look."""
    heads, totals = (table.heads, frozenset[int]()) if was is None else _kinds(table, was)
    width = max((row[-1].place.column + row[-1].place.columns for row in table.rows), default=1)
    for first, last, tag in ((0, heads, "thead"), (heads, len(table.rows), "tbody")):
        if first == last:
            continue
        part = etree.SubElement(element, tag)
        above: set[tuple[int, int]] = set()  # where the cells of the row above begin, and how many columns they cover
        for number in range(first, last):
            row = etree.SubElement(part, "tr", {"class": "total"} if number in totals else {})
            for cell in table.rows[number]:
                place = cell.place
                if place.continues and (place.column, place.columns) in above:
                    continue
                spans = {"colspan": str(place.columns)} if place.columns > 1 else {}
                if (rows := min(place.rows, last - number)) > 1:
                    spans["rowspan"] = str(rows)
                write(etree.SubElement(row, "th" if tag == "thead" else "td", spans), cell.line)
            above = {(cell.place.column, cell.place.columns) for cell in table.rows[number]}
            end = table.rows[number][-1].place.column + table.rows[number][-1].place.columns
            if end < width:
                etree.SubElement(row, "td", {"colspan": str(width - end)} if width - end > 1 else {})


def _kinds(table: WordTable, was: TableGrid) -> tuple[int, frozenset[int]]:
    """How many heads there are, and which rows are totals, by the rows that they were."""
    before = ["\x1f".join(_text(cell.element) for cell in row) for _, row in was.rows]
    after = ["\x1f".join(text for cell in row if (text := cell.line.text) or not cell.place.continues) for row in table.rows]

    def alike(rows: range, columns: range) -> Likeness:
        alike = alike_texts([before[k] for k in rows], [after[k] for k in columns], _LEAST_ROW)
        return Likeness([{column: likeness**2 for column, likeness in row.items()} for row in alike], [{}] * len(rows))

    pairs = {step.new: step.old for step in match(before, after, alike) if step.new is not None and step.old is not None}
    heads = next((row for row in range(len(after)) if pairs.get(row, was.heads) >= was.heads), len(after))
    return heads, frozenset(new for new, old in pairs.items() if has_class(was.rows[old][0], "total"))


def _text(element: _Element) -> str:
    return text_of(pieces_of(element))
