"""Units whose data can't be decided: their documents, and those made from theirs, are left as they are until they can."""

from collections.abc import Iterator, Mapping, Sequence

from reportgen.diagnostics import Diagnostic, Place
from reportgen.figures.scope import Scope
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.workspace import UNIT_FILE

Unread = Mapping[str, tuple[Diagnostic, ...]]
"""The folders (names) whose 单位.yaml can't be read, and why."""


def undecided_units(scopes: Sequence[Scope], unread: Unread, common: Sequence[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    """By unit's name (of `unread`: the folder's) the faults for which nobody can say what its documents are made from.

    They are made from the files of the unit and of those below it, and from the 单位.yaml of those above (dates are theirs where a unit gives none).
    `common` are faults of what the documents of all units are made from.
    """
    found = {name: tuple(faults) for name, faults in unread.items()}
    around = faults_around(scopes, unread)
    for scope in scopes:
        faults = dict.fromkeys((*common, *_own(scope, unread), *around[scope.unit.name]))
        if faults:
            found[scope.unit.name] = tuple(faults)
    return found


def faults_around(scopes: Sequence[Scope], unread: Unread) -> dict[str, tuple[Diagnostic, ...]]:
    """By unit's name the faults of the 单位.yaml of those above, and of folders that may belong below it."""
    by_name = {scope.unit.name: scope for scope in scopes}
    stray = [fault for name, faults in unread.items() if name not in by_name for fault in faults]
    return {scope.unit.name: (*(stray if scope.unplaced else ()), *_above(scope, by_name, unread)) for scope in scopes}


def _own(scope: Scope, unread: Unread) -> Iterator[Diagnostic]:
    """The faults of a unit and of those below it."""
    yield from unread.get(scope.unit.name, ()) if scope.inputs.absent else scope.inputs.undecided
    for child in scope.children:
        yield from _own(child, unread)


def _above(scope: Scope, by_name: Mapping[str, Scope], unread: Unread) -> Iterator[Diagnostic]:
    """The faults of the 单位.yaml of the units above."""
    seen, name = {scope.unit.name}, scope.unit.parent
    while name is not None and name not in seen:
        seen.add(name)
        above = by_name.get(name)
        if above is None or above.inputs.absent:
            yield from unread.get(name, ())
        else:
            yield from (fault for fault in above.inputs.undecided if any(_describes(place) for place in fault.places))
        name = above.unit.parent if above is not None else None


def _describes(place: Place) -> bool:
    """Whether a place is one of 单位.yaml, or of a sheet that says the same."""
    return place.file.endswith(f"/{UNIT_FILE}") or place.sheet in (DESCRIPTION, FILINGS)
