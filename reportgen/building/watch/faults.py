"""What is wrong until it is mended: each problem is told when it comes and when it goes, and how many stand."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.findings import Finding

_OWN = "inputs.open-elsewhere"
"""A workbook that is open in Excel is no problem here: it is what the watcher is for."""


def is_told(problem: Diagnostic) -> bool:
    """Whether a problem is told one by one: every error, and the warnings about what people wrote.

    What follows from these in the documents (待补, 草稿), and what a rule would have looked at, is only counted.
    """
    if problem.severity is Severity.WARNING:
        return not isinstance(problem, Finding) and not problem.code.startswith("documents.") and problem.code != _OWN
    return problem.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Turn:
    """What has come and what has gone since the last time; the numbers that stand now, by severity."""

    new: tuple[Diagnostic, ...]
    mended: tuple[Diagnostic, ...]
    standing: Counter[Severity]


@dataclass(slots=True)
class StandingFaults:
    """The problems and findings that stand and are told, by where they come from: the settings, the data, the watching itself."""

    _known: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    _undecided: dict[str, frozenset[tuple[object, ...]]] = field(default_factory=dict)

    def update(self, source: str, found: Iterable[Diagnostic], unread: Collection[str | None] = (), undecided: Iterable[Diagnostic] = ()) -> Turn:
        """What stands now of a source; of the units (names) of `unread` nobody can say, so theirs stand as they stood.

        `undecided` are those of `found` for which that is: whether they stand can always be said.
        One whose words or place have changed is told anew, and the earlier one isn't called mended.
        """
        earlier = self._known.get(source, ())
        found_now = [problem for problem in found if is_told(problem)]
        replaced = {_about(problem) for problem in found_now}
        kept = [p for p in earlier if p.unit in unread and _about(p) not in replaced and _told(p) not in self._undecided.get(source, ())]
        self._undecided[source] = frozenset(map(_told, undecided))
        now: dict[tuple[object, ...], Diagnostic] = {}
        for problem in (*found_now, *kept):
            now.setdefault(_told(problem), problem)
        before = {_told(problem): problem for problem in earlier}
        new = sorted((problem for told, problem in now.items() if told not in before), key=lambda problem: problem.severity is not Severity.ERROR)
        changed = Counter(_about(problem) for problem in new)
        mended = []
        for told, problem in before.items():
            if told in now:
                continue
            if changed[_about(problem)]:
                changed[_about(problem)] -= 1
            else:
                mended.append(problem)
        self._known[source] = tuple(now.values())
        return Turn(tuple(new), tuple(mended), self.standing)

    def units(self, source: str) -> frozenset[str | None]:
        """The units (names) that problems of a source concern; None stands for no single unit."""
        return frozenset(problem.unit for problem in self._known.get(source, ()))

    @property
    def standing(self) -> Counter[Severity]:
        """How many stand, by severity."""
        return Counter(problem.severity for known in self._known.values() for problem in known)


def _told(problem: Diagnostic) -> tuple[object, ...]:
    """What makes it the same problem for its reader, whichever document brought it up."""
    return problem.code, problem.unit, problem.message, problem.places


def _about(problem: Diagnostic) -> tuple[object, ...]:
    """What it is about, whatever its words: a rule or code, a unit, a file."""
    return problem.code, problem.unit, problem.places[0].file if problem.places else ""
