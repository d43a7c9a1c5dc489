"""A season on its way to being built: what it is made from now, what is remembered of the last build, and, once it is needed, its data."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.building.memory import Memory, Remembered, open_memory
from reportgen.building.snapshot import FONTS, PROGRAM, Snapshot, digest_of, take_snapshot
from reportgen.pipeline.roster import Roster
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from reportgen.building.renderer import Renderer
    from reportgen.inputs.load import Reading
    from reportgen.pipeline.season import Season


@dataclass(slots=True)
class Warm:
    """What a process that builds again and again keeps in between: units as read, by folder, and the season as computed and composed."""

    readings: dict[str, tuple[str, "Reading"]] = field(default_factory=dict)
    season: "Season | None" = None
    made_from: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Project:
    """A season of a workspace."""

    workspace: Workspace
    name: str
    memory: Memory
    snapshot: Snapshot
    warm: Warm | None = None
    renderer: "Renderer | None" = None
    _season: "Season | None" = None

    @property
    def remembered(self) -> Remembered:
        """What is known of the season: of now, once `is_known` or `season` was asked for."""
        return self.memory.season(self.name)

    @property
    def is_known(self) -> bool:
        """Whether nothing has changed since the last build, so that nothing need be read."""
        return self.remembered.snapshot == self.snapshot.digest

    @property
    def roster(self) -> Roster:
        """The units and kinds there are."""
        if not self.is_known:
            self.season()
        return self.remembered.roster

    def season(self) -> "Season":
        """The season's data, read once; what is remembered of it is brought up to date."""
        if self._season is None:
            self._season = self._open()
        return self._season

    def _open(self) -> "Season":
        from reportgen.building.ingredients import ingredients
        from reportgen.building.renderer import open_renderer
        from reportgen.pipeline.season import open_season

        season = open_season(self.workspace, self.name, self._read)
        self.renderer, faults = open_renderer(self.workspace)
        remembered = self.remembered
        made_from = {}
        for unit, names in ingredients(season, self.snapshot, self.memory.references).items():
            made_from[unit] = digest_of(part for item in sorted(names.items()) for part in item)
            self.memory.made_from[made_from[unit]] = names
        remembered.roster, remembered.problems, remembered.made_from = season.roster, (*season.problems, *faults), made_from
        remembered.undecided = dict(season.undecided)
        digests = self.snapshot.digests
        remembered.set_up = self.renderer.digest(digests[PROGRAM], digests[FONTS]) if self.renderer else ""
        # Without the writers, or the kinds of document, nothing can be said to be known.
        remembered.snapshot = self.snapshot.digest if self.renderer and season.kinds else ""
        for key, record in remembered.documents.items():
            if record.made_from == made_from.get(key[0]):
                season.known.evaluated[key] = record.evaluated
        if self.warm is not None:
            if self.warm.season is not None:
                season.known.carry_over(self.warm.season.known, (unit for unit, digest in made_from.items() if self.warm.made_from.get(unit) == digest))
            self.warm.season, self.warm.made_from = season, made_from
        return season

    def _read(self, root: Path, folder: Path) -> "Reading":
        """A unit as its folder gives it; as it was read before, where nothing in the folder has changed."""
        from reportgen.inputs.load import load_unit

        if self.warm is None:
            return load_unit(root, folder)
        name = folder.relative_to(root).as_posix()
        digest = digest_of(part for item in sorted(self.snapshot.below(name).items()) for part in item)
        known = self.warm.readings.get(name)
        if known is None or known[0] != digest:
            known = self.warm.readings[name] = digest, load_unit(root, folder)
        return known[1]


def open_project(workspace: Workspace, season: str, warm: Warm | None = None) -> Project:
    """A season as it is now."""
    memory = open_memory(workspace.outputs)
    return Project(workspace, season, memory, take_snapshot(workspace, season, memory.stamps), warm)
