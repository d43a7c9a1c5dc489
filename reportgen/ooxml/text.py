"""The one reader of Word text: what stands in a body, cell, box, header or footer, in its order, whatever it is wrapped in.

It gives the elements that it read with the text, so that whoever needs more (their look, their lines) finds it there. Tracked changes are
an option: `settle` accepts or rejects them before; as long as they are in it, a piece says by which mark it came or went.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from reportgen.ooxml.names import W, local
from reportgen.ooxml.values import number, on, val

PAGE_BREAK = "\f"
MOST_COLUMNS = 250
"""Of one cell: Word makes 63; what claims more is read as this."""

CHANGES = ("ins", "del", "moveFrom", "moveTo")
"""The marks of tracked changes of text (ISO/IEC 29500-1, 17.13.5)."""
GONE = ("del", "moveFrom")
"""Those of text that is no more."""

_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}
_DRAWN = frozenset(("drawing", "pict", "object"))
_MARKS = frozenset(("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference"))
# What holds no text that is shown: properties, the instructions of fields, the reading above a character.
_SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr"),
        *("instrText", "delInstrText", "fldData", "rt", "rubyPr", ""),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Text of a run: that of a `w:t`, or a character of its own (a tab, a line feed for a line break, PAGE_BREAK for one of a page or column).

    `page`: it is the result of a PAGE field, empty where that was never calculated. `change` is the mark of the tracked change that it is in.
    """

    text: str
    element: Element
    run: Element
    page: bool = False
    change: Element | None = None

    @property
    def is_gone(self) -> bool:
        """Whether a tracked change has taken it away."""
        return self.change is not None and local(self.change) in GONE


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A drawing or picture that is anchored in a run, with the text boxes (`w:txbxContent`) in it."""

    element: Element
    run: Element
    boxes: tuple[Element, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Where a bookmark begins (with its name) or ends, or the words of a comment do; `kind` is the local name of its element."""

    kind: str
    identifier: str
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A `w:p`."""

    element: Element
    parts: tuple[Piece | Drawing | Mark, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """Its text."""
        return (part for part in self.parts if isinstance(part, Piece))

    @property
    def drawings(self) -> Iterator[Drawing]:
        """What is anchored in it."""
        return (part for part in self.parts if isinstance(part, Drawing))

    @property
    def text(self) -> str:
        """Its text, as it is in the file."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A `w:tc` (None: its row leaves this place out): the column of the grid where it begins, from 0, and how many it covers.

    `rows` is over how many rows it reaches with the cells that continue it below; `continues`: it is merged with the one above.
    """

    element: Element | None
    column: int
    columns: int
    rows: int
    continues: bool


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A `w:tr`."""

    element: Element
    cells: tuple[Cell, ...]

    @property
    def is_head(self) -> bool:
        """Whether it repeats on every page."""
        return on(self.element.find(f"{W}trPr/{W}tblHeader"))

    @property
    def end(self) -> int:
        """The column behind its last cell."""
        return self.cells[-1].column + self.cells[-1].columns if self.cells else 0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A `w:tbl`."""

    element: Element
    rows: tuple[Row, ...]


Block = Paragraph | Table | Mark


def blocks(parent: Element) -> Iterator[Block]:
    """The paragraphs and tables in a body, cell, box, header or footer, and the marks between them."""
    for child in parent:
        name = local(child)
        if name == "p":
            yield paragraph(child)
        elif name == "tbl":
            yield table(child)
        elif name in _MARKS:
            yield _mark(child)
        elif name == "AlternateContent":
            yield from blocks(next(iter(child), child))
        elif name not in _SILENT:
            yield from blocks(child)


def flow(parent: Element) -> Iterator[Paragraph | Mark]:
    """All paragraphs in `parent`, those in tables and text boxes too, and the marks between them, in their order."""
    for block in blocks(parent):
        if isinstance(block, Table):
            for element in (cell.element for row in block.rows for cell in row.cells):
                if element is not None:
                    yield from flow(element)
            continue
        yield block
        if isinstance(block, Paragraph):
            for box in (box for drawing in block.drawings for box in drawing.boxes):
                yield from flow(box)


def paragraphs(parent: Element) -> Iterator[Paragraph]:
    """All paragraphs in `parent`, those in tables and text boxes too, in their order."""
    return (part for part in flow(parent) if isinstance(part, Paragraph))


def typed(pieces: Iterable[Piece]) -> str:
    """The words of pieces, without tabs and breaks."""
    return "".join(piece.text for piece in pieces if local(piece.element) in ("t", "delText"))


def paragraph(element: Element) -> Paragraph:
    """A `w:p`; text boxes in it have paragraphs of their own."""
    reader = _Reader()
    reader.read(element, element, None)
    return Paragraph(element, tuple(reader.parts))


def table(element: Element) -> Table:
    """A `w:tbl`, its cells at their places in the grid."""
    placed = [(row, list(_placed(row))) for row in _within(element, "tr")]
    reach: dict[tuple[int, int], int] = {}  # of the cells that continue others, in the row below
    rows: list[Row] = []
    for row, cells in reversed(placed):
        made = tuple(Cell(cell, column, columns, 1 + reach.get((column, columns), 0), continues) for cell, column, columns, continues in cells)
        reach = {(cell.column, cell.columns): cell.rows for cell in made if cell.continues}
        rows.append(Row(row, made))
    return Table(element, tuple(reversed(rows)))


def cells_of(row: Element) -> Iterator[Element]:
    """The `w:tc` of a `w:tr`, not those of a table within it."""
    return _within(row, "tc")


def rows_of(element: Element) -> Iterator[Element]:
    """The `w:tr` of a `w:tbl`, not those of a table within it."""
    return _within(element, "tr")


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        name = local(child)
        if name == tag:
            yield child
        elif name not in _SILENT:
            yield from _within(child, tag)


def _placed(row: Element) -> Iterator[tuple[Element | None, int, int, bool]]:
    """The cells of a row: column, columns, whether one continues that above."""
    column = _columns(row.find(f"{W}trPr/{W}gridBefore"))
    if column:
        yield None, 0, column, False
    for cell in cells_of(row):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        columns = max(_columns(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
        yield cell, column, columns, merge is not None and val(merge, "continue") == "continue"
        column += columns


def _columns(element: Element | None) -> int:
    return min(max(number(val(element)) or 0, 0), MOST_COLUMNS)


def is_page(instruction: str) -> bool:
    """Whether a field's instruction prints the page number."""
    return instruction.split()[:1] == ["PAGE"]


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    shown: bool = False


