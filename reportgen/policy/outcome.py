"""What the evaluations of a unit's documents come to together: each finding once, each rule in one place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.findings import Evaluated, Finding
from reportgen.policy.model import Policy, Rule

BINDING = {Severity.ERROR: "必须整改", Severity.WARNING: "应当核实", Severity.NOTICE: "提示"}
"""How a finding binds, in the words of officials."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A finding and all documents (names of kinds) that it concerns."""

    policy: Policy
    rule: Rule
    finding: Finding
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be checked, or not in every row or document; and all that it lacks."""

    policy: Policy
    rule: Rule
    missing: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A rule that holds wherever it was checked."""

    policy: Policy
    rule: Rule
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the policies say to a unit, in the order of the policies and of their clauses.

    A rule of which one document breaks a row and another lacks data is in `broken` and in `unchecked`; what is in either isn't
    in `held`. `problems` are faults of rules, and policies without rules.
    """

    broken: tuple[Broken, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    held: tuple[Held, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def of(self, policy: Policy) -> "Outcome":
        """What one policy says."""
        return Outcome(
            tuple(one for one in self.broken if one.policy is policy),
            tuple(one for one in self.unchecked if one.policy is policy),
            tuple(one for one in self.held if one.policy is policy),
        )

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies that say something, in the order in which they do."""
        parts: tuple[tuple[Broken | Unchecked | Held, ...], ...] = (self.broken, self.unchecked, self.held)
        return tuple({one.policy.id: one.policy for part in parts for one in part}.values())


def outcome(policies: tuple[Policy, ...], evaluated: Mapping[str, Evaluated]) -> Outcome:
    """The evaluations of one unit by the names of its kinds of document, as one outcome."""
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
    broken: dict[str, list[Broken]] = {}
    rules = dict(_by_clause(policies))
    for (code, _), by_kind in found.items():
        if code in rules:
            broken.setdefault(code, []).append(Broken(*rules[code], _together(tuple(by_kind.values())), tuple(by_kind)))
    unchecked = {
        code: Unchecked(*rules[code], tuple(dict.fromkeys(what for missing in by_kind.values() for what in missing)), tuple(by_kind))
        for code, by_kind in lacking.items()
        if code in rules
    }
    held = [Held(*rules[code], tuple(holding[code])) for code in rules if code in holding and code not in broken and code not in unchecked]
    return Outcome(
        tuple(one for code in rules for one in broken.get(code, ())),
        tuple(unchecked[code] for code in rules if code in unchecked),
        tuple(held),
        tuple(dict.fromkeys(problem for one in evaluated.values() for problem in one.problems)),
    )


def _together(findings: tuple[Finding, ...]) -> Finding:
    """What several documents' findings of one rule and message say: the first, with the places and figures of all."""
    places = dict.fromkeys(place for finding in findings for place in finding.places)
    figures = {name: value for finding in findings for name, value in finding.figures.items()}
    return replace(findings[0], places=tuple(places), figures=figures)


def _by_clause(policies: tuple[Policy, ...]) -> Iterator[tuple[str, tuple[Policy, Rule]]]:
    """The rules by id, those of a clause together: an office's own follow the others of their clause."""
    for policy in policies:
        clauses = list(dict.fromkeys(rule.clause for rule in policy.rules))
        for rule in sorted(policy.rules, key=lambda rule: clauses.index(rule.clause)):
            yield rule.id, (policy, rule)
