"""Paragraphs that were divided or joined: neighbours are compared as one text, in which the ends of paragraphs came or went."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import Protocol, TypeVar

from reportgen.diff.blocks import Block, cut, joined
from reportgen.diff.inline import Run, one_sided, runs_of
from reportgen.diff.matching import Op
from reportgen.diff.words import Codes

_KINDS = frozenset(("p", "p.note"))
_LEAST_FOUND = 0.5  # with less than half of it found elsewhere, a paragraph is another one
_LEAST_FOUND_OF_ONE = 1 / 3  # where nothing is divided: a paragraph that was much shortened, or much added to
_LEAST_KEPT = 6  # characters: fewer stand in both of two neighbours by chance
_REACH = 6  # pairs: more aren't looked at together


class _Compared(Protocol):
    """A block of two documents that are compared, as of `align.Pair`."""

    @property
    def op(self) -> Op: ...
    @property
    def old(self) -> Block | None: ...
    @property
    def new(self) -> Block | None: ...
    @property
    def runs(self) -> tuple[Run, ...]: ...


_Pair = TypeVar("_Pair", bound=_Compared)
_Alone = dict[Op, list[_Pair]]  # what stands between two pairs that both documents have


def divided(pairs: Iterable[_Pair], codes: Codes, make: Callable[[Block, Block, tuple[Run, ...]], _Pair]) -> list[_Pair]:
    """`pairs` in merged order, those next to each other made one (by `make`) that say more of what stayed when they are compared as one text.

    That is so where half of what would go, or come, or of the paragraph that stands alone, is found in the other; of one paragraph for one, a third.
    """

    def one(*several: _Pair) -> _Pair | None:
        found = _together(several, codes)
        return None if found is None else make(*found)

    done: list[_Pair] = []
    for alone, follows in _apart(pairs):
        pair = follows
        while done and (found := _widened(done[-1], alone, one)) is not None:
            done[-1] = found
        while pair is not None and (found := _widened(pair, alone, one, before=True)) is not None:
            pair = found
        left = [*alone[Op.DELETE], *alone[Op.INSERT]]
        whole = one(*left) if alone[Op.DELETE] and alone[Op.INSERT] and len(left) <= _REACH else None
        done += left if whole is None else [whole]
        if pair is not None:
            both = one(done[-1], pair) if done and _has_both(done[-1]) else None
            done[-1 if both is not None else len(done) :] = [both or pair]
    return done


def _apart(pairs: Iterable[_Pair]) -> Iterator[tuple[_Alone[_Pair], _Pair | None]]:
    """What only went or came between two pairs, and the pair that follows."""
    alone: _Alone[_Pair] = {Op.DELETE: [], Op.INSERT: []}
    for pair in pairs:
        if pair.op in alone:
            alone[pair.op].append(pair)
        else:
            yield alone, pair
            alone = {Op.DELETE: [], Op.INSERT: []}
    yield alone, None


def _has_both(pair: _Compared) -> bool:
    return pair.old is not None and pair.new is not None


def _widened(pair: _Pair, alone: _Alone[_Pair], one: Callable[..., _Pair | None], *, before: bool = False) -> _Pair | None:
    """A pair with the fewest of those `alone` behind it, or before it, with which it gains; these are taken away."""
    if not _has_both(pair):
        return None
    for count in range(1, _REACH):
        for side in alone.values():
            if count <= len(side) and (found := one(*side[-count:], pair) if before else one(pair, *side[:count])) is not None:
                del side[-count if before else 0 : None if before else count]
                return found
    return None


def _together(pairs: Sequence[_Compared], codes: Codes) -> tuple[Block, Block, tuple[Run, ...]] | None:
    """Pairs as one; None where they stand apart, or nothing is gained by it."""
    from rapidfuzz.distance import LCSseq

    if Op.MOVE in (pairs[0].op, pairs[-1].op):
        return None
    old, new = ([block for pair in pairs if (block := pair.old if side == "old" else pair.new) is not None] for side in ("old", "new"))
    blocks = [*old, *new]
    if any(block.kind != blocks[0].kind or block.kind not in _KINDS or len(block.containers) != len(blocks[0].containers) for block in blocks):
        return None
    gone, come = ("".join(run.text for pair in pairs for run in pair.runs if run.op is op) for op in (Op.DELETE, Op.INSERT))
    alone = [(pair.op, block.text) for pair in (pairs[0], pairs[-1]) for block in (pair.old, pair.new) if block is not None and not _has_both(pair)]
    share = _LEAST_FOUND if len(alone) == 1 or len(pairs) > 2 else _LEAST_FOUND_OF_ONE  # noqa: PLR2004
    wanted = max(min(map(len, (gone, come, *(text for _, text in alone if len(alone) == 1)))) * share, _LEAST_KEPT)
    for op, text in alone:
        other = come if op is Op.DELETE else gone
        if other.startswith(text) or other.endswith(text):  # however short it is
            wanted = min(wanted, len(text))
    if LCSseq.similarity(gone, come) < wanted or not (_stand_together(old) and _stand_together(new)):
        return None
    before, after = reduce(joined, old), reduce(joined, new)
    runs = tuple(_ends_first(runs_of(before.pieces, after.pieces, codes)))
    return (before, after, runs) if _kept(runs) - sum(_kept(pair.runs) for pair in pairs) >= wanted else None


def _kept(runs: Iterable[Run]) -> int:
    return sum(len(run.text) for run in runs if run.op is Op.EQUAL)


def _stand_together(blocks: list[Block]) -> bool:
    return all(one.elements[-1].getnext() is other.element for one, other in pairwise(blocks))


def _ends_first(runs: Iterable[Run]) -> Iterator[Run]:
    """`runs`, with the end of a paragraph that came in front of what went there: what went and what came for it stand in one paragraph."""
    gone: Run | None = None
    for run in runs:
        if gone is not None and run.op is Op.INSERT and run.new[0].ends is not None:
            end, rest = cut(run.new, 1)
            yield from (Run(Op.INSERT, (), end), gone, *one_sided(Op.INSERT, rest))
            gone = None
            continue
        if gone is not None:
            yield gone
        gone = run if run.op is Op.DELETE else None
        if gone is None:
            yield run
    if gone is not None:
        yield gone
