"""The preview of a version: the page as it is written for a screen, in which each number leads to where it comes from."""

from functools import lru_cache
from urllib.parse import urlencode

from lxml import html

from reportgen.building.renderer import Renderer
from reportgen.render.preview import write_preview

_KEPT = 32
"""So many pages are kept, some 0.3 MB each: those that are being read."""
_STYLE = """
data > a { color: inherit; text-decoration: inherit; }
data:focus-within + .card { display: block; }
data:has(a[aria-current]) { background: #fdeeb8; }
"""

_MARKS = """
[data-change="ins"] { color: #0b6b3a; background: #e6f4ea; text-decoration: underline; }
[data-change="del"] { color: #b3261e; background: #fdecea; text-decoration: line-through; }
"""


def redline_preview(renderer: Renderer, document: str) -> bytes:
    """A redline (canonical HTML with its changes) as a page. Raises lxml's errors where it is not well-formed."""
    return write_preview(document, renderer.layout, renderer.preview + _MARKS)


@lru_cache(_KEPT)
def preview(renderer: Renderer, document: str, address: str, version: int, chosen: str = "") -> bytes:
    """The canonical HTML `document` of a version as a page; a figure leads to `address`, which is told its name and block. The `chosen` one is marked.

    The links leave the frame that the page is shown in. Raises lxml's errors where the document is not well-formed.
    """
    page = html.fromstring(write_preview(document, renderer.layout, renderer.preview).decode())
    for figure in list(page.iter("data")):
        name = figure.get("data-figure")
        if name is None:
            continue
        block = next((element.get("id") for element in figure.iterancestors() if element.get("id")), "") or ""
        link = html.Element("a", {"href": f"{address}?{urlencode({'version': version, 'figure': name, 'at': block})}#figure", "target": "_top"})
        if name == chosen:
            link.set("aria-current", "true")
        link.text, figure.text = figure.text, None
        link.extend(list(figure))
        figure.append(link)
        figure.attrib.pop("tabindex", None)  # the link has the focus
        figure.attrib.pop("role", None)
    style = html.Element("style")
    style.text = _STYLE
    page.find(".//style").addnext(style)  # type: ignore[union-attr]  # the page has one
    return html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
