"""Numbers that came in by hand and that no cell gives: in sentences, in rows and tables that were added."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diff.align import Pair
from reportgen.diff.blocks import text_of
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.table_summary import whole_rows
from reportgen.numerals import amounts, number_in
from reportgen.reconcile.edits import FigureEdit

_PARTS = frozenset(("p.number", "p.date", "p.annotation", "p.printing", "p.marks", "p.issuer", "p.signatory", "p.attachment-note"))
_AROUND = 12  # characters on either side that say where


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A number without a source: as it is written, the words around it, and the headings above."""

    text: str
    around: str
    under: tuple[str, ...]


def unsourced(pairs: Iterable[tuple[Pair, tuple[str, ...]]], edits: Iterable[FigureEdit], shown: Iterable[str]) -> tuple[Unsourced, ...]:
    """The numbers that came in by hand, but for those in the place of a figure (`edits`) and those that a figure says (`shown`, as written)."""
    known = {number for text in shown if (number := number_in(text)) is not None}
    known |= {number for edit in edits for spot in edit.spots if spot.new is not None and (number := number_in(spot.new)) is not None}
    return tuple(
        Unsourced(text, around, under)
        for pair, under in pairs
        if pair.new is not None and pair.op is not Op.EQUAL and pair.new.kind not in _PARTS
        for text, value, around in _come(pair)
        if value not in known
    )


def _come(pair: Pair) -> Iterator[tuple[str, Decimal, str]]:
    """The numbers in what came: of a text, of a table's rows and cells."""
    if pair.op is not Op.MOVE or pair.old is not None:
        yield from _in_runs(pair.runs, len(pair.new.number) if pair.new is not None else 0)
    for row in pair.table.rows if pair.table is not None else ():
        for cell in row.cells:
            yield from _in_runs(cell.runs, 0)
    if pair.old is None and pair.op is Op.INSERT:
        for text in (cell for row in whole_rows(pair) for cell in row):
            yield from _in_text(text, ((0, len(text)),))


def _in_runs(runs: tuple[Run, ...], head: int) -> Iterator[tuple[str, Decimal, str]]:
    """The numbers in what came into a text, but for those in its first `head` characters, which count it."""
    text, spans = "", []
    for run in runs:
        words = text_of(run.new)
        if run.op is Op.INSERT:
            spans.append((max(len(text), head), len(text) + len(words)))
        text += words
    yield from _in_text(text, spans)


def _in_text(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, Decimal, str]]:
    places = tuple(spans)
    for one in amounts(text):
        if any(start <= one.start < end for start, end in places):
            yield one.text, one.value, text[max(one.start - _AROUND, 0) : one.end + _AROUND].replace("\n", " ")
