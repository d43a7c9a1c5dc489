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
def sample(root: Path) -> Callable[[str], str]:
    return lambda name: (root / f"tests/render/samples/{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def render(css: str) -> Callable[[str], Rendered]:
    """Canonical HTML to PDF, each document once in a session."""
    return cache(lambda html: write_pdf(html, Layout(), css))


@pytest.fixture(scope="session")
def content(render: Callable[[str], Rendered], sample: Callable[[str], str]) -> Callable[[str], bytes]:
    """The bytes of a sample's PDF."""
    return lambda name: render(sample(name)).content


@pytest.fixture(scope="session")
def document(render: Callable[[str], Rendered]) -> Callable[..., bytes]:
    """The bytes of the PDF of an article with these blocks."""

    def rendered(*blocks: str) -> bytes:
        found = render(f'<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18">{"".join(blocks)}</article>')
        assert found.problems == ()
        return found.content

    return rendered
