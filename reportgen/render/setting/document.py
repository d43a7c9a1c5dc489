"""A document as it is set: what both writers begin with."""

from lxml.etree import _Element

from reportgen.render.layout import Layout
from reportgen.render.setting.ends import keep_ends
from reportgen.render.setting.placing import place
from reportgen.render.setting.signing import keep_signed
from reportgen.render.setting.tracking import draw_in


def set_pages(article: _Element, layout: Layout) -> None:
    """Draw paragraphs in, let text flow round charts, keep the ends together. Not for a redline: it shows two documents."""
    draw_in(article, layout)
    place(article, layout)
    keep_signed(article, layout)
    keep_ends(article, layout)
