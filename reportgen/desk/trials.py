"""Where uploads are tried: in a process of its own beside the server, so that nobody waits for it, and a file that breaks it breaks nothing else."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from reportgen.building.project import Project
from reportgen.desk.ending import end_with_parent, undisturbed
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.folder import DeskFolder
from reportgen.desk.trying import Tried, try_workbooks
from reportgen.filing.register import Register, register
from reportgen.versions.history import open_history

P = ParamSpec("P")
T = TypeVar("T")
LONGEST = 120.0
"""Seconds: a county's workbook takes two, the largest ledger that is read a minute."""


@dataclass
class Trials:
    """Tries uploads in the executor that `start` gives; without one, here. None takes more than `longest` seconds."""

    start: Callable[[], Executor] | None = None
    longest: float = LONGEST
    _executor: Executor | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, root: Path, season: str, unit: str, contents: Mapping[str, bytes]) -> Tried:
        """What becomes of a unit with other contents in workbooks of its folder, by their names.

        Raises Unavailable where that can't be told; Unreadable; OSError.
        """
        return self.do(_try, root, season, unit, contents)

    def do(self, question: Callable[P, T], *asked: P.args, **further: P.kwargs) -> T:
        """What a function of a module gives there. Raises Unavailable where that can't be told, and what the function raises."""
        executor = self._running()
        if executor is None:
            return question(*asked, **further)
        try:
            with undisturbed():  # the first submission starts the process
                trial = executor.submit(question, *asked, **further)
            return trial.result(self.longest)
        except (BrokenExecutor, TimeoutError) as fault:
            self.stop()
            raise Unavailable("检查这份文件用了太多的时间或者内存，已经中断；请删除多余的行、列、图片和格式后重新上传") from fault

    def _running(self) -> Executor | None:
        with self._lock:
            if self._executor is None and self.start is not None:
                self._executor = self.start()
            return self._executor

    def stop(self) -> None:
        """Let go of the process, also while it is trying; the next trial starts another."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            for process in tuple((getattr(executor, "_processes", None) or {}).values()):  # it has no word for ending one that doesn't end by itself
                process.kill()
            executor.shutdown(wait=False, cancel_futures=True)


def beside() -> Executor:
    """An executor of one process, which ends with its parent."""
    return ProcessPoolExecutor(1, get_context("spawn"), end_with_parent)


_engines: dict[tuple[Path, str], Engine] = {}


def get_ready(root: Path, season: str) -> None:
    """Load what trying takes, so that the first who uploads doesn't wait for it."""
    with suppress(Unavailable):  # whoever uploads is told
        _engine(root, season).ask(lambda project: project.season(frozenset()))


def register_there(root: Path, season: str, unit: str) -> Register:
    """The register of a unit (name), for which its data are read. Raises Unavailable."""

    def asked(project: Project) -> Register:
        with open_history(project.workspace.outputs) as history:
            return register(project, history.filings(), unit)

    return _engine(root, season).ask(asked)


def _engine(root: Path, season: str) -> Engine:
    return _engines.setdefault((root, season), Engine(root, season))


def _try(root: Path, season: str, unit: str, contents: Mapping[str, bytes]) -> Tried:
    def tried(project: Project) -> Tried:
        folder = project.workspace.inputs / season / project.roster.folder(unit)
        return try_workbooks(DeskFolder(root), project, unit, {folder / name: content for name, content in contents.items()})

    return _engine(root, season).ask(tried)
