"""Canonical HTML to PDF, by WeasyPrint."""

from reportgen.render.pdf.writer import write_pdf

__all__ = ["write_pdf"]
