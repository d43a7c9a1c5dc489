"""Where the lines of a paragraph end, by the widths of its characters: what a program that sets Chinese will do, before it does it.

Widths are in 字 of the type size.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

NEVER_FIRST = frozenset("，。、；：！？）》〉」』】〕〗”’“‘…·%‰℃°!),.:;?]}/'\"")
NEVER_LAST = frozenset("（《〈「『【〔〖“‘”’([{≥≤'\"")
"""Pango takes quotation marks for both: it can't tell where they open."""
OFFICIAL: Mapping[str, float] = {}
"""In the official fonts a character of ASCII is half of one."""
FREE: Mapping[str, float] = {".": 0.278, ",": 0.278, ":": 0.278, "%": 0.833, "-": 0.333, "(": 0.389, ")": 0.389, " ": 0.333}
"""What differs in the free fonts that stand in for them (Fandol)."""
_WORDS = re.compile(r"[!-~]+|[^!-~]")


class Part(NamedTuple):
    """What stays on one line, or all that stands on one: its width without tracking, its characters and its joints (a number or foreign word has one)."""

    wide: float
    characters: int
    joints: int


@lru_cache(maxsize=8192)  # the same texts come again: in the other format, in the next document
def count_lines(text: str, room: float, indent: float = 0.0, tracking: float = 0.0) -> int:
    """How many lines `text` takes in the fonts that stand in; an empty one takes one."""
    return len(lines_of(parts_of(text, FREE), room, indent, tracking))


def parts_of(text: str, widths: Mapping[str, float]) -> list[Part]:
    """`text`, without line breaks, cut where a line may end."""
    parts: list[Part] = []
    last, odd = "“", widths.keys()
    for word in _WORDS.findall(text):
        if word > "~":
            wide = 1.0
        else:
            wide = 0.5 * len(word) if odd.isdisjoint(word) else sum(widths.get(character, 0.5) for character in word)
        part = Part(wide, len(word), 1)
        if parts and (word[0] in NEVER_FIRST or last in NEVER_LAST):
            before = parts.pop()
            part = Part(before.wide + wide, before.characters + len(word), before.joints + 1)
        parts.append(part)
        last = word[-1]
    return parts


def lines_of(parts: Sequence[Part], room: float, indent: float, tracking: float) -> list[Part]:
    """The lines that `parts` are set on, each `room` wide, the first less by `indent`; each character is wider by `tracking`."""
    lines: list[Part] = []
    wide, characters, joints, left = 0.0, 0, 0, room - indent
    for more, count, of in parts:
        if wide + more + (characters + count) * tracking > left and characters:
            lines.append(Part(wide, characters, joints))
            wide, characters, joints, left = 0.0, 0, 0, room
        wide += more
        characters += count
        joints += of
    lines.append(Part(wide, characters, joints))
    return lines
