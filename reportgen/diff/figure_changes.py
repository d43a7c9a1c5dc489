"""The figures whose values changed, each told once, with the cells that moved it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from reportgen.diagnostics import Place
from reportgen.diff.align import Alignment, Pair
from reportgen.diff.blocks import Piece, pieces_of
from reportgen.diff.document_figures import COUNTED, ShownFigure, figures_in
from reportgen.diff.matching import Op
from reportgen.language.figure import Figure
from reportgen.versions.cells import CellChange, CellPair, changes_among, joined

_Standing = tuple[bool, Place | None]  # whether in the new document, and where
_YEAR = re.compile(r"(?<=\.)\d{4}(?=-)")  # progress.2023-05.planned


@dataclass(frozen=True, slots=True, eq=False)
class FigureChange:
    """A figure that differs between two documents: as either shows it, None where it doesn't.

    `cells` are those of the cells behind it that changed, known where the sources of both sides are.
    """

    old: ShownFigure | None
    new: ShownFigure | None
    cells: tuple[CellChange, ...] = ()

    @property
    def op(self) -> Op:
        """CHANGE: its value is another, or was or is missing; INSERT, DELETE: only one of the documents shows it."""
        return Op.INSERT if self.old is None else Op.DELETE if self.new is None else Op.CHANGE

    @property
    def shown(self) -> ShownFigure:
        """The figure, as the new document shows it if it does. Raises ValueError for a figure of neither document."""
        shown = self.new or self.old
        if shown is None:
            raise ValueError("a figure of neither document")
        return shown

    @property
    def difference(self) -> Decimal | None:
        """New less old, exact; None where either isn't there."""
        old, new = (None if side is None else side.value for side in (self.old, self.new))
        return None if old is None or new is None else new - old


def figure_changes(
    alignment: Alignment, old: Mapping[str, Figure], new: Mapping[str, Figure], cells: Sequence[CellPair] = (), years: int = 0
) -> tuple[FigureChange, ...]:
    """The figures that differ, in the order of the new document; those that only the old one shows last.

    `old` and `new` are the figures of both documents by name, with their sources, as far as they are known, and `cells` the cells
    of both documents, paired. A figure of a counted row
    (arrears.3.owed) is the same as the one in the row that its row is aligned with, whatever their numbers are; where the new document
    is of so many `years` later, progress.2024-05.planned is the same as progress.2023-05.planned.
    """
    before, after = figures_in(alignment.old, old), figures_in(alignment.new, new)
    partners = figure_partners(alignment.pairs, before, after, years)
    standing = {place: at for at, pair in enumerate(cells) for place in ((False, pair.old), (True, pair.new))}
    kept = set(partners.values())
    came = (_change(before.get(partners.get(name, "")), shown, cells, standing) for name, shown in after.items())
    gone = (FigureChange(shown, None) for name, shown in before.items() if name not in kept)
    return tuple(change for change in chain(came, gone) if change is not None)


def years_earlier(name: str, years: int) -> str:
    """What a figure is called in a season of so many years earlier: progress.2023-05.planned of 2023 is progress.2022-05.planned of 2022."""
    return _YEAR.sub(lambda match: str(int(match[0]) - years), name)


def _change(old: ShownFigure | None, new: ShownFigure, pairs: Sequence[CellPair], standing: Mapping[_Standing, int]) -> FigureChange | None:
    if old is None:
        return FigureChange(None, new)
    if old.value == new.value:
        return None
    known = old.figure is not None and new.figure is not None
    cells = [joined(side.figure.sources) if side.figure is not None else {} for side in (old, new)]
    own = sorted({at for side, places in enumerate(cells) for place in places if (at := standing.get((bool(side), place))) is not None})
    return FigureChange(old, new, changes_among((pairs[at] for at in own), *cells) if known else ())


def figure_partners(pairs: Iterable[Pair], before: Mapping[str, ShownFigure], after: Mapping[str, ShownFigure], years: int = 0) -> dict[str, str]:
    """The old figure that each new one is, by name: of those of counted rows the one in the row that its row is aligned with."""
    counted = any(map(COUNTED.search, before)) and any(map(COUNTED.search, after))
    votes = Counter(chain.from_iterable(map(_aligned, pairs)) if counted else ())
    partners: dict[str, str] = {}
    taken: set[str] = set()
    for (old, new), _ in votes.most_common():
        if new not in partners and old not in taken:
            partners[new] = old
            taken.add(old)
    for name, shown in after.items():
        earlier = years_earlier(name, years)
        if earlier in before and earlier not in taken and name not in partners and (not COUNTED.search(name) or _in_one_row(before[earlier], shown)):
            partners[name] = earlier
    return partners


def _in_one_row(old: ShownFigure, new: ShownFigure) -> bool:
    return (old.label, old.row) == (new.label, new.row)


def _aligned(pair: Pair) -> Iterator[tuple[str, str]]:
    """The figures of counted rows that stand in the same place of both documents: (old name, new name)."""
    for pieces in _both(pair):
        before, after = ({COUNTED.sub(".#", name): name for name in _names(side) if COUNTED.search(name)} for side in pieces)
        yield from ((before[kind], after[kind]) for kind in before.keys() & after.keys())


def _both(pair: Pair) -> Iterator[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """The words that stand in the same place: of a block, a cell."""
    old, new = pair.old, pair.new
    if old is None or new is None:
        return
    yield old.pieces, new.pieces
    if pair.table is not None:
        cells = [(cell.old, cell.new) for row in pair.table.rows for cell in row.cells]
        yield from ((pieces_of(one.element), pieces_of(other.element)) for one, other in cells if one is not None and other is not None)
    elif old.grid is not None and new.grid is not None:
        grids = ([cell for _, row in grid.rows for cell in row] for grid in (old.grid, new.grid))
        yield from ((pieces_of(one.element), pieces_of(other.element)) for one, other in zip(*grids, strict=True))


def _names(pieces: Iterable[Piece]) -> Iterator[str]:
    return (name for piece in pieces for element in piece.within if (name := element.get("data-figure")))
