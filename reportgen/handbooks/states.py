"""有 or 缺: what each item of a handbook has of a household, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.handbooks.declaration import Handbook, Item
from reportgen.handbooks.households import Household
from reportgen.handbooks.papers import Paper


@dataclass(frozen=True, slots=True)
class State:
    """Of an item: what it lacks (titles of columns, sorts of papers), empty where it is all there; whether there is anything of it to show."""

    lacking: tuple[str, ...]
    shown: bool

    @property
    def present(self) -> bool:
        """有."""
        return not self.lacking


def states(handbook: Handbook, household: Household, papers: Sequence[Paper]) -> tuple[State, ...]:
    """The states of a handbook's items, in their order."""
    sorts = {paper.sort for paper in papers}
    stands_for = {handbook.sorts[at].item for at in sorts if at < len(handbook.sorts)}
    return tuple(_of_papers(handbook, sorts) if item.papers else _of_form(item, household, scanned=item.key in stands_for) for item in handbook.items)


def _of_papers(handbook: Handbook, sorts: set[int]) -> State:
    lacking = tuple(sort.title for at, sort in enumerate(handbook.sorts) if sort.required and at not in sorts)
    return State(lacking, bool(sorts))


def _of_form(item: Item, household: Household, *, scanned: bool) -> State:
    """A form lacks the columns that it needs; a scan of its paper stands for all of them. It is shown where any of these is filled in."""
    values = household.values
    lacking = [need.title for need in item.needs if values[need.at] is None and (need.by is None or values[need.by] in need.of)]
    shown = bool(household.lists.get(item.key)) or any(values[need.at] is not None for need in item.needs)
    return State(() if scanned else tuple(lacking), shown)
