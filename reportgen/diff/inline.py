"""What changed inside a block: runs of words that stayed, went and came; a number changes whole, never digit by digit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import fast_diff_match_patch

from reportgen.diff.blocks import BREAK, OBJECT, PARAGRAPH, Piece, cut, text_of
from reportgen.diff.matching import Op
from reportgen.diff.words import Codes

# Between two changes these divide clauses: a change doesn't reach across them.
_DIVIDES = frozenset(f"，。；：、！？（）《》“”〔〕{BREAK}{OBJECT}{PARAGRAPH}")


_MOST = 1.2  # of the least that can be said to have changed: so much is shown, where that is read more easily


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A stretch of words: EQUAL has both sides, DELETE the old one only, INSERT the new one only.

    The old pieces of all runs, one after the other, are the old block exactly, and the new pieces the new one. The two sides of an
    EQUAL run read the same but may stand in other elements (a number that became a figure); where names that differ by rights are
    taken for the same (`Counterparts`), they may even read otherwise.
    """

    op: Op
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """The words: the new ones where there are both."""
        return text_of(self.new or self.old)


@dataclass(slots=True)
class _Stretch:
    """Units that stayed, and then those that went and those that came."""

    same: str
    gone: str = ""
    come: str = ""


def runs_of(old: tuple[Piece, ...], new: tuple[Piece, ...], codes: Codes) -> tuple[Run, ...]:
    """What changed from one text to the other."""
    if not old or not new:
        return replaced(old, new)
    if [piece.key for piece in old] == [piece.key for piece in new]:
        return (Run(Op.EQUAL, old, new),)
    before, after = codes.old(old), codes.new(new)
    if before.codes == after.codes:
        return (Run(Op.EQUAL, old, new),)
    offsets = before.offsets(), after.offsets()
    i = j = 0
    runs: list[Run] = []
    for op, units in _readable(before.codes, after.codes, codes):
        gone: tuple[Piece, ...] = ()
        come: tuple[Piece, ...] = ()
        if op is not Op.INSERT:
            gone, old = cut(old, offsets[0][i + len(units)] - offsets[0][i])
            i += len(units)
        if op is not Op.DELETE:
            come, new = cut(new, offsets[1][j + len(units)] - offsets[1][j])
            j += len(units)
        runs.append(Run(op, gone, come))
    return tuple(runs)


def one_sided(op: Op, pieces: tuple[Piece, ...]) -> tuple[Run, ...]:
    """All words of a block that came or went whole."""
    return (Run(op, pieces if op is Op.DELETE else (), pieces if op is Op.INSERT else ()),) if pieces else ()


def replaced(old: tuple[Piece, ...], new: tuple[Piece, ...]) -> tuple[Run, ...]:
    """All words of one text gone, all of the other come."""
    return (*one_sided(Op.DELETE, old), *one_sided(Op.INSERT, new))


def unchanged(runs: tuple[Run, ...]) -> bool:
    """Whether a text stayed as it was."""
    return all(run.op is Op.EQUAL for run in runs)


def _readable(before: str, after: str, codes: Codes) -> Iterator[tuple[Op, str]]:
    """The changes in units that a person reads: short stretches that only happen to be the same on both sides are taken into them."""
    stretches: list[_Stretch] = [_Stretch("")]
    for sign, units in fast_diff_match_patch.diff(before, after, timelimit=0, cleanup="No", counts_only=False):
        if sign == "=":
            stretches.append(_Stretch(units))
        elif sign == "-":
            stretches[-1].gone += units
        else:
            stretches[-1].come += units
    kept = _without_chance(stretches, codes)
    for stretch, behind in pairwise((*kept, _Stretch(""))):
        _slide(stretch, behind)
    for stretch in kept:
        yield from ((op, units) for op, units in zip(_OPS, (stretch.same, stretch.gone, stretch.come), strict=True) if units)


def _without_chance(stretches: list[_Stretch], codes: Codes) -> list[_Stretch]:
    """Take what only happens to be the same into the changes on either side, the shortest first, as long as that makes the changes little longer."""
    room = _MOST * _changed(stretches)
    for length in sorted({len(stretch.same) for stretch in stretches[1:]}):
        kept: list[_Stretch] = []
        for stretch in stretches:
            kept.append(_Stretch(stretch.same, stretch.gone, stretch.come))
            while len(kept) > 1 and len(kept[-1].same) <= length and _happens(kept[-1].same, kept[-2], kept[-1], codes):
                last = kept.pop()
                kept[-1].gone += last.same + last.gone
                kept[-1].come += last.same + last.come
        if _changed(kept) > room:
            break
        stretches = kept
    return stretches


def _changed(stretches: Iterable[_Stretch]) -> int:
    return sum(len(stretch.gone) + len(stretch.come) for stretch in stretches)


_OPS = (Op.EQUAL, Op.DELETE, Op.INSERT)


def _slide(stretch: _Stretch, after: _Stretch) -> None:
    """Let what only came, or only went, begin and end with a clause, where the same text can be read so.

    中央资金300万元、[市级资金77万元、]县级资金, not 中央资金300[万元、市级资金77]万元、县级资金.
    """
    moving = stretch.gone or stretch.come
    if bool(stretch.gone) is bool(stretch.come):
        return
    before, behind = stretch.same, after.same
    while before and before[-1] == moving[-1]:
        before, moving, behind = before[:-1], moving[-1] + moving[:-1], before[-1] + behind
    best, found = 0, (before, moving, behind)
    while True:
        score = (not before or before[-1] in _DIVIDES) + (moving[-1] in _DIVIDES)
        if score >= best:
            best, found = score, (before, moving, behind)
        if not behind or behind[0] != moving[0]:
            break
        before, moving, behind = before + moving[0], moving[1:] + moving[0], behind[1:]
    stretch.same, after.same = found[0], found[2]
    if stretch.gone:
        stretch.gone = found[1]
    else:
        stretch.come = found[1]


def _happens(same: str, before: _Stretch, after: _Stretch, codes: Codes) -> bool:
    """Whether what stayed between two changes says nothing: no longer than the changes on either side, no number, no end of a clause."""
    changed = [max(len(stretch.gone), len(stretch.come)) for stretch in (before, after)]
    return len(same) <= min(changed) and not any(unit in _DIVIDES or codes.is_number(unit) for unit in same)
