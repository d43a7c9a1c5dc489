"""Deciding on what a Word file asks for: taken, it is written into the unit's folder by the way that an upload has; or refused, and kept with that."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from reportgen.building.project import Project
from reportgen.desk.at_desk import at_desk
from reportgen.desk.cases import case_of
from reportgen.desk.cell_taking import with_cell
from reportgen.desk.comment_models import Proposal, WordFile
from reportgen.desk.comment_words import Decision, Sort
from reportgen.desk.comments import MOST, NotSaid
from reportgen.desk.engine import Engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.locks import locks
from reportgen.desk.models import Person, Upload
from reportgen.desk.stages import Outcome, Stage
from reportgen.desk.trail import About, record
from reportgen.desk.uploads import folder_of, go_on
from reportgen.diagnostics import Diagnostic, Unreadable
from reportgen.files import read_file
from reportgen.inputs.schema.choices import Editing
from reportgen.reconcile.take import PlannedEdits, plan_edits
from reportgen.reconcile.taking import TakenEdit

_WRITTEN = (Outcome.PUT, Outcome.SAME)


@dataclass(frozen=True, slots=True)
class Took:
    """What came of taking: which proposals are taken, and for those that aren't why not, in words; `upload` is the receipt of what was written."""

    taken: tuple[Proposal, ...]
    left: tuple[tuple[Proposal, str], ...] = ()
    upload: Upload | None = None


def take(engine: Engine, folder: DeskFolder, person: Person, file: WordFile, proposals: Sequence[Proposal]) -> Took:
    """Take proposals of a file: words all together, then each cell; each is decided as soon as it is written. Those that can't be taken stay open.

    Raises NotSaid where the document is accepted and its data are locked; OSError.
    """
    _refuse_locked(engine, file)
    took = Took(())
    edits = [one for one in proposals if one.sort == Sort.EDIT]
    for step in ([edits] if edits else []) + [[one] for one in proposals if one.sort != Sort.EDIT]:
        try:
            done = _taken(engine, folder, person, file, step)
        except NotSaid as fault:
            done = Took((), tuple((one, str(fault)) for one in step))
        decided = tuple(one for one in done.taken if _decide(person, file, one, Decision.TAKEN, "", done.upload))
        took = Took((*took.taken, *decided), (*took.left, *done.left), done.upload or took.upload)
    return took


def _taken(engine: Engine, folder: DeskFolder, person: Person, file: WordFile, step: Sequence[Proposal]) -> Took:
    """What comes of proposals that are taken together. Raises NotSaid, OSError."""
    sort = Sort(step[0].sort)
    if sort is Sort.EDIT:
        return _take_edits(engine, folder, person, file, step)
    return _take_cell(engine, folder, person, step[0]) if sort is Sort.CELL else Took(tuple(step))


def refuse(person: Person, file: WordFile, proposals: Sequence[Proposal], words: str) -> None:
    """Refuse proposals: they are kept with who did, when, and the reason. Raises NotSaid."""
    reason = words.strip()
    if len(reason) > MOST:
        raise NotSaid(f"理由超过{MOST}个字，请写得简短些")
    for one in proposals:
        _decide(person, file, one, Decision.REFUSED, reason)


def _refuse_locked(engine: Engine, file: WordFile) -> None:
    """What is accepted isn't changed: neither in its data nor in its words."""
    if case_of(file.season, file.unit, file.kind).stage != Stage.ACCEPTED:
        return
    name = engine.tree().kinds.get(file.kind, file.kind)
    lock = next((one for one in locks(engine, file.unit) if one.kind == name), None)
    by = f"由{lock.by}于{lock.day}" if lock is not None else ""
    raise NotSaid(f"《{name}》已{by}通过，它的数据和文字都已锁定，需要改的请上级受理人先退回")


