"""版头, and the red lines of a letter, as Typst sets them (GB/T 9704-2012, 7.2 and 10.1)."""

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from reportgen.measure import width
from reportgen.render.layout import Layout, issuer_scale, issuer_size
from reportgen.render.tree import has_class, plain

_ABOVE = 0.11  # of its size: from the upper edge of a character to its ink
_BETWEEN = 0.5  # mm between the strokes of a double line

Words = Callable[[_Element], str]


def head(article: _Element, header: _Element, layout: Layout, words: Words) -> Iterator[str]:
    """What stands above the title."""
    letter = has_class(article, "letter")
    parts = {name: part for part in header for name in (part.get("class") or "").split()}
    half_leading = (layout.line_pitch - layout.body_size) / 2
    if (marks := parts.get("marks")) is not None:
        yield f"#marks({words(marks)})"
    issuer = parts.get("issuer")
    if issuer is not None:
        text = plain(issuer)
        size = issuer_size(text, layout)
        above = f"{layout.letter_top - layout.top if letter else layout.issuer_top:g}mm - {_ABOVE * size:g}pt"
        yield f"#issuer({words(issuer)}, size: {size:g}pt, scaled: {issuer_scale(text, layout):g}, wide: {width(text):g}, above: {above})"
        if letter:
            x = (layout.page_width - layout.letter_line_width) / 2 - layout.left
            yield f"#gap({_ABOVE * size:g}pt + {layout.letter_line_gap:g}mm)"
            yield f"#double({layout.letter_line_width:g}mm, {layout.letter_line_thick:g}mm, {layout.letter_line_thin:g}mm, x: {x:g}mm)"
    number, signatory = parts.get("number"), parts.get("signatory")
    if number is not None or signatory is not None:
        shown = '""' if number is None else words(number)
        if letter:
            yield f"#gap({0.875 * layout.body_size - half_leading:g}pt)\n#align(right, flush({shown}))"
        elif signatory is not None:
            yield f"#gap(2 * pitch)\n#pad(x: em, flush({{ {shown}; h(1fr); {words(signatory)} }}))"
        else:
            yield f"#gap(2 * pitch)\n#align(center, flush({shown}))"
    if issuer is not None and not letter:
        yield f"#gap({layout.red_line_gap:g}mm - {half_leading:g}pt)\n#rule({layout.red_line_weight:g}mm, fill: red)"


def letter_foot(article: _Element, layout: Layout) -> str:
    """The second red double line of a letter, on its first page, as an argument of `page`; nothing for another document."""
    if not has_class(article, "letter") or article.find("header/p[@class='issuer']") is None:
        return ""
    top = layout.page_height - layout.letter_line_bottom - layout.letter_line_thick - layout.letter_line_thin - _BETWEEN
    x = (layout.page_width - layout.letter_line_width) / 2
    line = f"double({layout.letter_line_width:g}mm, {layout.letter_line_thin:g}mm, {layout.letter_line_thick:g}mm)"
    return f", foreground: context if counter(page).get().first() == 1 {{ place(top + left, dx: {x:g}mm, dy: {top:g}mm, {line}) }}"
