"""WordprocessingML as it is read: switches, lengths, formatting level over level."""

import re
from collections.abc import Iterable, Mapping

from lxml.etree import _Element as Element

from reportgen.ooxml.names import W

EMU_PER_MM = 36000

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|mm|cm|in|pc|pi)?")
_TWIPS = {None: 1.0, "pt": 20.0, "mm": 1440 / 25.4, "cm": 14400 / 25.4, "in": 1440.0, "pc": 240.0, "pi": 240.0}
_OFF = frozenset({"0", "false", "off", "none"})
_LONGEST = 31680.0  # twips: 22 inches, the largest page that Word knows; what is longer is no measure


def val(element: Element | None, default: str = "") -> str:
    """The `w:val` of an element."""
    return default if element is None else element.get(f"{W}val", default)


def on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and val(element, "1").lower() not in _OFF


def twips(value: str | None) -> float | None:
    """A length in twentieths of a point, as most are given; None for what is none."""
    match = _LENGTH.fullmatch(value.strip()) if value else None
    if match is None:
        return None
    length = float(match[1]) * _TWIPS[match[2]]
    return length if abs(length) <= _LONGEST else None


def millimetres(value: str | None) -> float | None:
    """A length in mm."""
    length = twips(value)
    return None if length is None else length / 1440 * 25.4


def number(value: str | None) -> int | None:
    """A whole number of a sensible size."""
    return int(value) if value and re.fullmatch(r"-?\d{1,7}", value) else None


def merged(levels: Iterable[Element], tag: str) -> Mapping[str, str]:
    """The attributes of `w:tag` over the levels of formatting, those of a higher one (later) over those of a lower."""
    found: dict[str, str] = {}
    for level in levels:
        element = level.find(f"{W}{tag}")
        if element is not None:
            found.update({str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()})
    return found


def last(levels: Iterable[Element], tag: str) -> Element | None:
    """The `w:tag` of the highest level that has one."""
    found = None
    for level in levels:
        element = level.find(f"{W}{tag}")
        found = element if element is not None else found
    return found
