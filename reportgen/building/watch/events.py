"""Events of the file system: folders are watched, not files, and the watching itself is watched over."""

import errno
import logging
import os
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import reportgen
from reportgen.files import cause
from reportgen.workspace import SETTINGS, Workspace, packaged_templates

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

AT_TOP = frozenset((SETTINGS, "inputs", "templates"))
"""What counts of the workspace's own folder: not outputs/, which is written by the program itself."""
READ = frozenset(("opened", "closed_no_write"))
"""Events of reading: the program's own, and those of anybody who only looks."""

_NO_MORE = {errno.ENOSPC: "要监视的文件夹超过了系统的上限", errno.EMFILE: "监视的程序超过了系统的上限"}
"""What these mean of watches (inotify(7)): elsewhere a full disk, and too many open files."""

Identity = tuple[int, int]


@dataclass(slots=True)
class Events:
    """Calls `ring` (from threads of its own) for each change in what a workspace's documents are made from. `fault` says why the system gives no events."""

    workspace: Workspace
    ring: Callable[[], None]
    links: tuple[Path, ...] = ()
    """Folders that are links: the system tells nothing of what lies behind them."""
    fault: str | None = None
    _observer: "BaseObserver | None" = None
    _threads: tuple[threading.Thread, ...] = ()
    _watched: dict[Path, Identity] = field(default_factory=dict)

    @property
    def are_sound(self) -> bool:
        """Whether the folders that stand there now are the ones watched, and everything that watches them is alive."""
        return self._observer is not None and all(thread.is_alive() for thread in self._threads) and self._watched == _identities(self.workspace, self.links)

    def renew(self) -> None:
        """Watch the folders that stand there now."""
        from watchdog.events import FileSystemEvent, FileSystemEventHandler
        from watchdog.observers import Observer

        ring, root = self.ring, self.workspace.root

        class Below(FileSystemEventHandler):
            """Of a folder and all below it everything counts that isn't reading."""

            def on_any_event(self, event: FileSystemEvent) -> None:
                if event.event_type not in READ:
                    ring()

        class AtTop(FileSystemEventHandler):
            """Of the workspace's own folder only some names count: both ends of a move are asked."""

            def on_any_event(self, event: FileSystemEvent) -> None:
                ends = (Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path)
                if event.event_type not in READ and any(path.parent == root and path.name in AT_TOP for path in ends):
                    ring()

        self.stop()
        logging.getLogger("watchdog").addHandler(logging.NullHandler())  # what it says in English is noticed by the look every so often
        # A folder that comes with folders in it may be met twice, by its event and by looking through it: watchdog warns that it watches it once.
        warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
        before = set(threading.enumerate())
        watched = _identities(self.workspace, self.links)
        try:
            self._observer = Observer()
            for folder in watched:
                self._observer.schedule(AtTop() if folder == root else Below(), os.fspath(folder), recursive=folder != root)
            self._observer.start()
        except FileNotFoundError:  # a folder that went this moment: next time it is known to be gone
            self.stop()
            return
        except OSError as fault:  # the system has no more watches to give, or none at all
            self.fault = _NO_MORE.get(fault.errno or 0) or cause(fault)
            self.stop()
            return
        self._watched = watched
        self._threads = tuple(set(threading.enumerate()) - before)

    def stop(self) -> None:
        """Watch nothing any more."""
        observer, self._observer, self._threads, self._watched = self._observer, None, (), {}
        if observer is not None:
            observer.stop()
            if observer.is_alive():
                observer.join()


def _identities(workspace: Workspace, links: tuple[Path, ...]) -> dict[Path, Identity]:
    """The folders to watch that are there, and which they are: one that goes and comes again under its name is another."""
    found = {}
    for folder in (workspace.root, workspace.inputs, *_templates(workspace), *links):
        try:
            status = folder.stat()
        except OSError:
            continue
        found[folder] = status.st_dev, status.st_ino
    return found


def _templates(workspace: Workspace) -> tuple[Path, ...]:
    """The workspace's own templates; and those of the program where it is a source checkout, in which people write them."""
    own, packaged = workspace.root / "templates", packaged_templates()
    return (own, packaged) if packaged != own and not packaged.is_relative_to(Path(reportgen.__file__).parent) else (own,)
