"""Canonical HTML to PDF, by Typst: the same pages as WeasyPrint's, many times faster."""

from reportgen.render.typst.writer import forget, write_typst

__all__ = ["forget", "write_typst"]
