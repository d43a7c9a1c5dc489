"""The shapes that charts are drawn with, as SVG in millimetres. They are printed in black, greys and one muted blue.

A chart has no style sheet: a Word file shows it as a picture, and the programs that draw it agree on attributes only.
The font is the writers' to set.
"""

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup, escape

from reportgen.language.figure import Figure
from reportgen.language.shown import show

WIDTH = 156.0  # of the type area (GB/T 9704-2012 5.2.1)
SIZE = 3.704  # 五号, 10.5 pt
LINE = 1.35 * SIZE

INK, FAINT, BLUE, WHITE, MISSING = "#000000", "#c8c8c8", "#5b7ea4", "#ffffff", "#b00000"


class Anchor(StrEnum):
    """Which part of a text stands at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Pattern(StrEnum):
    """Lines on an area, by which it is told apart in black and white too."""

    NONE = "none"
    RISING = "rising"
    CROSSED = "crossed"


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled, and the ink that can be read on it."""

    colour: str
    ink: str = INK
    pattern: Pattern = Pattern.NONE


def drawing(height: float, words: str, *shapes: str, data: str = "") -> Markup:
    """The `svg` of a chart; `words` say what it shows to those who don't see it, `data` what it is drawn of (charts/data.py)."""
    size = f'width="{WIDTH:g}mm" height="{_n(height)}mm" viewBox="0 0 {WIDTH:g} {_n(height)}" font-size="{SIZE}"' + (
        f' data-chart="{escape(data)}"' if data else ""
    )
    return Markup(f'<svg {size} role="img"><title>{escape(words)}</title>{"".join(shapes)}</svg>')  # noqa: S704  # all text in it is escaped


def marked(figure: Figure, *shapes: str) -> str:
    """The shapes that show a figure, with its name and exact value."""
    show(figure)
    value = format(figure.value.normalize(), "f") if figure.value else "0"
    names = f'data-figure="{escape(figure.name)}" data-value="{value}" data-label="{escape(figure.label)}" data-unit="{escape(figure.unit)}"'
    return f"<g {names}>{''.join(shapes)}</g>"


def text(x: float, y: float, words: str, kind: str, anchor: Anchor = Anchor.START, ink: str = INK) -> str:
    """A line of text whose base line is at `y`. `kind` is its class: tick, label, value or missing."""
    return f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{ink}">{escape(words)}</text>'


def bar(x: float, y: float, across: float, down: float, fill: Fill) -> str:
    """A rectangle with a thin edge."""
    edge = f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(across)}" height="{_n(down)}" fill="{fill.colour}" stroke="{INK}" stroke-width="0.2"/>'
    return edge + (_hatching(x, y, across, down, fill.pattern) if fill.pattern is not Pattern.NONE else "")


def ground(x: float, y: float, words: str) -> str:
    """White paper under a text that begins at `x` on a pattern or a grid; its base line is at `y`."""
    return f'<rect x="{_n(x - 0.5)}" y="{_n(y - 0.9 * SIZE)}" width="{_n(wide(words) + 1)}" height="{_n(1.05 * SIZE)}" fill="{WHITE}"/>'


def rule(x1: float, y1: float, x2: float, y2: float, *, faint: bool = False) -> str:
    """A thin line: of the grid where it is `faint`."""
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{FAINT if faint else INK}" stroke-width="{0.15 if faint else 0.25}"/>'


def broken(x: float, foot: float, end: float) -> str:
    """An upright axis that is broken above its foot: it doesn't begin at zero."""
    zigzag = [(x, end), (x, foot - 3.2), (x - 1.1, foot - 2.6), (x + 1.1, foot - 1.6), (x, foot - 1.0), (x, foot)]
    places = "L".join(f"{_n(across)} {_n(down)}" for across, down in zigzag)
    return f'<path d="M{places}" fill="none" stroke="{INK}" stroke-width="0.25"/>'


def path(points: list[tuple[float, float]]) -> str:
    """The line through `points`."""
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{INK}" stroke-width="0.45"/>'


def spot(x: float, y: float, side: float = 1.6, fill: str = WHITE) -> str:
    """A small square on a line."""
    return f'<rect x="{_n(x - side / 2)}" y="{_n(y - side / 2)}" width="{_n(side)}" height="{_n(side)}" fill="{fill}" stroke="{INK}" stroke-width="0.35"/>'


def wide(words: str) -> float:
    """How wide a text is in mm. The digits of fonts that stand in for 仿宋 are a little wider than half a character."""
    return SIZE * sum(0.56 if character.isascii() else 1.0 for character in words)


def _hatching(x: float, y: float, across: float, down: float, pattern: Pattern) -> str:
    """Lines that rise to the right, or cross, cut at the edges: patterns and clips don't come out alike everywhere."""
    lines, offset, step = [], 0.9, 1.3
    while offset < across + down:
        x1, y1 = max(0.0, offset - down), min(offset, down)
        x2, y2 = min(offset, across), max(0.0, offset - across)
        lines.append(f"M{_n(x + x1)} {_n(y + y1)}L{_n(x + x2)} {_n(y + y2)}")
        if pattern is Pattern.CROSSED:
            lines.append(f"M{_n(x + x1)} {_n(y + down - y1)}L{_n(x + x2)} {_n(y + down - y2)}")
        offset += step
    return f'<path d="{"".join(lines)}" fill="none" stroke="{INK}" stroke-width="0.2"/>' if lines else ""


def _n(value: float) -> str:
    """A length to the hundredth of a millimetre."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
