"""How everything stands, found out step by step: first what is known without reading anything, then what has changed, the lowest units first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from reportgen.building.comparable import comparables
from reportgen.building.project import Project
from reportgen.building.status import Standing, status
from reportgen.desk.seen import Seen
from reportgen.versions.filings import Filing
from reportgen.versions.history import open_history

Document = tuple[str, str]


def looked(project: Project, before: Seen | None) -> Iterator[Seen]:
    """How everything stands. What is known comes first, with the units that aren't yet being `checking`; then all again after each of these.

    `before` is how things stood the last time; of a unit that never was looked at nothing is told. Raises Moved where files change meanwhile.
    """
    outline = project.outline
    lacking = [unit for unit in outline.units if not project.is_known(unit)]
    every = dict.fromkeys((*outline.roster.blocked, *outline.unread, *outline.units, *(unit.name for unit in outline.roster.units)))
    with open_history(project.workspace.outputs) as history:
        look = _Look(project, tuple(every), history.filings())
    look.see(every.keys() - lacking)
    for unit in lacking:
        look.leave(unit, before)
    yield look.seen(frozenset(lacking))
    left = set(lacking)
    for unit in sorted(lacking, key=lambda name: len(outline.units[name].subtree)):
        look.see((unit,))
        comparables(project, (unit,))  # while it is read: what stands out is found out from what is kept of it
        project.keep()
        left.discard(unit)
        yield look.seen(frozenset(left))


def standing_now(project: Project, document: Document) -> tuple[Standing | None, str | None] | None:
    """How one document stands, and the digest of what a reader would see of it; None where that can't be told without computing it."""
    if document[0] not in project.outline.units:
        return None, None
    if not project.is_known(document[0]):
        return None
    with open_history(project.workspace.outputs) as history:
        look = _Look(project, (document[0],), history.filings())
    look.see((document[0],))
    return look.standings.get(document[0], {}).get(document[1]), look.visible.get(document)


@dataclass
class _Look:
    """What was found out so far, by unit and kind; `every` are the units in their order."""

    project: Project
    every: tuple[str, ...]
    filings: tuple[Filing, ...]
    standings: dict[str, dict[str, Standing]] = field(default_factory=dict)
    visible: dict[Document, str] = field(default_factory=dict)

    def see(self, units: Iterable[str]) -> None:
        """Find out how the documents of units (names) stand."""
        found = status(self.project, self.project.today, frozenset(units), None, self.filings)
        for one in found:
            self.standings.setdefault(one.unit, {})[one.kind] = one
        decided = [(one.unit, one.kind) for one in found if one.readable and not one.kept]
        self.visible |= {document: answer.visible for document, answer in self.project.answers(decided).items()}

    def leave(self, unit: str, before: Seen | None) -> None:
        """Let the documents of a unit stand as they did."""
        known = {} if before is None else before.standings
        for document in self.project.roster.asked(frozenset((unit,)), None):
            standing = known.get(document) or Standing(*document, readable=True, built=False, up_to_date=False, draft=True)
            self.standings.setdefault(unit, {})[document[1]] = replace(standing, up_to_date=False)

    def seen(self, checking: frozenset[str]) -> Seen:
        """All of it, in the order of the units."""
        standings = {(unit, kind): one for unit in self.every for kind, one in self.standings.get(unit, {}).items()}
        return Seen(self.project.outline, standings, dict(self.visible), checking, self.project.snapshot.digest)
