"""The comments of a PDF page: what was written, marked or struck out on it. Seals and signatures are none."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.lint.model import Trace

_COMMENTS = (
    *(pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT),
    *(pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE),
    *(pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_REDACT, pdfium.FPDF_ANNOT_FILEATTACHMENT, pdfium.FPDF_ANNOT_SOUND),
)
_TRACES = {pdfium.FPDF_ANNOT_HIGHLIGHT: Trace.HIGHLIGHT, **dict.fromkeys(_COMMENTS, Trace.COMMENT)}
_MOST = 1000  # annotations of a page
_LONGEST = 2**16  # bytes of what one says; of more PDFium is not asked


def annotations(page: pypdfium2.PdfPage) -> Iterator[tuple[Trace, str]]:
    """What each is, and its words."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        trace = _TRACES.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        words = _contents(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if trace is not None:
            yield trace, words


def _contents(annotation: pdfium.FPDF_ANNOTATION) -> str:
    size = min(pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0), _LONGEST)
    buffer = ctypes.create_string_buffer(size)  # PDFium fills none that is too short
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")
