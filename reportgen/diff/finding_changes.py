"""The findings that came and went between two versions of a document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FindingJson = Mapping[str, Any]
"""A finding as `check --json` gives it."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """Findings that only the new version has, those that only the old one had, and those that stand with other numbers: (old, new)."""

    new: tuple[FindingJson, ...] = ()
    gone: tuple[FindingJson, ...] = ()
    changed: tuple[tuple[FindingJson, FindingJson], ...] = ()


def finding_changes(old: Sequence[FindingJson], new: Sequence[FindingJson]) -> FindingChanges:
    """Compare two lists of findings.

    A finding is the same where rule, unit, kind and message are; where only numbers in the message differ it stands, and has changed.
    """
    old, new = _without_equal(old, new), _without_equal(new, old)
    waiting: dict[tuple[Any, ...], list[FindingJson]] = {}
    for finding in old:
        waiting.setdefault(_same(finding), []).append(finding)
    came: list[FindingJson] = []
    changed: list[tuple[FindingJson, FindingJson]] = []
    for finding in new:
        before = waiting.get(_same(finding))
        if before:
            changed.append((before.pop(0), finding))
        else:
            came.append(finding)
    left = {id(finding) for findings in waiting.values() for finding in findings}
    return FindingChanges(tuple(came), tuple(finding for finding in old if id(finding) in left), tuple(changed))


def rule_changes(old: Sequence[FindingJson], new: Sequence[FindingJson]) -> FindingChanges:
    """Compare the findings of two units or seasons: those of the rules that only one of them breaks."""
    rules = [{finding.get("rule") for finding in findings} for findings in (old, new)]
    return FindingChanges(
        tuple(finding for finding in new if finding.get("rule") not in rules[0]),
        tuple(finding for finding in old if finding.get("rule") not in rules[1]),
    )


def _without_equal(findings: Iterable[FindingJson], others: Iterable[FindingJson]) -> list[FindingJson]:
    known = {(*_whose(finding), finding.get("message")) for finding in others}
    return [finding for finding in findings if (*_whose(finding), finding.get("message")) not in known]


def _whose(finding: FindingJson) -> tuple[Any, ...]:
    return finding.get("rule"), finding.get("unit"), finding.get("kind")


def _same(finding: FindingJson) -> tuple[Any, ...]:
    return (*_whose(finding), _NUMBER.sub("0", str(finding.get("message"))))
