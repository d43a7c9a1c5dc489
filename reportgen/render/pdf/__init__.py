"""Canonical HTML to PDF, by WeasyPrint."""

from reportgen.render.pdf.archive import Archive, Attached
from reportgen.render.pdf.writer import write_pdf

__all__ = ["Archive", "Attached", "write_pdf"]
