"""What stands on a page, in the measures of OFD: millimetres from the upper left corner, y downwards."""

from dataclasses import dataclass

Linear = tuple[float, float, float, float]
"""The turning and stretching part of a CTM (GB/T 33190, 8.5): a b c d."""
Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""
UPRIGHT: Linear = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face on one base line: the text, where its first glyph begins, and the way from each to the next along the line (mm).

    `font` is a key of `Laid.faces`; `size` is the em (mm), `linear` turns and stretches it; `width` is how long it is along the line.
    """

    font: str
    size: float
    linear: Linear
    colour: Colour
    x: float
    y: float
    text: str
    steps: tuple[float, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Path:
    """A line or a shape: its segments as (operator, numbers) of GB/T 33190 (M, L, B, C); the colours are None where it isn't drawn or filled."""

    segments: tuple[tuple[str, tuple[float, ...]], ...]
    stroke: Colour | None
    fill: Colour | None
    width: float
    dash: tuple[float, ...]
    even_odd: bool
    cap: int
    join: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its PNG, and what lays the unit square (y downwards) onto the page."""

    png: bytes
    linear: Linear
    x: float
    y: float


Mark = Run | Path | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size (mm), what stands on it in the order in which it is painted."""

    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the PDF: its name, the embedded file, and which character each glyph in use stands for, by glyph number (CID)."""

    name: str
    program: bytes
    glyphs: dict[str, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline: its level (1 is the highest), its title, the page (from 0) and where on it (mm)."""

    level: int
    title: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Laid:
    """A document as it was laid out; `created` is an ISO date, empty where the document has none."""

    title: str
    author: str
    created: str
    sheets: tuple[Sheet, ...]
    faces: dict[str, Face]
    outline: tuple[Heading, ...]
