"""What the watcher tells, one value for each thing that happens."""

from dataclasses import dataclass

from reportgen.building.outcome import Built
from reportgen.building.watch.changes import Change
from reportgen.building.watch.faults import Turn


@dataclass(frozen=True, slots=True)
class Watching:
    """It watches a season from now on; `polling`: by looking again and again. `earlier` is the season watched before, where there was one."""

    season: str
    polling: bool
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What it has noticed, before anything is built from it."""

    season: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a build has made, and the problems that came and went with it."""

    built: Built
    turn: Turn


@dataclass(frozen=True, slots=True)
class FaultsChanged:
    """Problems that came and went without a build: of the settings, of the program."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files that are being written or held by a program: it will look again."""

    season: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody else builds in the workspace: it will try again."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The season's folder can't be reached; `returned`: it can again."""

    season: str
    returned: bool = False


@dataclass(frozen=True, slots=True)
class NoEvents:
    """The system gives no events, and why: it looks again and again instead."""

    fault: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """The program on the disk is no longer the one that runs: it has to be started anew."""


News = Watching | Changed | Result | FaultsChanged | Waiting | Busy | Lost | NoEvents | Outdated
