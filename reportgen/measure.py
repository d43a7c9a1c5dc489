"""Units of length, and how wide a text is set, in 字."""

MM_PER_PT = 25.4 / 72
"""Millimetres in a point: a point is 1/72 of an inch."""


def width(text: str) -> float:
    """The width of `text` in 字: half a character for ASCII, a whole one for the rest."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2
