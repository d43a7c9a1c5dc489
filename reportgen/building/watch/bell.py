"""What wakes the watcher: threads that hear of changes, and the signal to end."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue


@dataclass(slots=True)
class Bell:
    """Rung from any thread, and from a signal's handler; waited for by one thread. `ended`: that one is asked to end."""

    ended: bool = False
    _coming: SimpleQueue[float] = field(default_factory=SimpleQueue)
    _heard: deque[float] = field(default_factory=deque)

    def ring(self) -> None:
        """Something has happened now."""
        self._coming.put(time.monotonic())

    def end(self) -> None:
        """Ask the one that waits to end."""
        self.ended = True
        self.ring()

    def wait(self, seconds: float) -> bool:
        """Whether it is rung; waits for it so many seconds at most."""
        if not self._heard:
            try:
                self._heard.append(self._coming.get(timeout=max(seconds, 0)))
            except Empty:
                return False
        return True

    def rings(self) -> Iterator[float]:
        """The times (of time.monotonic) of all rings since the last time."""
        while self.wait(0):
            yield self._heard.popleft()
