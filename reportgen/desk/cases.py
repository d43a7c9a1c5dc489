"""Deciding on a document: each step is bound to the version that the person saw, and taken once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from reportgen.building.project import Project
from reportgen.desk.below import below
from reportgen.desk.checklist import Said, against_step, said_of
from reportgen.desk.comments import NotSaid, Thread, name, named, waiting
from reportgen.desk.engine import Engine, Seen
from reportgen.desk.models import Case, Entry, Person
from reportgen.desk.rulings import explained, substance
from reportgen.desk.stages import Stage
from reportgen.desk.standing import OPEN, has_moved, why_draft
from reportgen.desk.steps import BY_STEP, Step
from reportgen.desk.trail import ACTIONS, REMARKS, About, record
from reportgen.versions.history import open_history
from reportgen.versions.version import Key, Version

MOST_REASON = 1000
"""Characters: a reason is read by people."""
UNCHANGED = "退回以后公文和情况说明没有变化，不能原样再次提交；请按退回原因改正以后再提交"
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


def decide(engine: Engine, person: Person, case: Case, step: Step, asked: Asked, seen: Seen | None = None) -> Case:
    """Take a step. Raises Refused, of which a lapse that was found out stays recorded. `seen`: how everything stands, where that was just looked at."""
    reason = asked.reason.strip()
    if step.reason and not reason and not asked.comments:
        raise Refused("退回要写明原因，或者选中说明原因的批注，填报人才知道改什么")
    if len(reason) > MOST_REASON:
        raise Refused(f"原因超过{MOST_REASON}个字，请写得简短些")
    document = case.unit, case.kind
    standing, visible = engine.now(*document) if seen is None else (seen.standings.get(document), seen.visible.get(document))
    if has_moved(case, visible) and not step.retreats:
        lapse(case)
        raise Refused("提交以后数据有变动，这份公文已退回草拟，请重新生成、重新提交")
    version = engine.ask(lambda project: present(project, case.unit, case.kind)) if step.binds else None
    if step.binds:
        reasons = ["没有这份公文"] if standing is None else why_draft(standing) if step.route == "submit" else []
        if version is None or reasons or version.visible != visible:
            raise Refused(f"还不能{step.title}：{'，'.join(reasons) or '有变化，要重新生成'}")
        if version.number != asked.version:
            raise Refused(f"公文已重新生成为第{version.number}版，请看过新的一版再办理")
        if step.route == "adopt" and not came_as(case, version.visible):
            raise Refused("没有采用过与这一版相同的报送包；请在“收报送包”中放入报送包，采用后重新生成，仍然不同的请与报送单位核对")
    said = said_of(engine, case.unit, case.kind) if step.answers else Said((), ())
    with transaction.atomic():
        under = below(seen or engine.look(), case.season, *document) if step.answers else ()
        hindrances = against_step(step.route, explained(case.season, said.findings), under) if step.answers else []
        if hindrances:
            raise Refused("；".join(hindrances))
        return _take(person, case, step, Asked(asked.turn, asked.version, reason, asked.comments if step.reason else ()), version, said)


def _take(person: Person, case: Case, step: Step, asked: Asked, version: Version | None, said: Said) -> Case:
    """Within a transaction that writes from its start: nobody else decides meanwhile."""
    now = case_of(case.season, case.unit, case.kind)
    if now.turn != asked.turn or now.stage not in step.before or (version is None and now.version != asked.version):
        raise Refused(_overtaken(now))
    submitted = "" if version is None else substance(version.visible, said.findings)
    if version is not None and now.returned == submitted:
        raise Refused(UNCHANGED)
    open_questions = 0 if version is None else waiting(now.season, now.unit, now.kind)
    if open_questions:
        raise Refused(unanswered(open_questions))
    threads = _named(now, asked.comments)
    if step.apart and Entry.objects.filter(**_of(now), round=now.round, action__in=_OWN_STEPS, username=person.username).exists():
        raise Refused("填报、审核和签发应当由不同的人办理，您已经办理过这一轮的前一步")
    if version is not None:
        now.version, now.visible, now.round, now.submitted = version.number, version.visible, now.round + 1, submitted
    if step.after is Stage.RETURNED:
        now.returned = now.submitted
    now.stage = step.after
    now.turn += 1
    now.save()
    reason = "\n".join(filter(None, (asked.reason, *(one.told for one in threads))))
    record(person, step.route, About(now.season, now.unit, now.kind, now.round, now.version, now.visible, reason))
    name(person, threads)
    return now


def came_as(case: Case, visible: str) -> bool:
    """Whether a package was taken in whose document says what this one does (`visible`)."""
    return bool(Entry.objects.filter(**_of(case), action="package", digest=visible).exists())


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


def lapse_moved(engine: Engine, units: Iterable[str]) -> tuple[Case, ...]:
    """Take back to draft the documents under way of these units (names), and of those above them, whose data have moved; gives these. Raises Unavailable."""
    changed, below = frozenset(units), engine.tree().below
    concerned = [unit for unit, names in below.items() if unit in changed or names & changed]
    cases = Case.objects.filter(season=engine.season, stage__in=OPEN, unit__in=concerned)
    moved = [case for case in cases if has_moved(case, engine.now(case.unit, case.kind)[1])]
    for case in moved:
        lapse(case)
    return tuple(moved)


def entries_of(case: Case) -> list[Entry]:
    """What was recorded of a document on its way, the first first."""
    return list(_decisions(case))


def _decisions(case: Case) -> QuerySet[Entry]:
    return Entry.objects.filter(**_of(case)).exclude(action__in=REMARKS)


def _of(case: Case) -> dict[str, str]:
    return {"season": case.season, "unit": case.unit, "kind": case.kind}


def _overtaken(case: Case) -> str:
    last = Entry.objects.filter(**_of(case), action__in=(*BY_STEP, "lapse")).last()
    if last is None:
        return "这一步已经不能办理，请看最新的情况"
    return f"{last.name}已经先办理了“{ACTIONS[last.action]}”，您的这一步没有办理，请看最新的情况"
