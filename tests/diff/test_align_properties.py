"""The aligner on random versions of composed documents: what must hold of any two."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from cProfile import Profile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from reportgen.diff.align import Alignment, Pair, align
from reportgen.diff.blocks import Block, blocks_of, pieces_of, text_of
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from tests.diff.edits import GOLDEN, composed, versions

MIRROR = {Op.INSERT: Op.DELETE, Op.DELETE: Op.INSERT}


def words(runs: Iterable[Run], side: str) -> str:
    return "".join(text_of(getattr(run, side)) for run in runs)


def on(side: str, alignment: Alignment) -> list[Pair]:
    """The pairs that are the old or the new document in its order."""
    other = "new" if side == "old" else "old"
    return [p for p in alignment.pairs if getattr(p, side) and not (side == "old" and p.op is Op.MOVE and getattr(p, other))]


@settings(max_examples=50)
@given(versions())
def test_either_side_of_the_merged_document_is_that_document(pair: tuple[_Element, _Element]) -> None:
    alignment = align(*pair)
    for side, document in zip(("old", "new"), pair, strict=True):
        pairs = on(side, alignment)
        assert [element for p in pairs for element in getattr(p, side).elements] == [block.element for block in blocks_of(document)]
        for p in pairs:
            block: Block = getattr(p, side)
            assert words(p.runs, side) == block.text
            if p.table and p.op is not Op.MOVE:
                rows = [row for row in p.table.rows if getattr(row, side) is not None and not (side == "old" and row.op is Op.MOVE and row.new is not None)]
                assert [getattr(row, side) for row in rows] == list(block.element.iter("tr"))
                for row in rows:
                    cells = [cell for cell in row.cells if getattr(cell, side)]
                    assert [getattr(cell, side).element for cell in cells] == list(getattr(row, side))
                    assert all(words(cell.runs, side) == text_of(pieces_of(getattr(cell, side).element)) for cell in cells)


@pytest.mark.slow
@settings(max_examples=50)
@given(versions())
def test_a_stretch_that_stayed_reads_the_same_on_both_sides(pair: tuple[_Element, _Element]) -> None:
    for p in align(*pair).pairs:
        cells = [cell.runs for row in p.table.rows for cell in row.cells] if p.table else []
        for runs in (p.runs, *cells):
            assert all(text_of(run.old) == text_of(run.new) for run in runs if run.op is Op.EQUAL)


@pytest.mark.slow
@settings(max_examples=50)
@given(versions())
def test_a_number_is_never_split(pair: tuple[_Element, _Element]) -> None:
    for p in align(*pair).pairs:
        for side in ("old", "new"):
            runs = [text_of(getattr(run, side)) for run in p.runs if getattr(run, side)]
            for before, after in pairwise(runs):
                assert not re.search(r"\d[.,]?\Z", before) or not re.match(r"[.,]?\d|%", after)


@settings(max_examples=50)
@given(versions())
def test_back_again_is_the_mirror_image(pair: tuple[_Element, _Element]) -> None:
    there, back = (Counter(p.op for p in alignment.pairs) for alignment in (align(*pair), align(*reversed(pair))))
    assert Counter({MIRROR.get(op, op): number for op, number in back.items()}) == there


@given(st.sampled_from(GOLDEN))
def test_a_document_and_itself_have_nothing_to_tell(path: object) -> None:
    document = composed(path)
    alignment = align(document, document)
    assert {pair.op for pair in alignment.pairs} == {Op.EQUAL}
    assert all(old is new for old, new in alignment.containers)


def test_twice_as_much_that_changed_in_every_paragraph_takes_twice_the_steps() -> None:
    half, half_anew = rewritten(GOLDEN[::2])
    whole, whole_anew = rewritten((*GOLDEN[::2], *GOLDEN[::2]))
    assert sum(map(len, whole.itertext())) > 40_000  # some 120 pages
    few, _ = steps(half, half_anew)
    many, alignment = steps(whole, whole_anew)
    assert Counter(pair.op for pair in alignment.pairs)[Op.CHANGE] > 500
    assert many < 3 * few  # four times, if each were compared with each


def rewritten(paths: Sequence[Path]) -> tuple[_Element, _Element]:
    """The bodies of documents one after the other, and the same with other words in every paragraph and cell."""
    old = etree.Element("article")
    for path in paths:
        old.extend(deepcopy(element) for element in composed(path) if element.tag != "header")
    new = deepcopy(old)
    for number, element in enumerate(new.iter("p", "td")):
        element.text = f"{(element.text or '')[number % 7 :]}另{number}项"
    return old, new


def steps(old: _Element, new: _Element) -> tuple[int, Alignment]:
    """How many functions are called in aligning two documents, which no load of the machine changes; and what comes of it."""
    profile = Profile()
    alignment = profile.runcall(align, old, new)
    return sum(entry.callcount for entry in profile.getstats()), alignment
