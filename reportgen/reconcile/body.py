"""The body of a Word file as a reader sees it: its paragraphs, pictures and tables in their order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.diagnostics import Unreadable
from reportgen.ooxml.names import W, local
from reportgen.ooxml.values import number, on, val
from reportgen.reconcile.lines import Line, LineReader, joined

MAX_PARAGRAPHS = 20_000
MAX_CHARACTERS = 1_000_000
MAX_ELEMENTS = 2_000_000
MAX_CELLS = 100_000
_MOST_COLUMNS = 250  # of one cell, and of a table: Word makes 63
_FEWER = "请删除多余的内容；公文很少有这么长，请核对是不是这个文件"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands in a paragraph, or is anchored there."""


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: its words, how many columns it covers, and whether it continues the one above."""

    line: Line
    columns: int
    continues: bool


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table row by row; the first `heads` rows repeat on every page."""

    rows: tuple[tuple[WordCell, ...], ...]
    heads: int

    def words(self, row: int) -> str:
        """The words of a row."""
        return "\x1f".join(cell.line.text for cell in self.rows[row])


Part = Line | Picture | WordTable


def check_size(body: Element) -> None:
    """Raises Unreadable where a `w:body` holds more than is compared."""
    counts = (MAX_PARAGRAPHS, body.iter(f"{W}p")), (MAX_ELEMENTS, body.iter())
    if any(sum(1 for _ in elements) > most for most, elements in counts) or sum(len(text.text or "") for text in body.iter(f"{W}t")) > MAX_CHARACTERS:
        raise _too_large()


def _too_large() -> Unreadable:
    return Unreadable("too-large", "的文字过多，为安全起见没有比较", _FEWER)


def read_body(body: Element, reader: LineReader) -> tuple[Part, ...]:
    """What stands in a `w:body` whose tracked changes have been accepted; paragraphs without words are left out.

    A text box stands behind the paragraph that it is anchored in. Raises Unreadable where a table is too large.
    """
    return tuple(_parts(body, reader))


def _parts(parent: Element, reader: LineReader) -> Iterator[Part]:
    for child in parent:
        name = local(child)
        if name == "p":
            line = reader.read(child)
            if line.text:
                yield line
            yield from (Picture() for _ in range(line.pictures))
            for box in line.boxes:
                yield from _parts(box, reader)
        elif name == "tbl":
            yield _table(child, reader)
        elif name in ("bookmarkStart", "bookmarkEnd"):
            reader.mark(child)
        elif name not in ("sectPr", "sdtPr"):
            yield from _parts(child, reader)


def _table(table: Element, reader: LineReader) -> WordTable:
    rows: list[tuple[WordCell, ...]] = []
    heads = 0
    for row in _within(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and on(properties.find(f"{W}tblHeader")) and heads == len(rows):
            heads += 1
        before = number(val(properties.find(f"{W}gridBefore"))) if properties is not None else None
        blank = (WordCell(Line("", ""), min(before, _MOST_COLUMNS), continues=False),) if before and before > 0 else ()
        rows.append((*blank, *(_cell(cell, reader) for cell in _within(row, "tc"))))
    columns = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if columns > _MOST_COLUMNS or columns * len(rows) > MAX_CELLS:
        raise _too_large()
    return WordTable(tuple(row for row in rows if row), heads)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those within content controls."""
    for child in parent:
        if local(child) == tag:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml"):
            yield from _within(child, tag)


def _cell(cell: Element, reader: LineReader) -> WordCell:
    properties = cell.find(f"{W}tcPr")
    columns, merge = (None, None) if properties is None else (number(val(properties.find(f"{W}gridSpan"))), properties.find(f"{W}vMerge"))
    continues = merge is not None and val(merge, "continue") == "continue"
    return WordCell(joined(_lines(_parts(cell, reader))), min(max(columns or 1, 1), _MOST_COLUMNS), continues)


def _lines(parts: Iterable[Part]) -> Iterator[Line]:
    """The words of a cell; those of a table in it, row by row."""
    for part in parts:
        if isinstance(part, Line):
            yield part
        elif isinstance(part, WordTable):
            yield from (cell.line for row in part.rows for cell in row)
