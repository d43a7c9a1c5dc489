"""What two later documents made of one: where only one of them differs from it, and where both do, sentence by sentence and cell by cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

from lxml.etree import _Element

from reportgen.diff.align import Alignment, Pair
from reportgen.diff.blocks import Piece, cut, text_of
from reportgen.diff.inline import Run, one_sided, unchanged
from reportgen.diff.matching import Op
from reportgen.diff.summary import under_headings
from reportgen.diff.table_summary import ToldRow, told_table, whole_rows

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’）》」]*|[^。！？；\n]+")

_Key = tuple[_Element, int]
"""A sentence: the block, and which; a cell: it, and 0."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceChange:
    """A place that differs: the headings above it, of a table row and column (`where`), else what became of the block, empty of a sentence; and the words.

    `figures` are the names of the figures in what changed.
    """

    where: str
    under: tuple[str, ...]
    runs: tuple[Run, ...]
    touched: frozenset[_Key]
    figures: tuple[str, ...]

    @property
    def old(self) -> str | None:
        """What stood there."""
        return "".join(text_of(run.old) for run in self.runs) if any(run.old for run in self.runs) else None

    @property
    def new(self) -> str | None:
        """What stands there."""
        return "".join(text_of(run.new) for run in self.runs) if any(run.new for run in self.runs) else None


@dataclass(frozen=True, slots=True, eq=False)
class BothChanged:
    """A place that both documents changed, each in its way."""

    one: tuple[PlaceChange, ...]
    other: tuple[PlaceChange, ...]

    @property
    def same(self) -> bool:
        """Whether both made the same of it."""
        return [(change.touched, change.new) for change in self.one] == [(change.touched, change.new) for change in self.other]


@dataclass(frozen=True, slots=True, eq=False)
class ThreeWay:
    """What both documents changed, and what only the one, only the other did; each in the order of the document."""

    both: tuple[BothChanged, ...]
    one: tuple[PlaceChange, ...]
    other: tuple[PlaceChange, ...]

    @property
    def conflicts(self) -> int:
        """How many places they changed otherwise."""
        return sum(not place.same for place in self.both)


def three_way(one: Alignment, other: Alignment) -> ThreeWay:
    """The changes of two documents that were aligned with the same older one (`old` is one tree)."""
    ours, theirs = tuple(_changes(one)), tuple(_changes(other))
    of_theirs: dict[_Key, dict[PlaceChange, None]] = {}
    for change in theirs:
        for key in change.touched:
            of_theirs.setdefault(key, {})[change] = None
    groups: list[tuple[list[PlaceChange], list[PlaceChange]]] = []
    for change in ours:
        meets = list(dict.fromkeys(their for key in change.touched for their in of_theirs.get(key, ()))) or _came_alike(change, theirs, groups)
        if not meets:
            continue
        group = next((group for group in groups if any(their in group[1] for their in meets)), None)
        if group is None:
            groups.append(([change], meets))
        else:
            group[0].append(change)
            group[1].extend(their for their in meets if their not in group[1])
    met = {id(change) for group in groups for side in group for change in side}
    both = tuple(BothChanged(tuple(mine), tuple(their)) for mine, their in groups)
    return ThreeWay(both, *(tuple(change for change in side if id(change) not in met) for side in (ours, theirs)))


def _came_alike(change: PlaceChange, theirs: Sequence[PlaceChange], groups: Sequence[tuple[list[PlaceChange], list[PlaceChange]]]) -> list[PlaceChange]:
    """What the other added just so, where a change adds something: of what came nothing stood in the older document."""
    if change.touched or not change.new:
        return []
    taken = {id(their) for group in groups for their in group[1]}
    alike = (one for one in theirs if not one.touched and id(one) not in taken and (one.where, one.new) == (change.where, change.new))
    return list(islice(alike, 1))


