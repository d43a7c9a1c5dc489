"""Breaking a title (标题) by meaning into the shape that GB/T 9704-2012 7.3.1 asks for: 梯形 or 菱形."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from reportgen.language.undefined import Malformed
from reportgen.measure import width

LINE_WIDTH = 19.0  # 字 of 2号 that the 156 mm hold, with a little air
LONGEST = 120
"""字: a title has one to three lines, of 19 字 at most."""
MOST_PARTS = 16
"""So many parts that stay together: all ways to put them into lines are tried, which are twice as many for each further one."""
_HEADS = ("清洁取暖", "工作领导小组", "领导小组", "管理委员会", "办公室")  # a name may break before these


_BREAK = re.compile(r"\|(?![^{}]*\}\})")
"""A | of a title's pattern where a line may break; within {{ }} it stands before a filter."""


def parts_of(pattern: str) -> list[str]:
    """The parts of a title's pattern between the | at which its lines may break."""
    return _BREAK.split(pattern)


def break_title(parts: Sequence[str]) -> tuple[str, ...]:
    """The lines of a title whose `parts` may not be broken: few lines, none too long, symmetric in shape.

    A part that is too wide for a line, as a long name of an authority, is broken before its office or its leading group. Raises Malformed
    for what is no title any more.
    """
    if sum(map(len, parts)) > LONGEST:
        raise Malformed(f"标题有{sum(map(len, parts))}个字，最多{LONGEST}个字")
    parts = [piece for part in parts if part for piece in _pieces(part)]
    if len(parts) > MOST_PARTS:
        raise Malformed(f"标题分成{len(parts)}段，最多{MOST_PARTS}段：请少写几个 |")
    for count in range(1, len(parts) + 1):
        candidates = [lines for lines in _partitions(parts, count) if all(width(line) <= LINE_WIDTH for line in lines)]
        if candidates:
            return min(candidates, key=_cost)
    return tuple(parts)


def _pieces(part: str) -> Iterator[str]:
    if width(part) <= LINE_WIDTH:
        yield part
        return
    for word in _HEADS:
        position = part.find(word, 2)
        if position > 0 and width(part[:position]) <= LINE_WIDTH and width(part[position:]) <= LINE_WIDTH:
            yield from (part[:position], part[position:])
            return
    middle = len(part) // 2
    yield from (*_pieces(part[:middle]), *_pieces(part[middle:]))


def _partitions(parts: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    for cuts in combinations(range(1, len(parts)), count - 1):
        edges = (0, *cuts, len(parts))
        yield tuple("".join(parts[a:b]) for a, b in pairwise(edges))


def _cost(lines: tuple[str, ...]) -> float:
    """Low for trapezoids and diamonds, high for hourglasses, for blocks of equal lines, and for very short lines."""
    widths = [width(line) for line in lines]
    spread = max(widths) - min(widths)
    cost = spread if spread > 1 else 6.0
    if len(widths) > 1:
        cost += 40.0 * max(0.0, 0.35 - min(widths) / max(widths))
    middle = widths[1:-1]
    if middle and max(middle) < min(widths[0], widths[-1]):
        cost += 30.0
    elif middle and not _is_monotonic(widths) and not _is_diamond(widths):
        cost += 15.0
    return cost


def _is_monotonic(widths: Sequence[float]) -> bool:
    return list(widths) in (sorted(widths), sorted(widths, reverse=True))


def _is_diamond(widths: Sequence[float]) -> bool:
    peak = widths.index(max(widths))
    return list(widths[: peak + 1]) == sorted(widths[: peak + 1]) and list(widths[peak:]) == sorted(widths[peak:], reverse=True)
