"""Canonical HTML and a style sheet to PDF: pure, so that the bytes can be kept by the hash of what went in."""

import atexit
import logging
import warnings
from dataclasses import dataclass
from functools import lru_cache

with warnings.catch_warnings():  # that HarfBuzz-Subset is missing is told by a diagnostic
    warnings.simplefilter("ignore", DeprecationWarning)
    import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reportgen.diagnostics import Diagnostic
from reportgen.render.garbage import garbage_left_alone
from reportgen.render.layout import Layout
from reportgen.render.pdf import faults
from reportgen.render.pdf.archive import Archive, archived
from reportgen.render.pdf.bars import draw_bars
from reportgen.render.pdf.elements import ELEMENTS
from reportgen.render.pdf.faults import collected, diagnostics
from reportgen.render.pdf.justify import justify
from reportgen.render.pdf.markup import printable
from reportgen.render.rendered import Rendered
from reportgen.render.sides import is_redline
from reportgen.render.stylesheet import undefined, variables
from reportgen.render.tree import parse, plain


@garbage_left_alone()  # around it: when it has returned, nothing holds the laid out pages any more
def write_pdf(html: str, layout: Layout, css: str, archive: Archive | None = None) -> Rendered:
    """The document `html` (canonical HTML) as a tagged PDF: PDF/UA-1, or, with `archive`, PDF/A-3u with files inside it.

    `css` is a style sheet written for the custom properties of `layout` (reportgen.render.stylesheet). Nothing but
    `data:` addresses is fetched. Same arguments and same fonts, same bytes: the dates are the document's own.
    Raises `lxml.etree.XMLSyntaxError` where `html` is not well-formed.
    """
    article = parse(html)
    finisher = draw_bars if is_redline(article) else None
    title = article.get("data-title") or plain(article.find("h1")) or "公文"
    style = style_of(variables(layout), css)
    with collected() as records:
        page = Page(string=printable(article, layout, title), url_fetcher=embedded_only())
        document = page.render(font_config=style.fonts, stylesheets=list(style.sheets))
        justify(document)
        content = archived(document, archive, embedded_only()) if archive else document.write_pdf(pdf_variant="pdf/ua-1", finisher=finisher)
    return Rendered(content, style.unknown + diagnostics([*style.records, *records], title))


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of the elements that canonical HTML has: what else HTML knows is not looked for at each of them."""

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:  # noqa: ARG002  # WeasyPrint's signature
        return [_elements()]


@lru_cache(maxsize=1)
def _elements() -> weasyprint.CSS:
    return weasyprint.CSS(string=ELEMENTS)


@dataclass(frozen=True, slots=True)
class Style:
    """Parsed style sheets, the fonts that they loaded, and what was wrong with them."""

    sheets: tuple[weasyprint.CSS, ...]
    fonts: FontConfiguration
    records: tuple[logging.LogRecord, ...]
    unknown: tuple[Diagnostic, ...]


@lru_cache(maxsize=16)
def style_of(head: str, css: str) -> Style:
    """The style sheet `css` behind `head` (the variables of a layout).

    Made once in a process: WeasyPrint only reads it afterwards. Each sheet is parsed by itself, to keep its line numbers.
    """
    names = undefined(css)
    head += "".join(f":root {{ {name}: 0; }}" for name in names)  # WeasyPrint stumbles over a calc() without a value
    fonts = FontConfiguration()
    with collected() as records:
        installed = URLFetcher(allowed_protocols={"file", "data"})  # WeasyPrint fetches an installed face as a file
        sheets = (
            weasyprint.CSS(string=head, font_config=fonts, url_fetcher=installed),
            weasyprint.CSS(string=css, font_config=fonts, url_fetcher=embedded_only()),
        )
    return Style(sheets, fonts, tuple(records), faults.undefined(names))


# WeasyPrint keeps copies of fonts in files while its objects live; those that live to the end of a process are not always let go of.
atexit.register(style_of.cache_clear)


def embedded_only() -> URLFetcher:
    """Fetches nothing but what is in the document itself."""
    return URLFetcher(allowed_protocols={"data"})
