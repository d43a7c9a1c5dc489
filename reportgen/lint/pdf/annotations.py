"""The comments of a PDF page: what was written, marked or struck out on it. Seals and signatures are none."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from reportgen.lint.model import Trace

_TRACES = {
    pdfium.FPDF_ANNOT_TEXT: Trace.COMMENT,
    pdfium.FPDF_ANNOT_FREETEXT: Trace.COMMENT,
    pdfium.FPDF_ANNOT_HIGHLIGHT: Trace.HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE: Trace.COMMENT,
    pdfium.FPDF_ANNOT_SQUIGGLY: Trace.COMMENT,
    pdfium.FPDF_ANNOT_STRIKEOUT: Trace.COMMENT,
    pdfium.FPDF_ANNOT_CARET: Trace.COMMENT,
    pdfium.FPDF_ANNOT_INK: Trace.COMMENT,
}
_MOST = 1000  # annotations of a page
_LONGEST = 400  # bytes of what one says


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
    buffer = ctypes.create_string_buffer(_LONGEST)
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), _LONGEST)
    return buffer.raw[: min(size, _LONGEST)].decode("utf-16-le", "ignore").rstrip("\0")
