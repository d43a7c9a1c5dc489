"""What a ruler says of a page that LibreOffice rendered: lines of text and rules in millimetres from its upper left corner."""

from dataclasses import dataclass
from pathlib import Path

import pdfplumber

MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """A line of text: its outer characters' boxes, the size of the first."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    chars: tuple[dict, ...]

    def of(self, text: str) -> "Line":
        """The part of the line that says `text`."""
        begin = self.text.index(text)
        return _line(list(self.chars[begin : begin + len(text)]))


@dataclass(frozen=True)
class Rule:
    """A horizontal rule: its weight in mm, its colour as the PDF gives it."""

    left: float
    right: float
    at: float
    weight: float
    color: object


@dataclass(frozen=True)
class Picture:
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    """A page: `lines` upright from above, `turned` the text that stands across, in its reading order."""

    width: float
    height: float
    lines: list[Line]
    turned: Line | None
    rules: list[Rule]
    pictures: list[Picture]

    def line(self, text: str) -> Line:
        return next(line for line in self.lines if text in line.text)

    @property
    def body(self) -> list[Line]:
        """The lines within the type area of an upright page."""
        return [line for line in self.lines if line.bottom < 262.2]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def sheets(pdf: Path) -> list[Sheet]:
    with pdfplumber.open(pdf) as document:
        return [_sheet(page) for page in document.pages]


def _sheet(page: pdfplumber.page.Page) -> Sheet:
    characters = [char for char in page.chars if char["text"].strip()]
    across = [char for char in characters if not char["upright"]]
    rules = {
        Rule(line["x0"] * MM, line["x1"] * MM, line["top"] * MM, round(line["linewidth"] * MM, 3), line["stroking_color"])
        for line in page.lines
        if line["x1"] - line["x0"] > 1 and line["bottom"] - line["top"] < 1
    }
    return Sheet(
        width=page.width * MM,
        height=page.height * MM,
        lines=_lines([char for char in characters if char["upright"]]),
        turned=_line(sorted(across, key=lambda char: char["top"])) if across else None,
        rules=sorted(rules, key=lambda rule: rule.at),
        pictures=[Picture(image["x0"] * MM, image["x1"] * MM, image["top"] * MM, image["bottom"] * MM) for image in page.images],
    )


def _lines(characters: list[dict]) -> list[Line]:
    """Characters whose middles are within 2 pt of height stand on one line."""
    rows: list[list[dict]] = []
    for char in sorted(characters, key=_middle):
        if rows and _middle(char) - _middle(rows[-1][-1]) < 2:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_line(sorted(row, key=lambda char: char["x0"])) for row in rows]


def _middle(char: dict) -> float:
    return (char["top"] + char["bottom"]) / 2


def _line(chars: list[dict]) -> Line:
    return Line(
        "".join(char["text"] for char in chars),
        min(char["x0"] for char in chars) * MM,
        max(char["x1"] for char in chars) * MM,
        min(char["top"] for char in chars) * MM,
        max(char["bottom"] for char in chars) * MM,
        round(chars[0]["size"], 1),
        tuple(chars),
    )
