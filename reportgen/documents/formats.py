"""The formats that documents are written in."""

from typing import Literal

Format = Literal["docx", "pdf", "html", "xlsx", "ofd"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "xlsx")
"""The formats that a kind of document can be written in: xlsx holds its tables alone."""
ON_REQUEST: tuple[Format, ...] = ("ofd",)
"""The formats that no kind is written in by itself, only where a build is asked for them: made of the PDF."""
