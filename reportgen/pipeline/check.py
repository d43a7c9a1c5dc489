"""check: everything that is wrong or lacking, and what the policies say to it, without writing anything."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.pipeline.season import Job, Season
from reportgen.pipeline.undecided import kept
from reportgen.policy import Finding, NotChecked, Outcome


@dataclass(frozen=True, slots=True)
class UnitChecked:
    """What a unit's documents come to: how many there are, what the policies say to them together, the unit's problems.

    `is_kept`: its data can't be decided, so that nothing has been compared with the policies, and its documents stay as they are.
    """

    unit: str
    documents: int
    outcome: Outcome
    problems: tuple[Diagnostic, ...]
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """Problems of inputs, templates and rules; findings of the rules; the rules that lack data; and all of it by unit."""

    problems: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    units: tuple[UnitChecked, ...]


def check(season: Season, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> Checked:
    """Check the season's inputs, templates and rules; what belongs to other units is left out where `units` are given.

    To check a review is to check the kinds that are filed: it speaks of nothing else.
    """
    if kinds is not None and all(kind.is_review for kind in season.kinds if kind.id in kinds):
        kinds = None
    problems = [problem for problem in season.problems if concerns(problem, units)]
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    jobs: dict[str, list[Job]] = {}
    problems += (kept(name, season.undecided[name]) for name in season.blocked if name in season.undecided and (units is None or name in units))
    for job in season.jobs(units, kinds):
        name = job.scope.unit.name
        if name in season.undecided:
            jobs.setdefault(name, [])
            problems.append(kept(name, season.undecided[name]))
            continue
        problems += season.compose(job).problems
        evaluated = season.evaluate(job)
        problems += evaluated.problems
        findings += evaluated.findings
        not_checked += evaluated.not_checked
        jobs.setdefault(name, []).append(job)
    found = unique(problems)
    by_unit = tuple(
        UnitChecked(
            name,
            sum(job.kind.filed for job in of_unit),
            season.outcome(of_unit[0].scope, kinds) if of_unit else Outcome(),
            tuple(problem for problem in found if problem.unit == name),
            is_kept=name in season.undecided,
        )
        for name, of_unit in jobs.items()
    )
    return Checked(found, tuple(dict.fromkeys(findings)), tuple(not_checked), by_unit)


def concerns(problem: Diagnostic, units: frozenset[str] | None) -> bool:
    """Whether a problem belongs to one of the units, or to no unit in particular."""
    return units is None or problem.unit is None or problem.unit in units


def unique(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once, in the order in which they were found."""
    return tuple(dict.fromkeys(problems))
