"""The watcher: it looks when something has happened and every so often, and has built what is due."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from reportgen.building.file_digests import UNREADABLE, FileDigests
from reportgen.building.lock import held
from reportgen.building.snapshot import FONTS, Snapshot, take_snapshot
from reportgen.building.watch.bell import Bell
from reportgen.building.watch.builds import Builds, Ended
from reportgen.building.watch.changes import Change, changes, unsettled
from reportgen.building.watch.debounce import Debounce
from reportgen.building.watch.events import Events
from reportgen.building.watch.news import Changed, Lost, News, NoEvents, Outdated, Waiting, Watching
from reportgen.building.workers import local_workers
from reportgen.diagnostics import Diagnostic, error, has_errors
from reportgen.inputs.data_files import has_units
from reportgen.pipeline.selection import choose_season
from reportgen.seen import PROGRAM
from reportgen.workspace import Workspace, open_workspace

LOCK = ".reportgen/watch.lock"
TICK = 1.0
"""Seconds between two looks where no events tell of changes, and between two at what gives the events."""
RESCAN = 30.0
"""Seconds between two looks for changes that events didn't tell of."""
SOON = 0.5
"""Seconds until another look at a file that is being written."""
PATIENCE = 3.0
"""Seconds that a file may be unreadable or half there before it is taken for what it is."""


@dataclass(frozen=True, slots=True)
class Options:
    """`season`: the one asked for, None for the newest. `once`: what is due is built, and that is all. `first` is done before each look at the inputs."""

    season: str | None = None
    jobs: int | None = None
    polling: bool = False
    once: bool = False
    first: Callable[[], None] | None = None


def watch(workspace: Workspace, options: Options, tell: Callable[[News], None], bell: Bell) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Build what is due and what changes, until `bell` is asked to end.

    Gives whether it ended well: because it was asked to, and with `once` without errors; and the problems for which it didn't
    even begin: no season, another watcher.
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
        if workers.start is not None and not options.once:
            workers.executor()  # its processes need a second to be ready: by the first change they are
        watcher = _Watcher(workspace, options, tell, bell, events, Builds(season, workers, bell, tell))
        try:
            watcher.run()
        except Ended:
            workers.stop(cancel=True)
        return watcher.ended_well, ()


