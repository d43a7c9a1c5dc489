"""The one process that builds: it takes what is asked for from the queue, one after the other, and keeps in between what makes the next quick."""

import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from reportgen.building.build import build
from reportgen.building.lock import held
from reportgen.building.outcome import UNDONE, Order
from reportgen.building.project import Warm, open_project
from reportgen.desk.ending import end_with_parent, give_way, undisturbed
from reportgen.desk.stages import Progress
from reportgen.diagnostics import Diagnostic, error
from reportgen.seen import Moved
from reportgen.workspace import open_workspace

LOCK = ".reportgen/desk-builder.lock"
IDLE = 0.3
"""Seconds between two looks at an empty queue."""
BUSY = 1.0
"""Seconds until another try where somebody else builds, or files change meanwhile."""
_MOST_TRIES = 60  # a minute: a command that builds everything is over by then, or is told of
_NICENESS = 10
"""It gives way to the server, and to what is tried and checked: of a build the pages tell that it is under way."""


def run(root: Path, season: str) -> None:
    """Build what is asked for until the server ends; the process of this function is started by `start`."""
    from reportgen.desk.folder import DeskFolder
    from reportgen.desk.setup import set_up

    end_with_parent()
    give_way(_NICENESS)
    set_up(DeskFolder(root), season)
    from reportgen.desk.queue import put_back

    another = error("desk.builder", "这个工作区已经有一个报送台在生成公文")
    with held(root / "outputs", LOCK, another) as fault:
        if fault is not None:
            return
        put_back()
        warm = Warm()
        while True:
            if not build_next(root, season, warm):
                time.sleep(IDLE)


def build_next(root: Path, season: str, warm: Warm) -> bool:
    """Make the next build of the queue; False where nobody waits."""
    from django.db import connection

    from reportgen.desk.queue import end, take_next
    from reportgen.desk.told import told

    job = take_next()
    if job is None:
        connection.close()
        return False
    order = Order(frozenset((job.unit,)), frozenset((job.kind,)) if job.kind else None)
    done, said = _build(root, season, warm, order)
    end(job, Progress.DONE if done else Progress.FAILED, told(said))
    return True


def _build(root: Path, season: str, warm: Warm, order: Order) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Whether all that was asked for is made, and what is to be said of it. A fault of the program is told too: the next build may do."""
    workspace, problems = open_workspace(root)
    if workspace is None:
        return False, problems
    for _ in range(_MOST_TRIES):
        try:
            built = build(open_project(workspace, season, warm), order)
        except Moved:
            time.sleep(BUSY)
            continue
        except Exception as fault:  # noqa: BLE001  # as in the watcher
            return False, (error("desk.failed", f"程序出错（{type(fault).__name__}）", help="请把这条提示反馈给软件维护人员"),)
        if all(problem.code != "outputs.busy" for problem in built.problems):
            undone = any(document.status in UNDONE for document in built.documents)
            return not undone, tuple(problem for document in built.documents if document.status in UNDONE for problem in document.problems)
        time.sleep(BUSY)
    return False, (error("desk.busy", "另一个程序一直在这个工作区生成公文", help="请等它结束以后再点“生成”"),)


class Builder:
    """Keeps the process running: one that was killed is started again."""

    def __init__(self, root: Path, season: str, say: Callable[[str], None]) -> None:
        self._root, self._season, self._say = root, season, say
        self._process: BaseProcess | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        """Start it."""
        self._thread.start()

    def stop(self) -> None:
        """End it: what it was making is made by the next one."""
        self._ended.set()
        self._thread.join()

    def _keep_running(self) -> None:
        while not self._ended.wait(BUSY if self._process else 0):
            if self._process is None or not self._process.is_alive():
                if self._process is not None:
                    self._say("生成公文的进程中断了，已重新启动")
                # A fresh process: a copied one would inherit the server's threads, locks and database.
                self._process = get_context("spawn").Process(target=run, args=(self._root, self._season), daemon=True)
                with undisturbed():
                    self._process.start()
        if self._process is not None:
            self._process.terminate()
            self._process.join()
