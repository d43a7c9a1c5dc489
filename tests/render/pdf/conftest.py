from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.rendered import Rendered


@pytest.fixture(scope="session")
def css(root: Path) -> str:
    return (root / "templates/html/gongwen.css").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def render(css: str) -> Callable[[str], Rendered]:
    """Canonical HTML to PDF, each document once in a session."""
    return cache(lambda html: write_pdf(html, Layout(), css))
