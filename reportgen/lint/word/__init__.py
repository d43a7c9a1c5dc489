"""Word file -> the model of what was read: `read_docx`."""

from reportgen.lint.word.reader import read_docx

__all__ = ["read_docx"]
