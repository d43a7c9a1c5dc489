"""What is wrong with a season, by where it was found: so that what is known of one part need not be found out again with the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Problems:
    """All problems of a season but those of its documents, in the order in which they are told.

    `common` are those of kinds.yaml and the policies, `of_folders` those of each folder of inputs (by its name), `of_units` those of the
    descriptions of the units together and of what this computer lacks.
    """

    common: tuple[Diagnostic, ...] = ()
    of_folders: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    of_units: tuple[Diagnostic, ...] = ()

    def __iter__(self) -> Iterator[Diagnostic]:
        yield from self.common
        for found in self.of_folders.values():
            yield from found
        yield from self.of_units

    def faults(self, units: Iterable[str]) -> tuple[Diagnostic, ...]:
        """The errors in what the units (names) filled in."""
        names = frozenset(units)
        return tuple(problem for problem in self if problem.severity is Severity.ERROR and problem.unit in names)


def concerns(problem: Diagnostic, units: frozenset[str] | None) -> bool:
    """Whether a problem belongs to one of the units (names; None means all), or to no unit in particular."""
    return units is None or problem.unit is None or problem.unit in units
