"""Units whose data can't be decided: their documents, and those made from theirs, are left as they are until they can."""

from collections.abc import Iterator, Mapping, Sequence

from reportgen.diagnostics import Diagnostic, one_line, warning
from reportgen.figures.scope import Scope
from reportgen.inputs.folder import UNIT_FILE

Unread = Mapping[str, tuple[Diagnostic, ...]]
"""The folders (names) whose 单位.yaml can't be read, and why."""


def undecided_units(scopes: Sequence[Scope], unread: Unread, common: Sequence[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    """By unit's name (of `unread`: the folder's) the faults for which nobody can say what its documents are made from.

    They are made from the files of the unit and of those below it, and from the 单位.yaml of those above (dates are theirs where a unit gives none).
    `common` are faults of what the documents of all units are made from.
    """
    by_name = {scope.unit.name: scope for scope in scopes}
    stray = [fault for name, faults in unread.items() if name not in by_name for fault in faults]
    found = {name: tuple(faults) for name, faults in unread.items()}
    for scope in scopes:
        faults = dict.fromkeys((*common, *_own(scope, unread), *(stray if scope.unplaced else ()), *_above(scope, by_name, unread)))
        if faults:
            found[scope.unit.name] = tuple(faults)
    return found


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
            yield from (fault for fault in above.inputs.undecided if any(place.file.endswith(f"/{UNIT_FILE}") for place in fault.places))
        name = above.unit.parent if above is not None else None


def kept(unit: str, faults: Sequence[Diagnostic]) -> Diagnostic:
    """That the documents of a unit stay as they are, and why."""
    places = dict.fromkeys(place for fault in faults for place in fault.places)
    message = f"没有核查，已有的公文保留上一版：{'；'.join(map(one_line, faults))}"
    return warning("documents.kept", message, *places, help="请先改正这些文件。改正以前，已有的公文不更新，还没有的不生成", unit=unit)
