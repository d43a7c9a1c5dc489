"""Deciding on a document: each step is bound to the version that the person saw, and taken once."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from reportgen.building.project import Project
from reportgen.desk.comments import NotSaid, Thread, name, named, waiting
from reportgen.desk.engine import Engine
from reportgen.desk.models import Case, Entry, Person
from reportgen.desk.stages import Stage
from reportgen.desk.standing import OPEN, has_moved, why_draft
from reportgen.desk.steps import Step
from reportgen.desk.trail import REMARKS, About, record
from reportgen.versions.history import open_history
from reportgen.versions.version import Key, Version

MOST_REASON = 1000
"""Characters: a reason is read by people."""
_OWN_STEPS = ("submit", "audit")
"""The steps of a round after which a person doesn't decide on it again: 填报, 审核, 签发 are three persons'."""


class Refused(Exception):
    """A step wasn't taken: the words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person decides: the turn and version that their page showed, and the reason where they gave one: words, comments (their numbers) or both."""

    turn: int
    version: int
    reason: str = ""
    comments: tuple[int, ...] = ()


def case_of(season: str, unit: str, kind: str) -> Case:
    """The case of a document; one that isn't kept yet is a draft."""
    return Case.objects.filter(season=season, unit=unit, kind=kind).first() or Case(season=season, unit=unit, kind=kind)


def present(project: Project, unit: str, kind: str) -> Version | None:
    """The present version of a document; None where it has none, or that can't be read."""
    key = Key(project.name, unit, kind)
    with open_history(project.workspace.outputs) as history:
        number = history.number(key)
        return None if number is None else history.version(key, number)


def decide(engine: Engine, person: Person, case: Case, step: Step, asked: Asked) -> Case:
    """Take a step. Raises Refused, of which a lapse that was found out stays recorded."""
    reason = asked.reason.strip()
    if step.reason and not reason and not asked.comments:
        raise Refused("退回要写明原因，或者选中说明原因的批注，填报人才知道改什么")
    if len(reason) > MOST_REASON:
        raise Refused(f"原因超过{MOST_REASON}个字，请写得简短些")
    seen = engine.look(anew=True)
    visible = seen.visible.get((case.unit, case.kind))
    if has_moved(case, visible) and not step.retreats:
        lapse(case)
        raise Refused("提交以后数据有变动，这份公文已退回草拟，请重新生成、重新提交")
    submitting = step.route == "submit"
    version = engine.ask(lambda project: present(project, case.unit, case.kind)) if submitting else None
    if submitting:
        standing = seen.standings.get((case.unit, case.kind))
        reasons = ["没有这份公文"] if standing is None else why_draft(standing)
        if version is None or reasons or version.visible != visible:
            raise Refused(f"还不能提交：{'，'.join(reasons) or '有变化，要重新生成'}")
        if version.number != asked.version:
            raise Refused(f"公文已重新生成为第{version.number}版，请看过新的一版再提交")
    with transaction.atomic():
        return _take(person, case, step, Asked(asked.turn, asked.version, reason, asked.comments if step.reason else ()), version)


def _take(person: Person, case: Case, step: Step, asked: Asked, version: Version | None) -> Case:
    """Within a transaction that writes from its start: nobody else decides meanwhile."""
    now = case_of(case.season, case.unit, case.kind)
    if now.turn != asked.turn or now.stage not in step.before or (version is None and now.version != asked.version):
        raise Refused(_overtaken(now))
    if version is not None and now.stage == Stage.RETURNED and now.visible == version.visible:
        raise Refused("退回以后公文没有变化，不能原样再次提交；请按退回原因改正以后再提交")
    open_questions = 0 if version is None else waiting(now.season, now.unit, now.kind)
    if open_questions:
        raise Refused(unanswered(open_questions))
    threads = _named(now, asked.comments)
    if step.apart and Entry.objects.filter(**_of(now), round=now.round, action__in=_OWN_STEPS, username=person.username).exists():
        raise Refused("填报、审核和签发应当由不同的人办理，您已经办理过这一轮的前一步")
    if version is not None:
        now.version, now.visible, now.round = version.number, version.visible, now.round + 1
    now.stage = step.after
    now.turn += 1
    now.save()
    reason = "\n".join(filter(None, (asked.reason, *(one.told for one in threads))))
    record(person, step.route, About(now.season, now.unit, now.kind, now.round, now.version, now.visible, reason))
    name(person, threads)
    return now


def unanswered(number: int) -> str:
    """Why a document isn't submitted while comments that it was returned for wait."""
    return f"退回时提出的批注还有{number}条没有答复，请逐条答复或者办结"


def _named(case: Case, numbers: tuple[int, ...]) -> tuple[Thread, ...]:
    try:
        return named(case.season, case.unit, case.kind, numbers)
    except NotSaid as fault:
        raise Refused(str(fault)) from fault


def lapse(case: Case) -> None:
    """Take a document whose data have moved back to draft, and record that; where somebody has decided meanwhile, that stands."""
    with transaction.atomic():
        now = case_of(case.season, case.unit, case.kind)
        if now.turn != case.turn or now.stage not in OPEN:
            return
        now.stage = Stage.DRAFT
        now.turn += 1
        now.save()
        record(None, "lapse", About(now.season, now.unit, now.kind, now.round, now.version, now.visible))


def entries_of(case: Case) -> list[Entry]:
    """What was recorded of a document on its way, the first first."""
    return list(_decisions(case))


def _decisions(case: Case) -> QuerySet[Entry]:
    return Entry.objects.filter(**_of(case)).exclude(action__in=REMARKS)


def _of(case: Case) -> dict[str, str]:
    return {"season": case.season, "unit": case.unit, "kind": case.kind}


def _overtaken(case: Case) -> str:
    last = _decisions(case).last()
    if last is None:
        return "这一步已经不能办理，请看最新的情况"
    from reportgen.desk.trail import ACTIONS

    return f"{last.name}已经先办理了“{ACTIONS[last.action]}”，您的这一步没有办理，请看最新的情况"
