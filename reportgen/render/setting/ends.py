"""The ends of a document's parts: no page is left with a line or two, nor with the 版记 alone."""

from collections.abc import Iterator

from lxml.etree import _Element

from reportgen.render.layout import Layout
from reportgen.render.setting.heights import HEADINGS, pieces_of

KEPT = "data-kept"
"""The attribute of a block that stands on the page of the one before."""
END = "data-end"
"""The attribute of a paragraph of which so many lines at least stand on its last page."""
LEAST = 3
"""Lines on the last page of a part."""


def keep_ends(article: _Element, layout: Layout) -> None:
    """Mark the last lines of each part that begins a page, so that none is left alone."""
    for blocks in _parts(article):
        lines = 0
        for block in reversed(blocks):
            if block.tag not in ("p", *HEADINGS) or lines >= LEAST:
                break
            own = len(pieces_of(block, None, layout)) if block.get("class") in (None, "note") else 1
            if block.tag == "p" and own > 1:
                block.set(END, str(min(own, LEAST - lines)))
            lines += own
            if lines < LEAST or block.tag in HEADINGS:
                block.set(KEPT, "")


def _parts(article: _Element) -> Iterator[list[_Element]]:
    """The blocks of a document by the parts that begin a page."""
    blocks: list[_Element] = []
    for block in article:
        if block.tag == "section":
            yield blocks
            yield from _parts(block)
            blocks = []
        elif block.tag not in ("header", "footer"):
            blocks.append(block)
    yield blocks
