"""Charts: a picture with words for those who don't see it, and its caption below; pictures of pages."""

import base64
from collections.abc import Iterator

from reportgen.ooxml.builder import Element, Xml, w
from reportgen.render.layout import Layout
from reportgen.render.tree import plain
from reportgen.render.word import styles
from reportgen.render.word.chart_book import book_of
from reportgen.render.word.chart_data import chart_data
from reportgen.render.word.drawing import chart_in_line, picture_in_line
from reportgen.render.word.inline import Text, run
from reportgen.render.word.native import chart_space
from reportgen.render.word.package import WordPackage
from reportgen.render.word.revisions import track


def chart(figure: Element, text: Text, package: WordPackage, layout: Layout) -> Iterator[Xml]:
    """The paragraphs of a canonical `figure`: its chart, or what is missing for it; its caption. They stay on one page."""
    caption = figure.find("figcaption")
    alone = w("keepNext", val=0) if caption is None else None  # a page that is shown as a picture holds nothing back
    for part in figure.iterchildren("svg", "span", "img"):
        yield from track([w("p", w("pPr", w("pStyle", val=styles.FIGURE), alone), _shown(part, package, layout))], part)
    if caption is not None:
        yield w("p", w("pPr", w("pStyle", val=styles.FIGURE_CAPTION)), *text.caption(caption))


def _shown(part: Element, package: WordPackage, layout: Layout) -> Xml:
    """The run of a chart, of a page, or of the words that say what is missing for it."""
    if part.tag == "img":
        data = base64.b64decode((part.get("src") or "").partition(",")[2])
        return picture_in_line(package.add_image(data), _size(part), package.next_drawing(), part.get("alt") or "")
    return run(plain(part), styles.MISSING) if part.tag == "span" else _drawn(part, package, layout)


def _drawn(svg: Element, package: WordPackage, layout: Layout) -> Xml:
    """A chart that Word draws, where the drawing has its data; else its picture."""
    from reportgen.render.pdf.picture import png

    picture, words = package.add_image(png(svg, layout)), svg.findtext("title") or ""
    data = chart_data(svg)
    if data is None:
        return picture_in_line(picture, _size(svg), package.next_drawing(), words)
    book, font = book_of(data), layout.fonts.body[0]
    relation = package.add_chart(lambda workbook: chart_space(data, book, font, workbook), book.content)
    return chart_in_line(relation, picture, data.size, (package.next_drawing(), package.next_drawing()), words)


def _size(drawing: Element) -> tuple[float, float]:
    """Its width and height in millimetres."""
    return float(drawing.get("width", "0").removesuffix("mm")), float(drawing.get("height", "0").removesuffix("mm"))
