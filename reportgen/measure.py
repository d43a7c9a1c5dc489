"""How long a point is, and how wide a text is set, in 字."""

MM_PER_PT = 25.4 / 72


def width(text: str) -> float:
    """The width of `text` in 字: half a character for ASCII, a whole one for the rest."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2
