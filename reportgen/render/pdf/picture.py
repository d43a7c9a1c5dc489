"""A chart as a picture, for the formats that take no SVG: drawn as in the PDF, by the same program with the same fonts."""

from functools import lru_cache
from io import BytesIO
from itertools import chain

import pypdfium2
import weasyprint
from lxml import etree
from lxml.etree import _Element
from PIL import Image

from reportgen.render.layout import Layout
from reportgen.render.markup import font_of_charts
from reportgen.render.pdf.faults import collected
from reportgen.render.pdf.writer import embedded_only, style_of
from reportgen.render.stylesheet import variables

RESOLUTION = 300  # dots per inch
_TONES = 12  # of a colour, towards white; and of black
_PAPER = 245  # what is lighter is white: colours so near to each other would be taken for one another


def png(svg: _Element, layout: Layout) -> bytes:
    """The `svg` of a canonical document as a PNG of 300 dpi. Same arguments and same fonts, same bytes."""
    drawn = etree.fromstring(etree.tostring(svg, with_tail=False))
    drawn.set("font-family", font_of_charts(layout))
    page = f"@page {{ size: {drawn.get('width')} {drawn.get('height')}; margin: 0; }} body {{ margin: 0; }} svg {{ display: block; }}"
    style = style_of(variables(layout), page)
    with collected():  # of characters without a glyph the PDF tells
        html = weasyprint.HTML(string=etree.tostring(drawn, encoding="unicode", method="html"), url_fetcher=embedded_only())
        content = html.write_pdf(stylesheets=list(style.sheets), font_config=style.fonts)
    with pypdfium2.PdfDocument(content) as pdf:
        picture = pdf[0].render(scale=RESOLUTION / 72).to_pil()
    buffer = BytesIO()
    picture.quantize(palette=_palette(_colours(drawn)), dither=Image.Dither.NONE).save(buffer, "PNG", dpi=(RESOLUTION, RESOLUTION))
    return buffer.getvalue()


def _colours(drawn: _Element) -> tuple[str, ...]:
    used = {element.get(paint, "none") for element in drawn.iter() for paint in ("fill", "stroke")}
    return tuple(sorted(used - {"none"}))


@lru_cache(maxsize=8)
def _palette(colours: tuple[str, ...]) -> Image.Image:
    """The colours (#rrggbb) of a drawing with their tones at its edges: a third of the bytes, and the paper stays white."""
    tones = [
        tuple(round(255 - (255 - part) * n / _TONES) for part in bytes.fromhex(colour.removeprefix("#")))
        for n in range(1, _TONES + 1)
        for colour in (*colours, "#000000")
    ]
    distinct = dict.fromkeys(((255, 255, 255), *(tone for tone in tones if min(tone) < _PAPER)))
    palette = Image.new("P", (1, 1))
    palette.putpalette(list(chain.from_iterable(list(distinct)[:256])))
    return palette
