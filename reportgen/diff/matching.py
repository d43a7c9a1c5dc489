"""Pairing two sequences without crossing: the pairing whose pairs weigh most together, and what moved across it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import bool_, float32, float64
    from numpy.typing import NDArray


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

    weights: "NDArray[float32]"
    movable: "NDArray[float32]"


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
        pairs = heaviest(likeness.weights)
        moves = moved(likeness.movable, pairs)
    middle = merged(len(rows), len(columns), pairs, moves)
    return [
        *(Step(k, k) for k in range(head)),
        *(Step(None if s.old is None else s.old + head, None if s.new is None else s.new + head, s.move) for s in middle),
        *(Step(len(old) - k, len(new) - k) for k in range(tail, 0, -1)),
    ]


def heaviest(weights: "NDArray[float32]") -> list[tuple[int, int]]:
    """The pairs (row, column), both rising, whose weights add up to the most; what weighs 0 is no pair.

    Among equals the pairs stand as late as they can: next to the pair that follows.
    """
    import numpy as np

    rows, columns = weights.shape
    sums: NDArray[float64] = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        best = np.maximum(sums[i, 1:], sums[i, :-1] + weights[i])
        np.maximum.accumulate(best, out=sums[i + 1, 1:])
    pairs = []
    i, j = rows, columns
    while i and j:
        weight = weights[i - 1, j - 1]
        if weight > 0 and sums[i, j] == sums[i - 1, j - 1] + weight:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif sums[i, j] == sums[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def moved(movable: "NDArray[float32]", pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of what `pairs` left over, what moved (above 0): the most alike first, each row and column once; by column."""
    import numpy as np

    left = movable.copy()
    for i, j in pairs:
        left[i, :] = 0
        left[:, j] = 0
    rows, columns = np.nonzero(left)
    order = np.lexsort((columns, rows, -left[rows, columns]))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return sorted(found.items(), key=lambda pair: pair[1])


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


def alike_texts(old: Sequence[str], new: Sequence[str], least: float = 0) -> "NDArray[float32]":
    """How alike texts are, from 0 to 1: how much of both is in common, in its order. What is less alike than `least` is 0."""
    import numpy as np
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    return cdist(old, new, scorer=Indel.normalized_similarity, score_cutoff=least, dtype=np.float32)


def equal_pairs(old: Sequence[str], new: Sequence[str]) -> "NDArray[bool_]":
    """Which of the old texts are equal to which of the new ones."""
    import numpy as np

    equal: NDArray[bool_] = np.array(old)[:, None] == np.array(new)[None, :]
    return equal
