"""A paragraph that was changed by hand: whether it is the one that is meant, and which of its numbers still are the figures that they were.

Texts are compared without white space: Word files have lost some of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|【待补[^】]*】|.", re.DOTALL)
"""What changes whole: a number, something that is lacking, a character."""
_NUMBER = re.compile(r"[\d【]")
_REFERENCE = re.compile(r"(?:附?表|图)\d+")
"""What refers to a table or chart: its number is counted."""
_LACKING = r"【待补[^】]*】"
_FIGURE = rf"(?:[-−+]?\d[\d.,]*|[〇零一二两三四五六七八九十百千]+|没有|尚未|无|{_LACKING})"
_WORDS = rf"(?:[^，。；：、]{{1,30}}?|{_LACKING})"
"""What may stand in the place of a figure: another number, or the word for one; where it shows words, others."""


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A stretch of a paragraph: its words, and what may be written otherwise since: a figure, or a link to a table (`element`), or a table's number."""

    text: str
    element: "_Element | None" = None
    moves: bool = False


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a paragraph or heading in their parts, without white space."""

    parts: tuple[Part, ...]

    @cached_property
    def text(self) -> str:
        """All of them."""
        return "".join(part.text for part in self.parts)

    @cached_property
    def _pattern(self) -> "re.Pattern[str]":
        return re.compile("".join(_place_of(part) if part.moves else re.escape(part.text) for part in self.parts))

    def found_in(self, old: str) -> "tuple[tuple[Part, int, int], ...] | None":
        """The parts that may have moved and where they stand in `old` (without white space), where that is this text but for them; else None."""
        first, last = self.parts[0] if self.parts else None, self.parts[-1] if self.parts else None
        if first is None or last is None or not (first.moves or old.startswith(first.text)) or not (last.moves or old.endswith(last.text)):
            return None
        match = self._pattern.fullmatch(old)
        if match is None:
            return None
        moving = [part for part in self.parts if part.moves]
        return tuple((part, *match.span(number)) for number, part in enumerate(moving, 1))


def words_of(element: "_Element") -> Words:
    """The words of a paragraph or heading of a composed tree."""
    return Words(tuple(part for part in _parts(element) if part.text))


def _parts(element: "_Element") -> Iterator[Part]:
    yield from _literal(element.text)
    for child in element:
        if child.get("data-figure") or child.get("class") == "missing" or child.tag == "a":
            yield Part(bare("".join(child.itertext())), child, moves=True)
        else:
            yield from _literal("".join(child.itertext()))
        yield from _literal(child.tail)


def _literal(text: str | None) -> Iterator[Part]:
    words = bare(text or "")
    done = 0
    for match in _REFERENCE.finditer(words):
        yield Part(words[done : match.start()])
        yield Part(match[0], moves=True)
        done = match.end()
    yield Part(words[done:])


def _place_of(part: Part) -> str:
    if part.element is None or part.element.tag == "a":
        return r"((?:附?表|图)\d*)"
    return f"({_FIGURE})" if re.fullmatch(_FIGURE, part.text) else f"({_WORDS})"


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a number of the old text stands in the new one; `same`: with the same words, else another number stands in its place."""

    start: int
    end: int
    same: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a text: where each of the spans asked for stands in the new one (None: nowhere), and what came, as spans of the new one."""

    carried: tuple[Carried | None, ...]
    come: tuple[tuple[int, int], ...]


def change(old: str, spans: Sequence[tuple[int, int]], new: str) -> Change:
    """What became of `spans` (of numbers) in a text that was written otherwise.

    A number that stayed where it was is found there; one that moved with what it counts (1200户) where that stands once; where as many
    numbers came as went, each stands in the place of the other.
    """
    before, after = _tokens(old), _tokens(new)
    opcodes = SequenceMatcher(None, [text for text, _ in before], [text for text, _ in after], autojunk=False).get_opcodes()
    ends = [start for _, start in after] + [len(new)]
    found: dict[int, Carried] = {}
    taken: set[int] = set()
    ranges = [_range(before, *span) for span in spans]

    def keep(number: int, at: int, *, same: bool = True) -> None:
        length = len(ranges[number]) if same else 1
        found[number] = Carried(ends[at], ends[at + length], same)
        taken.update(range(at, at + length))

    for op, i, k, j, _ in opcodes:
        for number, within in enumerate(ranges):
            if op == "equal" and within and i <= within.start and within.stop <= k:
                keep(number, j + within.start - i)
    for number, within in enumerate(ranges):
        if number not in found and within:
            places = [at for at in _occurrences(before, within, after) if taken.isdisjoint(range(at, at + len(within)))]
            if len(places) == 1:
                keep(number, places[0])
    for op, i, k, j, m in opcodes:
        gone, come = ([at for at in range(*side) if _NUMBER.match(tokens[at][0])] for side, tokens in (((i, k), before), ((j, m), after)))
        if op == "replace" and len(gone) == len(come):
            for number, within in enumerate(ranges):
                if number not in found and len(within) == 1 and within.start in gone and (at := come[gone.index(within.start)]) not in taken:
                    keep(number, at, same=False)
    fresh = tuple((ends[j], ends[m]) for op, _, _, j, m in opcodes if op in ("insert", "replace"))
    return Change(tuple(found.get(number) for number in range(len(spans))), fresh)


def _tokens(text: str) -> list[tuple[str, int]]:
    """The tokens of a text, and where each begins."""
    return [(match[0], match.start()) for match in _TOKEN.finditer(text)]


def _range(tokens: list[tuple[str, int]], start: int, end: int) -> range:
    """The tokens that a span is made of; none where it begins or ends within one."""
    begins = [at for _, at in tokens]
    bounds = [*begins, (tokens[-1][1] + len(tokens[-1][0])) if tokens else 0]
    return range(bounds.index(start), bounds.index(end)) if start in bounds and end in bounds else range(0)


def _occurrences(before: list[tuple[str, int]], within: range, after: list[tuple[str, int]]) -> Iterator[int]:
    """Where the same number stands in front of the same word."""
    wanted = [before[at][0] for at in within] + [text for text, _ in before[within.stop : within.stop + 1]]
    if not _NUMBER.match(wanted[0]):
        return
    for at in range(len(after) - len(wanted) + 1):
        if [text for text, _ in after[at : at + len(wanted)]] == wanted:
            yield at


def with_old_numbers(old: str, spans: Sequence[tuple[int, int]], new: str) -> str:
    """The new text with the numbers of the old one where others came in their place: a changed number is no word."""
    carried = change(old, spans, new).carried
    moved = sorted(((one, span) for one, span in zip(carried, spans, strict=True) if one is not None and not one.same), key=lambda two: two[0].start)
    text = new
    for one, (start, end) in reversed(moved):
        text = text[: one.start] + old[start:end] + text[one.end :]
    return text
