"""Charts: a picture with words for those who don't see it, and its caption below."""

from collections.abc import Iterator

from reportgen.ooxml.builder import Element, Xml, w
from reportgen.render.layout import Layout
from reportgen.render.tree import plain
from reportgen.render.word import styles
from reportgen.render.word.drawing import picture_in_line
from reportgen.render.word.inline import Text, run
from reportgen.render.word.package import WordPackage
from reportgen.render.word.revisions import track


def chart(figure: Element, text: Text, package: WordPackage, layout: Layout) -> Iterator[Xml]:
    """The paragraphs of a canonical `figure`: its chart, or what is missing for it; its caption. They stay on one page."""
    for part in figure.iterchildren("svg", "span"):
        yield from track([w("p", w("pPr", w("pStyle", val=styles.FIGURE)), _shown(part, package, layout))], part)
    caption = figure.find("figcaption")
    if caption is not None:
        yield w("p", w("pPr", w("pStyle", val=styles.FIGURE_CAPTION)), *text.caption(caption))


def _shown(part: Element, package: WordPackage, layout: Layout) -> Xml:
    """The run of a chart, or of the words that say what is missing for it."""
    return run(plain(part), styles.MISSING) if part.tag == "span" else _picture(part, package, layout)


def _picture(svg: Element, package: WordPackage, layout: Layout) -> Xml:
    from reportgen.render.pdf.picture import png

    size = tuple(float(svg.get(name, "0").removesuffix("mm")) for name in ("width", "height"))
    return picture_in_line(package.add_image(png(svg, layout)), (size[0], size[1]), package.next_drawing(), svg.findtext("title") or "")
