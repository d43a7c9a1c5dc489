"""The parts of two documents (`header`, `section`s, `footer`) paired by the blocks that stand in them."""

from collections import Counter
from collections.abc import Iterable

from lxml.etree import _Element

from reportgen.diff.blocks import Block
from reportgen.diff.matching import merged

_TAGS = ("header", "section", "footer")


def pair_containers(old: _Element, new: _Element, blocks: Iterable[tuple[Block, Block]]) -> tuple[tuple[_Element | None, _Element | None], ...]:
    """(old, new) in merged order, None where there is no partner; `blocks` are those that were paired.

    A section is paired with the one of its kind and depth that shares most of its blocks; `header` and `footer` stand once.
    """
    before, after = ({element: place for place, element in enumerate(article.iter(*_TAGS))} for article in (old, new))
    shared = Counter(
        (before[one], after[other])
        for paired in blocks
        for one, other in zip(*(block.containers for block in paired), strict=False)
        if (one.tag, one.get("class")) == (other.tag, other.get("class"))
    )
    for tag in ("header", "footer"):
        one, other = old.find(tag), new.find(tag)
        if one is not None and other is not None:
            shared[before[one], after[other]] += 1
    pairs: list[tuple[int, int]] = []
    for (i, j), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if all((i < a) == (j < b) and i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    elements = list(before), list(after)
    steps = merged(len(before), len(after), sorted(pairs), [])
    return tuple((None if step.old is None else elements[0][step.old], None if step.new is None else elements[1][step.new]) for step in steps)
