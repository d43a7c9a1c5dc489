"""Checks in Python, for what an expression can't say. A rule names one by `check`.

A check yields a Violation for each place where the rule is broken, and an Unknown where data is missing. Here are those that hold for any document;
a programme has others.
"""

from collections.abc import Mapping

from reportgen.figures.package import package_of
from reportgen.inputs.schema import Programme
from reportgen.policy.checks import assigned, texts  # noqa: F401  # they register their checks
from reportgen.policy.checks.registry import CHECKS, Check, Outcome, Unknown, Violation, check

__all__ = ["Check", "Outcome", "Unknown", "Violation", "check", "checks_of"]


def checks_of(programme: Programme) -> Mapping[str, Check]:
    """The checks that rules may name, by name."""
    return {**CHECKS, **package_of(programme).checks}
