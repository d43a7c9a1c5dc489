"""Canonical HTML -> DOCX: `write_docx`; and the figures of such a file read back: `read_figures`."""

from reportgen.render.word.document import write_docx
from reportgen.render.word.figures import ShownFigure, read_figures

__all__ = ["ShownFigure", "read_figures", "write_docx"]
