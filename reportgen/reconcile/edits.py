"""The figures that somebody changed by hand in a Word file: what they showed, what stands there now, and the cells to correct instead.

A figure that was only written otherwise (3,599 or 三千五百九十九 for 3599) isn't changed, and told apart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml.etree import _Element

from reportgen.diff.align import Pair
from reportgen.diff.blocks import Block, Piece, pieces_of, text_of
from reportgen.diff.document_figures import ShownFigure
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.language.figure import Source
from reportgen.numerals import multiple_at_start, number_in
from reportgen.reconcile.expected import BOOKMARK
from reportgen.reconcile.lines import Struck

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DIGITS = re.compile(r"\d*(?:[.,]\d+)*")
_OF_NUMBER = frozenset("0123456789.,")


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place where a figure no longer is what it was: what it showed, what is there now (None: nothing), and the headings above it.

    `struck`: what it showed was struck through by hand. `same`: it says the same number in another writing.
    """

    old: str
    new: str | None
    under: tuple[str, ...]
    struck: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FigureEdit:
    """A figure that was changed by hand, and where; at `kept` places it stands as it was."""

    shown: ShownFigure
    spots: tuple[ChangedPlace, ...]
    kept: int

    @property
    def sources(self) -> tuple[Source, ...]:
        """The cells to correct, with what is written there as far as it is known."""
        if self.shown.figure is not None:
            return tuple(dict.fromkeys(self.shown.figure.sources))
        return tuple(Source(place, "") for place in self.shown.places)

    @property
    def rewritten(self) -> bool:
        """Whether it says the same number everywhere."""
        return all(spot.same for spot in self.spots)

    @property
    def gone(self) -> bool:
        """Whether it isn't there any more at any of the places."""
        return all(spot.new is None for spot in self.spots)


def figure_edits(
    pairs: Iterable[tuple[Pair, tuple[str, ...]]], figures: dict[str, ShownFigure], new: _Element, struck: Iterable[Struck] = ()
) -> tuple[FigureEdit, ...]:
    """The figures that were changed by hand, in the order of the document.

    `pairs` are the aligned blocks with the headings above them, `figures` those of the version by name, `new` is the file's article,
    `struck` what was struck through in it. A figure still is what it was where its words stand at the same place, or its bookmark still
    holds them.
    """
    marked = _marked(new)
    gone = frozenset(one.text for one in struck)
    spots: dict[str, list[ChangedPlace]] = {}
    kept: dict[str, int] = {}
    for pair, under in pairs:
        for element, now in _figures(pair):
            name, old = element.get("data-figure", ""), "".join(element.itertext())
            mark, behind = marked.get(element.get(BOOKMARK, ""), (None, _multiple(element)))
            if old in (now, mark):
                kept[name] = kept.get(name, 0) + 1
            else:
                there = mark or now
                same = there is not None and _worth(old, _multiple(element)) == _worth(there, behind)
                spots.setdefault(name, []).append(ChangedPlace(old, there, under, struck=old in gone, same=same))
    return tuple(FigureEdit(shown, tuple(spots[name]), kept.get(name, 0)) for name, shown in figures.items() if name in spots)


def _worth(text: str, multiple: str) -> Decimal | str:
    """The number that a text says before a multiple (万); the text itself where it is none."""
    number = number_in(text + multiple)
    return number_in(text) or text if number is None else number


def _multiple(element: _Element) -> str:
    """The multiple behind a figure: the 万 of 15.4898万户."""
    return multiple_at_start(element.tail or "")


def _marked(article: _Element) -> dict[str, tuple[str, str]]:
    """What stands in the bookmark of each figure, with the digits that stand right beside it, and the multiple behind it.

    Whoever types beside a bookmark may be outside of it.
    """
    found: dict[str, tuple[str, str]] = {}
    for data in article.iter("data"):
        text = "".join(data.itertext())
        behind = None
        if text and (text[0] in _OF_NUMBER or text[-1] in _OF_NUMBER):
            before, behind = _before(data), _DIGITS.match(data.tail or "")
            text = before[len(before.rstrip("0123456789.,")) :] + text + (behind[0] if behind else "")
        found[data.get(BOOKMARK, "")] = text.strip(" "), multiple_at_start((data.tail or "")[len(behind[0]) if behind else 0 :])
    return found


def _before(element: _Element) -> str:
    previous, parent = element.getprevious(), element.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _figures(pair: Pair) -> Iterator[tuple[_Element, str | None]]:
    """The figures of the version in a pair of blocks, each with what stands in its place; None where nothing does."""
    if pair.old is None or (pair.op is Op.MOVE and pair.new is None):
        return
    if pair.new is None:
        yield from ((element, None) for element in _named((*pair.old.pieces, *_in_cells(pair.old))))
        return
    yield from _in_runs(pair.runs)
    if pair.table is not None:
        for row in pair.table.rows:
            if row.op is Op.MOVE and row.new is None:
                continue
            for cell in row.cells:
                yield from _in_runs(cell.runs)
    else:
        yield from ((element, "".join(element.itertext())) for element in _named(_in_cells(pair.old)))


def _in_cells(block: Block) -> Iterator[Piece]:
    if block.grid is not None:
        yield from (piece for _, row in block.grid.rows for cell in row for piece in pieces_of(cell.element))


def _named(pieces: Iterable[Piece]) -> list[_Element]:
    """The elements of figures that pieces stand in, each once."""
    return list(dict.fromkeys(element for piece in pieces for element in piece.within if element.get("data-figure")))


def _in_runs(runs: tuple[Run, ...]) -> Iterator[tuple[_Element, str | None]]:
    """The figures of the older side of a text, each with what stands in its place."""
    for element in _named(piece for run in runs for piece in run.old):
        touched = [k for k, run in enumerate(runs) if any(element in piece.within for piece in run.old)]
        if all(runs[k].op is Op.EQUAL for k in touched):
            yield element, "".join(element.itertext())
        else:
            yield element, _instead(element, runs, next(k for k in touched if runs[k].op is Op.DELETE))


def _instead(element: _Element, runs: tuple[Run, ...], gone: int) -> str | None:
    """What came in the place of a figure, where `runs[gone]` went: all of it, or the number that stands in the same place among as many."""
    old, text = text_of(runs[gone].old), "".join(element.itertext())
    come = text_of(runs[gone + 1].new) if gone + 1 < len(runs) and runs[gone + 1].op is Op.INSERT else ""
    if old == text:
        return come or None
    before, behind = ([*_NUMBER.finditer(side)] for side in (old, come))
    position = 0
    for piece in runs[gone].old:
        if element in piece.within:
            break
        position += len(piece.text)
    place = next((k for k, number in enumerate(before) if position <= number.start() < position + len(text)), None)
    return behind[place][0] if place is not None and len(before) == len(behind) else None
