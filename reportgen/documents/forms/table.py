"""The columns of a table of a form: as they are given, and more of them where filling it in has made more cells."""

from typing import TYPE_CHECKING

from reportgen.ooxml.names import W
from reportgen.ooxml.tables import Table

if TYPE_CHECKING:
    from lxml.etree import _Element


def table_widths(table: Table) -> list[float]:
    """The widths of a table's columns in twips; 1 where none is given."""
    columns = max((row.end for row in table.rows), default=1)
    given = [max(_width(column), 1.0) for column in table.element.iterfind(f"{W}tblGrid/{W}gridCol")]
    return (given + [1.0] * columns)[:columns]


def widen(table: Table) -> None:
    """Give a table a column for each of its cells, where it has fewer: the columns become narrower, the table stays as wide."""
    needed, element = max((row.end for row in table.rows), default=0), table.element
    grid = element.find(f"{W}tblGrid")
    if grid is None:
        grid = element.makeelement(f"{W}tblGrid")
        element.insert(next((number for number, one in enumerate(element) if one.tag not in (f"{W}tblPr", f"{W}bookmarkStart")), 0), grid)
    columns = grid.findall(f"{W}gridCol")
    more = needed - len(columns)
    if more <= 0:
        return
    whole = sum(map(_width, columns))
    for _ in range(more):
        grid.append(grid.makeelement(f"{W}gridCol"))
    share = len(columns) / needed
    for column in grid.iterchildren(f"{W}gridCol"):
        column.set(f"{W}w", str(int(_width(column) * share) if column in columns else int(whole / needed)))


def _width(column: "_Element") -> float:
    try:
        width = float(column.get(f"{W}w", "0"))
    except ValueError:
        return 0.0
    return width if 0 <= width <= _WIDEST else 0.0


_WIDEST = 31_680
"""Twips: Word makes no page wider than 22 inches."""
