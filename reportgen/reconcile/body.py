"""The body of a Word file as a reader sees it: its paragraphs, pictures and tables in their order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from lxml.etree import _Element as Element

from reportgen.diagnostics import Unreadable
from reportgen.ooxml import text
from reportgen.ooxml.names import W
from reportgen.ooxml.tables import MOST_COLUMNS, Cell, Table
from reportgen.reconcile.lines import LineReader, ReturnedParagraph, joined

MAX_PARAGRAPHS = 20_000  # aligning takes their square: some hundred pages
MAX_CHARACTERS = 1_000_000  # some hundred pages of text
MAX_ELEMENTS = 2_000_000  # a hundred elements to a paragraph, as Word writes after many edits
MAX_CELLS = 100_000  # a table of all villages of a city fits
_FEWER = "请删除多余的内容；公文很少有这么长，请核对是不是这个文件"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands in a paragraph, or is anchored there."""


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: its words, and its place in the table."""

    line: ReturnedParagraph
    place: Cell


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table row by row; the first `heads` rows repeat on every page."""

    rows: tuple[tuple[WordCell, ...], ...]
    heads: int

    def words(self, row: int) -> str:
        """The words of a row."""
        return "\x1f".join(cell.line.text for cell in self.rows[row])


Part = ReturnedParagraph | Picture | WordTable


def check_size(body: Element) -> None:
    """Raises Unreadable where a `w:body` holds more than is compared."""
    counts = (MAX_PARAGRAPHS, body.iter(f"{W}p")), (MAX_ELEMENTS, body.iter())
    if any(sum(1 for _ in elements) > most for most, elements in counts) or sum(len(words.text or "") for words in body.iter(f"{W}t")) > MAX_CHARACTERS:
        raise _too_large()


def _too_large() -> Unreadable:
    return Unreadable("too-large", "的文字过多，为安全起见没有比较", _FEWER)


def read_body(body: Element, reader: LineReader) -> tuple[Part, ...]:
    """What stands in a `w:body` whose tracked changes have been accepted; paragraphs without words are left out.

    A text box stands behind the paragraph that it is anchored in. Raises Unreadable where a table is too large.
    """
    return tuple(_parts(body, reader))


def _parts(parent: Element, reader: LineReader) -> Iterator[Part]:
    for block in text.blocks(parent):
        if isinstance(block, text.Paragraph):
            line = reader.read(block)
            if line.text:
                yield line
            yield from (Picture() for _ in range(line.pictures))
            for box in line.boxes:
                yield from _parts(box, reader)
        elif isinstance(block, Table):
            yield _table(block, reader)
        else:
            reader.mark(block)


def _table(table: Table, reader: LineReader) -> WordTable:
    columns = max((row.end for row in table.rows), default=0)
    if columns > MOST_COLUMNS or columns * len(table.rows) > MAX_CELLS:
        raise _too_large()
    heads = sum(1 for _ in takewhile(lambda row: row.is_head, table.rows))
    return WordTable(tuple(tuple(WordCell(_line(cell, reader), cell) for cell in row.cells) for row in table.rows if row.cells), heads)


def _line(cell: Cell, reader: LineReader) -> ReturnedParagraph:
    return ReturnedParagraph("", "") if cell.element is None else joined(_lines(_parts(cell.element, reader)))


def _lines(parts: Iterable[Part]) -> Iterator[ReturnedParagraph]:
    """The words of a cell; those of a table in it, row by row."""
    for part in parts:
        if isinstance(part, ReturnedParagraph):
            yield part
        elif isinstance(part, WordTable):
            yield from (cell.line for row in part.rows for cell in row)
