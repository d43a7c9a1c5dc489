"""Where documents are rendered: here, or by an executor, whose processes are started once there is enough for them to do."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from typing import Self

from reportgen.building.renderer import Renderer, Rendering, render
from reportgen.documents.formats import Format

FEW = 6
"""So few files are rendered faster here than processes start."""


Work = Callable[[], Rendering]
"""A rendering that can be sent to another process: a `partial` of a function of a module."""


@dataclass(slots=True)
class Submitted:
    """A rendering that an executor has begun, or that is made here when its result is asked for."""

    work: Work
    future: Future[Rendering] | None = None

    def is_done(self) -> bool:
        """Whether the result is there without waiting or work."""
        return self.future is not None and self.future.done()

    def result(self) -> Rendering:
        """The rendering. What an executor can't do, for want of memory or of workers, is done here."""
        if self.future is not None:
            try:
                return self.future.result()
            except Exception:  # noqa: BLE001  # a rendering raises nothing of its own: it is the executor that failed
                self.future = None
        return self.work()


@dataclass(slots=True)
class Workers:
    """Renders documents. `start` gives the executor (None: everything is done here) once `enough` renderings wait for it."""

    start: Callable[[], Executor] | None = None
    enough: int = 1
    _executor: Executor | None = None
    _waiting: list[Submitted] = field(default_factory=list)

    @property
    def are_here(self) -> bool:
        """Whether there is no executor to wait for."""
        return self.start is None

    def submit(self, renderer: Renderer, html: str, format: Format) -> Submitted:
        """Begin the rendering of a document."""
        return self.begin(partial(render, renderer, html, format))

    def begin(self, work: Work, shows: str = "") -> Submitted:  # noqa: ARG002  # which words it shows matters to a cluster
        """Begin a rendering."""
        begun = Submitted(work)
        if self.start is not None:
            self._waiting.append(begun)
            if self._executor is not None or len(self._waiting) >= self.enough:
                self._send()
        return begun

    def _send(self) -> None:
        for begun in self._waiting:
            try:
                begun.future = self.executor().submit(begun.work)
            except BrokenExecutor:  # one of its processes was killed, and the others ended with it
                self._executor = None
                begun.future = self.executor().submit(begun.work)
        self._waiting.clear()

    def executor(self) -> Executor:
        """The executor, started where it wasn't."""
        if self._executor is None:
            assert self.start is not None  # noqa: S101  # it is not asked for where everything is done here
            self._executor = self.start()
        return self._executor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stop(cancel=kind is not None)

    def stop(self, *, cancel: bool = False) -> None:
        """Let the executor end; `cancel`: without what it hasn't begun, and without waiting. A later rendering starts another."""
        if self._executor is not None:
            self._executor.shutdown(wait=not cancel, cancel_futures=cancel)
            self._executor = None


def local_workers(jobs: int | None) -> Workers:
    """Workers in `jobs` processes of this machine; None means as many as there are processors, where it is worth their start."""
    processes = jobs or os.cpu_count() or 1
    if processes <= 1:
        return Workers()
    # Fresh processes on every system: a copied one would inherit locks and open files.
    return Workers(lambda: _started(processes), FEW if jobs is None else 2)


def _started(processes: int) -> Executor:
    """An executor, all of whose processes are on their way."""
    executor = ProcessPoolExecutor(processes, get_context("spawn"), _set_up)
    # Until a process has come to say that it ignores Ctrl-C, it must not end by it with a traceback: it inherits what is held back here.
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        for _ in range(processes):
            executor.submit(os.getpid)  # each submission starts one
    finally:
        if earlier is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, earlier)
    return executor


def _set_up() -> None:
    """A worker's process: Ctrl-C is its parent's business, and it ends with its parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # WeasyPrint keeps files while its objects live; a pool's process ends without letting go of any.
    tempfile.tempdir = folder = tempfile.mkdtemp(prefix="reportgen-")
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=0)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    import weasyprint  # noqa: F401

    import reportgen.render.word  # noqa: F401  # what every rendering needs is there before the first


def _end_with_parent(folder: str) -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, True)
        os._exit(1)
