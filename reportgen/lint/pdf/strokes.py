"""The drawn lines of a PDF page, its other drawings, and its pictures."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.lint.model import Box
from reportgen.lint.pdf.glyphs import Place, placed
from reportgen.measure import MM_PER_PT

_DEEPEST = 6  # forms within forms
_MOST_OBJECTS = 100_000  # a page has some thousand: more is a map or an attack
_MOST_POINTS = 5_000  # what matters of a path is where it lies
THIN = 1.6  # mm: a bar thinner than this is a line
_BAND = 3.0, 60.0  # mm: two lines close to each other, drawn as one shape, are no higher and no shorter
_LONG = 2.5  # mm: a line is at least so long
_STRAIGHT = 0.25  # mm
_TOUCHING = 0.8  # mm
_WHITE = 235  # of 255
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, lying or upright: its ends along its way, where it stands across that, its weight (mm) and colour."""

    lying: bool
    begin: float
    end: float
    at: float
    weight: float
    colour: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page: lines, the boxes of other shapes, those of pictures; `whole`: nothing was passed over for being too much.

    `grounds` are the shapes that are filled.
    """

    strokes: tuple[Stroke, ...]
    shapes: tuple[Box, ...]
    grounds: tuple[Box, ...]
    pictures: tuple[Box, ...]
    whole: bool


def drawn(page: pypdfium2.PdfPage) -> Drawn:
    """Read the drawings of a page."""
    place = placed(page)
    strokes: list[Stroke] = []
    shapes: list[Box] = []
    grounds: list[Box] = []
    pictures: list[Box] = []
    count = 0
    for count, (item, matrix) in enumerate(_objects(page, None, _IDENTITY, 0), 1):
        if count > _MOST_OBJECTS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            found, shape = _path(item, matrix, place)
            strokes += found
            shapes += [shape] if shape is not None else []
            grounds += [shape] if shape is not None and _is_filled(item) else []
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = _times(item.get_matrix().get(), matrix)
            pictures.append(_box([place(e, f), place(e + a, f + b), place(e + c, f + d), place(e + a + c, f + b + d)]))
    return Drawn(tuple(_joined(strokes)), tuple(shapes), tuple(grounds), tuple(pictures), count <= _MOST_OBJECTS)


def _objects(page: pypdfium2.PdfPage, form: object, matrix: Matrix, depth: int) -> Iterator[tuple[pypdfium2.PdfObject, Matrix]]:
    for item in page.get_objects(max_depth=1, form=form):
        if item.type == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < _DEEPEST:
                yield from _objects(page, item.raw, _times(item.get_matrix().get(), matrix), depth + 1)
        else:
            yield item, matrix


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _path(item: pypdfium2.PdfObject, container: Matrix, place: Place) -> tuple[list[Stroke], Box | None]:
    """The lines of a path, or its box where it is something else."""
    points = _points(item, _times(item.get_matrix().get(), container), place)
    fill, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroked)
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    if not points or not (fill.value or stroked.value):
        return [], None
    box = _box([point for point, _ in points])
    wide, high = box.right - box.left, box.bottom - box.top
    filled, lined = _colour(item, pdfium.FPDFPageObj_GetFillColor), _colour(item, pdfium.FPDFPageObj_GetStrokeColor)
    if fill.value and filled is not None:
        if (min(wide, high) <= THIN and max(wide, high) >= _LONG) or (high <= _BAND[0] and wide >= _BAND[1]):
            lying = wide > high
            ends = (box.left, box.right, (box.top + box.bottom) / 2) if lying else (box.top, box.bottom, (box.left + box.right) / 2)
            return [Stroke(lying, *ends, min(wide, high), filled)], None
        return [], box
    if not stroked.value or lined is None:
        return [], None
    scale = abs(container[0] * item.get_matrix().get()[0]) or abs(container[1] * item.get_matrix().get()[1]) or 1.0
    weight = width.value * scale * MM_PER_PT
    strokes = [s for (one, _), (other, draws) in pairwise(points) if draws for s in _stroke(one, other, weight, lined)]
    whole = len(strokes) == sum(1 for _, draws in points if draws)
    return strokes, None if whole and strokes else box


def _is_filled(item: pypdfium2.PdfObject) -> bool:
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroked)
    return bool(fill.value) and _colour(item, pdfium.FPDFPageObj_GetFillColor) is not None


def _points(item: pypdfium2.PdfObject, matrix: Matrix, place: Place) -> list[tuple[tuple[float, float], bool]]:
    """The points of a path, each with whether a line is drawn to it."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[tuple[tuple[float, float], bool]] = []
    begin = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        draws = pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_MOVETO
        if not draws:
            begin = point
        found.append((point, draws))
        if pdfium.FPDFPathSegment_GetClose(segment) and point != begin:
            found.append((begin, True))
    return found


def _stroke(one: tuple[float, float], other: tuple[float, float], weight: float, colour: str) -> Iterator[Stroke]:
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    if down <= _STRAIGHT and across >= _LONG:
        yield Stroke(True, min(one[0], other[0]), max(one[0], other[0]), (one[1] + other[1]) / 2, weight, colour)
    elif across <= _STRAIGHT and down >= _LONG:
        yield Stroke(False, min(one[1], other[1]), max(one[1], other[1]), (one[0] + other[0]) / 2, weight, colour)


def _colour(item: pypdfium2.PdfObject, read: object) -> str | None:
    """A colour of a path as rrggbb; None where it can't be seen."""
    channels = [ctypes.c_uint() for _ in range(4)]
    read(item, *channels)  # type: ignore[operator]  # one of two functions of pdfium
    values = [channel.value for channel in channels]
    if values[3] == 0 or min(values[:3]) >= _WHITE:
        return None
    return "{:02x}{:02x}{:02x}".format(*values[:3])


def _box(points: Sequence[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _joined(strokes: Sequence[Stroke]) -> Iterator[Stroke]:
    """Pieces of one line as one; a line that was drawn twice once."""
    last: Stroke | None = None
    for stroke in sorted(strokes, key=lambda s: (s.lying, round(s.at, 1), s.begin)):
        if last is None:
            last = stroke
        elif stroke.lying == last.lying and abs(stroke.at - last.at) <= _STRAIGHT and _touch(last, stroke) and stroke.colour == last.colour:
            last = replace(last, begin=min(last.begin, stroke.begin), end=max(last.end, stroke.end), weight=max(last.weight, stroke.weight))
        else:
            yield last
            last = stroke
    if last is not None:
        yield last


def _touch(one: Stroke, other: Stroke) -> bool:
    return other.begin <= one.end + _TOUCHING and one.begin <= other.end + _TOUCHING
