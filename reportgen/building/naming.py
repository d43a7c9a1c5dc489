"""Which other seasons are named where documents come from: in templates, titles, Word forms and rules.

Only they are read, and only on them do documents depend. What is written is looked at, not what comes of it: a season that is named
where it is never asked for is one too many, one that can't be seen here is refused when it is asked for.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from reportgen.figures.seasons import MOST_BACK

_PREVIOUS = re.compile(r"(?<![\w.])previous\b(?:\s*\.\s*previous\b)*")
_AND_BEFORE = re.compile(r"\.\s*previous\b")
_SEASON = re.compile(r"(?<![\w.])season\s*\(\s*(?:(?P<year>\d+)\s*\)|(?P<own>season\s*\.\s*year\s*\)))?")


def years_named(texts: Iterable[str], year: int) -> frozenset[int]:
    """The years of the other seasons that texts of the season `year` name; all that may be, where one is computed: season(season.year - 2)."""
    return frozenset(named for text in texts for named in _named(text, year) if year - MOST_BACK <= named < year)


@lru_cache(maxsize=4096)  # the units of a season share their templates and rules
def _named(text: str, year: int) -> set[int]:
    found = {year - back for chain in _PREVIOUS.findall(text) for back in range(1, chain.count("previous") + 1)}
    asked = list(_SEASON.finditer(text))
    computed = any(not match["year"] and not match["own"] for match in asked) or _AND_BEFORE.search(_PREVIOUS.sub("", text))
    if computed:
        return set(range(year - MOST_BACK, year))
    return found | {int(match["year"]) for match in asked if match["year"]}
