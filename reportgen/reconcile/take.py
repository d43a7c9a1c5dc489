"""What a returned Word file changes in words, written into the unit's inputs: tried first, then written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable, error
from reportgen.documents.edited_words import bare
from reportgen.documents.edits import CODE, NEEDLESS
from reportgen.files import cause, replace_file
from reportgen.inputs.counties import owner_of
from reportgen.inputs.delimited import decode
from reportgen.inputs.listing import read_listing
from reportgen.inputs.personal import mask
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Origin, Record
from reportgen.inputs.schema.choices import Editing
from reportgen.inputs.schema.everywhere import EDITS
from reportgen.pipeline.season import Job, Season
from reportgen.reconcile.reconcile import Reconciled
from reportgen.reconcile.take_file import FILE, Basis, with_rows
from reportgen.reconcile.taking import Takeable, TakenEdit, takeable
from reportgen.render.visible import visible
from reportgen.workspace import MAX_TEXT

_TRIED = "取入的第{}处"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that can't be made in the document as it is made now, and why."""

    edit: TakenEdit
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class PlannedEdits:
    """What is to be written: which edits into which file, with its text before and after; and what can't be.

    `known` are the edits that are there already, or that the document says by itself. With `problems` nothing is to be written.
    """

    file: Path
    before: bytes | None
    text: str
    edits: tuple[TakenEdit, ...]
    known: int
    conflicts: tuple[Conflict, ...]
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Taking(PlannedEdits):
    """What is to be written of a file that came back, and what else is to be done."""

    rest: Takeable = field(default_factory=Takeable)


def plan_taking(season: Season, found: Reconciled, by: str, today: date) -> Taking | Diagnostic:
    """What taking a file would write; `by` says by which file and whom. Nothing is written."""
    rest = takeable(found)
    planned = plan_edits(season, (found.key.unit, found.key.kind), rest.edits, by, today)
    if isinstance(planned, Diagnostic):
        return planned
    return Taking(planned.file, planned.before, planned.text, planned.edits, planned.known, planned.conflicts, planned.problems, rest)


def plan_edits(season: Season, document: tuple[str, str], wanted: Sequence[TakenEdit], by: str, today: date) -> PlannedEdits | Diagnostic:
    """What taking these edits of a document (unit, kind) would write; `by` says by which file and whom. Nothing is written."""
    unit_name, kind = document
    job = next((job for job in season.jobs(frozenset((unit_name,))) if job.kind.id == kind), None)
    if job is None:
        return error("reconcile.not-made", f"“{unit_name}”现在不生成这份公文，没有可以取入的地方", help="请核对单位的“文种”，或者在数据表和模板中改")
    workspace, unit = season.workspace, job.scope.unit
    file = workspace.root / job.scope.inputs.folder / FILE
    place = Place(workspace.relative(file))
    wanted = masked(wanted)
    edits, conflicts, problems = _tried(season, job, wanted)
    try:
        before = workspace.read(file, MAX_TEXT) if file.exists() else None
        text = with_rows("" if before is None else decode(before), edits, Basis(job.kind.name, by, today), place.file)
    except Unreadable as fault:
        text = fault.diagnostic("reconcile", place)
    if isinstance(text, Diagnostic):
        problems, text = (*problems, text), ""
    elif edits:
        table, wrong = read_listing(text, place.file, job.scope.dataset(EDITS), owner_of(unit, job.scope.programme.subjects))
        if table is None or len(table.rows) < len(edits):
            problems = tuple(wrong) or (error("reconcile.unreadable", "写成以后读不回来，没有写入", place, help="请把这份文件交给维护程序的人员"),)
    return PlannedEdits(file, before, text, edits, 0 if problems else len(wanted) - len(edits) - len(conflicts), conflicts, problems)


def masked(edits: Sequence[TakenEdit]) -> tuple[TakenEdit, ...]:
    """The edits with numbers of persons masked, as they are written."""
    return tuple(replace(one, old=mask(one.old), new=mask(one.new)) for one in edits)


def write_taking(taking: Taking) -> Diagnostic | None:
    """Writes the file; the problem where it can't be written, or is another than it was when this was planned."""
    try:
        if (taking.file.read_bytes() if taking.file.exists() else None) != taking.before:
            return error("reconcile.moved", f"{taking.file.name} 刚刚被改动，没有写入", help="请再运行一次")
        replace_file(taking.file, taking.text.encode())
    except OSError as fault:
        return error("reconcile.not-written", f"写不了 {taking.file}：{cause(fault)}", help="请检查磁盘空间和文件夹的写权限")
    return None


def _tried(season: Season, job: Job, edits: Sequence[TakenEdit]) -> tuple[tuple[TakenEdit, ...], tuple[Conflict, ...], tuple[Diagnostic, ...]]:
    """The edits that change the document as it is made now, those that can't be made, and why none can where it can't be made at all."""
    left, conflicts = list(edits), list[Conflict]()
    while left:
        composed = season.compose_tried(with_edits(job, left))
        if composed.html is None:
            return (), (), composed.problems
        told = {problem.places[0].cell: problem for problem in composed.problems if problem.places and problem.code.startswith(CODE)}
        of = {one: told.get(_TRIED.format(number)) for number, one in enumerate(left)}
        failed = [Conflict(one, problem.message) for one, problem in of.items() if problem is not None and problem.severity is Severity.ERROR]
        kept = {bare(one.edit.old): one.why for one in failed if one.edit.action is Editing.DELETE}  # what moved would stand there twice
        failed += [Conflict(one, kept[bare(one.new)]) for one, problem in of.items() if problem is None and bare(one.new) in kept]
        undone = [one.edit for one in failed]
        left = [one for one, problem in of.items() if one not in undone and (problem is None or problem.code != NEEDLESS)]
        conflicts += failed
        if len(left) == len(of):
            left = _without_moved(season, job, left, composed.html)
            break
    return tuple(left), tuple(conflicts), ()


def _without_moved(season: Season, job: Job, edits: list[TakenEdit], html: str) -> list[TakenEdit]:
    """The edits but for those of paragraphs that have moved already: what is deleted there and added just so makes the same document (`html`)."""
    left = edits
    for gone in [one for one in edits if one.action is Editing.DELETE]:
        come = next((one for one in left if one.action is not Editing.DELETE and bare(one.new) == bare(gone.old)), None)
        if come is not None:
            others = [one for one in left if one not in (gone, come)]
            composed = season.compose_tried(with_edits(job, others))
            left = others if composed.html is not None and not composed.undone and visible(composed.html) == visible(html) else left
    return left


def with_edits(job: Job, edits: Sequence[TakenEdit]) -> Job:
    """The document with further edits behind those that its unit has."""
    inputs = job.scope.inputs
    dataset, there = job.scope.dataset(EDITS), inputs.tables.get(EDITS)
    rows = tuple(
        Record(
            dataset,
            {"kind": job.kind.name, "action": one.action, "heading": one.heading or None, "old": one.old, "new": one.new or None},
            Origin({}, {}, Place(FILE, cell=_TRIED.format(number))),
        )
        for number, one in enumerate(edits)
    )
    table = Table(dataset, rows) if there is None else replace(there, rows=(*there.rows, *rows))
    return replace(job, scope=replace(job.scope, inputs=replace(inputs, tables={**inputs.tables, EDITS: table})))