def _take_edits(engine: Engine, folder: DeskFolder, person: Person, file: WordFile, proposals: Sequence[Proposal]) -> Took:
    """Write rows of 文字修改: tried all together first, then put like an upload."""
    wanted = {one.pk: TakenEdit(Editing(one.action), one.heading, one.old, one.new) for one in proposals}
    by = f"{file.file_name}，{person.name}采纳"

    def plan(project: Project) -> PlannedEdits | Diagnostic:
        season = project.season(frozenset((file.unit,)))
        return plan_edits(season, (file.unit, file.kind), tuple(wanted.values()), by, timezone.localdate())

    planned = engine.ask(plan, anew=True)
    if isinstance(planned, Diagnostic):
        raise NotSaid(_told(planned))
    if planned.problems:
        raise NotSaid("；".join(map(_told, planned.problems)))
    why = {one.edit: one.why for one in planned.conflicts}
    left = tuple((one, why[wanted[one.pk]]) for one in proposals if wanted[one.pk] in why)
    taken = tuple(one for one in proposals if wanted[one.pk] not in why)
    if not planned.edits:  # they are there already
        return Took(taken, left)
    over = "" if planned.before is None else hashlib.sha256(planned.before).hexdigest()
    upload = _put(engine, folder, person, Upload(unit=file.unit, target=planned.file.name, file_name=file.file_name, was=over), planned.text.encode())
    return Took(taken, left, upload)


def _take_cell(engine: Engine, folder: DeskFolder, person: Person, proposal: Proposal) -> Took:
    """Write into a cell of the unit's workbook, which still says what the file began from; then put it like an upload."""
    (place,) = proposal.places
    unit = proposal.file.unit
    path = engine.ask(lambda project: project.workspace.root / place["file"])
    home = engine.ask(lambda project: folder_of(project, unit))
    if path.parent != home:
        return Took((), ((proposal, "这一格不在本单位的填报表里，请由填报那张表的单位更正"),))
    try:
        before = read_file(path).data
        content = with_cell(before, place["file"], (place["sheet"], place["cell"]), (proposal.old, proposal.new))
    except Unreadable as fault:
        return Took((), ((proposal, fault.message),))
    except FileNotFoundError:
        return Took((), ((proposal, "这份填报表已经不在了"),))
    made = Upload(unit=unit, target=path.name, file_name=proposal.file.file_name, was=hashlib.sha256(before).hexdigest())
    return Took((proposal,), (), _put(engine, folder, person, made, content))


def _put(engine: Engine, folder: DeskFolder, person: Person, upload: Upload, content: bytes) -> Upload:
    """Keep what is to be written with a receipt, try it, put it in place. Raises NotSaid where it isn't."""
    digest = folder.keep(content)
    with transaction.atomic():
        upload.season, upload.person, upload.digest, upload.size = engine.season, person, digest, len(content)
        upload.save(force_insert=True)
        record(person, "upload", About(engine.season, upload.unit, digest=digest, words=f"{upload.file_name}（采纳修改） → {upload.target}"))
    go_on(engine, folder, person, [(upload, upload.was)], agreed=True)
    if upload.outcome not in _WRITTEN:
        raise NotSaid(f"{upload.told}：{upload.remark}" if upload.remark else upload.told)
    return upload


def _decide(person: Person, file: WordFile, proposal: Proposal, decision: Decision, words: str, upload: Upload | None = None) -> bool:
    """Note a decision, once: of two who decide, the first one's stands."""
    with transaction.atomic():
        known = Proposal.objects.filter(pk=proposal.pk, decision=Decision.OPEN)
        if not known.update(decision=decision, by=person, decided=timezone.now(), words=words):
            return False
        told = "\n".join(filter(None, (f"“{proposal.old}” → “{proposal.new}”", words)))
        digest = file.digest if upload is None else upload.digest
        action = "take" if decision is Decision.TAKEN else "refuse"
        record(person, action, About(file.season, file.unit, file.kind, version=file.version, digest=digest, words=told))
    return True


def _told(problem: Diagnostic) -> str:
    return at_desk("。".join(filter(None, (problem.message, problem.help))))
