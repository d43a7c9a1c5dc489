"""What a ruler on the printed page would say: lines, rules and ink of a PDF page, in millimetres from its upper left corner."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pdfplumber
from pdfplumber.page import Page

MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    text: str
    left: float
    right: float
    top: float  # of the type, not of the ink
    bottom: float
    size: float  # points
    font: str
    color: object


@dataclass(frozen=True)
class Rule:
    left: float
    right: float
    top: float
    weight: float
    color: object


@dataclass(frozen=True)
class Ink:
    left: float
    right: float
    top: float
    bottom: float


def upright(char: dict) -> bool:
    """Whether a character stands upright: one turned by a right angle is told by pdfplumber only where its writer's cosine is just nought."""
    return bool(char["upright"] and char["matrix"][0] > 0.01)


def face(name: str) -> str:
    """A font's name without the mark of a subset and without what the writers don't agree on: FandolFang-Regular is FandolFang to some."""
    return name.rpartition("+")[2].rstrip(",").removesuffix("-Regular")


def pages(content: bytes) -> list[Page]:
    return pdfplumber.open(io.BytesIO(content)).pages


def lines(page: Page) -> list[Line]:
    """The upright text, line by line from above; characters that overlap in height are of one line."""
    rows: list[list[dict]] = []
    for char in sorted((c for c in page.chars if upright(c)), key=lambda c: c["top"]):
        if rows and char["top"] < rows[-1][0]["bottom"] - 3:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_line(sorted(row, key=lambda c: c["x0"])) for row in rows]


def _line(chars: list[dict]) -> Line:
    return Line(
        "".join(c["text"] for c in chars),
        chars[0]["x0"] * MM,
        chars[-1]["x1"] * MM,
        min(c["top"] for c in chars) * MM,
        max(c["bottom"] for c in chars) * MM,
        round(chars[0]["size"], 1),
        face(chars[0]["fontname"]),
        chars[0]["non_stroking_color"],
    )


def body(page: Page) -> list[Line]:
    """The lines inside the type area of an upright page, without the page number."""
    return [line for line in lines(page) if line.bottom < 262.5]


def line(page: Page, start: str) -> Line:
    return next(found for found in lines(page) if found.text.startswith(start))


def holding(content: bytes, text: str) -> list[int]:
    """The numbers of the pages, from 1, on which a line holds `text`."""
    return [number for number, found in enumerate(_texts(content), 1) if any(text in line for line in found)]


@lru_cache(maxsize=4)
def _texts(content: bytes) -> tuple[tuple[str, ...], ...]:
    """The lines of each page; reading a page is slow, and many ask for the same."""
    return tuple(tuple(found.text for found in lines(page)) for page in pages(content))


def rules(page: Page) -> list[Rule]:
    """The filled bars thinner than a millimetre, from above."""
    bars = (Rule(r["x0"] * MM, r["x1"] * MM, r["top"] * MM, r["height"] * MM, r["non_stroking_color"]) for r in page.rects)
    return sorted((bar for bar in dict.fromkeys(bars) if bar.weight < 1), key=lambda bar: bar.top)


def ink(page: Page, box: tuple[float, float, float, float], *, red: bool = False) -> Ink:
    """The bounds of what is darker than half grey (or is red) within `box`: left, top, right, bottom."""
    picture = page.to_image(resolution=300).original.convert("RGB")
    scale = 300 / 25.4
    part = picture.crop(tuple(round(edge * scale) for edge in box))
    bands = part.split()
    mask = bands[1].point(lambda value: 255 if value < 128 else 0)
    if not red:
        mask = part.convert("L").point(lambda value: 255 if value < 128 else 0)
    found = mask.getbbox()
    assert found is not None, "no ink"
    return Ink(*(offset + edge / scale for offset, edge in zip((box[0], box[0], box[1], box[1]), (found[0], found[2], found[1], found[3]), strict=True)))


def tables(page: Page) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each table."""
    for table in page.find_tables():
        yield tuple(edge * MM for edge in table.bbox)
