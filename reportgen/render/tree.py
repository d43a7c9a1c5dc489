"""Canonical HTML as a tree, and the small questions that every writer asks of it (docs/canonical-html.md)."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from reportgen.ooxml import parsing

# XML's white space only: the ideographic space (U+3000) is a character of the text.
_SPACES = re.compile(r"[ \t\r\n]+")


def parse(html: str) -> _Element:
    """The `article` of a canonical document.

    Comments are left out, entities are not resolved. Raises `lxml.etree.XMLSyntaxError` where `html` is not
    well-formed; canonical HTML has been checked after composing.
    """
    return parsing.parse(html, huge=True)


def form_of(article: _Element) -> bytes | None:
    """The Word file of a filled form; None where `article` is no form, or a redline of one."""
    embedded = article.find("object")
    return None if embedded is None else base64.b64decode(embedded.get("data", "").partition(",")[2])


def is_form(html: str) -> bool:
    """Whether a canonical document is a filled form, which is a Word file already."""
    return '<object class="form"' in html  # a text or an attribute has no <


def as_read(html: str) -> str:
    """A canonical document as it is read: a filled form without its Word file."""
    if not is_form(html):
        return html
    article = parse(html)
    for embedded in article.findall("object"):
        article.remove(embedded)
    return etree.tostring(article, encoding="unicode")


def has_class(element: _Element, name: str) -> bool:
    """Whether `name` is one of the classes of `element`."""
    return name in (element.get("class") or "").split()


def aligned(cell: _Element) -> str | None:
    """The side that the text of a cell keeps to, left or right; None where it stands in the middle."""
    return next((side for side in ("left", "right") if has_class(cell, side)), None) if cell.get("class") else None


def collapse(text: str) -> str:
    """`text` with each run of white space as one space, as a browser shows it."""
    return _SPACES.sub(" ", text)


def plain(element: _Element | None) -> str:
    """What a reader sees of `element`, on one line, without what went in a redline; an empty string where there is no element."""
    if element is None:
        return ""
    return collapse("".join(_texts(element))).strip(" ")


def shown(element: _Element) -> str:
    """What a reader sees of `element`, on one line, with what went in a redline: it stands there, struck through."""
    return collapse("".join(element.itertext())).strip(" ")


def lines_of(element: _Element) -> list[str]:
    """What a reader sees of `element`, a line for each `<br/>`, without what went in a redline."""
    lines = [element.text or ""]
    for child in element:
        if child.tag == "br":
            lines.append(child.tail or "")
        elif child.tag == "del":
            lines[-1] += child.tail or ""
        else:
            lines[-1] += "".join(_texts(child)) + (child.tail or "")
    return [collapse(line).strip(" ") for line in lines]


def _texts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag != "del":
            yield from _texts(child)
        yield child.tail or ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A `th` or `td` where it stands: its first row and column, counted from 0, how many of each it covers, and its lines."""

    element: _Element
    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table as its grid: `rows` holds each `tr` with the cells that begin in it; the first `heads` rows are the `thead`.

    `shares` are the widths of the columns, as parts of 1.
    """

    rows: tuple[tuple[_Element, tuple[Cell, ...]], ...]
    heads: int
    shares: tuple[float, ...]

    def covering(self) -> dict[tuple[int, int], Cell]:
        """The cell that covers each (row, column)."""
        return {
            (cell.row + down, cell.column + right): cell
            for _, cells in self.rows
            for cell in cells
            for down in range(cell.rows)
            for right in range(cell.columns)
        }


def grid(table: _Element) -> TableGrid:
    """Where each cell of `table` stands, its spans resolved; a rowspan ends with its `thead` or `tbody`."""
    rows: list[tuple[_Element, tuple[Cell, ...]]] = []
    heads = 0
    for part in table.iterchildren("thead", "tbody"):
        lines = part.findall("tr")
        covered: set[tuple[int, int]] = set()
        first = len(rows)
        for number, line in enumerate(lines, first):
            cells: list[Cell] = []
            column = 0
            for element in line.iterchildren("th", "td"):
                while (number, column) in covered:
                    column += 1
                down = min(int(element.get("rowspan", "1")), first + len(lines) - number)
                right = int(element.get("colspan", "1"))
                cells.append(Cell(element, number, column, down, right, tuple(lines_of(element))))
                if down > 1:
                    covered.update((number + i, column + j) for i in range(1, down) for j in range(right))
                column += right
            rows.append((line, tuple(cells)))
        if part.tag == "thead":
            heads = len(rows)
    columns = max((cell.column + cell.columns for _, cells in rows for cell in cells), default=1)
    return TableGrid(tuple(rows), heads, _shares(table, columns))


def _shares(table: _Element, columns: int) -> tuple[float, ...]:
    given = [float(column.get("data-width", "1")) for column in table.iterfind("colgroup/col")]
    widths = (given + [1.0] * columns)[:columns]
    return tuple(width / sum(widths) for width in widths)
