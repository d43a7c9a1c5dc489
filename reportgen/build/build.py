"""build: inputs -> documents in outputs/: what has to be made, and what became of it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.lock import locked
from reportgen.build.memory import Key
from reportgen.build.outputs import Outputs, file_name, open_outputs
from reportgen.build.project import Project
from reportgen.build.store import key_of
from reportgen.diagnostics import Diagnostic
from reportgen.documents.roster import KindName
from reportgen.findings import Evaluated

if TYPE_CHECKING:
    from reportgen.build.making import Opened

LEFT = "没有变化"
FORCED = "要求重新生成（--force）"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: units (names), kinds (ids), formats (None means all); `force`: made again even where nothing has changed."""

    units: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    formats: frozenset[str] | None = None
    force: bool = False

    def formats_of(self, kind: KindName) -> tuple[str, ...]:
        """The formats that a kind is written in, of those asked for."""
        return tuple(name for name in kind.formats if self.formats is None or name in self.formats)


@dataclass(frozen=True, slots=True)
class Document:
    """What became of one document: built, unchanged, blocked (its unit can't be read) or failed.

    `outputs` maps a format to its file; `reasons` say in Chinese why it was built or left; `problems` are those of composing and
    writing, `evaluated` is what the policies say to its data. `version` is the number of its version.
    """

    unit: str
    kind: str
    status: str
    reasons: tuple[str, ...] = ()
    outputs: Mapping[str, Path] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    evaluated: Evaluated = field(default_factory=Evaluated)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: the documents in order, and the problems that belong to no single document; the kinds by id."""

    season: str
    documents: tuple[Document, ...]
    problems: tuple[Diagnostic, ...]
    kinds: Mapping[str, KindName]
    seconds: float


def build(project: Project, order: Order, workers: "Opened | None" = None, done: Callable[[Document], None] = lambda _document: None) -> Built:
    """Make the documents asked for; `done` hears of each as it is finished.

    What was made from the same and is there as it was written is left. The rest is composed; a file is written where what a reader
    sees of it has changed, from the store where it was made before, else rendered by `workers` (by default in this process).
    A document that fails leaves its earlier outputs as they were, and the others are still made.
    """
    start = time.monotonic()
    with locked(project.workspace.outputs) as fault:
        if fault is not None:
            return Built(project.name, (), (fault,), {}, time.monotonic() - start)
        documents, problems = _build(project, order, workers, done)
    concerning = (problem for problem in project.remembered.problems if order.units is None or problem.unit is None or problem.unit in order.units)
    found = tuple(dict.fromkeys((*concerning, *problems)))
    return Built(project.name, documents, found, _kinds(project), time.monotonic() - start)


def _build(project: Project, order: Order, workers: "Opened | None", done: Callable[[Document], None]) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    roster = project.roster
    outputs = open_outputs(project.workspace.outputs, project.memory.stamps)
    kinds = {id: kind for id, kind in _kinds(project).items() if (order.kinds is None or id in order.kinds) and order.formats_of(kind)}
    blocked = [
        Document(folder, kind, "blocked", ("没有能够读取的 单位.yaml",))
        for folder in roster.blocked
        if order.units is None or folder in order.units
        for kind in kinds
    ]
    asked = roster.asked(order.units, frozenset(kinds))
    made = {}
    due = {}
    for key in asked:
        reasons = (FORCED,) if order.force else out_of_date(project, outputs, key, order.formats_of(kinds[key[1]]))
        if reasons:
            due[key] = reasons
        else:
            made[key] = left(project, outputs, key, order.formats_of(kinds[key[1]]))
    for document in made.values():
        done(document)
    problems: tuple[Diagnostic, ...] = ()
    if due:
        from reportgen.build.making import make
        from reportgen.history.versions import open_history

        with open_history(project.workspace.outputs) as history:
            try:
                for document in make(project, outputs, history, due, order, workers):
                    made[document.unit, document.kind] = document
                    done(document)
            finally:  # a build that is broken off still remembers what it has done
                problems = (*outputs.close(), *project.memory.save())
            problems += tuple(history.problems)
    elif project.memory.stamps.moved:
        problems = project.memory.save()
    return (*blocked, *(made[key] for key in asked if key in made)), problems


def _kinds(project: Project) -> dict[str, KindName]:
    return {kind.id: kind for kind in project.remembered.roster.kinds}


def out_of_date(project: Project, outputs: Outputs, key: Key, formats: tuple[str, ...]) -> tuple[str, ...]:
    """Why a document must be made, in words; empty where it is there as it would be made."""
    remembered, made_from = project.remembered, project.memory.made_from
    record = remembered.documents.get(key)
    if record is None:
        return ("还没有生成过，或者上次没有完成",)
    now = remembered.made_from[key[0]]
    if record.made_from != now:
        from reportgen.build.ingredients import changes

        return changes(made_from.get(record.made_from, {}), made_from[now])
    if record.set_up != remembered.set_up:
        return ("版式、字体或者程序有变化",)
    reasons = []
    for format in formats:
        name = _name(project, key, format)
        used, is_current = outputs.standing(name, key_of(record.set_up, record.html, format))
        if not is_current:
            reasons.append(f"{name.rsplit('/', 1)[-1]} {'不存在' if used == name else '被人修改过'}")
    return tuple(reasons)


def left(project: Project, outputs: Outputs, key: Key, formats: tuple[str, ...]) -> Document:
    """A document that is there as it would be made."""
    record = project.remembered.documents[key]
    files = {format: outputs.folder / outputs.standing(_name(project, key, format), key_of(record.set_up, record.html, format))[0] for format in formats}
    return Document(*key, "unchanged", (LEFT,), files, record.problems, record.evaluated, record.version)


def _name(project: Project, key: Key, format: str) -> str:
    """The name of a document's file in the outputs."""
    roster = project.remembered.roster
    folder = next(unit.folder for unit in roster.units if unit.name == key[0])
    return file_name(project.name, folder, next(kind.name for kind in roster.kinds if kind.id == key[1]), format)
