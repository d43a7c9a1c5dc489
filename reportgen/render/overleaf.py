"""双面印制: the 版记 on the back of the last sheet (7.4: it is on the last page, which of a sheet printed on both sides is the even one)."""

import io

from lxml import etree

from reportgen.render.sides import is_redline
from reportgen.render.tree import has_class, parse

BACK = "back"
"""The class of a 版记 that begins a page of its own: the text ends on the front of the last sheet."""
_DUPLEX = "duplex"


def is_duplex(html: str) -> bool:
    """Whether a canonical document is printed on both sides and has a 版记 to be placed; a redline shows two documents, and isn't printed so."""
    if _DUPLEX not in html:
        return False
    article = parse(html)
    return has_class(article, _DUPLEX) and article.find("footer") is not None and not is_redline(article)


def turned_over(html: str, pdf: bytes) -> str:
    """`html`, of which `pdf` is made, with its 版记 on the back of the last sheet, where it would stand on the front."""
    import pypdfium2  # only for who prints on both sides

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as laid_out:
        on_front = len(laid_out) % 2 == 1
    if not on_front:
        return html
    article = parse(html)
    footer = article.find("footer")
    if footer is not None:
        footer.set("class", f"{footer.get('class', '')} {BACK}".strip())
    return etree.tostring(article, encoding="unicode")
