"""The history of a figure: what it was in the versions of its document, and in the document of that kind in other seasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.diff.document_figures import COUNTED, ShownFigure, figures_in
from reportgen.diff.figure_changes import years_earlier
from reportgen.render.tree import parse
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version

MOST = 50
"""So many versions are looked into, the newest: each is a document to be read."""


@dataclass(frozen=True, slots=True)
class Past:
    """A value (None: missing, or not shown) that a figure had in the versions `first` to `last` of a season, and the times (ISO 8601) of these two."""

    season: str
    first: int
    last: int
    since: str
    until: str
    value: Decimal | None
    shown: bool
    unit: str


def figure_history(history: History, key: Key, name: str) -> tuple[Past, ...]:
    """The values of the figure `name` of a document, the newest first; behind them those of other seasons, each as in its last version.

    Versions that follow one another with the same value are one.
    A figure of a counted row (arrears.3.owed) is that of the row of the same name, wherever that stands. What is damaged is left out (History.problems).
    """
    numbers = [number for number, _ in history.entries(key)][-MOST:]
    versions = [version for number in numbers if (version := history.version(key, number)) is not None]
    row = next(filter(None, (_row(history, version, name) for version in reversed(versions))), None) if COUNTED.search(name) else None
    own = list(_joined([_past(history, version, name, row) for version in versions]))
    known = history.keys()
    seasons = sorted({other.season for other in known if other[1:] == key[1:] and other.season != key.season}, reverse=True)
    others = (_in_season(history, key, season, name, row) for season in seasons)
    return (*reversed(own), *(past for past in others if past is not None))


def _in_season(history: History, key: Key, season: str, name: str, row: tuple[str, str] | None) -> Past | None:
    """What a figure was in another season; None where the document of that season didn't show it."""
    other = key._replace(season=season)
    number = history.number(other)
    version = None if number is None else history.version(other, number)
    if version is None:
        return None
    found = _past(history, version, years_earlier(name, int(key.season) - int(season)), row)
    return found if found.shown else None


def _past(history: History, version: Version, name: str, row: tuple[str, str] | None) -> Past:
    nothing = Past(version.key.season, version.number, version.number, version.time, version.time, None, shown=False, unit="")
    if row is not None:
        there = next((one for one in _shown(history, version).values() if (one.label, one.row) == row), None)
        return nothing if there is None else replace(nothing, value=there.value, shown=True, unit=there.unit)
    details = history.details(version)
    figure = None if details is None else details.figures.get(name)
    return nothing if figure is None else replace(nothing, value=figure.value, shown=True, unit=figure.unit)


def _row(history: History, version: Version, name: str) -> tuple[str, str] | None:
    """The label of a counted row's figure with the name of its row."""
    shown = _shown(history, version).get(name)
    return None if shown is None else (shown.label, shown.row)


def _shown(history: History, version: Version) -> dict[str, ShownFigure]:
    html = history.html(version)
    return {} if html is None else figures_in(parse(html), {})


def _joined(pasts: Sequence[Past]) -> Iterator[Past]:
    """Those that follow one another with the same value as one."""
    current: Past | None = None
    for past in pasts:
        if current is not None and (current.shown, current.value) == (past.shown, past.value):
            current = replace(current, last=past.last, until=past.until)
            continue
        if current is not None:
            yield current
        current = past
    if current is not None:
        yield current
