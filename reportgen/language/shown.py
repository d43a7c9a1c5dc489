"""What a document shows that is no figure of its unit in its season: of another one, season(2022).tasks.total, or made of others."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from reportgen.language.figure import Figure

_SHOWN: ContextVar[dict[str, Figure] | None] = ContextVar("shown", default=None)


@contextmanager
def showing() -> Iterator[dict[str, Figure]]:
    """While it is open, such figures that are shown are noted by name in what it gives."""
    found: dict[str, Figure] = {}
    token = _SHOWN.set(found)
    try:
        yield found
    finally:
        _SHOWN.reset(token)


def shown() -> Mapping[str, Figure]:
    """Those that have been shown so far."""
    return _SHOWN.get() or {}


def show(figure: Figure) -> None:
    """A figure is shown. Of the unit's own in its season none has a name with a bracket."""
    found = _SHOWN.get() if "(" in figure.name else None
    if found is not None:
        found.setdefault(figure.name, figure)
