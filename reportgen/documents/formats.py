"""The formats that documents are written in."""

from typing import Literal

Format = Literal["docx", "pdf", "html", "xlsx"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "xlsx")
"""The formats that a document can be written in: xlsx holds its tables alone."""
