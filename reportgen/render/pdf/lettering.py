"""The text of a drawing (reportgen.documents.drawings) put on a picture, in the fonts that the PDF has it in."""

from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element
from PIL import Image, ImageDraw, ImageFont

from reportgen.render.layout import Layout
from reportgen.render.pdf.installed import Font, fonts_for
from reportgen.render.tree import collapse

_LARGE = 1000.0  # pixels: FreeType tells whole ones, so that what a text's size is in them would add up wrongly
_SHARE_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of a text, in front of its place


def letter(picture: Image.Image, svg: _Element, layout: Layout) -> None:
    """Draw the text of `svg` on `picture`, which shows the rest of it."""
    left, top, across, _ = (float(number) for number in svg.get("viewBox", "").replace(",", " ").split())
    scale = picture.width / across
    size = float(svg.get("font-size", "16")) * scale
    pen = ImageDraw.Draw(picture)
    for element in svg.iter("text"):
        text = collapse(element.text or "").strip(" ")
        glyphs = [_glyph(_font_of(character, layout), size, character) for character in text]
        x, y = ((float(element.get(name, "0")) - edge) * scale for name, edge in (("x", left), ("y", top)))
        x -= _SHARE_BEFORE[element.get("text-anchor", "start")] * sum(glyph.advance for glyph in glyphs)
        for glyph in glyphs:
            if glyph.mask is not None:
                pen.bitmap((round(x) + glyph.left, round(y) + glyph.top), glyph.mask, fill=element.get("fill", "#000000"))
            x += glyph.advance


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character as it is drawn, None where it is blank; where its left upper corner stands from its place, and how far the next is; in pixels."""

    mask: Image.Image | None
    left: int
    top: int
    advance: float


@lru_cache(maxsize=4096)
def _glyph(font: Font, size: float, character: str) -> _Glyph:
    face = _face(font, size)
    left, top, right, bottom = map(round, face.getbbox(character, anchor="ls"))
    mask = None
    if right > left and bottom > top:
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=face, anchor="ls")
    return _Glyph(mask, left, top, _face(font, _LARGE).getlength(character) * size / _LARGE)


@lru_cache(maxsize=8)
def _face(font: Font, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font.file), size, font.index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _font_of(character: str, layout: Layout) -> Font:
    fonts = fonts_for(layout, layout.fonts.body)
    return next((font for font in fonts if font.has(character)), fonts[0])
