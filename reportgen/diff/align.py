"""The aligner that the diff and the redline share: two canonical documents as one merged sequence of blocks.

    for pair in align(old, new).pairs:
        EQUAL, CHANGE   pair.old and pair.new are both there; pair.runs are the words of both (a caption's, of a table or figure)
        DELETE          pair.old only; pair.runs is one DELETE run
        INSERT          pair.new only; pair.runs is one INSERT run
        MOVE            stands twice, with the same pair.move: where it was with `old` alone (runs: one DELETE), and where it is
                        now with both, and runs as of a CHANGE

A CHANGE of paragraphs that were divided or joined has several of them on a side (`Block.further`), as one text with their ends in it.

Written one after the other, the pairs are the merged document: the blocks with a `new` side are the new document in its order,
those with an `old` side, but for the MOVEs with both, are the old one in its order. Where something was replaced, what went
stands before what came. To write a move as deletion and insertion, take a MOVE with both sides as an INSERT of its `new`.

`Alignment.containers` pairs the `header`, `section`s and `footer`: a container without partner came or went whole.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from lxml.etree import _Element

from reportgen.diff.blocks import Block, Piece, blocks_of, cut, drawing_of, text_of
from reportgen.diff.charts import ChartPair, pair_charts
from reportgen.diff.containers import pair_containers
from reportgen.diff.formats import STYLES, Format, formats_of
from reportgen.diff.inline import Run, one_sided, replaced, runs_of, unchanged
from reportgen.diff.matching import HAIR, Likeness, Op, Step, alike_texts, match, namesakes
from reportgen.diff.paragraphs import divided
from reportgen.diff.tables import Table, TablePair, pair_tables, table_of
from reportgen.diff.words import Codes, Counterparts

_LEAST = 0.45 - HAIR  # less alike, two blocks are different blocks
_LEAST_TEXT = 0.35 - HAIR  # a third of a paragraph's words: so many read as rewritten, and show much less than all gone and all come
_LEAST_MOVED = 0.8 - HAIR  # four fifths of the words: a moved block is the same one; below, readers see one deleted and one new
_LEAST_RESTYLED = 0.8 - HAIR  # of the words: in another style it is seen as the same when hardly anything else changed
_LEAST_WORDS = 6  # units: what is shorter is said in many places, and didn't move
_SAME_ID = 0.3  # the same place counts as three tenths of the words: it decides between blocks that are about as alike
# What stands once in a document is the same whatever it says.
_ONCE = frozenset(f"p.{name}" for name in ("marks", "issuer", "number", "signatory", "addressee", "signature", "date", "annotation", "copies", "printing"))
_COUNTING = frozenset("一二三四五六七八九十百0123456789")
_LONG = 300  # units: a longer block counts no more than this, so that one table doesn't outweigh ten paragraphs


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A block of the merged document (see above).

    `table` and `chart` are there for tables and charts that have both sides and aren't EQUAL. `renumbered`: nothing changed but the number that the composer
    counts in front of a heading or caption. `formats` are what looks otherwise.
    """

    op: Op
    old: Block | None
    new: Block | None
    runs: tuple[Run, ...]
    table: TablePair | None = None
    chart: ChartPair | None = None
    move: int | None = None
    renumbered: bool = False
    formats: tuple[Format, ...] = ()

    @property
    def reads_the_same(self) -> bool:
        """Whether no word in it changed, nor what a chart shows."""
        return unchanged(self.runs) and not (self.table and self.table.changed) and not (self.chart and self.chart.redrawn)


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Two documents (their `article`s) as one. `containers` are (old, new) in merged order, None where there is no partner."""

    old: _Element
    new: _Element
    pairs: tuple[Pair, ...]
    containers: tuple[tuple[_Element | None, _Element | None], ...]


def align(old: _Element, new: _Element, counterparts: Counterparts = (), *, formats: bool = True) -> Alignment:
    """Align two canonical documents (`reportgen.render.tree.parse`); neither is altered.

    The whole of both is aligned at once, by likeness times length: equal headings that stand many times in a document are
    paired by what stands around them. Of `counterparts`, words that differ by rights, each two are taken for the same. The
    time grows with the product of the numbers of blocks that aren't equal at either end.
    """
    codes = Codes(counterparts)
    before = [_side(block, codes, new=False) for block in blocks_of(old)]
    after = [_side(block, codes, new=True) for block in blocks_of(new)]

    def alike(rows: range, columns: range) -> Likeness:
        return _alike([before[k] for k in rows], [after[k] for k in columns], formats=formats)

    steps = match([side.fingerprint for side in before], [side.fingerprint for side in after], alike)
    pairs = tuple(divided((_pair(step, before, after, codes, formats=formats) for step in steps), codes, partial(Pair, Op.CHANGE)))
    return Alignment(old, new, pairs, pair_containers(old, new, [(pair.old, pair.new) for pair in pairs if pair.old and pair.new]))


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A block on its side of the comparison; `words`, coded, are what its likeness is measured by: those of a table without its numbers.

    `name` is the caption of a table, without its number: where it stands once in both documents, it is the same table.
    """

    block: Block
    table: Table | None
    words: str
    fingerprint: tuple[Hashable, ...]
    name: str = ""


