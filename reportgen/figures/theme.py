"""All figures of a unit, by theme: what templates and rules name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial

from reportgen.figures.acceptance import AcceptanceResult, acceptance
from reportgen.figures.completion import Completion, completion
from reportgen.figures.costs import Costs, costs
from reportgen.figures.declared import OwnFigures, own_figures
from reportgen.figures.energy import EnergySupply, Plants, energy, plants
from reportgen.figures.equipment import EquipmentChoice, equipment
from reportgen.figures.evidence import EvidenceIndex, evidence
from reportgen.figures.issues import Issues, issues
from reportgen.figures.lines import Listing, ListingRow, listing
from reportgen.figures.models import Model, models
from reportgen.figures.money import Funds, funds
from reportgen.figures.operation import DispatchSeries, dispatch
from reportgen.figures.outreach import OutreachWork, outreach
from reportgen.figures.own import OwnTables
from reportgen.figures.pilot import Pilot, pilot
from reportgen.figures.progress import MonthlyPlan, progress
from reportgen.figures.retrofit import RetrofitTasks, retrofit
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope
from reportgen.figures.scores import Scores, UnitScore, scores
from reportgen.figures.service import Arrears, Operators, Reports, Safety, arrears, operators, reports, safety
from reportgen.figures.subsidies import Subsidies, subsidies
from reportgen.figures.tasks import Tasks, Villages, tasks, villages
from reportgen.figures.zones import Zones, zones
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.programme import Programme
from reportgen.language.figure import Figure


@dataclass(frozen=True, slots=True)
class Themes:
    """Every theme of a unit's figures. A field's name is the name that a template uses."""

    tasks: Tasks
    villages: Villages
    progress: MonthlyPlan
    retrofit: RetrofitTasks
    completion: Completion
    acceptance: AcceptanceResult
    funds: Funds
    energy: EnergySupply
    plants: Plants
    equipment: EquipmentChoice
    models: tuple[Model, ...]
    zones: Zones
    subsidies: Subsidies
    costs: Costs
    pilot: Pilot
    evidence: EvidenceIndex
    projects: Listing
    duties: Listing
    organisation: Listing
    issues: Issues
    dispatch: DispatchSeries
    operators: Operators
    outreach: OutreachWork
    safety: Safety
    reports: Reports
    arrears: Arrears
    notes: Listing
    scores: Scores
    data: OwnTables
    own: Mapping[str, OwnFigures]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the themes that there are."""
        return THEMES

    def figures(self) -> dict[str, Figure]:
        """Every known or missing figure by its name."""
        return by_name(getattr(self, name) for name in self.names)


class OwnThemes(Themes):
    """The themes of a programme that stands alone: nobody is shown those of the package, which are empty."""

    __slots__ = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the themes that there are."""
        return OWN_THEMES


THEMES = tuple(entry.name for entry in fields(Themes))
"""The names of all themes."""
OWN_THEMES = ("data", "own")
"""Those that a workspace declares."""


def theme_names(programme: Programme) -> tuple[str, ...]:
    """The names of the themes of a programme."""
    return OWN_THEMES if programme.alone else THEMES


def themes(scope: Scope, scheme: Scheme | None = None, units: tuple[UnitScore, ...] = ()) -> Themes:
    """Compute all figures of a unit; `scheme` is the one that it scores itself by, `units` are the scores of the units below."""
    if scope.programme.alone:
        empty = themes(Scope(UnitInputs(scope.unit, scope.inputs.folder)))
        given = {name: getattr(empty, name) for name in THEMES}
        return OwnThemes(**{**given, "data": OwnTables(scope), "own": own_figures(scope)})
    task, area, money = tasks(scope), retrofit(scope), funds(scope)
    done = completion(scope, task, area)
    counted = partial(
        Themes,
        tasks=task,
        villages=villages(scope, task),
        progress=progress(scope, task),
        retrofit=area,
        completion=done,
        acceptance=acceptance(scope, task),
        funds=money,
        energy=energy(scope),
        plants=plants(scope),
        equipment=equipment(scope),
        models=models(scope),
        zones=zones(scope),
        subsidies=subsidies(scope),
        costs=costs(scope),
        pilot=pilot(scope, done),
        evidence=evidence(scope),
        projects=listing(scope.optional("projects")),
        duties=listing(scope.rows("duties")),
        organisation=listing(scope.own("organisation")),
        issues=issues(scope),
        dispatch=dispatch(scope),
        operators=operators(scope),
        outreach=outreach(scope),
        safety=safety(scope),
        reports=reports(scope),
        arrears=arrears(scope),
        notes=listing(scope.own("notes")),
        data=OwnTables(scope),
        own=own_figures(scope),
    )
    return counted(scores=scores(scope, money, by_name(counted.keywords.values()), scheme, units))


def by_name(values: Iterable[object]) -> dict[str, Figure]:
    """Every figure of some themes by its name."""
    found: dict[str, Figure] = {}
    for value in values:
        for figure in _figures_in(value):
            found.setdefault(figure.name, figure)
    return found


def _figures_in(value: object) -> Iterator[Figure]:
    """Every figure in a theme: a dataclass, tuple or row of figures, however deep."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, ListingRow):
        yield from value.figures()
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _figures_in(item)
    else:
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from _figures_in(getattr(value, name))
