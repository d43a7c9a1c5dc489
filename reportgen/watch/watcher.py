"""The watcher: it looks when something has happened and every so often, and builds what is due."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field

from reportgen.build.build import Built, Document, Order, build
from reportgen.build.lock import held
from reportgen.build.project import Project, Warm, open_project
from reportgen.build.snapshot import FONTS, PROGRAM, Snapshot, take_snapshot
from reportgen.build.stamps import UNREADABLE, Stamps
from reportgen.build.workers import Workers, local_workers
from reportgen.diagnostics import Diagnostic, error, has_errors
from reportgen.selection import choose_season
from reportgen.watch.bell import Bell
from reportgen.watch.changes import Change, changes, unsettled
from reportgen.watch.debounce import Debounce
from reportgen.watch.events import Events
from reportgen.watch.news import Busy, Changed, Lost, News, NoEvents, Outdated, Result, Trouble, Waiting, Watching
from reportgen.watch.troubles import Troubles
from reportgen.workspace import Workspace, open_workspace

LOCK = ".reportgen/watch.lock"
TICK = 1.0
"""Seconds between two looks where nothing tells of changes, and between two at what does."""
RESCAN = 30.0
"""Seconds between two looks for changes that no event told of."""
SOON, LATER = 0.5, 5.0
"""Seconds until another try: with a file that is being written; with an output that can't be written, or after a fault."""
PATIENCE = 3.0
"""Seconds that a file may be unreadable or half there before it is taken for what it is."""


@dataclass(frozen=True, slots=True)
class Options:
    """`season`: the one asked for, None for the newest. `once`: what is due is built, and that is all."""

    season: str | None = None
    jobs: int | None = None
    polling: bool = False
    once: bool = False


