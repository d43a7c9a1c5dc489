"""What a check is: a generator of violations, registered under the name by which a rule asks for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.diagnostics import Place
from reportgen.findings import FoundRows
from reportgen.language.figure import Figure
from reportgen.policy.facts import Facts


@dataclass(frozen=True, slots=True)
class Violation:
    """A place where a rule is broken: `names` for its message, the figures that show it, and other places to look at.

    `rows` are all rows that break it, where these are many of a large table.
    """

    names: Mapping[str, object]
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    rows: FoundRows | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Data that a check lacks, in Chinese."""

    what: tuple[str, ...]


Outcome = Violation | Unknown


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check: the datasets without which it can't run, and the names that its violations give to messages."""

    run: Callable[[Facts], Iterator[Outcome]]
    datasets: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Registry:
    """Checks by name, as they are registered."""

    checks: dict[str, Check] = field(default_factory=dict)

    def __call__(self, name: str, *, needs: str, says: str) -> Callable[[Callable[[Facts], Iterator[Outcome]]], Callable[[Facts], Iterator[Outcome]]]:
        """Registers a check under `name`; `needs` and `says` list datasets and names, separated by spaces."""

        def register(run: Callable[[Facts], Iterator[Outcome]]) -> Callable[[Facts], Iterator[Outcome]]:
            self.checks[name] = Check(run, tuple(needs.split()), frozenset(says.split()))
            return run

        return register


check = Registry()
CHECKS = check.checks
