"""What an evaluation gives: findings, rules that couldn't be checked, and rules that hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.diagnostics import Diagnostic, place_json


@dataclass(frozen=True, slots=True)
class Clause:
    """Where in which document a rule stands, and its words."""

    document: str
    number: str | None
    location: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Diagnostic):
    """A diagnostic of a rule: `code` is the rule's id. `figures` are the numbers it compared, by name."""

    clause: Clause
    kind: str
    figures: Mapping[str, Decimal] = field(default_factory=dict, hash=False)


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON gives it: `check --json`, and the record of a version."""
    clause = finding.clause
    return {
        "rule": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "unit": finding.unit,
        "kind": finding.kind,
        "clause": {"document": clause.document, "number": clause.number, "location": clause.location, "quote": clause.quote},
        "places": [place_json(place) for place in finding.places],
        "figures": {name: format(value, "f") for name, value in finding.figures.items()},
    }


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that couldn't be checked for a unit's kind of document, and what it lacks, in Chinese."""

    rule: str
    unit: str
    kind: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The outcome for one unit and kind. A rule that doesn't apply is in none of these; `holds` has the ids of those that hold.

    `problems` are faults of rules, not of the unit's data.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    holds: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
