"""Colours (rrggbb) as people call them, and which of them are the red of a letterhead."""

import re
from colorsys import rgb_to_hls

_PALETTE = {
    "c00000": "深红",
    "ff0000": "红",
    "ffc000": "橙",
    "ffff00": "黄",
    "92d050": "浅绿",
    "00b050": "绿",
    "00b0f0": "浅蓝",
    "0070c0": "蓝",
    "002060": "深蓝",
    "7030a0": "紫",
}
"""The standard colours of Word and WPS by the names that their menus give them."""
_HUES = ((12, "红"), (20, "橙红"), (48, "橙"), (70, "黄"), (165, "绿"), (190, "青"), (255, "蓝"), (290, "紫"), (315, "品红"), (340, "紫红"), (360, "红"))
"""Where each colour ends on the wheel of 360 degrees."""
_GREY = 0.12  # saturation: Word's greys have up to 0.05, its blue grey 44546A 0.22
_WHITE, _BLACK = 0.97, 0.08  # lightness
_DEEP, _PALE = 0.33, 0.68  # lightness below and above which a colour is called 深 and 浅: 0070C0 has 0.38, 4F81BD 0.53, 9CC2E5 0.75
_BROWN = 0.38  # lightness below which orange is called brown
_PINK = 0.72  # lightness above which red is called pink
_RED = 12.0, 346.0  # degrees: the red of a letterhead lies outside of these; FF4500, called 橙红, has 16
_VIVID = 0.55  # its saturation at least
_FIT = 0.3, 0.68  # its lightness: C00000 has 0.38, FF3333 (黄80%、品红80%: 6.2) 0.6; 800000 has 0.25


def is_red(colour: str) -> bool:
    """Whether a colour is a red that a letterhead and its line may have."""
    if not is_colour(colour):
        return False
    hue, lightness, saturation = _parts(colour)
    return (hue <= _RED[0] or hue >= _RED[1]) and saturation >= _VIVID and _FIT[0] <= lightness <= _FIT[1]


def is_colour(colour: str) -> bool:
    """Whether `colour` is one: what a file writes may be anything."""
    return re.fullmatch(r"[0-9a-f]{6}", colour) is not None


def colour_in_words(colour: str) -> str:
    """A colour as people call it: 深红色（#C00000）; what is none as it is written."""
    return f"{_name(colour)}色（#{colour.upper()}）" if is_colour(colour) else colour


def _name(colour: str) -> str:
    if colour in _PALETTE:
        return _PALETTE[colour]
    hue, lightness, saturation = _parts(colour)
    shade = "深" if lightness < _DEEP else "浅" if lightness > _PALE else ""
    if lightness >= _WHITE or lightness <= _BLACK or saturation < _GREY:
        return "白" if lightness >= _WHITE else "黑" if lightness <= _BLACK else f"{shade}灰"
    name = next(name for end, name in _HUES if hue <= end)
    if name in ("红", "紫红") and lightness > _PINK:
        return "粉红"
    return "棕" if name in ("橙红", "橙") and lightness < _BROWN else shade + name


def _parts(colour: str) -> tuple[float, float, float]:
    """Hue in degrees, lightness and saturation."""
    hue, lightness, saturation = rgb_to_hls(*(int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    return hue * 360, lightness, saturation