def _changes(alignment: Alignment) -> Iterator[PlaceChange]:
    for pair, under in under_headings(alignment.pairs):
        if pair.op is Op.EQUAL or pair.renumbered or (pair.op is Op.MOVE and pair.new is None):
            continue
        if pair.old is None or pair.new is None:
            yield _whole(pair, under)
            continue
        if pair.op is Op.MOVE:
            yield _change("移动", under, one_sided(Op.INSERT, pair.new.pieces), frozenset())
        for number, runs in enumerate(_sentences(pair.runs)):
            if not unchanged(runs):
                yield _change("", under, runs, frozenset(((pair.old.element, number),)))
        yield from _in_table(pair, under)
        if pair.chart is not None and pair.chart.redrawn:
            yield _change("图表", under, one_sided(Op.INSERT, pair.new.pieces), frozenset(((pair.old.element, -1),)))


def _whole(pair: Pair, under: tuple[str, ...]) -> PlaceChange:
    """A block that came or went."""
    touched: frozenset[_Key] = frozenset()
    if pair.old is not None:
        sentences = len(_SENTENCE.findall(pair.old.text))
        cells = [cell.element for _, row in pair.old.grid.rows for cell in row] if pair.old.grid is not None else []
        touched = frozenset([*((pair.old.element, number) for number in range(-1, max(sentences, 1))), *((cell, 0) for cell in cells)])
    word = "表" if whole_rows(pair) else "段"
    return _change(f"{'删除' if pair.new is None else '新增'}整{word}", under, pair.runs, touched)


def _sentences(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    """The runs of each sentence of the older text; what came in between two is of the one before."""
    text = "".join(text_of(run.old) for run in runs)
    ends = list(accumulate(map(len, _SENTENCE.findall(text)))) or [0]
    left = list(runs)
    for start, end in pairwise((0, *ends)):
        sentence: list[Run] = []
        at = start
        while left and (at < end or not left[0].old):
            run = left.pop(0)
            length = len(text_of(run.old))
            if at + length > end:
                (gone, more), (come, further) = cut(run.old, end - at), cut(run.new, end - at) if run.op is Op.EQUAL else ((), ())
                left.insert(0, Run(run.op, more, further))
                run = Run(run.op, gone, come)
            sentence.append(run)
            at += len(text_of(run.old))
        yield tuple(sentence)


def _in_table(pair: Pair, under: tuple[str, ...]) -> Iterator[PlaceChange]:
    told = told_table(pair)
    if told is None or pair.table is None:
        return
    names = iter(told.columns_gone)
    for number, column in enumerate(pair.table.columns):
        if column.new is None:
            cells = [cell.old for row in pair.table.rows for cell in row.cells if cell.column == number and cell.old is not None]
            yield _change(f"删除列：{next(names)}", under, (), frozenset((cell.element, 0) for cell in cells))
    for name in told.columns_new:
        yield _change(f"新增列：{name}", under, (), frozenset())
    for row in told.rows:
        yield from _in_row(row, under)


def _in_row(row: ToldRow, under: tuple[str, ...]) -> Iterator[PlaceChange]:
    if row.op in (Op.INSERT, Op.DELETE):
        touched = frozenset((cell.old.element, 0) for _, cell in row.cells if cell.old is not None)
        runs = tuple(run for _, cell in row.cells for run in (*one_sided(row.op, (Piece("｜"),)), *cell.runs))[1:]
        yield _change(f"{'新增' if row.op is Op.INSERT else '删除'}行：{row.name}", under, runs, touched)
        return
    if row.op is Op.MOVE:
        yield _change(f"移动行：{row.name}", under, (), frozenset())
    for name, cell in row.cells:
        yield _change(f"{row.name}·{name}", under, cell.runs, frozenset() if cell.old is None else frozenset(((cell.old.element, 0),)))


def _change(where: str, under: tuple[str, ...], runs: tuple[Run, ...], touched: frozenset[_Key]) -> PlaceChange:
    figures = (name for run in runs if run.op is not Op.EQUAL for piece in (*run.new, *run.old) for one in piece.within if (name := one.get("data-figure")))
    return PlaceChange(where, under, runs, touched, tuple(dict.fromkeys(figures)))
