"""What is told of a document: how it comes out, and what the policies say to it."""

from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic
from reportgen.findings import Evaluated

DocumentId = tuple[str, str]
"""Which document of a season: the unit's name, the kind's id."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A document as its data would have it.

    `problems` are those of composing it, `evaluated` is what the policies say. `html` is the SHA-256 of its canonical HTML, None where it can't be
    composed, `visible` that of what a reader sees of it (`render.visible`). `missing`: it shows that something is missing.
    """

    problems: tuple[Diagnostic, ...] = ()
    evaluated: Evaluated = field(default_factory=Evaluated)
    html: str | None = None
    visible: str = ""
    missing: bool = False
