"""Where documents are rendered: here, or in warm processes beside."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from reportgen.build.renderer import Renderer, Rendering
from reportgen.documents.kinds import Format

FEW = 6
"""So few files are rendered faster here than processes start."""

_renderer: Renderer | None = None


class Rendered(Future[Rendering]):
    """A rendering that is made when its result is asked for, in this process."""

    def __init__(self, renderer: Renderer, html: str, name: Format) -> None:
        super().__init__()
        self._work = (renderer, html, name)

    def result(self, timeout: float | None = None) -> Rendering:
        """The rendering, made now where it wasn't yet."""
        if not self.done():
            renderer, html, name = self._work
            self.set_result(renderer.render(html, name))
        return super().result(timeout)


class Workers:
    """Renders documents: `executor` holds the processes, None where it is done here."""

    def __init__(self, renderer: Renderer, executor: Executor | None) -> None:
        self._renderer, self._executor = renderer, executor

    def submit(self, html: str, name: Format) -> Future[Rendering]:
        """Begin a rendering."""
        if self._executor is None:
            return Rendered(self._renderer, html, name)
        return self._executor.submit(_render, html, name)


@contextmanager
def open_workers(renderer: Renderer, files: int, jobs: int | None) -> Iterator[Workers]:
    """Workers for so many `files` in `jobs` processes; by default as many as there are processors."""
    processes = min(jobs or os.cpu_count() or 1, files)
    if processes <= 1 or (jobs is None and files < FEW):
        yield Workers(renderer, None)
        return
    # Fresh processes on every system: a copied one would inherit locks and open files.
    with ProcessPoolExecutor(processes, get_context("spawn"), _warm, (renderer,)) as executor:
        try:
            yield Workers(renderer, executor)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _warm(renderer: Renderer) -> None:
    """Set a process up: what every rendering shares is there before the first."""
    global _renderer  # noqa: PLW0603  # a process renders for one build
    _renderer = renderer


def _render(html: str, name: Format) -> Rendering:
    if _renderer is None:
        raise RuntimeError("the process was not set up")
    return _renderer.render(html, name)
