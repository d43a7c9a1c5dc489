"""Canonical HTML as the page that WeasyPrint lays out."""

from lxml import etree
from lxml.etree import _Element

from reportgen.render.layout import Layout
from reportgen.render.markup import mark, page_of_html, prepare, text_of_html
from reportgen.render.overleaf import BACK
from reportgen.render.setting.document import set_pages
from reportgen.render.setting.ends import END, KEPT
from reportgen.render.setting.heights import HEADINGS
from reportgen.render.setting.tracking import TRACKING, tracking_of
from reportgen.render.sides import is_redline
from reportgen.render.tree import has_class


def printable(article: _Element, layout: Layout, title: str) -> str:
    """A whole HTML page with `article` as its body; `article` is changed."""
    if not is_redline(article):
        set_pages(article, layout)
    prepare(article, layout)
    _set(article, layout)
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
    etree.strip_tags(article, "a")  # on paper a reference leads nowhere
    page, _, _ = page_of_html(article, title=title)
    if is_redline(article):
        mark(page, "redline")
    if lettered:
        mark(page, "lettered")
    return text_of_html(page)


def _set(article: _Element, layout: Layout) -> None:
    """Say in the words of the style sheet how the blocks are set."""
    for block in article.iter("p", *HEADINGS):
        if drawn := tracking_of(block):
            block.set("style", f"letter-spacing: {layout.tracking_css + drawn:g}pt")
        if (lines := block.get(END)) is not None:
            block.set("style", f"{block.get('style', '')}; widows: {lines}".lstrip("; "))
        if block.get(KEPT) is not None:
            mark(block, "kept")
        for name in (TRACKING, END, KEPT):
            block.attrib.pop(name, None)


def _colophon(article: _Element, *, ruled: bool) -> None:
    """The 版记 is called from a block of its own, which a page that isn't turned must hold; `ruled`: a line above each part, and below."""
    colophon = article.find("footer")
    if colophon is None:
        return
    if ruled:
        for part in list(colophon):
            part.addprevious(_rule())
        colophon.append(_rule())
    place = etree.Element("div", {"class": f"colophon-place {BACK}" if has_class(colophon, BACK) else "colophon-place"})
    colophon.addprevious(place)
    place.append(colophon)


def _rule() -> _Element:
    return etree.Element("div", {"class": "rule"})


def _without_data(article: _Element) -> None:
    """Drop the figures' attributes, which nothing on paper shows: they are half of the text to be parsed. Figures in words may part as words do."""
    for element in article.iter("data", "g"):
        if element.tag == "data" and not (element.text or "").isascii():
            mark(element, "words")
        for name in [str(name) for name in element.attrib]:
            if name.startswith("data-") or name == "value":
                del element.attrib[name]
