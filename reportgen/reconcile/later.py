"""What became of a version since, beside what was changed by hand in a file that came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.diff.align import Alignment, align
from reportgen.diff.difference import ComparedDocument
from reportgen.diff.figure_changes import figure_changes
from reportgen.diff.three_way import ThreeWay, three_way
from reportgen.reconcile.expected import compared_article
from reportgen.versions.cells import CellChange, paired_cells


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """The newest version: its number, the places that the file, that the version and that both changed, and the cells that moved its figures, by these."""

    number: int
    places: ThreeWay
    cells: Mapping[str, tuple[CellChange, ...]]


def later_changes(by_hand: Alignment, old: ComparedDocument, newest: ComparedDocument) -> Later:
    """What the file and the `newest` version made of the `old` one; `by_hand` aligns that with the file."""
    since = align(by_hand.old, compared_article(newest.html))
    figures = figure_changes(since, old.figures, newest.figures, paired_cells(old.cells, newest.cells))
    return Later(newest.number or 0, three_way(by_hand, since), {change.shown.name: change.cells for change in figures if change.cells})
