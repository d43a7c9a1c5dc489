"""Pairing two sequences without crossing: the pairing whose pairs weigh most together, and what moved across it."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

HAIR = 1e-6
"""What may be lacking of a threshold: 9 of 20 comes out as 0.44999999999999996."""
_WHOLE = 2**20
"""Weights are added as whole numbers of such parts: equal sums are equal, in whatever order they were added."""

Rows = Sequence[Mapping[int, float]]
"""A number for each row and column, by row: those above 0 by column."""


class Op(StrEnum):
    """What became of a part of the old document on its way to the new one."""

    EQUAL = "equal"
    CHANGE = "change"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a merged sequence: positions in the old and the new one, None where it isn't there.

    A step with a `move` stands twice: where the old one was, with `old` alone, and where it is now, with both.
    """

    old: int | None
    new: int | None
    move: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How alike the parts of two sequences are, old ones in rows, new ones in columns.

    `weights`: what a pair counts for, 0 where it is none. `movable`: how alike two are that may have moved, 0 where they haven't.
    """

    weights: Rows
    movable: Rows


def match(old: Sequence[Hashable], new: Sequence[Hashable], alike: Callable[[range, range], Likeness]) -> list[Step]:
    """Two sequences as one. What is equal at both ends is paired at once; `alike` says how alike the rest is, given by its positions."""
    shorter = min(len(old), len(new))
    head = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    tail = next((k for k in range(shorter - head) if old[-1 - k] != new[-1 - k]), shorter - head)
    rows, columns = range(head, len(old) - tail), range(head, len(new) - tail)
    pairs: list[tuple[int, int]] = []
    moves: list[tuple[int, int]] = []
    if rows and columns:
        likeness = alike(rows, columns)
        pairs = heaviest(likeness.weights, len(columns))
        moves = moved(likeness.movable, pairs)
    middle = merged(len(rows), len(columns), pairs, moves)
    return [
        *(Step(k, k) for k in range(head)),
        *(Step(None if s.old is None else s.old + head, None if s.new is None else s.new + head, s.move) for s in middle),
        *(Step(len(old) - k, len(new) - k) for k in range(tail, 0, -1)),
    ]


def namesakes(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which of the new ones each of the old ones is by its name, by place: a name that stands once on either side is no other's; none where it is empty."""
    once = [{name for name, number in Counter(names).items() if name and number == 1} for names in (old, new)]
    places = {name: j for j, name in enumerate(new)}
    return {i: places[name] for i, name in enumerate(old) if name in once[0] & once[1]}


def heaviest(weights: Rows, columns: int) -> list[tuple[int, int]]:
    """The pairs (row, column), both rising, whose weights add up to the most; what weighs 0 is no pair.

    Among equals the pairs stand as late as they can: next to the pair that follows.
    """
    sums = [[0] * (columns + 1)]  # the most that the rows before one and the columns before one can weigh
    for row in weights:
        above = sums[-1]
        best = above.copy() if row else above
        for j, weight in row.items():
            if (with_both := above[j] + round(weight * _WHOLE)) > best[j + 1]:
                best[j + 1] = with_both
        sums.append(list(accumulate(best, max)) if row else above)
    pairs = []
    i, j = len(weights), columns
    while i and j:
        own = round(weights[i - 1].get(j - 1, 0) * _WHOLE)
        if own and sums[i][j] == sums[i - 1][j - 1] + own:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif sums[i][j] == sums[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def moved(movable: Rows, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of what `pairs` left over, what moved (above 0): the most alike first, each row and column once; by column."""
    gone, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    found: list[tuple[int, int]] = []
    left = ((-likeness, i, j) for i, row in enumerate(movable) if i not in gone for j, likeness in row.items() if j not in taken)
    for _, i, j in sorted(left):
        if i not in gone and j not in taken:
            gone.add(i)
            taken.add(j)
            found.append((i, j))
    return sorted(found, key=lambda pair: pair[1])


def merged(rows: int, columns: int, pairs: list[tuple[int, int]], moves: list[tuple[int, int]]) -> list[Step]:
    """Both sequences as one, in order; between two pairs what went stands before what came."""
    departures = {i: number for number, (i, _) in enumerate(moves, 1)}
    arrivals = {j: (i, number) for number, (i, j) in enumerate(moves, 1)}
    steps: list[Step] = []
    i = j = 0
    for to_i, to_j in [*pairs, (rows, columns)]:
        steps += (Step(k, None, departures.get(k)) for k in range(i, to_i))
        for k in range(j, to_j):
            old, move = arrivals.get(k, (None, None))
            steps.append(Step(old, k, move))
        if to_i < rows:
            steps.append(Step(to_i, to_j))
        i, j = to_i + 1, to_j + 1
    return steps


def alike_texts(old: Sequence[str], new: Sequence[str], least: float = 0) -> Iterator[dict[int, float]]:
    """How alike each of the old texts is to the new ones, from 0 to 1: how much of both is in common, in its order.

    What is less alike than `least` is left out.
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    for text in old:
        yield {j: likeness for _, likeness, j in extract(text, new, scorer=Indel.normalized_similarity, score_cutoff=least, limit=None)}