def watch(workspace: Workspace, options: Options, tell: Callable[[News], None], bell: Bell) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Build what is due and what changes, until `bell` is asked to end.

    Gives whether the last build was without errors and the program is still the one on the disk; and the problems for which it
    didn't even begin: no season, another watcher.
    """
    season, problems = choose_season(workspace, options.season)
    if season is None:
        return False, problems
    busy = error("watch.busy", "这个工作区已经有一个 reportgen watch 在运行", help="一个工作区只需要一个；要换设置的，请先在它的窗口按 Ctrl-C 结束")
    with ExitStack() as stack:
        fault = stack.enter_context(held(workspace.outputs, LOCK, busy))
        if fault is not None:
            return False, (fault,)
        workers = stack.enter_context(local_workers(options.jobs))
        events = None if options.polling or options.once else Events(workspace, bell.ring)
        if events is not None:
            stack.callback(events.stop)
        watcher = _Watcher(workspace, season, options, tell, bell, workers, events)
        try:
            watcher.run()
        except _Ended:
            workers.stop(cancel=True)
        return watcher.is_well, ()


class _Ended(BaseException):
    """It is asked to end in the middle of a build: what is written stays, the rest is due next time."""


@dataclass(slots=True)
class _Watcher:
    workspace: Workspace
    season: str
    options: Options
    tell: Callable[[News], None]
    bell: Bell
    workers: Workers
    events: Events | None
    is_well: bool = True
    warm: Warm = field(default_factory=Warm)
    stamps: Stamps = field(default_factory=Stamps)
    debounce: Debounce = field(default_factory=Debounce)
    troubles: Troubles = field(default_factory=Troubles)
    last: Snapshot | None = None
    """As it was when it was built from."""
    again: bool = False
    """Something is due though nothing has changed."""
    program: str = ""
    _said: set[object] = field(default_factory=set)
    """News that stand, and needn't be told again."""
    _seen: str | None = None
    """The digest of a change of which no event told."""
    _unsettled_since: float | None = None
    _look_at: float = 0.0
    _supervise_at: float = 0.0

    def run(self) -> None:
        """Until it is asked to end."""
        if self.workers.start is not None:
            self.workers.executor()  # it takes them a second to be ready: by the first change they are
        self.tell(Watching(self.season, self.options.polling))
        while not self.bell.ended:
            now = time.monotonic()
            if now >= self._supervise_at:
                self._supervise(now)
            due = self.debounce.due()
            if due is not None and due <= now:
                self._look(now, announced=True)
            elif self._look_at <= now:
                self._look(now, announced=False)
            else:
                ring = self.bell.wait(min(self._look_at, self._supervise_at, due or self._look_at) - now)
                if ring is not None:
                    self.debounce.note(ring)

    def _supervise(self, now: float) -> None:
        """See to it that the folders that there are now are watched; where they weren't, something may have been missed."""
        self._supervise_at = now + TICK
        if self.events is None or self.events.are_sound:
            return
        self.events.renew()
        if self.events.fault is not None:
            self.tell(NoEvents(self.events.fault))
            self.events = None
        self._look_at = now

    def _look(self, now: float, *, announced: bool) -> None:
        """See what has changed, and build from it. `announced`: events have told, and it has been quiet since."""
        self._look_at = now + (TICK if self.events is None or self._is_unreadable() else RESCAN)
        if not self._open():
            return
        snapshot = take_snapshot(self.workspace, self.season, self.stamps)
        self.program = self.program or snapshot.digests[PROGRAM]
        if snapshot.digests[PROGRAM] != self.program:
            self.tell(Outdated())
            self.is_well = False
            self.bell.end()
            return
        found = changes(self.last.digests if self.last else {}, snapshot.digests)
        if self.last is not None and not self._is_settled(snapshot, found, now, announced=announced):
            return
        waiting = unsettled(self.workspace.root, found, snapshot.digests)
        if waiting and now < (self._unsettled_since or now) + PATIENCE:
            self._unsettled_since = self._unsettled_since or now
            self._say_once(Waiting(self.season, waiting))
            self._look_at = now + SOON
            return
        self._unsettled_since = None
        if self.last is not None and found:
            self._say_once(Changed(self.season, found))
            if any(change.name == FONTS for change in found):
                self.workers.stop()  # they know the fonts that there were
        if found or self.again or self.last is None:
            self._build(now)

    def _open(self) -> bool:
        """The settings and the season as they are now; whether there is anything to build from."""
        if os.path.isdir(self.workspace.inputs):  # noqa: PTH112  # a share that is gone raises all kinds of errors
            workspace, problems = open_workspace(self.workspace.root)
            turn = self.troubles.update("settings", problems)
            if turn.new or turn.mended:
                self.tell(Trouble(turn))
            if workspace is None or has_errors(problems):
                return False
            self.workspace = workspace
            self._choose_season()
        lost = Lost(self.season)
        if not os.path.isdir(self.workspace.inputs / self.season):  # noqa: PTH112
            self._say_once(lost)
            self._look_at = min(self._look_at, time.monotonic() + TICK)
            return False
        if lost in self._said:
            self._said.discard(lost)
            self.tell(Lost(self.season, returned=True))
        return True

    def _choose_season(self) -> None:
        """Turn to a newer season, once it has a unit, as a build would; to the one that the settings name."""
        chosen, _ = choose_season(self.workspace, self.options.season)
        if chosen is None or chosen == self.season:
            return
        if self.workspace.settings.season or (chosen > self.season and any((self.workspace.inputs / chosen).glob("*/单位.yaml"))):
            self.tell(Watching(chosen, self.options.polling, self.season))
            self.season, self.last, self.warm, self.troubles = chosen, None, Warm(), Troubles()

    def _is_settled(self, snapshot: Snapshot, found: tuple[Change, ...], now: float, *, announced: bool) -> bool:
        """Whether there is something to do, and it is no longer moving. Where no event told of it, two looks must see the same."""
        if not found and not self.again:
            self._seen = None
            self.debounce.clear()
            return False
        if found and ((self._seen is None and not announced) or (self._seen is not None and self._seen != snapshot.digest)):
            self._seen = snapshot.digest
            self.debounce.note(now)
            if (self.debounce.due() or now) > now:
                return False
        self._seen = None
        self.debounce.clear()
        return True

    def _build(self, now: float) -> None:
        try:
            project = open_project(self.workspace, self.season, self.warm)
            built = build(project, Order(), lambda: nullcontext(self.workers), self._done)
            if not self._is_busy(built):
                self._built(project, built)
            if self.options.once:
                if not self.again:
                    self.bell.end()
            elif self.warm.season is None:
                self._warm_up(project)
        except Exception as fault:  # noqa: BLE001  # a file that goes while it is read, or a fault of the program: the watcher lives on
            self.warm = Warm()
            self.again = True
            message = f"没有生成，程序出错（{type(fault).__name__}：{fault}）"
            problem = error("watch.failed", message, help="过一会儿会自动再试；一直这样的，请把这条提示反馈给软件维护人员")
            turn = self.troubles.update("watch", (problem,))
            if turn.new:
                self.tell(Trouble(turn))
            self._look_at = now + LATER

    def _done(self, _document: Document) -> None:
        if self.bell.ended:
            raise _Ended

    def _is_busy(self, built: Built) -> bool:
        """Whether somebody else builds: then again in a moment."""
        busy = any(problem.code == "outputs.busy" for problem in built.problems)
        if busy:
            self._say_once(Busy())
            self.again = True
            self._look_at = time.monotonic() + TICK
        return busy

    def _built(self, project: Project, built: Built) -> None:
        quietly = self.again and Busy() not in self._said
        self._said.clear()
        self.last = project.snapshot
        documents = built.documents
        unwritten = [d for d in documents if d.status == "failed" and any(p.code.startswith("outputs.") for p in d.problems)]
        self.again = bool(unwritten) or any(problem.code == "outputs.failed" for problem in built.problems)
        if self.again:
            self._look_at = time.monotonic() + LATER
        problems = (*built.problems, *(p for d in documents for p in (*d.problems, *d.findings)))
        unread = {d.unit for d in documents if d.status == "blocked" or (d.status == "failed" and d not in unwritten)}
        turn = self.troubles.update("build", problems, unread if built.kinds else self.troubles.units("build"))
        self.is_well = not (has_errors(problems) or any(d.status in ("blocked", "failed") for d in documents))
        if not quietly or turn.new or turn.mended or any(d.status == "built" for d in documents):
            self.tell(Result(built, turn))
        mended = self.troubles.update("watch", ())
        if mended.mended:
            self.tell(Trouble(mended))

    def _warm_up(self, project: Project) -> None:
        """Read and compute what the first change will need, while nothing else happens."""
        season = project.season()
        for scope in season.scopes:
            ring = self.bell.wait(0)
            if ring is not None:
                self.debounce.note(ring)
                return
            season.themes(scope)

    def _is_unreadable(self) -> bool:
        """Whether a file couldn't be read: nothing will tell when it can be."""
        return self.last is not None and UNREADABLE in self.last.digests.values()

    def _say_once(self, news: News) -> None:
        if news not in self._said:
            self._said.add(news)
            self.tell(news)
