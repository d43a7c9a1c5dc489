"""Documents that are left as they are, since what they would be made from can't be decided."""

from collections.abc import Mapping

from reportgen.building.current import formats_of
from reportgen.building.outcome import DocumentOutcome, Order
from reportgen.building.outputs import Outputs, file_name
from reportgen.building.project import Project
from reportgen.diagnostics import one_line
from reportgen.pipeline.answer import DocumentId
from reportgen.pipeline.roster import KindName

NOTHING_KNOWN = "没有能够读取的单位说明"


def keep(project: Project, outputs: Outputs, key: DocumentId, kind: KindName, formats: tuple[str, ...], reasons: tuple[str, ...]) -> DocumentOutcome:
    """A document as it is: with the files that are there, and all that was said of it when it was made. Blocked where there are none."""
    names = {format: outputs.there(file_name(project.name, project.roster.folder(key[0]), kind.name, format)) for format in formats}
    files = {format: outputs.folder / name for format, name in names.items() if name is not None}
    if not files:
        return DocumentOutcome(*key, "blocked", reasons)
    entry = project.entries.get(key)
    if entry is None:
        return DocumentOutcome(*key, "kept", reasons, files)
    return DocumentOutcome(*key, "kept", reasons, files, entry.problems, entry.evaluated, entry.version)


def why(project: Project, name: str) -> tuple[str, ...]:
    """Why the documents of a unit (name, or folder that can't be read) are left as they are, in words; empty where they aren't."""
    return tuple(map(one_line, project.faults_undecided(name)))


def unread(project: Project, outputs: Outputs, order: Order, kinds: Mapping[str, KindName]) -> list[DocumentOutcome]:
    """The documents of folders whose 单位.yaml can't be read: those that are there; where none is, all that there could be."""
    roster = project.roster
    readable = {unit.name for unit in roster.units}
    found = []
    for folder in sorted({*roster.blocked, *(name for name in {*project.outline.unread, *project.outline.units} - readable if why(project, name))}):
        if order.units is not None and folder not in order.units:
            continue
        reasons = why(project, folder) or (NOTHING_KNOWN,)
        documents = [
            keep(project, outputs, (folder, id), kind, formats_of(project, outputs, order, (folder, id)), reasons)
            for id, kind in kinds.items()
            if not kind.is_series
        ]
        there = [document for document in documents if document.status == "kept"]
        found += there or (documents if folder in roster.blocked else [])
    return found
