"""What is to be said about cells, gathered into diagnostics: faults cell by cell, readings column by column."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportgen.diagnostics import Diagnostic, Place, Severity

MAX_ALIKE = 10
"""How many faults of one kind in one column are reported singly; the rest come as one diagnostic with all their places."""

MOST_PLACES = 2_000
"""Of so many cells a diagnostic gives the places; its words count all."""


class CellDiagnostic(NamedTuple):
    """What is said about one cell.

    For an error, `text` is the whole sentence without the column's name. For a notice or warning it says what many cells
    of a column may share, and `example` shows one of them.
    """

    code: str
    severity: Severity
    text: str
    help: str = ""
    example: str = ""


def fault(code: str, text: str, help: str) -> CellDiagnostic:
    """The cell can't be read, and its value is missing."""
    return CellDiagnostic(f"inputs.{code}", Severity.ERROR, text, help)


def reading(code: str, text: str, example: str, help: str = "") -> CellDiagnostic:
    """The cell was read as a person would read it, and this says how."""
    return CellDiagnostic(f"inputs.{code}", Severity.NOTICE, text, help, example)


def doubt(code: str, text: str, example: str, help: str) -> CellDiagnostic:
    """The cell was read as it stands, but probably means something else."""
    return CellDiagnostic(f"inputs.{code}", Severity.WARNING, text, help, example)


@dataclass(slots=True)
class CellDiagnostics:
    """Collects the remarks of one table."""

    _groups: dict[tuple[str, str], list[tuple[CellDiagnostic, Place]]] = field(default_factory=dict)
    _whole: list[Diagnostic] = field(default_factory=list)

    def cell(self, title: str, remark: CellDiagnostic, place: Place) -> None:
        """A remark about the cell of column `title` at `place`."""
        self._groups.setdefault((title, remark.code), []).append((remark, place))

    def add(self, diagnostic: Diagnostic) -> None:
        """A diagnostic that concerns more than a cell."""
        self._whole.append(diagnostic)

    def withdraw(self, code: str, places: Collection[Place]) -> None:
        """Takes back what was said at any of the places: something better is said instead."""
        self._whole = [said for said in self._whole if said.code != code or not set(said.places) & set(places)]

    def diagnostics(self) -> list[Diagnostic]:
        """Everything collected: what concerns the whole table first, then column by column."""
        found = limited(self._whole, MAX_ALIKE)
        for (title, _), entries in self._groups.items():
            if entries[0][0].severity is Severity.ERROR:
                found += _faults(title, entries)
            else:
                found.append(_gathered(title, entries))
        return [replace(said, places=said.places[:MOST_PLACES]) if len(said.places) > MOST_PLACES else said for said in found]


def limited(whole: Iterable[Diagnostic], most: int) -> list[Diagnostic]:
    """The diagnostics, those of one code singly up to a number, and the rest of them as one."""
    by_code: dict[str, list[Diagnostic]] = {}
    for problem in whole:
        by_code.setdefault(problem.code, []).append(problem)
    found: list[Diagnostic] = []
    for code, alike in by_code.items():
        alone = alike if len(alike) <= most else alike[: most - 1]
        found += alone
        rest = alike[len(alone) :]
        if rest:
            places = tuple(place for problem in rest for place in problem.places)
            found.append(Diagnostic(code, rest[0].severity, f"还有{len(rest)}个同类问题，例如：{rest[0].message}", places, rest[0].help))
    return found


def _faults(title: str, entries: Sequence[tuple[CellDiagnostic, Place]]) -> list[Diagnostic]:
    """The same fault of many cells is told once; faults that differ are told singly up to a number."""
    same: dict[CellDiagnostic, list[Place]] = {}
    for remark, place in entries:
        same.setdefault(remark, []).append(place)
    faults = list(same.items())
    alone = faults if len(faults) <= MAX_ALIKE else faults[: MAX_ALIKE - 1]
    found = [_fault(title, remark, places) for remark, places in alone]
    rest = faults[len(alone) :]
    if rest:
        remark = rest[0][0]
        places = tuple(place for _, those in rest for place in those)
        found.append(Diagnostic(remark.code, remark.severity, f"“{title}”还有{len(places)}处同类问题，例如：{remark.text}", places, remark.help))
    return found


def _fault(title: str, remark: CellDiagnostic, places: Sequence[Place]) -> Diagnostic:
    count = f"有{len(places)}处" if len(places) > 1 else ""
    return Diagnostic(remark.code, remark.severity, f"“{title}”{count}{remark.text}", tuple(places), remark.help)


def _gathered(title: str, entries: Sequence[tuple[CellDiagnostic, Place]]) -> Diagnostic:
    remark = entries[0][0]
    count = f"有{len(entries)}处" if len(entries) > 1 else ""
    message = f"“{title}”{count}{remark.text}，{'例如' if count else ''}{remark.example}"
    return Diagnostic(remark.code, remark.severity, message, tuple(place for _, place in entries), remark.help)
