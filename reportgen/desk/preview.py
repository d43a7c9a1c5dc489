"""The preview of a version: the page as it is written for a screen, in which each number leads to where it comes from."""

from collections.abc import Callable

from lxml import html

from reportgen.building.renderer import Renderer
from reportgen.render.preview import write_preview

_STYLE = """
data > a { color: inherit; text-decoration: inherit; }
data:focus-within + .card { display: block; }
data:has(a[aria-current]) { background: #fdeeb8; }
"""


def preview(renderer: Renderer, document: str, address: Callable[[str, str], str], chosen: str = "") -> bytes:
    """The canonical HTML `document` as a page; `address` gives where a figure (name) leads that stands in a block (id). The `chosen` one is marked.

    The links leave the frame that the page is shown in. Raises lxml's errors where the document is not well-formed.
    """
    page = html.fromstring(write_preview(document, renderer.layout, renderer.preview).decode())
    for figure in list(page.iter("data")):
        name = figure.get("data-figure")
        if name is None:
            continue
        block = next((element.get("id") for element in figure.iterancestors() if element.get("id")), "") or ""
        link = html.Element("a", {"href": address(name, block), "target": "_top"})
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
