"""Whether a document's file is there as it would be written now."""

from dataclasses import dataclass

from reportgen.building.outcome import Order
from reportgen.building.outputs import Outputs, file_name
from reportgen.building.project import Project
from reportgen.building.store import key_of
from reportgen.documents.formats import ON_REQUEST, Format
from reportgen.pipeline.answer import DocumentId


@dataclass(frozen=True, slots=True)
class File:
    """A file of a document: its name in the outputs, the key of the bytes that it should have (`store.key_of`).

    `used` is the name under which it stands or would be written: another one where somebody has edited the file of its name. `is_current`: it is
    there and has these bytes.
    """

    name: str
    key: str
    used: str
    is_current: bool


def current(project: Project, outputs: Outputs, document: DocumentId, html: str, format: str) -> File:
    """The file of a document in one format, whose canonical HTML is that of the digest `html`."""
    unit, kind = document
    named = next(one.name for one in project.roster.kinds if one.id == kind)
    name, key = file_name(project.name, project.roster.folder(unit), named, format), key_of(project.outline.set_up, html, format)
    return File(name, key, *outputs.standing(name, key))


def formats_of(project: Project, outputs: Outputs, order: Order, document: DocumentId) -> tuple[Format, ...]:
    """The formats that a document is written in now: those asked for, and, where all are, what was once asked for and is there still.

    So an OFD doesn't stay behind when its document is made anew; who doesn't want it any more takes the file away.
    """
    unit, kind = document
    known = next(one for one in project.roster.kinds if one.id == kind)
    formats = order.formats_of(known)
    if order.formats is not None:
        return formats
    folder = project.roster.folder(unit)
    return (*formats, *(name for name in ON_REQUEST if outputs.there(file_name(project.name, folder, known.name, name)) is not None))
