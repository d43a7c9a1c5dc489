"""Which kinds of document are asked of which units, when they are due, and who says so; and what units' descriptions are to say for that to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.building.project import Project
from reportgen.documents.kinds import Kind
from reportgen.figures.scope import Scope
from reportgen.inputs.schema.unit import Schedule, Unit
from reportgen.pipeline.due import due_date
from reportgen.pipeline.season import Season, files
from reportgen.policy.provisions import binds
from reportgen.start.amend import amend

KINDS = str(Unit.model_fields["kinds"].alias)
SCHEDULE = str(Unit.model_fields["schedule"].alias)


@dataclass(frozen=True, slots=True)
class AskedKind:
    """A kind of document as it is asked of a unit: whether it is, when it is due (None: nobody says), and who says so in words.

    `own` is the day that the unit's description has itself. `settable`: its deadline is an entry of the description (`entry`, its name).
    `by_name`: it is made only by units that name it, which stands elsewhere. `named`: the kind has a deadline, whoever says when that is.
    """

    id: str
    name: str
    asked: bool
    due: date | None
    source: str
    own: date | None
    settable: bool
    entry: str
    by_name: bool
    named: bool


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """A unit with the kinds of its level that are filed."""

    unit: str
    kinds: tuple[AskedKind, ...]


def asked_units(project: Project) -> tuple[AskedUnit, ...]:
    """All units of the season; of their data nothing is read but the descriptions."""
    season = project.season(frozenset())
    return tuple(
        AskedUnit(scope.unit.name, tuple(_asked(season, scope, kind) for kind in _kinds(season) if scope.unit.level in kind.levels))
        for scope in season.scopes
        if not scope.inputs.absent
    )


def _kinds(season: Season) -> list[Kind]:
    return [kind for kind in season.kinds if kind.filed and kind.series is None]


def _asked(season: Season, scope: Scope, kind: Kind) -> AskedKind:
    key = kind.deadline if kind.deadline in Schedule.model_fields else None
    place = scope.unit.schedule.place(key) if key else None
    is_own = place is not None and place.file.startswith(f"{scope.inputs.folder}/")
    due = due_date(season.name, season.policies, scope, kind)
    given = getattr(scope.unit.schedule, key) if key else None
    if given is not None:
        source = "本单位规定" if is_own else f"{_of(season, '' if place is None else place.file)}规定"
    else:
        source = _source(season, scope, kind) if due is not None else ""
    entry = str(Schedule.model_fields[key].alias) if key else ""
    return AskedKind(
        kind.id, kind.name, files(scope, kind), due, source, given if is_own else None, key is not None, entry, kind.on_request, kind.deadline is not None
    )


def _of(season: Season, file: str) -> str:
    """The unit in whose folder a file lies."""
    return next((scope.unit.name for scope in season.scopes if scope.inputs.folder and file.startswith(f"{scope.inputs.folder}/")), "上级")


def _source(season: Season, scope: Scope, kind: Kind) -> str:
    year = int(season.name)
    found = [policy.document.number or policy.document.title for policy in season.policies if kind.deadline in policy.deadlines and binds(policy, scope, year)]
    return "、".join(found) or f"按{scope.programme.season_name}结束的日期推算"


def with_kinds(project: Project, unit: str, asked: frozenset[str], days: Mapping[str, date | None]) -> dict[str, bytes]:
    """The unit's file as it is to be: these kinds (ids) of those that all file are asked, and these days, by the names of entries.

    Nothing where it says so already. Raises start.amend.NotAmended, Unreadable.
    """
    season = project.season(frozenset())
    scope = next(scope for scope in season.scopes if scope.unit.name == unit)
    mine = [kind for kind in _kinds(season) if scope.unit.level in kind.levels and not kind.on_request]
    entries: dict[tuple[str, ...], date | tuple[str, ...] | None] = {}
    if {kind.id for kind in mine if files(scope, kind)} != asked & {kind.id for kind in mine}:
        entries[KINDS,] = None if asked >= {kind.id for kind in mine} else tuple(kind.name for kind in mine if kind.id in asked)
    own = {kind.entry: kind.own for kind in next(one for one in asked_units(project) if one.unit == unit).kinds if kind.settable}
    entries |= {(SCHEDULE, name): day for name, day in days.items() if name in own and own[name] != day}
    if not entries:
        return {}
    description = scope.inputs.description
    folder = project.workspace.root / scope.inputs.folder
    made = amend(project.workspace, folder, description.file if description.sheet is not None else None, entries)
    return {made.file: made.content}
