"""Copies of the base document, edited as people edit them; documents written with them."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document

Edit = Callable[[Document], object]


@pytest.fixture(scope="session")
def base(root: Path) -> bytes:
    return (root / "templates/docx/official.docx").read_bytes()


@pytest.fixture(scope="session")
def edited(base: bytes) -> Callable[..., bytes]:
    """A copy with edits made by python-docx."""

    def made(*edits: Edit) -> bytes:
        document = docx.Document(BytesIO(base))
        for edit in edits:
            edit(document)
        buffer = BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return made
