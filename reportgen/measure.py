"""How wide a text is set, in 字."""


def width(text: str) -> float:
    """The width of `text` in 字: half a character for ASCII, a whole one for the rest."""
    return sum(0.5 if ch.isascii() else 1.0 for ch in text)
