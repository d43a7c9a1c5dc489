"""What reviewers say of explanations (情况说明): each is accepted or refused, bound to its words and to the finding that it explains."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.db import transaction

from reportgen.desk.models import Case, Person, Ruling
from reportgen.desk.stages import Stage
from reportgen.desk.trail import About, record
from reportgen.diagnostics import Severity
from reportgen.findings import Finding


class Side(StrEnum):
    """For whom a reviewer decides: the unit itself (its auditor), or the one above (its receiver)."""

    OWN = "own"
    ABOVE = "above"

    @property
    def chinese(self) -> str:
        """Who decides."""
        return {"own": "审核人", "above": "上级受理人"}[self.value]


DECIDING: Mapping[Side, frozenset[Stage]] = {Side.OWN: frozenset((Stage.SUBMITTED,)), Side.ABOVE: frozenset((Stage.SIGNED, Stage.RECEIVED))}
"""While a document is at which stages the reviewers of a side decide on its explanations."""


class NotDecided(Exception):
    """Decisions that weren't taken: the words say why."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding with an explanation that holds, its digest, and what each side has said of it."""

    finding: Finding
    subject: str
    rulings: Mapping[Side, Ruling]

    @property
    def refused(self) -> tuple[Ruling, ...]:
        """Those who don't accept it."""
        return tuple(one for one in self.rulings.values() if not one.accepted)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decides on an explanation (its digest): whether it is accepted, and why not."""

    subject: str
    accepted: bool
    reason: str = ""


def subject_of(finding: Finding) -> str:
    """The digest of a finding and its explanation: where either says something else, it is another. An explanation must be there."""
    said = finding.explanation
    assert said is not None  # noqa: S101  # only explained findings are asked about
    parts = [finding.unit or "", finding.code, finding.message, said.reason, said.until.isoformat(), said.by]
    return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def explained(season: str, findings: Iterable[Finding]) -> tuple[Explained, ...]:
    """The findings that are explained, each once, with what was said of their explanations. An error can't be explained away."""
    found = {subject_of(one): one for one in findings if one.is_explained}
    said: dict[str, dict[Side, Ruling]] = {}
    for ruling in Ruling.objects.filter(season=season, subject__in=list(found)).select_related("person"):
        said.setdefault(ruling.subject, {})[Side(ruling.side)] = ruling
    return tuple(Explained(finding, subject, said.get(subject, {})) for subject, finding in found.items())


def substance(visible: str, findings: Iterable[Finding]) -> str:
    """The digest of what is submitted: what a reader sees of the document, and the explanations."""
    subjects = sorted({subject_of(one) for one in findings if one.explanation is not None and one.severity is not Severity.ERROR})
    return sha256(json.dumps([visible, subjects]).encode()).hexdigest()


def against_submitting(found: Iterable[Explained]) -> list[str]:
    """Why a document isn't submitted: explanations that were refused stand as they were."""
    return [
        f"情况说明没有得到{Side(ruling.side).chinese}认可：{one.finding.message}（{ruling.person.name}：{ruling.reason}）；请改写说明，或者改正数据"
        for one in found
        for ruling in one.refused
    ]


def against_accepting(found: Iterable[Explained], side: Side) -> list[str]:
    """Why a side doesn't let a document pass: it refuses explanations, or hasn't decided on them."""
    refused = [one.finding.message for one in found if side in one.rulings and not one.rulings[side].accepted]
    open_ = sum(side not in one.rulings for one in found)
    return [*(f"情况说明没有认可：{message}" for message in refused), *([f"有{open_}处情况说明还没有决定是否认可"] if open_ else [])]


def decide_on(person: Person, case: Case, side: Side, found: Iterable[Explained], decisions: Iterable[Decision]) -> None:
    """Note what a reviewer says of explanations of a document, all or none. Raises NotDecided."""
    known = {one.subject: one for one in found}
    decisions = list(decisions)
    if case.stage not in DECIDING[side]:
        raise NotDecided("这份公文现在不由您这一级审核，情况说明的决定没有记下")
    if any(one.subject not in known for one in decisions):
        raise NotDecided("您看过以后，有的情况说明或者问题已经变化，决定没有记下；请看过新的说明再决定")
    if any(not one.accepted and not one.reason.strip() for one in decisions):
        raise NotDecided("不认可的情况说明要写明理由，填报人才知道怎么改")
    with transaction.atomic():
        for one in decisions:
            finding, before = known[one.subject].finding, known[one.subject].rulings.get(side)
            reason = "" if one.accepted else one.reason.strip()
            if before is not None and (before.accepted, before.reason) == (one.accepted, reason):
                continue
            values = {"accepted": one.accepted, "reason": reason, "person": person}
            Ruling.objects.update_or_create(season=case.season, subject=one.subject, side=side, defaults=values)
            said = finding.explanation.told if finding.explanation else ""
            words = "；".join(filter(None, (finding.message, said, f"理由：{reason}" if reason else "")))
            action = "explanation" if one.accepted else "no-explanation"
            record(person, action, About(case.season, case.unit, case.kind, case.round, case.version, one.subject, words))
