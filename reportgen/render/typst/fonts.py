"""The fonts that Typst draws with."""

from functools import cache

import typst


@cache
def installed_fonts() -> typst.Fonts:
    """The fonts of this system, found once in a process: finding them takes longer than many documents do."""
    return typst.Fonts(include_embedded_fonts=False)
