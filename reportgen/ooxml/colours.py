"""The colours of Word text as they show: those of the theme, lightened or darkened (ISO/IEC 29500-1, 17.3.2.6 and 20.1.6.2)."""

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from lxml.etree import _Element as Element

from reportgen.ooxml.names import A, W, local
from reportgen.ooxml.values import val

BLACK = "000000"
_SAME = {"text1": "dk1", "dark1": "dk1", "tx1": "dk1", "text2": "dk2", "dark2": "dk2", "background1": "lt1", "light1": "lt1", "background2": "lt2"} | {
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
"""What Word's names of theme colours stand for in a theme, by the common mapping."""


def theme_colours(theme: Element | None) -> Mapping[str, str]:
    """The colours (rrggbb) of a theme by its names for them: dk1, accent1, hlink."""
    scheme = None if theme is None else next(theme.iter(f"{A}clrScheme"), None)
    found = {local(entry): value for entry in ([] if scheme is None else scheme) for value in [_value(entry)] if value}
    return {"dk1": BLACK, "lt1": "ffffff", **found}


def _value(entry: Element) -> str:
    return next(((colour.get("lastClr") or colour.get("val") or "").lower() for colour in entry), "")


def shown_colour(written: Element | None, theme: Mapping[str, str]) -> str:
    """The colour (rrggbb) that a `w:color` shows: that of the theme, where one is named and known, goes before its value."""
    if written is None:
        return BLACK
    named = written.get(f"{W}themeColor", "")
    colour = theme.get(_SAME.get(named, named), "")
    if not re.fullmatch(r"[0-9a-f]{6}", colour):
        value = val(written, "auto").lower()
        return BLACK if value == "auto" else value
    for name, lighter in (("themeTint", True), ("themeShade", False)):
        share = written.get(f"{W}{name}", "")
        if re.fullmatch(r"[0-9A-Fa-f]{2}", share):
            colour = _lightened(colour, int(share, 16) / 255, lighter=lighter)
    return colour


def _lightened(colour: str, share: float, *, lighter: bool) -> str:
    hue, lightness, saturation = rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    lightness = lightness * share + (1 - share if lighter else 0.0)
    return "".join(f"{round(channel * 255):02x}" for channel in hls_to_rgb(hue, lightness, saturation))
