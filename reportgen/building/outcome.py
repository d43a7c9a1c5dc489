"""What is asked of a build, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.diagnostics import Diagnostic
from reportgen.documents.formats import ON_REQUEST, Format
from reportgen.findings import Evaluated
from reportgen.pipeline.roster import KindName

UNDONE = frozenset(("kept", "blocked", "failed"))
"""The statuses of documents that are not as their data would have them."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: units (names), kinds (ids), formats (None means all); `force`: made again even where nothing has changed."""

    units: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    formats: frozenset[str] | None = None
    force: bool = False

    def formats_of(self, kind: KindName) -> tuple[Format, ...]:
        """The formats that a kind is written in, of those asked for; those made of its PDF where they are asked for."""
        if self.formats is None:
            return kind.formats
        made_of_pdf = ON_REQUEST if "pdf" in kind.formats else ()
        return tuple(name for name in (*kind.formats, *made_of_pdf) if name in self.formats)


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What became of one document: built, unchanged, failed; kept, where what it is made from can't be decided; blocked, where there is none to keep.

    Of one that is kept everything is as it was when it was made.

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
    documents: tuple[DocumentOutcome, ...]
    problems: tuple[Diagnostic, ...]
    kinds: Mapping[str, KindName]
    seconds: float
