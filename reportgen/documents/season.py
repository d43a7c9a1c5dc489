"""A season's inputs made ready for composing: the units with their figures, the kinds, and what was wrong in reading."""

from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.compose import Composed, Composer, composer
from reportgen.documents.context import filing
from reportgen.documents.kinds import Kind, read_kinds
from reportgen.figures.scope import Scope, scopes
from reportgen.figures.theme import Themes, themes
from reportgen.inputs.load import load_season
from reportgen.policy import Evaluated, Policy, evaluate_unit, load_policies
from reportgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make."""

    scope: Scope
    kind: Kind


@dataclass(frozen=True, slots=True)
class Season:
    """All that documents are made from, and the policies. `blocked` are the folders whose 单位.yaml can't be read."""

    workspace: Workspace
    name: str
    scopes: tuple[Scope, ...]
    kinds: tuple[Kind, ...]
    problems: tuple[Diagnostic, ...]
    blocked: tuple[str, ...]
    composer: Composer
    policies: tuple[Policy, ...]
    _themes: dict[str, Themes] = field(default_factory=dict)

    def jobs(self, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> tuple[Job, ...]:
        """The documents of the units and kinds asked for (names and ids; None means all), in the order of the units."""
        return tuple(
            Job(scope, kind)
            for scope in self.scopes
            if units is None or scope.unit.name in units
            for kind in self.kinds
            if (kinds is None or kind.id in kinds) and files(scope, kind)
        )

    def themes(self, scope: Scope) -> Themes:
        """The figures of a unit, computed once."""
        name = scope.unit.name
        if name not in self._themes:
            self._themes[name] = themes(scope)
        return self._themes[name]

    def compose(self, job: Job) -> Composed:
        """The canonical HTML of a document."""
        return self.composer.compose(job.scope, job.kind, self.name, self.themes(job.scope))

    def evaluate(self, job: Job) -> Evaluated:
        """What the policies that bind the unit say to the data of a document."""
        return evaluate_unit(self.policies, job.scope, self.themes(job.scope), job.kind.id, self.name, filing(job.scope, job.kind))


def files(scope: Scope, kind: Kind) -> bool:
    """Whether the unit files documents of this kind."""
    asked = scope.unit.kinds
    return scope.unit.level in kind.levels and (asked is None or any(kind.is_named(name) for name in asked))


def open_season(workspace: Workspace, season: str) -> Season:
    """Read a season's inputs and the kinds of document."""
    folder = workspace.inputs / season
    loaded = load_season(workspace.root, folder)
    path = workspace.template("kinds.yaml")
    kinds, problems = read_kinds(path, workspace.relative(path))
    names = {unit.folder.rsplit("/", 1)[-1] for unit in loaded.units}
    blocked = tuple(sorted(f.name for f in folder.iterdir() if (f / "单位.yaml").exists() and f.name not in names)) if folder.is_dir() else ()
    unasked = tuple(
        error(
            "inputs.unknown-kind",
            f"文种“{name}”不存在",
            *((place,) if (place := inputs.unit.place("kinds")) else ()),
            help="可以写的文种有：" + "、".join(kind.name for kind in kinds),
            unit=inputs.unit.name,
        )
        for inputs in loaded.units
        for name in (*(inputs.unit.kinds or ()), *inputs.unit.documents)
        if kinds and not any(kind.is_named(name) for kind in kinds)
    )
    policies, faults = load_policies(workspace)
    found = (*problems, *faults, *loaded.problems, *unasked)
    return Season(workspace, season, scopes(loaded.units, loaded.unplaced), kinds, found, blocked, composer(workspace), policies)
