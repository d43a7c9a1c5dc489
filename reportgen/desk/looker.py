"""What the server knows of how everything stands: a process beside it finds that out, pages show what it last told, and wait for nothing."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType

from reportgen.desk.ending import undisturbed
from reportgen.desk.seen import Seen, Unavailable

FRESH = 1.0
"""Seconds for which what was seen stands: then somebody's page has it looked at anew, and shows what there is meanwhile."""
PATIENCE = 0.5
"""Seconds that a page waits to show what has just been built: a look at what is known takes a tenth of that."""
BEING_CHECKED = "正在核对数据，还没有结果，请过一会儿再办理"
LONGEST = 120.0
"""Seconds that a decision waits for a look: the roll-up of a city takes ten, of a province a minute."""
PAUSE = 1.0
"""Seconds until a process that was killed is started again."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the process tells of the look number `look`, begun at `began` (seconds since the epoch).

    `seen` is None where nothing has changed, `fault` says in words why nothing can be told.
    """

    look: int
    began: float
    seen: Seen | None = None
    is_over: bool = False
    fault: str = ""


class Looker:
    """Keeps a process running that answers each number it is sent with what it sees (`Told`); and what it last told. Asked by all threads of the server."""

    def __init__(self, run: Callable[[Path, str, Connection], None], root: Path, season: str, say: Callable[[str], None]) -> None:
        self._run, self._root, self._season, self._say = run, root, season, say
        self._news = threading.Condition()
        self._line: Connection | None = None
        self._process: BaseProcess | None = None
        self._ending = threading.Event()
        self._asked = self._told = self._over = 0
        self._seen: Seen | None = None
        self._shown: tuple[Seen, frozenset[str], Seen] | None = None
        self._began = self._asked_at = 0.0
        self._fault = ""
        self._touched: dict[str, int] = {}
        self.changes = 0
        self._thread = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        """Start it, and ask for the first look."""
        self._ask()
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        with self._news:
            self._ending.set()
            process = self._process
            self._news.notify_all()
        if process is not None:
            process.terminate()
        self._thread.join()

    def seen(self, built: Mapping[str, float] = MappingProxyType({}), of: frozenset[str] = frozenset()) -> Seen:
        """What was last found out. `built` has by unit (name) when it was built last (seconds since the epoch): one that was built since is being checked.

        Where it is one `of` those that the page is about, a moment is waited for the next look. Raises Unavailable.
        """
        with self._news:
            if self._seen is None:
                self._wait(lambda: self._seen is not None or bool(self._fault), LONGEST)
            later = self._later(built)
            if any(built[unit] > self._asked_at for unit in later):
                self._ask()  # a look that is under way is broken off for it
            elif time.time() > self._began + FRESH:
                self._ask_once()
            if later & of:
                self._wait(lambda: not self._later(built) & of, PATIENCE)
            return self._present(self._later(built))

    def anew(self, unit: str = "", longest: float = LONGEST) -> Seen:
        """What a look finds that begins now: of all, or at least of a unit (name). Raises Unavailable where that takes too long, or can't be told."""
        with self._news:
            number = self._ask()
            self._wait(lambda: self._over >= number or (bool(unit) and self._told >= number and unit not in self._present().checking), longest)
            if self._over < number and (not unit or self._told < number or unit in self._present().checking):
                raise Unavailable(BEING_CHECKED)
            if self._fault:
                raise Unavailable(self._fault)
            return self._present()

    def touch(self, units: frozenset[str]) -> None:
        """The data of units (names) have changed just now: nobody sees them as they were before."""
        with self._news:
            number = self._ask()
            self._touched |= dict.fromkeys(units, number)

    def _later(self, built: Mapping[str, float]) -> frozenset[str]:
        """The units that were built after the last look began."""
        return frozenset(unit for unit, at in built.items() if at > self._began)

    def _present(self, built: frozenset[str] = frozenset()) -> Seen:
        if self._seen is None:
            raise Unavailable(self._fault or "正在查看各单位的数据和公文，请过一会儿再看")
        touched = built.union(unit for unit, number in self._touched.items() if number > self._told)
        if self._shown is None or self._shown[0] is not self._seen or self._shown[1] != touched:
            self._shown = self._seen, touched, self._seen.unsure(touched)
        return self._shown[2]

    def _ask(self) -> int:
        with self._news:
            self._asked, self._asked_at = self._asked + 1, time.time()
            if self._line is not None:
                with suppress(OSError):  # it is being started again, and is asked then
                    self._line.send(self._asked)
            return self._asked

    def _ask_once(self) -> None:
        """Ask where no look is under way."""
        if self._asked == self._over:
            self._ask()

    def _wait(self, until: Callable[[], bool], seconds: float) -> None:
        self._news.wait_for(lambda: until() or self._ending.is_set(), seconds)

    def _keep_running(self) -> None:
        while not self._ending.is_set():
            ours, theirs = get_context("spawn").Pipe()
            # A fresh process: a copied one would inherit the server's threads, locks and database.
            process = get_context("spawn").Process(target=self._run, args=(self._root, self._season, theirs), daemon=True)
            with undisturbed():
                process.start()
            theirs.close()
            with self._news:
                self._line, self._process = ours, process
                if self._ending.is_set():
                    process.terminate()
                if self._asked > self._over:
                    ours.send(self._asked)
            self._listen(ours)
            with self._news:
                self._line = None
                ours.close()
            process.join()
            if not self._ending.is_set() and process.exitcode:
                self._say("核对数据的进程中断了，已重新启动")
                time.sleep(PAUSE)

    def _listen(self, line: Connection) -> None:
        with suppress(EOFError, OSError):
            while True:
                told: Told = line.recv()
                with self._news:
                    self._told, self._began, self._fault = told.look, told.began, told.fault
                    if told.seen is not None:
                        self._seen, self.changes = told.seen, self.changes + 1
                    if told.is_over:
                        self._over = told.look
                        self._touched = {unit: number for unit, number in self._touched.items() if number > told.look}
                    self._news.notify_all()
