"""The characters of a PDF page: where each stands, in which font, size and colour."""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.diagnostics import Unreadable
from reportgen.measure import MM_PER_PT

MAX_PAGES = 500  # a 公文 with all attachments; longer PDFs are books
MAX_CHARACTERS = 1_000_000  # 2,000 on each of so many pages
_NAME = 256  # bytes: names of fonts have at most 127 (PDF 32000-1, C.2)
_QUARTER = 90

Place = Callable[[float, float], tuple[float, float]]
"""A point of a PDF page (points, from below) in mm from the upper left corner of the page as it is shown."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: its left and right edge and its base line in mm, its size in points, and how it is turned (0, 90, 180, 270)."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    colour: str
    angle: int


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF. Raises Unreadable where it is encrypted, damaged or too long."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise Unreadable("encrypted", "设有打开密码，无法读取", "请用没有加密的 PDF，或者从原文件重新导出") from problem
        raise damaged() from problem
    if count == 0:
        raise damaged()
    if count > MAX_PAGES:
        raise Unreadable("too-large", f"超过{MAX_PAGES}页，为安全起见没有核查", "请把文件分开保存")
    return document


def damaged() -> Unreadable:
    """What is said of a PDF that can't be read."""
    return Unreadable("damaged", "不完整或者已经损坏", "请用 PDF 阅读器打开检查，从原文件重新导出")


def placed(page: pypdfium2.PdfPage) -> Place:
    """How points of `page` stand on the page as it is shown: cut to its crop box, and turned."""
    left, bottom, right, top = page.get_cropbox()
    wide, high = right - left, top - bottom
    turn = page.get_rotation()

    def place(x: float, y: float) -> tuple[float, float]:
        across, down = x - left, top - y
        shown = {_QUARTER: (high - down, across), 180: (wide - across, high - down), 270: (down, wide - across)}.get(turn, (across, down))
        return shown[0] * MM_PER_PT, shown[1] * MM_PER_PT

    return place


def glyphs(page: pypdfium2.PdfPage, most: int) -> list[Glyph]:
    """The visible characters of a page in the order of the file. Raises Unreadable where there are more than `most`."""
    text = page.get_textpage()
    try:
        if text.count_chars() > most:
            raise Unreadable("too-large", "的文字过多，为安全起见没有核查", "请把文件分开保存")
        return list(_glyphs(page, text))
    finally:
        text.close()


def _glyphs(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    place, turn = placed(page), page.get_rotation()
    name, flags = ctypes.create_string_buffer(_NAME), ctypes.c_int()
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    channels = [ctypes.c_uint() for _ in range(4)]
    fonts: dict[bytes, str] = {}
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) or code < ord(" ") or _invisible(text, index):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        pdfium.FPDFText_GetFontInfo(text, index, name, _NAME, flags)
        pdfium.FPDFText_GetFillColor(text, index, *channels)
        corners = place(box.left, box.bottom), place(box.right, box.top)
        angle = round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) / _QUARTER) * _QUARTER
        if name.value not in fonts:
            fonts[name.value] = _decoded(name.value)
        yield Glyph(
            text=chr(code),
            left=min(corners[0][0], corners[1][0]),
            right=max(corners[0][0], corners[1][0]),
            base=place(x.value, y.value)[1],
            size=round(pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d), 1),
            font=fonts[name.value],
            colour="{:02x}{:02x}{:02x}".format(*(channel.value for channel in channels[:3])),
            angle=(turn - angle) % 360,
        )


def _decoded(name: bytes) -> str:
    """The name of a font: some programs write it in the code page of Chinese Windows."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("ascii", "replace")


def _invisible(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """Whether a character is of the text that recognition lays under a scanned page."""
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index)) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
