"""A folder that is watched: what comes to lie in it is collected as soon as it is written whole."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reportgen.exchange.collecting import Collection, look_at, take_in
from reportgen.workspace import Workspace

SETTLED = 2.0
"""Seconds for which nothing in the folder has changed: until then a program may still be writing, or a net disk downloading."""

Tell = Callable[[Collection, tuple[Path, ...]], None]


@dataclass(slots=True)
class Inbox:
    """The folder; `by` is who collects, `tell` is told of each collection that says anything new, and of the marked copies."""

    workspace: Workspace
    season: str
    folder: Path
    by: str
    tell: Tell
    _done: dict[str, tuple[int, int]] = field(default_factory=dict)

    def look(self) -> None:
        """Collects where there is something else in the folder than the last time, and it is quiet. What needs a person to decide is told, and left."""
        state = self._state()
        if state == self._done or any(time.time() - modified / 1e9 < SETTLED for modified, _ in state.values()):
            return
        self._done = state
        now = datetime.now().astimezone()
        collection = look_at(self.workspace, self.season, self.folder, now, self.by)
        copies: tuple[Path, ...] = ()
        if collection.writes:
            collection, copies = take_in(self.workspace, self.season, collection, now, self.by)
        self.tell(collection, copies)

    def _state(self) -> dict[str, tuple[int, int]]:
        """The files by their names, each with when it was changed and its size; none where the folder can't be read now."""
        found: dict[str, tuple[int, int]] = {}
        try:
            for path in self.folder.rglob("*"):
                if path.is_file():
                    status = path.stat()
                    found[path.as_posix()] = status.st_mtime_ns, status.st_size
        except OSError:
            return self._done
        return found
