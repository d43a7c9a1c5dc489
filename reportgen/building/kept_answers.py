"""What is told of one document, kept by what its unit's documents are made from: its answer, the figures in it, the names that its template may use."""

from typing import TYPE_CHECKING

from reportgen.building.answers import (
    Answers,
    decode_answer,
    decode_names,
    decode_trace,
    encode_answer,
    encode_names,
    encode_trace,
)
from reportgen.building.snapshot import Snapshot
from reportgen.diagnostics import Place
from reportgen.pipeline.answer import Answer, DocumentId
from reportgen.pipeline.traced import Trace
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from reportgen.documents.named import Named
    from reportgen.pipeline.season import Season


def known_answer(answered: Answers, made_from: str, document: DocumentId) -> Answer | None:
    """What is told of a document, where it is known; `made_from` digests what its unit's documents are made from."""
    return answered.get(decode_answer, "answer", made_from, document[1])


def note_answer(answered: Answers, made_from: str, document: DocumentId, answer: Answer) -> Answer:
    """What was found out of a document, noted."""
    answered.note(encode_answer(answer), "answer", made_from, document[1])
    return answer


def known_trace(answered: Answers, made_from: str, document: DocumentId) -> Trace | None:
    """The figures of a document, where they are known."""
    return answered.get(decode_trace, "trace", made_from, document[1])


def find_trace(answered: Answers, made_from: str, season: "Season", document: DocumentId) -> Trace:
    """The figures of a document of a season whose data have been read, noted unless there are too many cells."""
    from reportgen.pipeline.trace import trace

    found = trace(season, season.job(document))
    encoded = encode_trace(found)
    if encoded is not None:
        answered.note(encoded, "trace", made_from, document[1])
    return found


def known_names(answered: Answers, made_from: str, document: DocumentId) -> "tuple[Named, ...] | None":
    """The names that the template of a document may use, where they are known."""
    return answered.get(decode_names, "names", made_from, document[1])


def find_names(answered: Answers, made_from: str, season: "Season", document: DocumentId) -> "tuple[Named, ...]":
    """The names that the template of a document may use, of a season whose data have been read, noted."""
    from reportgen.documents.context import context
    from reportgen.documents.names import usable
    from reportgen.inputs.schema.unit import OF_PACKAGE

    job = season.job(document)
    unasked = frozenset(f"unit.{key}" for key in OF_PACKAGE) if job.scope.programme.alone else frozenset[str]()
    named = usable(context(job.scope, job.kind, season.name, season.themes(job.scope)))
    found = tuple(one for one in named if ".".join(one.name.split(".")[:2]) not in unasked)
    answered.note(encode_names(found), "names", made_from, document[1])
    return found


def traced_cells(word: str, trace: Trace, answered: Answers, snapshot: Snapshot, workspace: Workspace) -> frozenset[Place] | None:
    """The cells, of those that the figures traced come from, whose columns `word` is a heading of; None where the trace doesn't say which columns they are."""
    if trace.columns is None:
        return None
    from reportgen.building.kept_headings import known_headings
    from reportgen.inputs.heading_names import columns_headed

    headed = columns_headed(word, known_headings(answered, snapshot, workspace))
    return frozenset(place for column in headed for place in trace.columns.get(column, ()))
