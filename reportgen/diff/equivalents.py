"""Words that differ by rights between the documents of two units or seasons, so that a comparison tells of the rest."""

from collections.abc import Iterator

from lxml.etree import _Element

from reportgen.diff.words import Counterparts

_LEVELS = "市县区"  # what a unit's name ends with, and calls itself: 我县
_CALLED = ("我", "本", "全")
_YEARS = range(-2, 4)  # around the season: plans look back, and ahead
_YEAR_FORMS = ("{}年", "〔{}〕")
_SPAN_FORMS = ("{}-{}", "{}—{}", "{}～{}", "{}至{}")


def counterparts(old: _Element, new: _Element) -> Counterparts:
    """The names of the units and the years of the seasons of two documents (their `article`s), each of the old with its counterpart.

    Only names and years are: a figure, a date's month and day, or a sentence that one has and the other hasn't is a difference.
    """
    return (*_names(old.get("data-unit") or "", new.get("data-unit") or ""), *_years(old.get("data-season") or "", new.get("data-season") or ""))


def years_between(old: _Element, new: _Element) -> int:
    """How many seasons later the second document (its `article`) is than the first."""
    seasons = [article.get("data-season") or "" for article in (old, new)]
    return int(seasons[1]) - int(seasons[0]) if all(season.isdecimal() for season in seasons) else 0


def _names(old: str, new: str) -> Iterator[tuple[str, str]]:
    if old == new or not old or not new:
        return
    yield old, new
    if old[-1] in _LEVELS and new[-1] in _LEVELS:
        yield from ((called + old[-1], called + new[-1]) for called in _CALLED)
        if min(len(old), len(new)) > 2:  # noqa: PLR2004  # 原平 of 原平市; 代 of 代县 is any 代
            yield old[:-1], new[:-1]


def _years(old: str, new: str) -> Iterator[tuple[str, str]]:
    if old == new or not old.isdecimal() or not new.isdecimal():
        return
    for step in _YEARS:
        one, other = int(old) + step, int(new) + step
        yield from ((form.format(one, one + 1), form.format(other, other + 1)) for form in _SPAN_FORMS)
        yield from ((form.format(one), form.format(other)) for form in _YEAR_FORMS)
