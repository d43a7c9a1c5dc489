"""The workspace as the pages ask it: one season, seen anew where something has changed, one question after the other."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from reportgen.building.outline import Outline
from reportgen.building.project import Project, Warm, open_project
from reportgen.building.status import Standing, status
from reportgen.language.sources import speaking_of
from reportgen.seen import Moved
from reportgen.versions.history import open_history
from reportgen.workspace import Workspace, open_workspace

T = TypeVar("T")

ATTEMPTS, PAUSE = 4, 0.3
"""How often a question is put where a file changes while it is read, and the seconds in between."""
FRESH = 1.0
"""Seconds for which what was seen of the workspace stands: a board that many look at looks at the files once."""
_RECORDS = ("written.jsonl", "history.db", "history.db-wal")
"""What changes below outputs/.reportgen with each build and filing."""


class Unavailable(Exception):
    """The workspace can't be asked now: the words say why."""


@dataclass(frozen=True)
class Tree:
    """The units of the season and the kinds of document, as they were at a time."""

    outline: Outline

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """By unit (name) all units below it."""
        return {name: frozenset(one.subtree) - {name} for name, one in self.outline.units.items()}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The names of the kinds that are filed, by id."""
        return {kind.id: kind.name for kind in self.outline.roster.kinds if kind.filed}

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The folders of the units by name, in their order."""
        return {unit.name: unit.folder for unit in self.outline.roster.units}

    @cached_property
    def upper(self) -> Mapping[str, str]:
        """By unit (name) the one right above it: of those whose subtree it is in, the one with the smallest."""
        found: dict[str, str] = {}
        for name, below in sorted(self.below.items(), key=lambda item: -len(item[1])):
            found |= dict.fromkeys(below, name)
        return found


@dataclass(frozen=True)
class Seen(Tree):
    """How everything stood: the standings of all documents, and what a reader would have seen of each (a digest)."""

    standings: Mapping[tuple[str, str], Standing]
    visible: Mapping[tuple[str, str], str]


@dataclass
class Engine:
    """A season of a workspace, asked by the threads of the server one after the other: what is found out is kept for the next."""

    root: Path
    season: str
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _warm: Warm = field(default_factory=Warm)
    _project: Project | None = None
    _opened_at: float = 0.0
    _tree: Tree | None = None
    _tree_at: float = 0.0
    _seen: Seen | None = None
    _of: tuple[object, ...] = ()
    _at: float = 0.0
    _others: "dict[str, Engine]" = field(default_factory=dict)

    def of(self, season: str) -> "Engine":
        """The same workspace's engine of another season."""
        return self if season == self.season else self._others.setdefault(season, Engine(self.root, season))

    def workspace(self) -> Workspace:
        """The workspace as it is set now. Raises Unavailable."""
        workspace, problems = open_workspace(self.root)
        if workspace is None:
            raise Unavailable("；".join(problem.message for problem in problems))
        return workspace

    def tree(self) -> Tree:
        """The units and kinds, without a look at how their documents stand."""
        with self._lock:
            if self._tree is None or time.monotonic() > self._tree_at + FRESH:
                self._tree = Tree(self.ask(lambda project: project.outline))
                self._tree_at = time.monotonic()
            return self._tree

    def look(self, *, anew: bool = False) -> Seen:
        """How everything stands; `anew`: as it is now, not as it was a moment ago."""
        with self._lock:
            if anew or self._seen is None or time.monotonic() > self._at + FRESH:
                self.ask(self._look, anew=True)
                self._at = time.monotonic()
            assert self._seen is not None  # noqa: S101  # it has just been looked at
            return self._seen

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
            raise Unavailable("填报数据正在保存或者复制，请过一会儿再看")

    def _opened(self, *, anew: bool) -> Project:
        now = time.monotonic()
        if anew or self._project is None or now > self._opened_at + FRESH:
            self._project, self._opened_at = open_project(self.workspace(), self.season, self._warm), now
        return self._project

    def _look(self, project: Project) -> None:
        of = (project.snapshot.digest, project.today, *map(_stamp, (project.workspace.outputs / ".reportgen" / name for name in _RECORDS)))
        if self._seen is not None and of == self._of:
            return
        with open_history(project.workspace.outputs) as history:
            standings = status(project, project.today, None, None, history.filings())
        decided = [(one.unit, one.kind) for one in standings if one.readable and not one.kept]
        answers = project.answers(decided)
        self._seen = Seen(project.outline, {(one.unit, one.kind): one for one in standings}, {document: answer.visible for document, answer in answers.items()})
        self._of = of


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
