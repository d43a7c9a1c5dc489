"""Units of length, and how wide a text is set, in 字."""

MM_PER_INCH = 25.4
"""Millimetres in an inch, in which pixels are counted."""
MM_PER_PT = MM_PER_INCH / 72
"""Millimetres in a point: a point is 1/72 of an inch."""


def width(text: str) -> float:
    """The width of `text` in 字: half a character for ASCII, a whole one for the rest."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2
