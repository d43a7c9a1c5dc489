"""The workspace as the pages ask it: one season, seen anew where something has changed, one question after the other."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from reportgen.building.project import NotKnown, Project, Warm, open_project
from reportgen.building.status import Standing
from reportgen.desk.at_desk import at_desk
from reportgen.desk.looker import LONGEST, Looker
from reportgen.desk.looking import looked, standing_now
from reportgen.desk.seen import Seen as Seen
from reportgen.desk.seen import Tree as Tree
from reportgen.desk.seen import Unavailable as Unavailable
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema import Programme
from reportgen.language.sources import speaking_of
from reportgen.seen import Moved
from reportgen.workspace import Workspace, open_workspace

T = TypeVar("T")

ATTEMPTS, PAUSE = 4, 0.3
"""How often a question is put where a file changes while it is read, and the seconds in between."""
FRESH = 1.0
"""Seconds for which what was seen of the workspace stands: a board that many look at looks at the files once."""
EARLIER = 60.0
"""Seconds for which the data of an earlier season stand where many are answered: hardly anybody changes them."""
_RECORDS = ("written.jsonl", "history.db", "history.db-wal")
"""What changes below outputs/.reportgen with each build and filing."""
_MOVING = "填报数据正在保存或者复制，请过一会儿再看"


@dataclass
class Engine:
    """A season of a workspace, asked by the threads of the server one after the other: what is found out is kept for the next.

    `looker`: who finds out how things stand; without one that is found out here, each time before it is told.
    """

    root: Path
    season: str
    looker: Looker | None = None
    fresh: float = FRESH
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _warm: Warm = field(default_factory=Warm)
    _project: Project | None = None
    _opened_at: float = 0.0
    _tree: Tree | None = None
    _tree_at: float = 0.0
    _seen: Seen | None = None
    _of: tuple[object, ...] = ()
    _at: float = 0.0
    _began: float = 0.0
    _others: "dict[str, Engine]" = field(default_factory=dict)

    def of(self, season: str) -> "Engine":
        """The same workspace's engine of another season."""
        fresh = FRESH if self.looker is None else EARLIER
        return self if season == self.season else self._others.setdefault(season, Engine(self.root, season, fresh=fresh))

    def before(self) -> "Engine | None":
        """The engine of the season before, None where there is none. Raises Unavailable."""
        season = str(int(self.season) - 1)
        return self.of(season) if season in self.workspace().seasons() else None

    def workspace(self) -> Workspace:
        """The workspace as it is set now. Raises Unavailable."""
        workspace, problems = open_workspace(self.root)
        if workspace is None:
            raise Unavailable("；".join(at_desk(problem.message) for problem in problems))
        return workspace

    def programme(self) -> Programme:
        """What the units fill in, and what a season of it is called, as it is set now: that takes a millisecond. Raises Unavailable."""
        return programme_of(self.workspace())[0]

    def tree(self) -> Tree:
        """The units and kinds, without a look at how their documents stand. Raises Unavailable."""
        if self.looker is not None:
            return self.looker.seen()
        with self._lock:
            if self._tree is None or time.monotonic() > self._tree_at + FRESH:
                self._tree = Tree(self.ask(lambda project: project.outline))
                self._tree_at = time.monotonic()
            return self._tree

    def look(self, *, anew: bool = False, built: Mapping[str, float] = MappingProxyType({}), of: frozenset[str] = frozenset()) -> Seen:
        """How everything stands, as it was last seen. What was `built` since (unit, time) is being checked; if `of` these, a moment is waited for it.

        `anew`: as it is now, however long it takes to find that out. Raises Unavailable.
        """
        if self.looker is not None:
            return self.looker.anew() if anew else self.looker.seen(built, of)
        with self._lock:
            if anew or self._seen is None or time.monotonic() > self._at + FRESH or any(at > self._began for at in built.values()):
                self._began = time.time()
                for _ in self.looks():
                    pass
                self._at = time.monotonic()
            assert self._seen is not None  # noqa: S101  # it has just been looked at
            return self._seen

    def now(self, unit: str, kind: str, longest: float = LONGEST) -> tuple[Standing | None, str | None]:
        """How one document stands as its data are now (None: there is none), and the digest of what a reader would see of it.

        `longest`: so many seconds are waited for it to be found out. Raises Unavailable.
        """
        if self.looker is not None and (known := self.ask(lambda project: standing_now(project, (unit, kind)), anew=True)) is not None:
            return known
        seen = self.look(anew=True) if self.looker is None else self.looker.anew(unit, longest)
        return seen.standings.get((unit, kind)), seen.visible.get((unit, kind))

    def settled(self, unit: str, kind: str, longest: float = LONGEST) -> Seen:
        """How everything stands as it was last seen, but one document as its data are now (`now`). Raises Unavailable."""
        standing, visible = self.now(unit, kind, longest)
        seen = self.look()
        standings = dict(seen.standings) if standing is None else {**seen.standings, (unit, kind): standing}
        return replace(seen, standings=standings, visible=seen.visible if visible is None else {**seen.visible, (unit, kind): visible})

    def is_told(self, project: Project, unit: str, *, settled: bool = False) -> bool:
        """Whether what is said of a unit can be told without computing it; where nobody else finds it out, it always is. Raises Unavailable.

        `settled`: it was waited for a moment ago (`now`), so that what is known is no older than that.
        """
        if self.looker is None:
            return True
        seen = self.looker.seen()
        is_over = unit not in seen.checking
        return (is_over and seen.digest == project.snapshot.digest) or ((is_over or settled) and project.is_known(unit))

    def touch(self, *units: str) -> None:
        """The data of units (names) were changed just now: nobody sees them, and those above them, as they were before."""
        with suppress(Unavailable):  # the next page says so
            if self.looker is None:
                self.look(anew=True)
            else:
                self.looker.touch(frozenset((*units, *(upper for upper, names in self.looker.seen().below.items() if names & set(units)))))

    def looks(self) -> Iterator[Seen]:
        """How everything stands now, found out step by step (`looking.looked`); nothing where it stands as it did. Raises Unavailable."""
        with self._lock, speaking_of(self.season):
            for attempt in range(ATTEMPTS):
                try:
                    project = self._opened(anew=True)
                    of = (project.snapshot.digest, project.today, *map(_stamp, (project.workspace.outputs / ".reportgen" / name for name in _RECORDS)))
                    if self._seen is None or of != self._of:
                        for seen in looked(project, self._seen):
                            self._seen = seen
                            yield seen
                    project.keep()
                except Moved:
                    time.sleep(PAUSE if attempt else 0)
                else:
                    self._of = of
                    return
            raise Unavailable(_MOVING)

    def ask(self, question: Callable[[Project], T], *, anew: bool = False) -> T:
        """What a question to the season gives, as it was seen a moment ago or is seen `anew`; it is put again where a file has changed. Raises Unavailable."""
        with self._lock, speaking_of(self.season):
            for attempt in range(ATTEMPTS):
                try:
                    project = self._opened(anew=anew or attempt > 0)
                    found = question(project)
                    project.keep()
                except Moved:  # at first it may have been a while ago
                    time.sleep(PAUSE if attempt else 0)
                else:
                    return found
            raise Unavailable(_MOVING)

    def _opened(self, *, anew: bool) -> Project:
        """The season; where a process looks for us it is opened again when that has told something new, since all that it would look up is known then."""
        at = time.monotonic() if self.looker is None else float(self.looker.changes)
        if anew or self._project is None or at > self._opened_at + (self.fresh if self.looker is None else 0):
            self._project, self._opened_at = open_project(self.workspace(), self.season, self._warm), at
        return self._project


def known(question: Callable[[Project], T]) -> Callable[[Project], T | None]:
    """The same question, but to what is known: None where something would have to be read for it."""

    def asked(project: Project) -> T | None:
        try:
            with project.only_known():
                return question(project)
        except NotKnown:
            return None

    return asked


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


@dataclass
class _Opened:
    engine: Engine | None = None


_opened = _Opened()


def engine() -> Engine:
    """The engine of the workspace that the desk was set up for."""
    from django.conf import settings

    root, season = settings.DESK_FOLDER.root, settings.DESK_SEASON
    if _opened.engine is None or (_opened.engine.root, _opened.engine.season) != (root, season):
        _opened.engine = Engine(root, season)
    return _opened.engine
