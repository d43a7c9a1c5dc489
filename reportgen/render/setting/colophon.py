"""How high the 版记 is."""

from math import ceil

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT, width
from reportgen.render.layout import Layout
from reportgen.render.tree import has_class, plain

_LABEL = 3.0  # 字: 抄送：


def colophon_height(article: _Element, layout: Layout) -> float:
    """The height of the 版记 of `article` in points, 0 where there is none."""
    footer = article.find("footer")
    if footer is None:
        return 0.0
    pitch = layout.line_pitch * layout.colophon_size / layout.body_size
    room = layout.type_width / MM_PER_PT / layout.colophon_size - 2 - _LABEL  # 空一字 at both sides
    lines = sum(1 if has_class(part, "printing") else ceil((width(plain(part)) - _LABEL) / (room - 1)) for part in footer)
    return lines * pitch + (len(footer) + 1) * layout.colophon_thick / MM_PER_PT
