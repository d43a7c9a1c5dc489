"""Breaking a title (标题) by meaning into the shape that GB/T 9704-2012 7.3.1 asks for: 梯形 or 菱形."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, combinations, pairwise
from math import ceil

from lxml.etree import SubElement, _Element

from reportgen.language.undefined import Malformed
from reportgen.measure import width

LINE_WIDTH = 19.0  # 字 of 2号 that the 156 mm hold, with a little air
LONGEST = 120
"""字: a title has one to three lines, of 19 字 at most."""
MOST_PARTS = 16
"""So many parts that stay together: all ways to put them into lines are tried, which are twice as many for each further one."""
MOST_LINES = 4  # a line more than titles have: where no three lines look well
_FEW = 3  # parts: whoever writes so few means lines
_WORDS = (
    r"\d{4}[—-]\d{4}年度?|\d{4}年度?|第\d+期|关于(?:报送|印发|下达|转发|上报|开展|做好|加强|申请)?|的(?:报告|通知|请示|函|通报|意见|批复)",
    r"(?:工作)?领导小组(?:办公室)?",
    (
        r"管理委员会|办公室|项目支出|项目|任务分解|任务|工作|绩效自评|佐证材料|验收组|验收|合规核查"
        r"|实施方案|方案|报告|总结|通知|目录|名单|签字表|自评表|验收表|周报|月报|清单"
    ),
)
"""Words that titles are made of: a line may end before and behind each, never within one, nor within what stands between them."""
_OPENING, _CLOSING = frozenset("《（“〈"), frozenset("》）”〉、")
_LEAST_SHARE = 0.35  # of the longest line: a shorter one hangs
_DIFFERS = 2.0  # 字: lines less unlike each other are a block


_BREAK = re.compile(r"\|(?![^{}]*\}\})")
"""A | of a title's pattern where a line may break; within {{ }} it stands before a filter."""


def parts_of(pattern: str) -> list[str]:
    """The parts of a title's pattern between the | at which its lines may break."""
    return _BREAK.split(pattern)


def break_title(parts: Sequence[str], own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The lines of a title whose `parts` may not be broken: few lines, none too long, symmetric in shape; `own` are words of the programme.

    A part that is too wide for a line, as a long name of an authority, is broken before its office or its leading group. Raises Malformed
    for what is no title any more.
    """
    if sum(map(len, parts)) > LONGEST:
        raise Malformed(f"标题有{sum(map(len, parts))}个字，最多{LONGEST}个字")
    given = [part for part in parts if part]
    if len(given) > MOST_PARTS:
        raise Malformed(f"标题分成{len(given)}段，最多{MOST_PARTS}段：请少写几个 |")
    words = [word for part in given for word in _words(part, own)]
    for pieces in (given, words):  # a | is a wish: words are parted elsewhere only where the lines that it gives have no shape
        lines_wished = pieces is given and 1 < len(given) <= _FEW
        shaped = next((lines for lines in _ways(pieces) if _has_shape(lines) or (lines_wished and not _is_hourglass(lines))), None)
        if shaped is not None:
            return shaped
    halves = [half for word in words for half in _halves(word)]
    return next(chain.from_iterable(map(_ways, (given, words, halves))), tuple(given))


def break_titles(article: _Element, own: tuple[str, ...]) -> None:
    """Break the titles of attachments in `article` that are longer than a line and that nobody has broken."""
    for title in article.iter("h1"):
        if len(title) or width(text := " ".join((title.text or "").split())) <= LINE_WIDTH:
            continue
        first, *further = break_title([text], own)
        title.text = first
        for line in further:
            SubElement(title, "br").tail = line


@cache
def _pieces(own: tuple[str, ...]) -> re.Pattern[str]:
    """The words and marks of a title, and what stands between them; a leading group is one word with the programme's words before it."""
    first, group, further = _WORDS
    words = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    known = f"{first}|(?:{words})?{group}|{words}|{further}" if own else "|".join(_WORDS)
    return re.compile(rf"{known}|[《（“〈》）”〉、]|(?:(?!{known})[^《（“〈》）”〉、])+")


def _words(part: str, own: tuple[str, ...]) -> list[str]:
    """The words of `part`, marks with the word that they open or close."""
    words: list[str] = []
    for piece in _pieces(own).findall(part):
        if words and (piece in _CLOSING or words[-1][-1] in _OPENING):
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _ways(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The ways to put `parts` into lines that hold them: few lines first, of so many the best first."""
    least = max(1, ceil(sum(map(width, parts)) / LINE_WIDTH))
    for count in range(least, min(len(parts), max(MOST_LINES, least + 1)) + 1):
        yield from sorted((lines for lines in _partitions(parts, count) if all(width(line) <= LINE_WIDTH for line in lines)), key=_cost)


def _has_shape(lines: tuple[str, ...]) -> bool:
    """Whether lines are a trapezoid or a diamond."""
    widths = [width(line) for line in lines]
    if len(widths) == 1:
        return True
    shares = min(widths) >= _LEAST_SHARE * max(widths) and max(widths) - min(widths) >= _DIFFERS
    return shares and not _is_hourglass(lines)


def _is_hourglass(lines: tuple[str, ...]) -> bool:
    widths = [width(line) for line in lines]
    return not (_is_monotonic(widths) or _is_diamond(widths))


def _halves(part: str) -> Iterator[str]:
    if width(part) <= LINE_WIDTH:
        yield part
        return
    middle = len(part) // 2
    yield from (*_halves(part[:middle]), *_halves(part[middle:]))


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
