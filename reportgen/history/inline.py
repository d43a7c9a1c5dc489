"""What changed inside a block: runs of words that stayed, went and came; a number changes whole, never digit by digit."""

from dataclasses import dataclass

from reportgen.history.blocks import Piece
from reportgen.history.matching import Op


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A stretch of words: EQUAL has both sides, DELETE the old one only, INSERT the new one only.

    The old pieces of all runs, one after the other, are the old block exactly, and the new pieces the new one. The two sides of an
    EQUAL run read the same but may stand in other elements (a number that became a figure); where names that differ by rights are
    taken for the same (`Counterparts`), they may even read otherwise.
    """

    op: Op
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