@dataclass(slots=True)
class _Watcher:
    workspace: Workspace
    options: Options
    tell: Callable[[News], None]
    bell: Bell
    events: Events | None
    builds: Builds
    ended_well: bool = True
    _digests: FileDigests = field(default_factory=FileDigests)
    _debounce: Debounce = field(default_factory=Debounce)
    _program: str = ""
    _looked_at: str | None = None
    """The digest of a change of which no event told."""
    _told: str = ""
    """The digest of what was last told of."""
    _unsettled_since: float | None = None
    _is_lost: bool = False
    _supervise_at: float = 0.0

    def run(self) -> None:
        """Until it is asked to end."""
        self.tell(Watching(self.builds.season, self.options.polling))
        look_at = 0.0
        while not self.bell.ended:
            now = time.monotonic()
            if now >= self._supervise_at:
                self._supervise_at = now + TICK
                if self._supervise():
                    look_at = now
            for ring in self.bell.rings():
                self._debounce.note(ring)
            due = self._debounce.due()
            is_due = due is not None and due <= now
            if is_due or look_at <= now:
                seconds = self._look(now, announced=is_due)
                look_at = time.monotonic() + seconds
            else:
                self.bell.wait(min(look_at, self._supervise_at, look_at if due is None else due) - now)

    def _supervise(self) -> bool:
        """See to it that the folders that there are now are watched. Where they weren't, something may have been missed."""
        if self.events is None or self.events.are_sound:
            return False
        self.events.renew()
        if self.events.fault is not None:
            self.tell(NoEvents(self.events.fault))
            self.events = None
        return True

    def _look(self, now: float, *, announced: bool) -> float:
        """See what has changed and build from it; gives in how many seconds to look again. `announced`: events have told, and it is quiet since."""
        if self.options.first is not None:
            self.options.first()
        snapshot = self._snapshot()
        if snapshot is None:
            return TICK
        builds = self.builds
        if self.events is not None:
            self.events.links = tuple(folder for name in snapshot.links if self.workspace.follows(folder := self.workspace.root / name))
        self._program = self._program or snapshot.digests[PROGRAM]
        if snapshot.digests[PROGRAM] != self._program:
            self.tell(Outdated())
            self.ended_well = False
            self.bell.end()
        before = builds.made_from
        found = changes(before.digests if before else {}, snapshot.digests)
        if self.bell.ended or (before is not None and not self._is_settled(snapshot, found, now, announced=announced)):
            return self._interval(snapshot)
        waiting = unsettled(self.workspace.root, found, snapshot.digests)
        if waiting and now < (self._unsettled_since or now) + PATIENCE:
            if self._unsettled_since is None:
                self._unsettled_since = now
                self.tell(Waiting(builds.season, waiting))
            return SOON
        self._unsettled_since = None
        if before is not None and found and snapshot.digest != self._told:
            self._told = snapshot.digest
            self.tell(Changed(builds.season, found))
            if any(change.name == FONTS for change in found):
                builds.workers.stop()  # they know the fonts that there were
        builds.build(self.workspace)
        if self.options.once and not builds.is_busy:
            self.ended_well = builds.is_well
            self.bell.end()
        elif builds.retry is None:
            builds.warm_up(self.workspace)
        return builds.retry or self._interval(snapshot)

    def _interval(self, snapshot: Snapshot) -> float:
        """In how many seconds to look again. Nothing tells when a file that can't be read can be."""
        if self.builds.retry is not None:
            return self.builds.retry
        return TICK if self.events is None or UNREADABLE in snapshot.digests.values() else RESCAN

    def _is_settled(self, snapshot: Snapshot, found: tuple[Change, ...], now: float, *, announced: bool) -> bool:
        """Whether there is something to do, and it is no longer moving. Where no event told of it, two looks must see the same."""
        if found and ((self._looked_at is None and not announced) or self._looked_at not in (None, snapshot.digest)):
            self._looked_at = snapshot.digest
            self._debounce.note(now)
            if (self._debounce.due() or now) > now:
                return False
        self._looked_at = None
        self._debounce.clear()
        return bool(found) or self.builds.retry is not None

    def _snapshot(self) -> Snapshot | None:
        """Everything as it is now; None, and told, where the settings are wrong or the season can't be reached."""
        try:
            # os.path.isdir: a share that is gone raises all kinds of errors.
            if os.path.isdir(self.workspace.inputs):  # noqa: PTH112
                workspace, problems = open_workspace(self.workspace.root)
                self.builds.faults("settings", *problems)
                if workspace is None or has_errors(problems):
                    return None
                self.workspace = workspace
                self._choose_season()
            is_there = os.path.isdir(self.workspace.inputs / self.builds.season)  # noqa: PTH112
            snapshot = take_snapshot(self.workspace, self.builds.season, self._digests, self.builds.others) if is_there else None
        except OSError:
            snapshot = None
        if (snapshot is None) is not self._is_lost:
            self._is_lost = snapshot is None
            self.tell(Lost(self.builds.season, returned=not self._is_lost))
        return snapshot

    def _choose_season(self) -> None:
        """Turn to a newer season once it has a unit, as a build would; to the one that the settings name."""
        chosen, _ = choose_season(self.workspace, self.options.season)
        season = self.builds.season
        if chosen is None or chosen == season:
            return
        if self.workspace.settings.season or (chosen > season and has_units(self.workspace.inputs / chosen)):
            self.tell(Watching(chosen, self.options.polling, season))
            self.builds = Builds(chosen, self.builds.workers, self.bell, self.tell)
