"""Canonical HTML as the page that WeasyPrint lays out."""

from lxml import etree
from lxml.etree import _Element

from reportgen.render.layout import Layout
from reportgen.render.markup import mark, page_of_html, prepare, text_of_html
from reportgen.render.sides import is_redline
from reportgen.render.tree import has_class


def printable(article: _Element, layout: Layout, title: str) -> str:
    """A whole HTML page with `article` as its body; `article` is changed."""
    prepare(article, layout)
    header = article.find("header")
    issuer = None if header is None else next((part for part in header if has_class(part, "issuer")), None)
    lettered = has_class(article, "letter")
    if header is not None and issuer is not None and lettered:
        issuer.addnext(_rule())
        header.append(_rule())
    elif header is not None and issuer is not None:
        header.append(_rule())
    _colophon(article, ruled=not lettered)
    _without_data(article)
    page, _, _ = page_of_html(article, title=title)
    if is_redline(article):
        mark(page, "redline")
    if lettered:
        mark(page, "lettered")
    return text_of_html(page)


def _colophon(article: _Element, *, ruled: bool) -> None:
    """The 版记 is called from a block of its own, which a page that isn't turned must hold; `ruled`: a line above each part, and below."""
    colophon = article.find("footer")
    if colophon is None:
        return
    if ruled:
        for part in list(colophon):
            part.addprevious(_rule())
        colophon.append(_rule())
    place = etree.Element("div", {"class": "colophon-place"})
    colophon.addprevious(place)
    place.append(colophon)


def _rule() -> _Element:
    return etree.Element("div", {"class": "rule"})


def _without_data(article: _Element) -> None:
    """Drop the figures' attributes, which nothing on paper shows: they are half of the text to be parsed."""
    for element in article.iter("data", "g"):
        for name in [str(name) for name in element.attrib]:
            if name.startswith("data-") or name == "value":
                del element.attrib[name]
