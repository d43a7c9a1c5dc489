"""A chart as a picture, for the formats that take no SVG: it looks as in the PDF, in the same fonts."""

from functools import lru_cache
from io import BytesIO
from itertools import chain

from lxml.etree import _Element
from PIL import Image

from reportgen.render.layout import Layout
from reportgen.render.pdf.lettering import letter
from reportgen.render.pdf.shapes import draw_shapes

RESOLUTION = 300  # dots per inch
_TONES = 12  # of a colour, towards white; and of black
_PAPER = 245  # what is lighter is white: colours so near to each other would be taken for one another


def png(svg: _Element, layout: Layout) -> bytes:
    """The `svg` of a canonical document as a PNG of 300 dpi. Same arguments and same fonts, same bytes."""
    picture = draw_shapes(svg, RESOLUTION)
    letter(picture, svg, layout)  # of characters without a glyph the PDF tells
    buffer = BytesIO()
    picture.quantize(palette=_palette(_colours(svg)), dither=Image.Dither.NONE).save(buffer, "PNG", dpi=(RESOLUTION, RESOLUTION))
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
