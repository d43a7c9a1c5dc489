"""The issues of a series that a unit makes: an entry each of its 公文, with the days of the period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.documents.kinds import Kind
from reportgen.inputs.schema.unit import Filing, Unit
from reportgen.language.views import Ordinal


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as templates speak of it: its number, the first and the last day of its period."""

    number: Ordinal
    start: date
    end: date


def entry_of(unit: Unit, kind: Kind) -> Filing | None:
    """What a unit says of a kind under 公文; of an issue what it says of that."""
    if kind.number is not None:
        return next((filing for number, _, filing in entries_of(unit, kind) if number == kind.number), None)
    return unit.documents.get(kind.name) or unit.documents.get(kind.id)


def entries_of(unit: Unit, kind: Kind) -> Iterator[tuple[int, str, Filing]]:
    """What a unit says of the issues of a series: the number, the words for it, the entry; in the order in which they are written."""
    for words, filing in unit.documents.items():
        number = kind.number_in(words)
        if number is not None:
            yield number, words, filing


def issue_of(unit: Unit, kind: Kind) -> Issue | None:
    """An issue of a unit; None for any other kind, and where the unit says no period."""
    filing = entry_of(unit, kind) if kind.number is not None else None
    if kind.number is None or filing is None or filing.start is None or filing.end is None:
        return None
    return Issue(Ordinal(kind.number), filing.start, filing.end)


def with_issues(kinds: Sequence[Kind], units: Sequence[Unit]) -> tuple[Kind, ...]:
    """The kinds, each series followed by the issues that a unit speaks of, in the order of their numbers."""

    def issues(kind: Kind) -> Iterator[Kind]:
        numbers = {number for unit in units for number, _, _ in entries_of(unit, kind)}
        return map(kind.issue, sorted(numbers))

    return tuple(one for kind in kinds for one in (kind, *issues(kind)))
