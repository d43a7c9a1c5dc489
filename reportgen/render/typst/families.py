"""The fonts of a layout by the names that Typst has for them."""

from dataclasses import dataclass, fields
from functools import cache

from reportgen.render.layout import Layout
from reportgen.render.pdf.installed import fonts_for
from reportgen.render.typst.fonts import installed_fonts

_USED = 3
"""Of the fonts that would be tried for a role, so many are named: for characters that none of them has Typst looks among all."""


@dataclass(frozen=True, slots=True)
class Face:
    """A role's families in the order in which they are tried, and the weight of the first: regular and bold have one name in Typst."""

    families: tuple[str, ...]
    weight: int


@cache
def faces(layout: Layout) -> dict[str, Face]:
    """The face of each role (`title`, `body` …), as Fontconfig chooses for WeasyPrint: both writers draw with the same fonts."""
    known = {(info.path, info.index): info for info in installed_fonts().fonts()}
    made: dict[str, Face] = {}
    for role in fields(layout.fonts):
        found = [info for font in fonts_for(layout, getattr(layout.fonts, role.name)) if (info := known.get((str(font.file), font.index)))]
        names = tuple(dict.fromkeys(info.family for info in found))
        made[role.name] = Face(names[:_USED], found[0].weight if found else 400)
    return made
