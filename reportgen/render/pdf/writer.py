"""Canonical HTML and a style sheet to PDF: pure, so that the bytes can be kept by the hash of what went in."""

import logging
from functools import lru_cache

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reportgen.render.layout import Layout
from reportgen.render.pdf.faults import collected, diagnostics
from reportgen.render.pdf.justify import justify
from reportgen.render.pdf.markup import page_of_html
from reportgen.render.rendered import Rendered
from reportgen.render.stylesheet import variables
from reportgen.render.tree import parse


def write_pdf(html: str, layout: Layout, css: str) -> Rendered:
    """The document `html` (canonical HTML) as a tagged PDF (PDF/UA-1).

    `css` is a style sheet written for the custom properties of `layout` (reportgen.render.stylesheet). Nothing but
    `data:` addresses is fetched. Same arguments and same fonts, same bytes: the dates are the document's own.
    Raises `lxml.etree.XMLSyntaxError` where `html` is not well-formed.
    """
    article = parse(html)
    title = article.get("data-title") or "公文"
    with collected() as records:
        sheet, fonts, faults = _style_sheet(variables(layout) + css)
        page = weasyprint.HTML(string=page_of_html(article, layout), url_fetcher=_fetcher())
        document = page.render(font_config=fonts, stylesheets=[sheet])
        justify(document)
        content = document.write_pdf(pdf_variant="pdf/ua-1")
    return Rendered(content, diagnostics([*faults, *records], title))


@lru_cache(maxsize=4)
def _style_sheet(css: str) -> tuple[weasyprint.CSS, FontConfiguration, tuple[logging.LogRecord, ...]]:
    """A parsed style sheet, the fonts that it loaded and what was wrong with it: made once in a process."""
    with collected() as records:
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=_fetcher(fonts_too=True))
    return sheet, fonts, tuple(records)


def _fetcher(*, fonts_too: bool = False) -> URLFetcher:
    """Embedded content only; a style sheet may also name installed fonts, which WeasyPrint fetches as files."""
    return URLFetcher(allowed_protocols={"data", "file"} if fonts_too else {"data"})
