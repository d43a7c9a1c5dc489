"""The parts of a Word file in the order in which they were composed: charts and turned pages stand elsewhere in it, where the pages asked for that."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from reportgen.reconcile.expected import Expected
from reportgen.reconcile.pairing import PairedPart


def in_composed_order(found: Sequence[PairedPart], written: Sequence[PairedPart], expected: Sequence[Expected]) -> tuple[PairedPart, ...]:
    """The parts `found` in a file, those back at their place that the writer moved and nobody else: `written` are those of the file as it was made."""
    order = [one.was for one in written if one.was is not None]
    kept = SequenceMatcher(None, expected, order, autojunk=False).get_matching_blocks()
    stayed = {expected[number] for block in kept for number in range(block.a, block.a + block.size)}
    parts = list(found)
    for before, part in zip((None, *expected), expected, strict=False):
        if part in stayed or before is None or part not in order:
            continue
        at, target = (next((n for n, one in enumerate(parts) if one.was is which), None) for which in (part, before))
        if at is None or target is None or not _beside(parts, at, order):
            continue
        moved = parts.pop(at)
        parts.insert(target + (at > target), moved)
    return tuple(parts)


def _beside(parts: Sequence[PairedPart], at: int, order: Sequence[Expected]) -> bool:
    """Whether the part stands beside one that it was written beside, above or below."""
    number = order.index(part) if (part := parts[at].was) is not None else 0
    above = number > 0 and at > 0 and parts[at - 1].was is order[number - 1]
    below = number + 1 < len(order) and at + 1 < len(parts) and parts[at + 1].was is order[number + 1]
    return above or below
