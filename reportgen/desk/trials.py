"""Where uploads are tried: in a process of its own beside the server, so that nobody waits for it, and a file that breaks it breaks nothing else."""

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from reportgen.desk.ending import end_with_parent
from reportgen.desk.engine import Engine, Unavailable
from reportgen.desk.folder import DeskFolder
from reportgen.desk.trying import Tried, try_workbook

P = ParamSpec("P")
T = TypeVar("T")
LONGEST = 120.0
"""Seconds: a county's workbook takes two, the largest ledger that is read a minute."""


@dataclass
class Trials:
    """Tries uploads in the executor that `start` gives; without one, here."""

    start: Callable[[], Executor] | None = None
    _executor: Executor | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, root: Path, season: str, unit: str, target: str, content: bytes) -> Tried:
        """What becomes of a unit with `content` in its workbook `target`. Raises Unavailable where that can't be told; Unreadable; OSError."""
        return self.do(_try, root, season, unit, target, content)

    def do(self, question: Callable[P, T], *asked: P.args, **further: P.kwargs) -> T:
        """What a function of a module gives for a file from outside. Raises Unavailable where that can't be told, and what the function raises."""
        executor = self._running()
        if executor is None:
            return question(*asked, **further)
        try:
            return executor.submit(question, *asked, **further).result(LONGEST)
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


def _try(root: Path, season: str, unit: str, target: str, content: bytes) -> Tried:
    engine = _engines.setdefault((root, season), Engine(root, season))
    return engine.ask(
        lambda project: try_workbook(DeskFolder(root), project, unit, project.workspace.inputs / season / project.roster.folder(unit) / target, content)
    )
