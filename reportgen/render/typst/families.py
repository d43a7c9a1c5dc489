"""The fonts of a layout by the names that Typst has for them."""

from dataclasses import dataclass, fields
from functools import cache

import typst
from fontTools.ttLib import TTFont

from reportgen.render.layout import Layout
from reportgen.render.pdf.installed import Font, fonts_for
from reportgen.render.typst.fonts import installed_fonts

_USED = 3
"""Of the fonts that would be tried for a role, so many are named: for characters that none of them has Typst looks among all."""


@dataclass(frozen=True, slots=True)
class Face:
    """A role's families in the order in which they are tried.

    Of the first its weight (regular and bold have one name in Typst), and how far it reaches above and below the line, in its size.
    """

    families: tuple[str, ...]
    weight: int
    ascent: float
    descent: float


_NONE = Face((), 400, 0.88, 0.12)
"""Where no font is installed at all: what Typst then chooses stands as Chinese fonts commonly do."""


@cache
def faces(layout: Layout) -> dict[str, Face]:
    """The face of each role (`title`, `body` …), as Fontconfig chooses for WeasyPrint: both writers draw with the same fonts."""
    made: dict[str, Face] = {}
    for role in fields(layout.fonts):
        found = [info for font in fonts_for(layout, getattr(layout.fonts, role.name)) if (info := _known(font)) is not None]
        names = tuple(dict.fromkeys(info.family for info in found))
        made[role.name] = Face(names[:_USED], found[0].weight, *_reach(found[0])) if found else _NONE
    return made


def _reach(info: typst.FontInfo) -> tuple[float, float]:
    with TTFont(info.path, fontNumber=info.index, lazy=True) as font:
        unit = font["head"].unitsPerEm
        return font["hhea"].ascent / unit, abs(font["hhea"].descent) / unit  # some state the depth without its sign


def _known(font: Font) -> typst.FontInfo | None:
    """A font as Typst knows it. One that the layout names by its face is a copy to Fontconfig, told from others by its own name."""
    by_place = {(info.path, info.index): info for info in installed_fonts().fonts()}
    return by_place.get((str(font.file), font.index)) or _named().get(font.name)


@cache
def _named() -> dict[str, typst.FontInfo]:
    """The fonts of this system by their PostScript names."""
    found: dict[str, typst.FontInfo] = {}
    for info in installed_fonts().fonts():
        if info.path is not None:
            with TTFont(info.path, fontNumber=info.index, lazy=True) as font:
                found.setdefault(str(font["name"].getDebugName(6)), info)
    return found
