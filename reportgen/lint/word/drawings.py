"""Drawings in a paragraph of a Word file: text boxes, lines, pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.lint.model import Picture, Rule
from reportgen.ooxml.names import A, local
from reportgen.ooxml.text import Drawing
from reportgen.ooxml.values import EMU_PER_MM, number

_FLAT = 0.6  # mm: a shape lower than this is a line
_MM = {"pt": 25.4 / 72, "mm": 1.0, "cm": 10.0, "in": 25.4, "": 25.4 / 96}
_LENGTH = re.compile(r"(-?\d{1,5}(?:\.\d+)?)(pt|mm|cm|in|px)?")


@dataclass(frozen=True, slots=True)
class TextBox:
    """A box with paragraphs; `width` in mm where it is known."""

    content: Element
    width: float | None


def drawn(found: Drawing) -> Iterator[TextBox | Rule | Picture]:
    """What a `w:drawing` or `w:pict` shows."""
    drawing = found.element
    width, height = _extent(drawing)
    if found.boxes:
        yield from (TextBox(box, width) for box in found.boxes)
        return
    if any(local(part) in ("pic", "imagedata", "OLEObject", "chart") for part in drawing.iter("{*}pic", "{*}imagedata", "{*}OLEObject", "{*}chart")):
        yield Picture(None, None, None, width, height)
        return
    yield from _lines(drawing, width, height)


def _extent(drawing: Element) -> tuple[float | None, float | None]:
    extent = next(drawing.iter("{*}extent"), None)
    if extent is not None:
        across, down = number_of(extent.get("cx")), number_of(extent.get("cy"))
        return across, down
    shape = next((part for part in drawing.iter() if part.get("style")), None)
    found = dict(part.split(":", 1) for part in (shape.get("style") or "").split(";") if ":" in part) if shape is not None else {}
    return length(found.get("width")), length(found.get("height"))


def number_of(emu: str | None) -> float | None:
    """English Metric Units in mm."""
    return int(emu) / EMU_PER_MM if emu and re.fullmatch(r"\d{1,9}", emu) else None


def length(value: str | None) -> float | None:
    """A CSS length in mm."""
    match = _LENGTH.fullmatch((value or "").strip())
    return None if match is None else float(match[1]) * _MM["" if match[2] in (None, "px") else match[2]]


def _lines(drawing: Element, width: float | None, height: float | None) -> Iterator[Rule]:
    shape = next((part for part in drawing.iter("{*}line") if local(part) == "line" and part.get("from")), None)
    if shape is not None:  # VML
        ends = [length(value) for name in ("from", "to") for value in (shape.get(name) or "").split(",")]
        across = abs(ends[2] - ends[0]) if len(ends) == 4 and ends[0] is not None and ends[2] is not None else None  # noqa: PLR2004 - x and y of two ends
        yield Rule(None, None, None, across, length(shape.get("strokeweight")), _colour(shape.get("strokecolor")), boxed=True)
        return
    if height is None or height > _FLAT:
        return
    line = next(drawing.iter(f"{A}ln"), None)
    weight = None if line is None else number(line.get("w"))
    named = next((part.get("val") for part in (line.iter("{*}srgbClr") if line is not None else ())), None)
    double = line is not None and line.get("cmpd", "sng") != "sng"
    yield Rule(None, None, None, width, None if weight is None else weight / EMU_PER_MM, _colour(named), double=double, boxed=True)


def _colour(value: str | None) -> str:
    named = (value or "").strip().lower().lstrip("#").split(" ")[0]
    return {"red": "ff0000", "black": "000000", "": "000000", "f00": "ff0000", "windowtext": "000000"}.get(named, named)
