"""The shapes of a drawing (reportgen.documents.drawings) as a picture, without its text: PDFium draws them."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from lxml.etree import _Element
from PIL import Image

from reportgen.measure import MM_PER_PT

Point = tuple[float, float]
_NUMBER = re.compile(r"-?[0-9.]+")
_STEP = re.compile(r"([MLHVZ])([^MLHVZ]*)")


def draw_shapes(svg: _Element, resolution: int) -> Image.Image:
    """The shapes of `svg` on white paper, in RGB; `resolution` is in dots per inch."""
    width, height = (float(svg.get(name, "0").removesuffix("mm")) / MM_PER_PT for name in ("width", "height"))
    left, top, across, _ = _numbers(svg.get("viewBox", ""))
    scale = width / across

    def place(point: Point) -> Point:
        return (point[0] - left) * scale, height - (point[1] - top) * scale

    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(width, height)
        for element in svg.iter("rect", "line", "polyline", "path"):
            lines = [[place(point) for point in line] for line in _lines(element)]
            if lines:
                pdfium.FPDFPage_InsertObject(page, _shape(element, lines, scale))
        picture: Image.Image = page.render(scale=resolution / 72, rev_byteorder=True).to_pil()
        return picture


def _lines(element: _Element) -> Iterator[Sequence[Point]]:
    """The lines that `element` consists of, each through its points; a closed one comes back to its first."""
    if element.tag == "rect":
        x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
        yield (x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)
    elif element.tag == "line":
        x1, y1, x2, y2 = (float(element.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
        yield (x1, y1), (x2, y2)
    elif element.tag == "polyline":
        yield _points(element.get("points", ""))
    else:
        yield from _path(element.get("d", ""))


def _path(steps: str) -> Iterator[Sequence[Point]]:
    line: list[Point] = []
    for step, places in _STEP.findall(steps):
        if step == "M":
            if len(line) > 1:
                yield line
            line = _points(places)
        elif step == "L":
            line += _points(places)
        elif step == "Z":
            line.append(line[0])
        else:
            line += [(at, line[-1][1]) if step == "H" else (line[-1][0], at) for at in _numbers(places)[-1:]]
    if len(line) > 1:
        yield line


def _shape(element: _Element, lines: Sequence[Sequence[Point]], scale: float) -> Any:
    """A path object of PDFium's: `lines` in points from the lower left corner."""
    shape = pdfium.FPDFPageObj_CreateNewPath(*lines[0][0])
    for line in lines:
        pdfium.FPDFPath_MoveTo(shape, *line[0])
        for point in line[1:]:
            pdfium.FPDFPath_LineTo(shape, *point)
        if line[0] == line[-1]:
            pdfium.FPDFPath_Close(shape)
    fill = element.get("fill", "#000000") if element.tag != "line" else "none"
    stroke = element.get("stroke", "none")
    if fill != "none":
        pdfium.FPDFPageObj_SetFillColor(shape, *bytes.fromhex(fill[1:]), 255)
    if stroke != "none":
        pdfium.FPDFPageObj_SetStrokeColor(shape, *bytes.fromhex(stroke[1:]), 255)
        pdfium.FPDFPageObj_SetStrokeWidth(shape, float(element.get("stroke-width", "1")) * scale)
    pdfium.FPDFPath_SetDrawMode(shape, pdfium.FPDF_FILLMODE_WINDING if fill != "none" else pdfium.FPDF_FILLMODE_NONE, stroke != "none")
    return shape


def _points(text: str) -> list[Point]:
    numbers = _numbers(text)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]
