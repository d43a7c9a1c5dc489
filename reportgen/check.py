"""check: everything that is wrong or lacking, without writing anything."""

from collections.abc import Iterable

from reportgen.diagnostics import Diagnostic
from reportgen.documents.season import Season


def check(season: Season, units: frozenset[str] | None = None, kinds: frozenset[str] | None = None) -> tuple[Diagnostic, ...]:
    """The problems of the season's inputs and templates, those of other units left out where `units` are given."""
    found = [problem for problem in season.problems if concerns(problem, units)]
    for job in season.jobs(units, kinds):
        found += season.compose(job).problems
    return unique(found)


def concerns(problem: Diagnostic, units: frozenset[str] | None) -> bool:
    """Whether a problem belongs to one of the units, or to no unit in particular."""
    return units is None or problem.unit is None or problem.unit in units


def unique(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem once, in the order in which they were found."""
    return tuple(dict.fromkeys(problems))