def _side(block: Block, codes: Codes, *, new: bool) -> _Side:
    code = codes.new if new else codes.old
    own = code(block.pieces).codes
    uncounted = code(cut(block.pieces, len(block.number))[1]).codes if block.number else own
    if block.grid is not None:
        table = table_of(block.grid, codes, new=new)
        rows = tuple(table.fingerprint(row) for row in range(len(block.grid.rows)))
        return _Side(block, table, f"{uncounted}\x1f{table.names}", (block.kind, own, rows), uncounted)
    if block.kind == "figure":
        return _Side(block, None, uncounted + "".join(block.element.itertext("text")), (block.kind, own, drawing_of(block.element)))
    return _Side(block, None, uncounted, (block.kind, own))


def _alike(old: list[_Side], new: list[_Side], *, formats: bool) -> Likeness:
    """How alike blocks are: those of one kind by their words; a bit more where they have the same id."""
    weights: list[dict[int, float]] = [{} for _ in old]
    movable: list[dict[int, float]] = [{} for _ in old]
    lengths, others = ([min(len(side.words), _LONG) for side in sides] for sides in (old, new))
    for kind in {side.block.kind for side in old} & {side.block.kind for side in new}:
        rows, columns = ([k for k, side in enumerate(sides) if side.block.kind == kind] for sides in (old, new))
        once, counted = kind in _ONCE, kind == "p"  # the ids of paragraphs are counted
        least = _LEAST_TEXT if counted else _LEAST
        ids = {j: new[j].block.id for j in columns} if not counted else {}
        known = namesakes(*([side.name for side in sides] for sides in ([old[k] for k in rows], [new[k] for k in columns])))
        taken = {columns[column] for column in known.values()}
        alike = alike_texts([old[k].words for k in rows], [new[k].words for k in columns], 0 if once else least if counted else least - _SAME_ID)
        for at, (i, found) in enumerate(zip(rows, alike, strict=True)):
            id = old[i].block.id or "no id"
            for column, words in found.items():
                j = columns[column]
                same = known.get(at) == column
                if not same and (at in known or j in taken):
                    continue
                likeness = max(min(words + _SAME_ID, 1) if ids.get(j) == id else words, least if once else 0)
                if likeness >= least:
                    weights[i][j] = (lengths[i] + others[j] + 1) * likeness**2
                if same or (likeness >= _LEAST_MOVED and lengths[i] >= _LEAST_WORDS):
                    movable[i][j] = likeness
    if formats:
        _add_restyled(weights, old, new)
    return Likeness(weights, movable)


