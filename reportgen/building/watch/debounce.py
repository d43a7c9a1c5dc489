"""When to look at what has changed: once it has been quiet for a moment, but not later than a ceiling after the first event."""

from dataclasses import dataclass

QUIET, CEILING = 0.3, 2.0
"""Seconds. A program that saves a file makes several events within the first; one that never rests is not waited for beyond the second."""


@dataclass(slots=True)
class Debounce:
    """Events in seconds of one clock that only goes forward."""

    quiet: float = QUIET
    ceiling: float = CEILING
    _first: float | None = None
    _last: float = 0.0

    def note(self, time: float) -> None:
        """An event."""
        if self._first is None:
            self._first = time
        self._last = time

    def due(self) -> float | None:
        """When to look; None where nothing has happened."""
        return None if self._first is None else min(self._last + self.quiet, self._first + self.ceiling)

    def clear(self) -> None:
        """What has happened so far has been looked at."""
        self._first = None
