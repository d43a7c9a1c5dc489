from collections.abc import Callable
from functools import cache

import pytest

from reportgen.render.layout import Layout
from reportgen.render.rendered import Rendered
from reportgen.render.typst import write_typst


@pytest.fixture(scope="session")
def render() -> Callable[[str], Rendered]:
    """Canonical HTML to PDF, each document once in a session."""
    return cache(lambda html: write_typst(html, Layout()))
