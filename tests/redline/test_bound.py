"""How much of a document a redline marks: hardly more than must be, whatever changed."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import chain, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element
from rapidfuzz.distance import Indel

from reportgen.diff.blocks import Piece, blocks_of, pieces_of
from reportgen.diff.words import Coded, Codes
from reportgen.redline.redline import redline
from reportgen.redline.text import settle_spaces
from reportgen.render.sides import CHANGE, DEL, INS
from reportgen.render.tree import parse
from tests.diff import edits
from tests.redline.redline_cases import CASES

MOST = 1.2
APART = "\x1d"  # stands between blocks and cells, so that the numbers in them don't run into one
# What goes and comes whole by rule: what changed places, tables whose spans differ, figures, the numbers before headings, what depends on the form.
WHOLE = (
    "figure's words",
    "another level",
    "chart that was missing",
    "swapped",
    "otherwise",
    "all other columns",
    "groups as one",
    "turned",
    "unit on a line",
    "attachment added",
    "first row",
)
OF_TEXT = (edits.change_number, edits.change_words, edits.insert_paragraph, edits.delete_block, edits.delete_row, edits.split_paragraph, edits.join_paragraphs)


def least(old: _Element, new: _Element) -> int:
    """The least number of characters that can be said to have gone or come: those outside of the longest text that both have in common, in its order.

    A number, a word in Latin letters and 【待补：…】 change whole; the ends of paragraphs and cells don't count. Never more than the exact number.
    """
    codes = Codes()
    before, after = _weighed(codes.old(_pieces(old))), _weighed(codes.new(_pieces(new)))
    return Indel.distance(before, after)


def _pieces(article: _Element) -> tuple[Piece, ...]:
    return tuple(chain.from_iterable((*pieces, Piece(APART)) for pieces in _texts(article)))


def _texts(article: _Element) -> Iterator[tuple[Piece, ...]]:
    for block in blocks_of(article):
        yield block.pieces
        yield from (pieces_of(cell.element) for _, row in block.grid.rows for cell in row) if block.grid is not None else ()


def _weighed(coded: Coded) -> str:
    """Each unit as often as it has characters."""
    lengths = dict(coded.long)
    return "".join(code * lengths.get(place, 1) for place, code in enumerate(coded.codes) if code != APART)


def marked(element: _Element, *, within: bool = False) -> int:
    """How many characters a redline shows as gone or come."""
    if element.tag in ("svg", "colgroup"):
        return 0
    within = within or element.tag in (INS, DEL) or element.get(CHANGE) is not None
    own = sum(len(text or "") for text in (element.text, *(child.tail for child in element))) if within else 0
    return own + sum(marked(child, within=within) for child in element)


def needless(old: _Element, new: _Element) -> float:
    """By how many characters a redline marks more than it may; none where it is 0 or less."""
    for article in (old, new):
        settle_spaces(article)
    made = parse(redline(*(etree.tostring(article, encoding="unicode") for article in (old, new))))
    return marked(made) - MOST * least(old, new)


@pytest.mark.parametrize("name", [name for name in CASES if not any(word in name for word in WHOLE)])
def test_a_redline_marks_hardly_more_than_must_be(name: str) -> None:
    assert needless(*map(parse, CASES[name])) <= 0


ONE_KIND = [(one, other) for one, other in permutations(edits.GOLDEN, 2) if one.stem.split("-")[1] == other.stem.split("-")[1]]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("one", "other"), [pytest.param(one, other, id=f"{one.stem} {other.stem}") for one, other in ONE_KIND])
def test_so_it_is_between_documents_of_different_units(one: Path, other: Path) -> None:
    assert needless(*(parse(path.read_text("utf-8")) for path in (one, other))) <= 0


@st.composite
def versions_of_one_kind(draw: st.DrawFn) -> tuple[_Element, _Element]:
    """A composed document, and what became of it by several changes of one kind."""
    old = edits.composed(draw(st.sampled_from(edits.GOLDEN)))
    new = deepcopy(old)
    edit = draw(st.sampled_from(OF_TEXT))
    for _ in range(draw(st.integers(1, 5))):
        edit(new, draw)
    return deepcopy(old), new


@pytest.mark.slow
@settings(max_examples=60)
@given(versions_of_one_kind())
def test_so_it_is_with_any_changes_of_the_text(pair: tuple[_Element, _Element]) -> None:
    assert needless(*pair) <= 0
