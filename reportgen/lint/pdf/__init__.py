"""PDF -> the model of what was read: `read_pdf`."""

from reportgen.lint.pdf.reader import read_pdf

__all__ = ["read_pdf"]
