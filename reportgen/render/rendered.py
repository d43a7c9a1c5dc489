"""What a writer hands back."""

from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file and the faults that were seen while it was written."""

    content: bytes
    problems: tuple[Diagnostic, ...] = ()
