"""The order of a version's blocks in its Word file: charts and turned pages stand elsewhere in it where the pages asked for that; and back again."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from reportgen.diff.blocks import Block
from reportgen.reconcile.expected import Expected
from reportgen.reconcile.pairing import PairedPart


def in_written_order(expected: Sequence[Expected], written: Sequence[PairedPart]) -> tuple[Expected, ...]:
    """The parts of a version in the order of the file that was made of it: `written` are the parts of that file."""
    composed = list(dict.fromkeys(part.block for part in expected))
    order = list(dict.fromkeys(one.was.block for one in written if one.was is not None and one.was.text))
    rank = {block: number for number, block in enumerate(order)}
    for before, block in zip((composed[0], *composed), composed, strict=False):
        rank.setdefault(block, rank.get(before, 0))  # without words of its own: it stands where it stood
    return tuple(sorted(expected, key=lambda part: rank[part.block]))


def in_composed_order(found: Sequence[PairedPart], written: Sequence[Expected], expected: Sequence[Expected]) -> tuple[PairedPart, ...]:
    """The parts `found` in a file, those back at their place that the writer had moved and nobody moved since."""
    composed, order = (list(dict.fromkeys(part.block for part in parts)) for parts in (expected, written))
    kept = SequenceMatcher(None, composed, order, autojunk=False).get_matching_blocks()
    stayed = {composed[number] for run in kept for number in range(run.a, run.a + run.size)}
    parts = list(found)
    for before, block in pairwise(composed):
        if block in stayed:
            continue
        own = [one for one in parts if _block(one) is block]
        if own and any(_block(one) is before for one in parts) and _as_written(parts, own, block, order):
            parts = [one for one in parts if _block(one) is not block]
            at = max(number for number, one in enumerate(parts) if _block(one) is before) + 1
            parts[at:at] = own
    return tuple(parts)


def _block(one: PairedPart) -> Block | None:
    return None if one.was is None else one.was.block


def _as_written(parts: Sequence[PairedPart], own: Sequence[PairedPart], block: Block, order: Sequence[Block]) -> bool:
    """Whether the parts of a block stand beside a block that it was written beside, above or below."""
    at, number = parts.index(own[0]), order.index(block)
    end = at + len(own)
    above = number > 0 and at > 0 and _block(parts[at - 1]) is order[number - 1]
    return above or (number + 1 < len(order) and end < len(parts) and _block(parts[end]) is order[number + 1])