@dataclass(slots=True)
class _Reader:
    """Gathers the parts of a paragraph."""

    parts: list[Piece | Drawing | Mark] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _simple: int = 0  # how many PAGE fields without characters of their own are open

    def read(self, parent: Element, run: Element, change: Element | None) -> None:
        for child in parent:
            name = local(child)
            if name == "r":
                self.read(child, child, change)
            elif name == "t" or (name == "delText" and change is not None):
                self._say(child.text or "", child, run, change)
            elif name in _CHARACTERS:
                self._say(_CHARACTERS[name], child, run, change)
            elif name == "br":
                self._say(PAGE_BREAK if child.get(f"{W}type") in ("page", "column") else "\n", child, run, change)
            elif name == "fldChar":
                self._field(child, run, change)
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif name in _MARKS:
                self.parts.append(_mark(child))
            elif name in _DRAWN:
                self.parts.append(Drawing(child, run, tuple(_boxes(child))))
            elif name not in _SILENT:
                self._descend(child, name, run, change)

    def _descend(self, child: Element, name: str, run: Element, change: Element | None) -> None:
        if name == "AlternateContent":  # the same drawing in two forms
            self.read(next(iter(child), child), run, change)
        elif name == "fldSimple" and is_page(child.get(f"{W}instr", "")):
            self._simple += 1
            self.read(child, run, change)
            self._simple -= 1
        else:
            self.read(child, run, child if name in CHANGES else change)

    def _say(self, text: str, element: Element, run: Element, change: Element | None) -> None:
        if all(one.shown for one in self._fields):
            page = self._simple > 0 or any(is_page(one.instruction) for one in self._fields)
            self.parts.append(Piece(text, element, run, page, change))

    def _field(self, element: Element, run: Element, change: Element | None) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if is_page(ended.instruction) and not ended.shown:  # never calculated
                self.parts.append(Piece("", element, run, page=True, change=change))


def _mark(element: Element) -> Mark:
    return Mark(local(element), element.get(f"{W}id", ""), element.get(f"{W}name", ""))


def _boxes(drawing: Element) -> Iterator[Element]:
    """The outermost text boxes; of a drawing in two forms those of the first."""
    for child in drawing:
        if local(child) == "txbxContent":
            yield child
        elif local(child) != "Fallback":
            yield from _boxes(child)
