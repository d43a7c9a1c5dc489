"""What a comment speaks of: a paragraph or a figure of a version of a document; and what has become of it in another version."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lxml.etree import _Element

from reportgen.diff.align import Alignment, Pair, align
from reportgen.diff.blocks import Block, blocks_of, text_of
from reportgen.diff.document_figures import ShownFigure, figures_in
from reportgen.diff.figure_changes import figure_partners
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.render.tree import parse

_KEPT = 32
"""Alignments of so many pairs of versions are kept: those of the documents that are being read."""
_CELLS = 6
"""So many cells of a table that changed are told one by one: a reader sees what it is about, the rest is counted."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of a version: the id of a block, and where it is a figure of it, its name and which of those of this name in the block (from 0).

    Without a block it is the whole document.
    """

    block: str = ""
    figure: str = ""
    occurrence: int = 0


class Fate(StrEnum):
    """What has become of a place in another version."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    UNKNOWN = "unknown"

    @property
    def chinese(self) -> str:
        """What a reader is told; nothing of what is as it was."""
        return {
            "same": "",
            "changed": "所说的内容已经变动",
            "gone": "原文已删去",
            "unknown": "写批注时的那一版读不了，不知道所说的内容有没有变动",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Carried:
    """A place in another version: where it is there, what has become of it, its words before and now; of a table that changed, of which cells (before, now)."""

    anchor: Anchor
    fate: Fate
    old: str = ""
    new: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    more: int = 0


def words_at(html: str, anchor: Anchor) -> str | None:
    """The words of a place as a reader sees them: of a table those of its caption, of a figure its label and number. None where the version has no such place.

    Raises lxml's errors where the document is not well-formed.
    """
    article = parse(html)
    if not anchor.block:
        return ""
    block = _block(blocks_of(article), anchor.block)
    if block is None:
        return None
    if not anchor.figure:
        return block.text
    element = _figure(block, anchor)
    return None if element is None else _figure_words(article, element)


@lru_cache(_KEPT)
def carried(old: str, new: str, anchors: tuple[Anchor, ...]) -> dict[Anchor, Carried]:
    """What has become of places of the version `old` in the version `new` (canonical HTML). Raises lxml's errors."""
    if old == new:
        return {one: Carried(one, Fate.SAME) for one in anchors}
    alignment = align(parse(old), parse(new), formats=False)
    figures = _figures(alignment) if any(one.figure for one in anchors) else None
    return {one: _carried(alignment, figures, one) for one in anchors}


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """The figures of two versions: what the older ones are called in the newer one, and the elements that show them there."""

    names: dict[str, str]
    after: dict[str, ShownFigure]


def _figures(alignment: Alignment) -> _Figures:
    before, after = figures_in(alignment.old, {}), figures_in(alignment.new, {})
    return _Figures({old: new for new, old in figure_partners(alignment.pairs, before, after).items()}, after)


def _carried(alignment: Alignment, figures: _Figures | None, anchor: Anchor) -> Carried:
    if not anchor.block:
        return Carried(anchor, Fate.SAME)
    pair = next((one for one in alignment.pairs if one.old is not None and _holds(one.old, anchor.block) and not (one.op is Op.MOVE and one.new is None)), None)
    if pair is None or pair.old is None:
        return Carried(Anchor(), Fate.UNKNOWN)
    if figures is not None and anchor.figure:
        return _carried_figure(alignment, figures, pair, anchor)
    if pair.new is None:
        return Carried(Anchor(), Fate.GONE, pair.old.text)
    there = Anchor(pair.new.id)
    if pair.op is Op.EQUAL or pair.reads_the_same or pair.renumbered:  # its number is counted: nobody wrote it
        return Carried(there, Fate.SAME)
    cells = list(_cells(pair))
    drawn = "（图有变化）" if pair.chart is not None and pair.chart.redrawn else ""
    return Carried(there, Fate.CHANGED, pair.old.text, pair.new.text + drawn, tuple(cells[:_CELLS]), max(0, len(cells) - _CELLS))


def _carried_figure(alignment: Alignment, figures: _Figures, pair: Pair, anchor: Anchor) -> Carried:
    """A figure: in the block that its block has become, else wherever it is shown first."""
    element = None if pair.old is None else _figure(pair.old, anchor)
    if element is None:
        return Carried(Anchor(), Fate.UNKNOWN)
    name = figures.names.get(anchor.figure, anchor.figure)
    old = _figure_words(alignment.old, element)
    found = None if pair.new is None else next((one for at in (anchor.occurrence, 0) if (one := _figure(pair.new, Anchor("", name, at))) is not None), None)
    if found is None and name in figures.after:
        found = figures.after[name].elements[0]
    if found is None:
        return Carried(Anchor(), Fate.GONE, old)
    block = next((one for one in blocks_of(alignment.new) if found in set(_within(one))), None)
    if block is None:
        return Carried(Anchor(), Fate.GONE, old)
    at = [one for one in _within(block) if one.get("data-figure") == name].index(found)
    there, new = Anchor(block.id, name, at), _figure_words(alignment.new, found)
    same = (_value(element), "".join(element.itertext())) == (_value(found), "".join(found.itertext()))
    return Carried(there, Fate.SAME) if same else Carried(there, Fate.CHANGED, old, new)


def _block(blocks: tuple[Block, ...], id: str) -> Block | None:
    return next((one for one in blocks if one.id == id), None)


def _holds(block: Block, id: str) -> bool:
    """Whether a block is, or goes on with, the paragraph of this id."""
    return any(element.get("id") == id for element in block.elements)


def _within(block: Block) -> Iterator[_Element]:
    """What shows figures in a block."""
    return (one for element in block.elements for one in element.iter("data", "g", "span") if one.get("data-figure"))


def _figure(block: Block, anchor: Anchor) -> _Element | None:
    shown = [one for one in _within(block) if one.get("data-figure") == anchor.figure]
    return shown[anchor.occurrence] if anchor.occurrence < len(shown) else None


def _figure_words(article: _Element, element: _Element) -> str:
    label = element.get("data-label") or figures_in(article, {})[element.get("data-figure", "")].label
    return f"{label} {''.join(element.itertext())}".strip()


def _value(element: _Element) -> str:
    return element.get("value") or element.get("data-value") or ""


def _cells(pair: Pair) -> Iterator[tuple[str, str]]:
    """The cells of a table that differ: what stood there, what stands there now; a row that came or went as one."""
    for row in () if pair.table is None else pair.table.rows:
        if row.op is Op.CHANGE:
            sides = ((_side(cell.runs, old=True), _side(cell.runs, old=False)) for cell in row.cells)
            yield from ((old, new) for old, new in sides if old != new)
        elif row.op in (Op.INSERT, Op.DELETE):
            old, new = ("｜".join(filter(None, (_side(cell.runs, old=side) for cell in row.cells))) for side in (True, False))
            yield old, new


def _side(runs: tuple[Run, ...], *, old: bool) -> str:
    return "".join(text_of(run.old if old else run.new) for run in runs)
