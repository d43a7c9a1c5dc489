"""Policies as data: clauses, deadlines, parameters and rules, and their evaluation against a unit's data and documents."""

from reportgen.findings import Clause, Evaluated, Finding, NotChecked
from reportgen.policy.citing import cited
from reportgen.policy.evaluate import evaluate_unit
from reportgen.policy.load import load_policies
from reportgen.policy.model import Policy, Rule
from reportgen.policy.notices import load_notices
from reportgen.policy.printed import Printed, Shown, Surroundings
from reportgen.policy.provisions import Provisions, provisions

__all__ = [
    "Clause",
    "Evaluated",
    "Finding",
    "NotChecked",
    "Policy",
    "Printed",
    "Provisions",
    "Rule",
    "Shown",
    "Surroundings",
    "cited",
    "evaluate_unit",
    "load_notices",
    "load_policies",
    "provisions",
]
