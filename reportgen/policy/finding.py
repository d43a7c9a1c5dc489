"""What an evaluation gives: findings, rules that couldn't be checked, and rules that hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.diagnostics import Diagnostic


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
