"""Canonical HTML to PDF, by Typst: the same pages as WeasyPrint's, many times faster."""

from reportgen.render.typst.writer import write_typst

__all__ = ["write_typst"]
