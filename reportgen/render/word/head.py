"""版头: the marks, the 发文机关标志, the 发文字号 with the 签发人, the red line; and the title below it."""

from collections.abc import Iterator

from reportgen.ooxml.builder import Element, Xml, border_eighths, half_points, point_twips, twips, w
from reportgen.render.layout import Layout, issuer_scale, issuer_size
from reportgen.render.sides import change_of
from reportgen.render.tree import has_class, plain
from reportgen.render.word import styles
from reportgen.render.word.inline import Text, run
from reportgen.render.word.revisions import revised, track


def letterhead(article: Element, text: Text, layout: Layout) -> tuple[Xml, ...]:
    """The head of a letter, which begins above the type area: the 发文机关标志 and the first red double line (10.1); nothing of other documents."""
    issuer = article.find("header/p[@class='issuer']")
    if issuer is None or not has_class(article, "letter"):
        return ()
    across = (layout.page_width - layout.letter_line_width) / 2
    weight = border_eighths(layout.letter_line_thick + layout.letter_line_thin)
    edge = w("bottom", val="thickThinSmallGap", sz=weight, space=0, color=layout.red.lstrip("#").upper())
    sides = w("ind", left=twips(across - layout.left), right=twips(across - layout.right))
    # The number stands 7/8 of a character below the line; a blank above the first line of a page is not kept by all programs.
    height = w("spacing", after=point_twips(layout.body_size * 7 / 8), line=twips(layout.letter_line_gap), lineRule="exact")
    rule = _styled(styles.RED_RULE)
    rule.children.extend((w("pBdr", edge), height, sides))
    return (_issuer(issuer, text, layout, above=0.0), w("p", rule))


def _letter(parts: dict[str, Element], text: Text, layout: Layout) -> Iterator[Xml]:
    """What of the head of a letter stands in the type area: marks and number, the one at the left edge, the other at the right (10.1)."""
    if "marks" in parts:
        yield w("p", _styled(styles.MARKS), *_runs(parts["marks"], text))
    if "number" in parts:
        properties = _styled(styles.NUMBER)
        properties.children.extend((w("spacing", before=0, after=point_twips(2 * layout.line_pitch)), w("jc", val="right")))
        yield from track([w("p", properties, *text.runs(parts["number"]))], parts["number"])


def head(header: Element, text: Text, layout: Layout) -> Iterator[Xml]:
    """The paragraphs of a 版头, from the first line of the type area to the red line; of one without issuer the marks alone."""
    parts = {name: part for part in header for name in ("marks", "issuer", "number", "signatory") if has_class(part, name)}
    article = header.getparent()
    if article is not None and has_class(article, "letter"):
        yield from _letter(parts, text, layout)
        return
    # The line of the marks stands there without marks too: what follows is measured from it.
    yield w("p", _styled(styles.MARKS), *(_runs(parts["marks"], text) if "marks" in parts else ()))
    if "issuer" in parts:
        yield from track([_issuer(parts["issuer"], text, layout)], parts["issuer"])
    if "number" in parts:
        yield from track([_number(parts["number"], parts.get("signatory"), text, layout)], parts["number"])
    if "issuer" in parts:
        yield from track([w("p", _styled(styles.RED_RULE))], parts["issuer"])


def _issuer(issuer: Element, text: Text, layout: Layout, above: float | None = None) -> Xml:
    """`above`: millimetres, where it isn't as far below the line before as in the common form."""
    name = plain(issuer)
    size = half_points(issuer_size(name, layout))
    properties = _styled(styles.ISSUER)
    # As high as its characters, so that their upper edge stands where the style puts the line.
    room = {} if above is None else {"before": twips(above)}
    properties.children.append(w("spacing", **room, line=point_twips(size / 2), lineRule="exact"))
    scale = round(issuer_scale(name, layout) * 100)
    return w("p", properties, *text.runs(issuer, {"w": scale, "sz": size, "szCs": size}))


def _number(number: Element, signatory: Element | None, text: Text, layout: Layout) -> Xml:
    properties = _styled(styles.NUMBER)
    if signatory is None:
        return w("p", properties, *text.runs(number))
    # Upward: the number leaves one 字 at the left, the 签发人 one at the right (7.2.5, 7.2.6).
    properties.children.extend((w("ind", left=twips(layout.em)), w("jc", val="left")))
    return w("p", properties, *text.runs(number), *_runs(signatory, text, run("\t")))


def _runs(part: Element, text: Text, *before: Xml) -> list[Xml]:
    """The runs of a part that shares its paragraph with others, or whose paragraph is there without it too."""
    return [revised(shown, change_of(part)) if shown.tag == "w:r" else shown for shown in (*before, *text.runs(part))]


def _styled(style: str) -> Xml:
    return w("pPr", w("pStyle", val=style))
