"""A document as it was read: what a Word file and a PDF can both tell, in the same units.

Lengths are millimetres, type sizes and line pitch points; indents are 字 (of 28 to a line), blanks above are lines (of 22 to a
page). What the file doesn't tell is None: a Word file has no pages, a PDF no margins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reportgen.ooxml.styles import Align


class Side(StrEnum):
    """Which pages a page number stands on."""

    ODD = "odd"
    EVEN = "even"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look. `font` is the name that the file gives, `size` points, `colour` rrggbb."""

    text: str
    font: str | None
    size: float | None
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A paragraph with text; each is itself, however alike their words are.

    `first`, `further` and `last` are the 字 from the left edge of the type area to its first line and to its further lines, and
    from the end of its last line to the right edge. `above` are the blank lines between it and what stands above. `top` and
    `bottom` are those of its characters, from the upper edge of the paper.
    """

    number: int
    spans: tuple[Span, ...]
    rows: tuple[str, ...]
    align: Align | None = None
    first: float | None = None
    further: float | None = None
    last: float | None = None
    above: float | None = None
    pitch: float | None = None
    page: int | None = None
    begins_page: bool | None = None
    top: float | None = None
    bottom: float | None = None
    boxed: bool = False

    @property
    def text(self) -> str:
        """Its words, without the spaces at both ends."""
        return "".join(span.text for span in self.spans).strip()

    @property
    def size(self) -> float | None:
        """The type size of most of its characters."""
        sizes: dict[float, int] = {}
        for span in self.spans:
            if span.size is not None:
                sizes[span.size] = sizes.get(span.size, 0) + len(span.text.strip())
        return max(sizes, key=lambda size: sizes[size], default=None)

    @property
    def offset(self) -> float | None:
        """How far its line stands from the middle: by how many 字 the blanks at both sides differ."""
        return None if self.first is None or self.last is None else abs(self.first - self.last)

    def part(self, begin: int, end: int | None = None) -> tuple[Span, ...]:
        """The spans of its characters from `begin` to `end` of `text`."""
        whole = "".join(span.text for span in self.spans)
        lead = len(whole) - len(whole.lstrip())
        begin, end = begin + lead, len(whole) if end is None else end + lead
        parts, at = [], 0
        for span in self.spans:
            text = span.text[max(0, begin - at) : max(0, end - at)]
            if text:
                parts.append(Span(text, span.font, span.size, span.colour))
            at += len(span.text)
        return tuple(parts)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A horizontal line across the text. `top` is its middle from the upper edge of the paper; None is what isn't known."""

    page: int | None
    top: float | None
    left: float | None
    width: float | None
    weight: float | None
    colour: str
    double: bool = False
    boxed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture or drawing; `left` and `top` from the upper left corner of the paper."""

    page: int | None
    left: float | None
    top: float | None
    width: float | None
    height: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of a table."""

    row: int
    column: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Its words, without the spaces at both ends."""
        return "".join(span.text for span in self.spans).strip()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table, or the part of one on a page of a PDF. `overhang` is what it is wider than the type area, in mm."""

    number: int
    page: int | None
    cells: tuple[Cell, ...]
    overhang: float | None = None


Block = Paragraph | Rule | Picture | Table


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number: `text` has # for the number; `blank` are the 字 between it and the edge that it keeps to.

    `below` is the distance in mm from the type area to the middle of its line, `value` the number printed on a page.
    """

    side: Side
    text: str
    align: Align | None
    blank: float | None
    font: str | None
    size: float | None
    page: int | None = None
    value: int | None = None
    below: float | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm from the upper left corner of the paper."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF, or the pages of a section of a Word file.

    `type_area` is what the margins leave (Word), `inked` what the text takes (PDF). `kinds` are the kinds of pages that have a
    footer of their own (Word). `restarts`: the numbering begins anew.
    """

    name: str
    width: float
    height: float
    page: int | None = None
    type_area: Box | None = None
    inked: Box | None = None
    numbers: tuple[PageNumber, ...] = ()
    kinds: tuple[Side, ...] = ()
    restarts: bool = False

    @property
    def turned(self) -> bool:
        """Whether it lies across (横排)."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class CharacterGrid:
    """How many lines a page and how many characters a line hold; None with the reason why that can't be told."""

    lines: int | None
    characters: int | None
    why_lines: str = ""
    why_characters: str = ""


class Trace(StrEnum):
    """What may be left in a file of how it came about."""

    REVISION = "revision"
    FORMATTING = "formatting"
    COMMENT = "comment"
    HIGHLIGHT = "highlight"
    HIDDEN = "hidden"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A trace, its words, and where it is: page (PDF), paragraph (Word), or the name of another place."""

    trace: Trace
    quote: str
    page: int | None = None
    paragraph: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file as it was read. `edges` are the lines in the header and footer of the first page of a Word file, `leftovers` what was left in it.

    `remarks` are what its reader passed over, each with the reason.
    """

    format: str
    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...]
    grid: CharacterGrid
    pages: int | None = None
    edges: tuple[Rule, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in their order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables in their order."""
        return (block for block in self.blocks if isinstance(block, Table))
