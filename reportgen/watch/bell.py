"""What wakes the watcher: threads that hear of changes, and the signal to end."""

import time
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue


@dataclass(slots=True)
class Bell:
    """Rung from any thread, and from a signal's handler; waited for by one thread. `ended`: that one is asked to end."""

    ended: bool = False
    _rings: SimpleQueue[float] = field(default_factory=SimpleQueue)

    @property
    def is_rung(self) -> bool:
        """Whether there is a ring that nobody has waited for."""
        return not self._rings.empty()

    def ring(self) -> None:
        """Something has happened now."""
        self._rings.put(time.monotonic())

    def end(self) -> None:
        """Ask the one that waits to end."""
        self.ended = True
        self.ring()

    def wait(self, seconds: float) -> float | None:
        """The time (of time.monotonic) of the next ring; None where there was none in so many seconds."""
        try:
            return self._rings.get(timeout=max(seconds, 0))
        except Empty:
            return None
