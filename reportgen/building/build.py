"""build: inputs -> documents in outputs/: what has to be made, and what became of it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from reportgen.building.current import current, formats_of
from reportgen.building.ingredients import changes
from reportgen.building.kept import keep, unread, why
from reportgen.building.lock import locked
from reportgen.building.outcome import Built, DocumentOutcome, Order
from reportgen.building.outputs import Outputs, open_outputs
from reportgen.building.project import Project
from reportgen.diagnostics import Diagnostic
from reportgen.pipeline.answer import DocumentId
from reportgen.pipeline.roster import KindName
from reportgen.seen import Moved

if TYPE_CHECKING:
    from reportgen.building.executor import Opened

PAUSES = (0.1, 0.5, 2.0)
"""Seconds until all is read anew where a file has changed while it was read: a program that saves is done in less, a copy from a network later."""
LEFT = "没有变化"
FORCED = "要求重新生成（--force）"


def build(project: Project, order: Order, workers: "Opened | None" = None, done: Callable[[DocumentOutcome], None] = lambda _document: None) -> Built:
    """Make the documents asked for; `done` hears of each as it is finished.

    What was made from the same and is there as it was written is left. The rest is composed; a file is written where what a reader
    sees of it has changed, from the store where it was made before, else rendered by `workers` (by default in this process).
    A document that fails leaves its earlier outputs as they were, and the others are still made. One whose inputs can't be decided is kept
    as it is, also where `force` is given: nothing is written, remembered or recorded of it. Where a file changes meanwhile, all is read anew,
    and what was made before that is looked at again. Raises Moved where files don't stop changing.
    """
    start = time.monotonic()
    with locked(project.workspace.outputs) as fault:
        if fault is not None:
            return Built(project.name, (), (fault,), {}, time.monotonic() - start)
        documents, problems = _again(project, order, workers, done)
    return Built(project.name, documents, tuple(dict.fromkeys(problems)), _kinds(project), time.monotonic() - start)


def _again(
    project: Project, order: Order, workers: "Opened | None", done: Callable[[DocumentOutcome], None]
) -> tuple[tuple[DocumentOutcome, ...], tuple[Diagnostic, ...]]:
    """Build until it is from what is there now; of what a try has made it is told that it was made."""
    made: dict[DocumentId, DocumentOutcome] = {}

    def heard(document: DocumentOutcome) -> None:
        key = (document.unit, document.kind)
        if key not in made:
            done(document)
        if document.reasons != (LEFT,):
            made[key] = document

    for pause in PAUSES:
        try:
            documents, problems = _build(project, order, workers, heard)
        except Moved:
            time.sleep(pause)
            project.renew()
        else:
            break
    else:
        documents, problems = _build(project, order, workers, heard)
    return tuple(made.get((one.unit, one.kind), one) if one.reasons == (LEFT,) else one for one in documents), problems


def _build(
    project: Project, order: Order, workers: "Opened | None", done: Callable[[DocumentOutcome], None]
) -> tuple[tuple[DocumentOutcome, ...], tuple[Diagnostic, ...]]:
    roster = project.roster
    outputs = open_outputs(project.workspace.outputs, project.log.digests)
    kinds = {id: kind for id, kind in _kinds(project).items() if (order.kinds is None or id in order.kinds) and order.formats_of(kind)}
    stray = unread(project, outputs, order, kinds)
    asked = roster.asked(order.units, frozenset(kinds))
    made = {}
    due = {}
    for key in asked:
        formats = formats_of(project, outputs, order, key)
        if undecided := why(project, key[0]):
            made[key] = keep(project, outputs, key, kinds[key[1]], formats, undecided)
        elif reasons := (FORCED,) if order.force else out_of_date(project, outputs, key, formats):
            due[key] = reasons
        else:
            made[key] = left(project, outputs, key, formats)
    for document in made.values():
        done(document)
    problems: tuple[Diagnostic, ...] = ()
    if due:
        from reportgen.building.executor import make
        from reportgen.versions.history import open_history

        with open_history(project.workspace.outputs) as history:
            try:
                for document in make(project, outputs, history, due, order, workers):
                    made[document.unit, document.kind] = document
                    done(document)
            finally:  # a build that is broken off still remembers what it has done
                problems = (*outputs.close(), *project.log.save())
                project.keep()
            problems += tuple(history.problems)
    elif project.log.digests.moved:
        problems = project.log.save()
    # What is wrong is read here too: of units whose documents were left as they are nothing has been read before.
    told = (*project.concerning(order.units), *project.outline.unusable, *problems)
    return (*stray, *(made[key] for key in asked if key in made)), told


def _kinds(project: Project) -> dict[str, KindName]:
    return {kind.id: kind for kind in project.roster.kinds}


def out_of_date(project: Project, outputs: Outputs, key: DocumentId, formats: tuple[str, ...]) -> tuple[str, ...]:
    """Why a document must be made, in words; empty where it is there as it would be made."""
    entry = project.entries.get(key)
    if entry is None:
        return ("还没有生成过，或者上次没有完成",)
    if entry.made_from != project.made_from(key[0]):
        return changes(project.log.made_from.get(entry.made_from, {}), project.ingredients(key[0]))
    if entry.set_up != project.outline.set_up:
        return ("版式、字体或者程序有变化",)
    reasons = []
    for format in formats:
        file = current(project, outputs, key, entry.html, format)
        if not file.is_current:
            reasons.append(f"{file.name.rsplit('/', 1)[-1]} {'不存在' if file.used == file.name else '被人修改过'}")
    return tuple(reasons)


def left(project: Project, outputs: Outputs, key: DocumentId, formats: tuple[str, ...]) -> DocumentOutcome:
    """A document that is there as it would be made."""
    entry = project.entries[key]
    files = {format: outputs.folder / current(project, outputs, key, entry.html, format).used for format in formats}
    return DocumentOutcome(*key, "unchanged", (LEFT,), files, entry.problems, entry.evaluated, entry.version)
