"""Checks in Python, for what an expression can't say. A rule names one by `check`.

A check yields a Violation for each place where the rule is broken, and an Unknown where data is missing.
"""

from reportgen.policy.checks import (  # noqa: F401  # they register their checks
    acceptance,
    agreement,
    completion,
    dispatch,
    energy,
    ledger,
    money,
    notes,
    organisation,
    schedules,
    scores,
    tasks,
    texts,
    whole,
)
from reportgen.policy.checks.registry import CHECKS, Check, Outcome, Unknown, Violation, check

__all__ = ["CHECKS", "Check", "Outcome", "Unknown", "Violation", "check"]
