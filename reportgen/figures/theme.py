"""All figures of a unit, by theme: what templates and rules name."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from reportgen.figures.completion import Completion, completion
from reportgen.figures.figure import Figure
from reportgen.figures.issues import Issues, issues
from reportgen.figures.lines import Line, Listing, listing
from reportgen.figures.money import Funds, funds
from reportgen.figures.progress import MonthlyPlan, progress
from reportgen.figures.scope import Scope
from reportgen.figures.supply import EnergySupply, EquipmentChoice, RetrofitTasks, Zones, energy, equipment, retrofit, zones
from reportgen.figures.tasks import Tasks, Villages, tasks, villages
from reportgen.inputs.schema import Duty, Project, Subsidy


@dataclass(frozen=True, slots=True)
class Themes:
    """Every theme of a unit's figures. A field's name is the name that a template uses."""

    tasks: Tasks
    villages: Villages
    progress: MonthlyPlan
    retrofit: RetrofitTasks
    completion: Completion
    funds: Funds
    energy: EnergySupply
    equipment: EquipmentChoice
    zones: Zones
    subsidies: Listing
    projects: Listing
    duties: Listing
    issues: Issues

    def figures(self) -> dict[str, Figure]:
        """Every known or missing figure by its name."""
        found: dict[str, Figure] = {}
        for entry in fields(self):
            for figure in _figures_in(getattr(self, entry.name)):
                found.setdefault(figure.name, figure)
        return found


def themes(scope: Scope) -> Themes:
    """Compute all figures of a unit."""
    task, area = tasks(scope), retrofit(scope)
    return Themes(
        tasks=task,
        villages=villages(scope, task),
        progress=progress(scope, task),
        retrofit=area,
        completion=completion(scope, task, area),
        funds=funds(scope),
        energy=energy(scope),
        equipment=equipment(scope),
        zones=zones(scope),
        subsidies=listing(Subsidy, scope.rows(Subsidy)),
        projects=listing(Project, scope.optional(Project)),
        duties=listing(Duty, scope.rows(Duty)),
        issues=issues(scope),
    )


def _figures_in(value: object) -> Iterator[Figure]:
    """Every figure in a theme: a dataclass, tuple or row of figures, however deep."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Line):
        yield from value.figures()
    elif isinstance(value, tuple):
        for item in value:
            yield from _figures_in(item)
    elif is_dataclass(value):
        for entry in fields(value):
            yield from _figures_in(getattr(value, entry.name))
