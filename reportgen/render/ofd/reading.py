"""Reading a finished PDF: its glyphs, lines, fills and pictures, by pdfminer."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from math import hypot
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt, decode_text

from reportgen.render.ofd.marks import Colour, Face, Heading, Laid, Linear, Mark, Path, Picture, Run, Sheet
from reportgen.render.ofd.picture import Unreadable, png_of

MM = 25.4 / 72
"""Millimetres of a point."""
_PLACES = 3  # decimals of a millimetre: finer than any printer
_SAME = 0.01  # mm: glyphs that are off the line by less stand on it
_GAP = 1.0  # ems: a wider gap is between two cells of a table
_LETTERS = ("", *map(str, range(2, 10)))  # marks the further faces of a font one of whose characters has several glyphs


@dataclass(slots=True)
class _Begun:
    """A run that may go on: what the next glyph must share, the places of its glyphs along the line, where the last one ends."""

    shared: tuple[str, float, Linear, Colour]
    x: float
    y: float
    text: str
    places: list[float]
    end: float

    def run(self) -> Run:
        """The run as far as it came; steps are between rounded places, so that no error adds up."""
        rounded = [round(place, _PLACES) for place in self.places]
        return Run(*self.shared, self.x, self.y, self.text, tuple(round(after - before, _PLACES) for before, after in pairwise(rounded)), self.end)


class Pen(PDFTextDevice):
    """Takes down what pdfminer paints."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.sheets: list[Sheet] = []
        self.faces: dict[str, Face] = {}
        self._marks: list[Mark] = []
        self._height = 0.0
        self._begun: _Begun | None = None

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:  # noqa: ARG002  # pdfminer's signature
        """A page begins."""
        left, lower, right, upper = page.mediabox
        self._width, self._height, self._marks = (right - left) * MM, (upper - lower) * MM, []

    def end_page(self, page: PDFPage) -> None:  # noqa: ARG002  # pdfminer's signature
        """A page is done."""
        self._close()
        self.sheets.append(Sheet(self._width, self._height, tuple(self._marks)))

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,  # noqa: ARG002  # pdfminer's signature
        graphicstate: PDFGraphicState,
    ) -> float:
        """Take down a glyph; gives how far it moves the pen, in units of the text."""
        advance = font.char_width(cid) * fontsize * scaling
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            raise Unreadable(f"字体 {_name(font)} 里有不知道是什么字的字形") from None
        a, b, c, d, e, f = matrix
        em = hypot(c, d)
        linear = tuple(round(value, 5) for value in (a * scaling / em, -b * scaling / em, -c / em, d / em))
        x, y = self._place(c * rise + e, d * rise + f)
        shared = (self._face(font, text, cid), round(fontsize * em * MM, 4), linear, _colour(graphicstate.ncolor))
        self._add(shared, x, y, text, advance / scaling * em * MM)  # type: ignore[arg-type]  # four numbers
        return advance

    def _add(self, shared: tuple[str, float, Linear, Colour], x: float, y: float, text: str, advance: float) -> None:
        """Set a glyph onto the run that it goes on with, else begin another."""
        begun = self._begun
        if begun is not None and begun.shared == shared:
            a, b, *_ = shared[2]
            length = a * a + b * b
            along, across = ((x - begun.x) * a + (y - begun.y) * b) / length, ((y - begun.y) * a - (x - begun.x) * b) / length
            if abs(across) < _SAME and begun.places[-1] <= along < begun.end + _GAP * shared[1]:
                begun.text += text
                begun.places += [along, *[along] * (len(text) - 1)]
                begun.end = along + advance
                return
        self._close()
        self._begun = _Begun(shared, x, y, text, [0.0] * len(text), advance)

    def _close(self) -> None:
        if self._begun is not None:
            self._marks.append(self._begun.run())
            self._begun = None

    def _face(self, font: PDFFont, text: str, cid: int) -> str:
        """The face that has this glyph for this text. A character with a second glyph has it in a further face, where fonts are asked by character alone."""
        if len(text) != 1:
            raise Unreadable(f"字体 {_name(font)} 的一个字形是几个字（{text}）")
        for mark in _LETTERS:
            key = _name(font) + mark
            if key not in self.faces:
                self.faces[key] = Face(key, _program(font), {})
            if self.faces[key].glyphs.setdefault(text, cid) == cid:
                return key
        raise Unreadable(f"字体 {_name(font)} 的“{text}”有太多字形")

    def paint_path(self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """Take down a line or a shape."""
        self._close()
        scale = hypot(*(self.ctm or (1, 0))[:2]) * MM
        pattern, _ = graphicstate.dash or ((), 0)
        self._marks.append(
            Path(
                tuple(self._segments(path)),
                _colour(graphicstate.scolor) if stroke else None,
                _colour(graphicstate.ncolor) if fill else None,
                graphicstate.linewidth * scale,
                tuple(float(step) * scale for step in list_value(pattern)),
                evenodd,
                int(graphicstate.linecap or 0),  # type: ignore[call-overload]  # numbers, as the file has them
                int(graphicstate.linejoin or 0),  # type: ignore[call-overload]
            )
        )

    def _segments(self, path: list[PathSegment]) -> list[tuple[str, tuple[float, ...]]]:
        """The segments in the operators of OFD."""
        found: list[tuple[str, tuple[float, ...]]] = []
        for operator, *numbers in path:
            points = [self._point(float(x), float(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            if operator == "v":  # the first control point is where the pen is
                points.insert(0, (found[-1][1][-2], found[-1][1][-1]))
            elif operator == "y":  # the second control point is the end
                points.append(points[-1])
            found.append(({"m": "M", "l": "L", "h": "C"}.get(operator, "B"), tuple(value for point in points for value in point)))
        return found

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002  # pdfminer's signature
        """Take down a picture."""
        self._close()
        a, b, c, d, e, f = self.ctm or (1, 0, 0, 1, 0, 0)
        x, y = self._place(c + e, d + f)  # the unit square of PDF has its upper left corner at (0, 1)
        self._marks.append(Picture(png_of(stream), (a * MM, -b * MM, -c * MM, d * MM), x, y))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return self._place(*apply_matrix_pt(self.ctm or (1, 0, 0, 1, 0, 0), (x, y)))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return x * MM, self._height - y * MM


class Interpreter(PDFPageInterpreter):
    """pdfminer's, that measures a line where it is drawn, and sees transparency."""

    def do_w(self, linewidth: Any) -> None:
        """The width stands as it is written: what counts is the CTM under which a line is drawn (ISO 32000-1, 8.4.3.2)."""
        self.graphicstate.linewidth = float(linewidth)

    def do_gs(self, name: Any) -> None:
        """Raises Unreadable for what is to be painted transparently."""
        state = dict_value(dict_value(self.resources["ExtGState"])[literal_name(name)])
        if any(resolve1(state.get(key, 1)) != 1 for key in ("ca", "CA")):
            raise Unreadable("有半透明的内容")


def read_layout(pdf: bytes) -> Laid:
    """The layout of a PDF. Raises Unreadable where it has what isn't taken over: fonts that aren't OpenType, pictures in other forms."""
    document = PDFDocument(PDFParser(BytesIO(pdf)))
    manager = PDFResourceManager()
    pen = Pen(manager)
    interpreter = Interpreter(manager, pen)
    pages = list(PDFPage.create_pages(document))
    for page in pages:
        interpreter.process_page(page)
    info = dict_value(document.info[0]) if document.info else {}
    said: Callable[[str], str] = lambda key: decode_text(resolve1(info[key])) if key in info else ""  # noqa: E731
    day = said("CreationDate").removeprefix("D:")[:8]
    created = f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else ""
    return Laid(said("Title"), said("Author"), created, tuple(pen.sheets), pen.faces, _outline(document, pages, pen.sheets))


def _outline(document: PDFDocument, pages: list[PDFPage], sheets: list[Sheet]) -> tuple[Heading, ...]:
    if "Outlines" not in document.catalog:
        return ()
    numbers = {page.pageid: number for number, page in enumerate(pages)}
    found = []
    for level, title, destination, *_ in document.get_outlines():
        match resolve1(destination):
            case [page, _, left, top, *_] if (number := numbers.get(page.objid)) is not None:
                found.append(Heading(level, title, number, float(left) * MM, sheets[number].height - float(top) * MM))
    return tuple(found)


def _name(font: PDFFont) -> str:
    return str(getattr(font, "basefont", "")).rpartition("+")[2]


def _program(font: PDFFont) -> bytes:
    """The embedded OpenType file of a font whose glyphs are asked for by number."""
    stream = resolve1(font.descriptor.get("FontFile2") or font.descriptor.get("FontFile3"))
    if not isinstance(font, PDFCIDFont) or stream is None:
        raise Unreadable(f"字体 {_name(font)} 没有以 OpenType 字体嵌入")
    return bytes(stream.get_data())


def _colour(value: Any) -> Colour:
    """A colour of the PDF, grey or red, green, blue from 0 to 1."""
    parts = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    if len(parts) == 1:
        parts *= 3
    if len(parts) != 3 or not all(isinstance(part, (int, float)) for part in parts):  # noqa: PLR2004
        raise Unreadable("有的颜色不是灰度或者 RGB")
    red, green, blue = (round(part * 255) for part in parts)
    return red, green, blue
