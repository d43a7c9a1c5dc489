"""What an evaluation gives: findings, rules that couldn't be checked, and rules that hold; and what those of a unit's documents come to together."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Severity, place_json

BINDING = {Severity.ERROR: "必须整改", Severity.WARNING: "应当核实", Severity.NOTICE: "提示"}
"""How a finding binds, in the words of officials."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Where in which document a rule stands, and its words."""

    document: str
    number: str | None
    location: str
    quote: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a unit says of a finding (情况说明): why it is so, until which day that holds, who says it; whether that day is over."""

    reason: str
    until: date
    by: str
    lapsed: bool

    @property
    def told(self) -> str:
        """How it is told beside the finding."""
        day = f"{self.until.year}年{self.until.month}月{self.until.day}日"
        return f"说明（{self.by}，{f'已于{day}到期' if self.lapsed else f'有效期至{day}'}）：{' '.join(self.reason.split())}"


@dataclass(frozen=True, slots=True)
class FoundRows:
    """All rows of a large table (大表) that a finding is about, of which its places may be the first: who lists them asks for them.

    The keys of the dataset and of the column that is at fault, the condition, as SQL over the table `held` (`inputs/kept_rows.py`), and in which order they are
    looked through.
    """

    dataset: str
    column: str
    condition: str
    order: str = "_part, _at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Diagnostic):
    """A diagnostic of a rule: `code` is the rule's id. `figures` are the numbers it compared, by name, `explanation` is what the unit says of it.

    `rows` are all rows that it is about, where it is about many of a large table.
    """

    clause: Clause
    kind: str
    figures: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    explanation: Explanation | None = None
    rows: FoundRows | None = None

    @property
    def is_explained(self) -> bool:
        """Whether an explanation holds. An error can't be explained away."""
        return self.severity is not Severity.ERROR and self.explanation is not None and not self.explanation.lapsed


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON gives it: `check --json`, and the record of a version."""
    clause, explained = finding.clause, finding.explanation
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
        **({} if explained is None else {"explanation": {**asdict(explained), "until": explained.until.isoformat()}}),
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


@dataclass(frozen=True, slots=True)
class CitedPolicy:
    """A policy as findings cite it: its id, and its document's title, number (None where it has none) and issuer."""

    id: str
    title: str
    number: str | None
    issuer: str


@dataclass(frozen=True, slots=True)
class CitedRule:
    """A rule as findings cite it: the policy, the rule's id, title, clause and quote, and the file and line where it is written."""

    policy: CitedPolicy
    id: str
    title: str
    clause: str
    quote: str
    place: Place


@dataclass(frozen=True, slots=True)
class ViolatedRule:
    """A finding and all documents (names of kinds) that it concerns."""

    rule: CitedRule
    finding: Finding
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UncheckedRule:
    """A rule that could not be checked, or not in every row or document; and all that it lacks."""

    rule: CitedRule
    missing: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SatisfiedRule:
    """A rule that holds wherever it was checked."""

    rule: CitedRule
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the policies say to a unit, in the order of the policies and of their clauses.

    A rule of which one document breaks a row and another lacks data is in `broken` and in `unchecked`; what is in either isn't
    in `held`. `problems` are faults of rules, and policies without rules.
    """

    broken: tuple[ViolatedRule, ...] = ()
    unchecked: tuple[UncheckedRule, ...] = ()
    held: tuple[SatisfiedRule, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def of(self, policy: str) -> "Outcome":
        """What one policy (its id) says."""
        return Outcome(
            tuple(one for one in self.broken if one.rule.policy.id == policy),
            tuple(one for one in self.unchecked if one.rule.policy.id == policy),
            tuple(one for one in self.held if one.rule.policy.id == policy),
        )

    @property
    def policies(self) -> frozenset[str]:
        """The ids of the policies that say something."""
        parts: tuple[tuple[ViolatedRule | UncheckedRule | SatisfiedRule, ...], ...] = (self.broken, self.unchecked, self.held)
        return frozenset(one.rule.policy.id for part in parts for one in part)


def outcome(rules: Mapping[str, CitedRule], evaluated: Mapping[str, Evaluated]) -> Outcome:
    """The evaluations of one unit by the names of its kinds of document, as one outcome; `rules` are all there are, by id and in order."""
    found: dict[tuple[str, str], dict[str, Finding]] = {}
    lacking: dict[str, dict[str, tuple[str, ...]]] = {}
    holding: dict[str, list[str]] = {}
    for kind, one in evaluated.items():
        for finding in one.findings:
            found.setdefault((finding.code, finding.message), {}).setdefault(kind, finding)
        for entry in one.not_checked:
            lacking.setdefault(entry.rule, {})[kind] = entry.missing
        for rule in one.holds:
            holding.setdefault(rule, []).append(kind)
    broken: dict[str, list[ViolatedRule]] = {}
    for (code, _), by_kind in found.items():
        if code in rules:
            broken.setdefault(code, []).append(ViolatedRule(rules[code], _together(tuple(by_kind.values())), tuple(by_kind)))
    unchecked = {
        code: UncheckedRule(rules[code], tuple(dict.fromkeys(what for missing in by_kind.values() for what in missing)), tuple(by_kind))
        for code, by_kind in lacking.items()
        if code in rules
    }
    held = [SatisfiedRule(rules[code], tuple(holding[code])) for code in rules if code in holding and code not in broken and code not in unchecked]
    return Outcome(
        tuple(one for code in rules for one in broken.get(code, ())),
        tuple(unchecked[code] for code in rules if code in unchecked),
        tuple(held),
        tuple(dict.fromkeys(problem for one in evaluated.values() for problem in one.problems)),
    )


def _together(findings: tuple[Finding, ...]) -> Finding:
    """What several documents' findings of one rule and message say: the first, with the places and figures of all."""
    if len(findings) == 1:
        return findings[0]
    places = dict.fromkeys(place for finding in findings for place in finding.places)
    figures = {name: value for finding in findings for name, value in finding.figures.items()}
    return replace(findings[0], places=tuple(places), figures=figures)
