"""What a document shows while it is made: its figures by name, wherever they come from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from reportgen.language.figure import Figure


@dataclass(frozen=True, slots=True)
class Showing:
    """The season of a document that is being made, and the figures that it has shown so far."""

    season: str
    figures: dict[str, Figure] = field(default_factory=dict)


SHOWING: ContextVar[Showing | None] = ContextVar("showing", default=None)


@contextmanager
def showing(season: str) -> Iterator[dict[str, Figure]]:
    """While it is open, what is shown is noted in what it gives."""
    document = Showing(season)
    token = SHOWING.set(document)
    try:
        yield document.figures
    finally:
        SHOWING.reset(token)


def is_derived(name: str) -> bool:
    """Whether a figure is none of the unit's own in its season: it is of another one, season(2022).tasks.total, or made of others in a document."""
    return "(" in name


def show(figure: Figure) -> str | None:
    """Note that a figure is shown; the season of the document, None where nobody makes one."""
    document = SHOWING.get()
    if document is None:
        return None
    document.figures.setdefault(figure.name, figure)
    return document.season
