"""The one reader of Word text: what stands in a body, cell, box, header or footer, in its order, whatever it is wrapped in.

It gives the elements that it read with the text, so that whoever needs more (their look, their lines) finds it there. Tracked changes are
an option: `settle` accepts or rejects them before; as long as they are in it, a piece says by which mark it came or went.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from reportgen.ooxml.changes import COME, GONE
from reportgen.ooxml.names import SILENT, W, local
from reportgen.ooxml.tables import Table, read_table

PAGE_BREAK = "\f"
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}
_DRAWN = frozenset(("drawing", "pict", "object"))
_MARKS = frozenset(("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference"))


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

    @property
    def instead(self) -> Element | None:
        """What programs show that don't know this one (`mc:Fallback`)."""
        form = self.element.getparent()
        both = None if form is None or local(form) != "Choice" else form.getparent()
        return None if both is None else next(both.iterchildren("{*}Fallback"), None)


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


Block = Paragraph | Table | Mark


def blocks(parent: Element) -> Iterator[Block]:
    """The paragraphs and tables in a body, cell, box, header or footer, and the marks between them."""
    for child in parent:
        name = local(child)
        if name == "p":
            yield paragraph(child)
        elif name == "tbl":
            yield read_table(child)
        elif name in _MARKS:
            yield _mark(child)
        elif name == "AlternateContent":
            yield from blocks(next(iter(child), child))
        elif name not in SILENT:
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


def _is_page(instruction: str) -> bool:
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
        """Add what stands in `parent`, in its order: `run` is what it is set as, `change` the tracked change that it is part of."""
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
            elif name not in SILENT:
                self._descend(child, name, run, change)

    def _descend(self, child: Element, name: str, run: Element, change: Element | None) -> None:
        if name == "AlternateContent":  # the same drawing in two forms
            self.read(next(iter(child), child), run, change)
        elif name == "fldSimple" and _is_page(child.get(f"{W}instr", "")):
            self._simple += 1
            self.read(child, run, change)
            self._simple -= 1
        else:
            self.read(child, run, child if name in COME or name in GONE else change)

    def _say(self, text: str, element: Element, run: Element, change: Element | None) -> None:
        if all(one.shown for one in self._fields):
            page = self._simple > 0 or any(_is_page(one.instruction) for one in self._fields)
            self.parts.append(Piece(text, element, run, page, change))

    def _field(self, element: Element, run: Element, change: Element | None) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if _is_page(ended.instruction) and not ended.shown:  # never calculated
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