def _add_restyled(weights: list[dict[int, float]], old: list[_Side], new: list[_Side]) -> None:
    """What says nearly the same in another style is the same; but it rather is what has its style."""
    known = {(side.block.kind, side.words) for side in old} & {(side.block.kind, side.words) for side in new}
    rows, columns = ([k for k, side in enumerate(sides) if side.block.kind in STYLES and (side.block.kind, side.words) not in known] for sides in (old, new))
    for i, found in zip(rows, alike_texts([old[k].words for k in rows], [new[k].words for k in columns], _LEAST_RESTYLED), strict=True):
        for column, words in found.items():
            j = columns[column]
            if old[i].block.kind != new[j].block.kind and new[j].words:
                weights[i][j] = (min(len(old[i].words), _LONG) + min(len(new[j].words), _LONG) + 1) * words**2 * _LEAST_RESTYLED


def _pair(step: Step, before: list[_Side], after: list[_Side], codes: Codes, *, formats: bool) -> Pair:
    if step.old is None or step.new is None:
        return _alone(step, before, after)
    old, new = before[step.old], after[step.new]
    same = old.fingerprint == new.fingerprint
    table = pair_tables(old.table, new.table, codes) if not same and old.table is not None and new.table is not None else None
    looks = formats_of(old.block, new.block, table) if formats else ()
    if step.move is None and same and not looks:
        return Pair(Op.EQUAL, old.block, new.block, (Run(Op.EQUAL, old.block.pieces, new.block.pieces),) if old.block.pieces else ())
    (old_number, old_words), (new_number, new_words) = (cut(side.block.pieces, len(side.block.number)) for side in (old, new))
    counted, words = _counted(old_number, new_number), runs_of(old_words, new_words, codes)
    if same and old.table is not None and new.table is not None:
        table = pair_tables(old.table, new.table, codes)
    chart = pair_charts(old.block.element, new.block.element) if old.block.kind == "figure" else None
    kept = unchanged(words) and not (table and table.changed) and not (chart and chart.redrawn)
    op = Op.CHANGE if step.move is None else Op.MOVE
    return Pair(op, old.block, new.block, _joined(counted, words), table, chart, step.move, kept and not unchanged(counted), looks)


def _counted(old: tuple[Piece, ...], new: tuple[Piece, ...]) -> tuple[Run, ...]:
    """The number in front of a heading or caption: what counts changes whole, what stands around it stays."""
    texts = [text_of(old), text_of(new)]
    if texts[0] == texts[1]:
        return (Run(Op.EQUAL, old, new),) if old else ()
    sides = zip(*texts, strict=False), zip(*(text[::-1] for text in texts), strict=False)
    ends = [sum(1 for _ in takewhile(lambda two: two[0] == two[1] and two[0] not in _COUNTING, pairs)) for pairs in sides]
    (begin, old), (other, new) = cut(old, ends[0]), cut(new, ends[0])
    (gone, old), (come, new) = (cut(side, len(text) - sum(ends)) for side, text in zip((old, new), texts, strict=True))
    around = [(Run(Op.EQUAL, one, two),) if one else () for one, two in ((begin, other), (old, new))]
    return (*around[0], *replaced(gone, come), *around[1])


def _joined(counted: tuple[Run, ...], words: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a block, those of its number first."""
    if counted and words and counted[-1].op is words[0].op is Op.EQUAL:
        return (*counted[:-1], Run(Op.EQUAL, counted[-1].old + words[0].old, counted[-1].new + words[0].new), *words[1:])
    return (*counted, *words)


def _alone(step: Step, before: list[_Side], after: list[_Side]) -> Pair:
    """A block that is in one document only, or one that moved, where it was."""
    if step.old is not None:
        gone = before[step.old].block
        return Pair(Op.DELETE if step.move is None else Op.MOVE, gone, None, one_sided(Op.DELETE, gone.pieces), move=step.move)
    come = after[step.new or 0].block
    return Pair(Op.INSERT, None, come, one_sided(Op.INSERT, come.pieces))
