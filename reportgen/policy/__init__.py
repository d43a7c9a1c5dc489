"""Policies as data: clauses, deadlines, parameters and rules, and their evaluation against a unit's data and documents."""

from reportgen.policy import agreement, texts  # noqa: F401  # they register their checks
from reportgen.policy.evaluate import evaluate_unit
from reportgen.policy.finding import Clause, Evaluated, Finding, NotChecked
from reportgen.policy.load import load_policies
from reportgen.policy.model import Policy, Rule
from reportgen.policy.printed import Printed, Shown, Surroundings

__all__ = ["Clause", "Evaluated", "Finding", "NotChecked", "Policy", "Printed", "Rule", "Shown", "Surroundings", "evaluate_unit", "load_policies"]
