"""The aligner that the diff and the redline share: two canonical documents as one merged sequence of blocks.

    for pair in align(old, new).pairs:
        EQUAL, CHANGE   pair.old and pair.new are both there; pair.runs are the words of both (a caption's, of a table or figure)
        DELETE          pair.old only; pair.runs is one DELETE run
        INSERT          pair.new only; pair.runs is one INSERT run
        MOVE            stands twice, with the same pair.move: where it was with `old` alone (runs: one DELETE), and where it is
                        now with both, and runs as of a CHANGE

Written one after the other, the pairs are the merged document: the blocks with a `new` side are the new document in its order,
those with an `old` side, but for the MOVEs with both, are the old one in its order. Where something was replaced, what went
stands before what came. To write a move as deletion and insertion, take a MOVE with both sides as an INSERT of its `new`.

`Alignment.containers` pairs the `header`, `section`s and `footer`: a container without partner came or went whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.history.blocks import Block
from reportgen.history.inline import Run
from reportgen.history.matching import Op
from reportgen.history.tables import TablePair


@dataclass(frozen=True, slots=True, eq=False)
class MarkPair:
    """A figure that a chart shows on either side: its name and label, and its exact values as texts; None where it isn't drawn."""

    figure: str
    label: str
    unit: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, eq=False)
class FigurePair:
    """A chart in both documents: whether it is drawn otherwise, and the figures in it whose values differ."""

    redrawn: bool
    marks: tuple[MarkPair, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A block of the merged document (see above).

    `table` and `figure` are there for tables and charts with both sides. `renumbered`: a CHANGE (or MOVE) of nothing but the number that the
    composer counts in front of a heading or caption.
    """

    op: Op
    old: Block | None
    new: Block | None
    runs: tuple[Run, ...]
    table: TablePair | None = None
    figure: FigurePair | None = None
    move: int | None = None
    renumbered: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Two documents (their `article`s) as one. `containers` are (old, new) in merged order, None where there is no partner."""

    old: _Element
    new: _Element
    pairs: tuple[Pair, ...]
    containers: tuple[tuple[_Element | None, _Element | None], ...]


def align(old: _Element, new: _Element) -> Alignment:
    """Align two canonical documents (`reportgen.render.tree.parse`); neither is altered. O(n·m) in their blocks, a few milliseconds a page."""
    raise NotImplementedError
