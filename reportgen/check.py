"""check: everything that is wrong or lacking, and what the policies say to it, without writing anything."""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.documents.season import Season
from reportgen.policy import Finding, NotChecked


@dataclass(frozen=True, slots=True)
class Checked:
    """Problems of inputs, templates and rules; findings of the rules; the rules that lack data; how often a rule held."""

    problems: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    held: int


def check(season: Season, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> Checked:
    """Check the season's inputs, templates and rules; what belongs to other units is left out where `units` are given."""
    problems = [problem for problem in season.problems if concerns(problem, units)]
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    held = 0
    for job in season.jobs(units, kinds):
        problems += season.compose(job).problems
        evaluated = season.evaluate(job)
        problems += evaluated.problems
        findings += evaluated.findings
        not_checked += evaluated.not_checked
        held += len(evaluated.holds)
    return Checked(unique(problems), tuple(dict.fromkeys(findings)), tuple(not_checked), held)


def concerns(problem: Diagnostic, units: frozenset[str] | None) -> bool:
    """Whether a problem belongs to one of the units, or to no unit in particular."""
    return units is None or problem.unit is None or problem.unit in units


def unique(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once, in the order in which they were found."""
    return tuple(dict.fromkeys(problems))
