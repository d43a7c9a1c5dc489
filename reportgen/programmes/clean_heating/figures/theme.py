"""All figures of clean heating, by theme: what templates and rules name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from reportgen.figures.package import Counted
from reportgen.figures.scheme import Scheme
from reportgen.figures.scope import Scope
from reportgen.figures.themes import by_name
from reportgen.programmes.clean_heating.figures.acceptance import AcceptanceResult, acceptance
from reportgen.programmes.clean_heating.figures.air import Air, air
from reportgen.programmes.clean_heating.figures.completion import Completion, completion
from reportgen.programmes.clean_heating.figures.energy import EnergySupply, energy
from reportgen.programmes.clean_heating.figures.evidence import EvidenceIndex, evidence
from reportgen.programmes.clean_heating.figures.investment import Investment, investment
from reportgen.programmes.clean_heating.figures.issues import Issues, issues
from reportgen.programmes.clean_heating.figures.ledger import Ledger, ledger
from reportgen.programmes.clean_heating.figures.models import Model, models
from reportgen.programmes.clean_heating.figures.money import Funds, funds
from reportgen.programmes.clean_heating.figures.operation import DispatchSeries, dispatch
from reportgen.programmes.clean_heating.figures.outreach import OutreachWork, outreach
from reportgen.programmes.clean_heating.figures.pace import Pace, pace
from reportgen.programmes.clean_heating.figures.pilot import Pilot, pilot
from reportgen.programmes.clean_heating.figures.progress import MonthlyPlan, progress
from reportgen.programmes.clean_heating.figures.retrofit import RetrofitTasks, retrofit
from reportgen.programmes.clean_heating.figures.scores import Scores, scores, unit_score
from reportgen.programmes.clean_heating.figures.service import Reports, reports
from reportgen.programmes.clean_heating.figures.shortfall import Shortfall, shortfall
from reportgen.programmes.clean_heating.figures.subsidies import Subsidies, subsidies
from reportgen.programmes.clean_heating.figures.tasks import Tasks, tasks
from reportgen.programmes.clean_heating.figures.transfers import Transfers, transfers
from reportgen.programmes.clean_heating.figures.villages import Villages, villages


@dataclass(frozen=True, slots=True)
class HeatingThemes:
    """Every theme of the programme's figures. A field's name is the name that a template uses."""

    tasks: Tasks
    villages: Villages
    progress: MonthlyPlan
    pace: Pace
    retrofit: RetrofitTasks
    completion: Completion
    acceptance: AcceptanceResult
    ledger: Ledger
    shortfall: Shortfall
    funds: Funds
    transfers: Transfers
    investment: Investment
    energy: EnergySupply
    models: tuple[Model, ...]
    subsidies: Subsidies
    pilot: Pilot
    evidence: EvidenceIndex
    issues: Issues
    dispatch: DispatchSeries
    outreach: OutreachWork
    reports: Reports
    air: Air
    scores: Scores


THEMES = tuple(entry.name for entry in fields(HeatingThemes))
"""The names of all themes."""


def themes(scope: Scope, declared: Mapping[str, Any], scheme: Scheme | None, of: Counted | None) -> Mapping[str, Any]:
    """The themes of a unit; see `figures.package.Package`."""
    task, area, money = tasks(scope), retrofit(scope), funds(scope)
    done, confirmed, accepted = completion(scope, task, area), villages(scope, task), acceptance(scope, task)
    counted = partial(
        HeatingThemes,
        tasks=task,
        villages=confirmed,
        progress=progress(scope, task),
        pace=pace(scope, task, confirmed, accepted),
        retrofit=area,
        completion=done,
        acceptance=accepted,
        ledger=ledger(scope, confirmed),
        shortfall=shortfall(confirmed, accepted),
        funds=money,
        transfers=transfers(scope),
        investment=investment(scope),
        energy=energy(scope),
        models=models(scope),
        subsidies=subsidies(scope),
        pilot=pilot(scope, done),
        evidence=evidence(scope),
        issues=issues(scope),
        dispatch=dispatch(scope),
        outreach=outreach(scope),
        reports=reports(scope),
        air=air(scope),
    )
    units = () if of is None else tuple(unit_score(child.unit, of(child).scores) for child in scope.below("indicators"))
    found = counted(scores=scores(scope, money, by_name((*counted.keywords.values(), *declared.values())), scheme, units))
    return {name: getattr(found, name) for name in THEMES}
