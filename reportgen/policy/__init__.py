"""Policies as data: clauses, deadlines, parameters and rules, and their evaluation against a unit's data."""

from reportgen.policy.evaluate import evaluate_unit
from reportgen.policy.finding import Clause, Evaluated, Finding, NotChecked
from reportgen.policy.load import load_policies
from reportgen.policy.model import Policy, Rule

__all__ = ["Clause", "Evaluated", "Finding", "NotChecked", "Policy", "Rule", "evaluate_unit", "load_policies"]
