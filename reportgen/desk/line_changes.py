"""Which lines of a text a change takes out and puts in, for a person who is to confirm it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST_LINES = 6_000
"""A longer text isn't compared: it is no template."""
_MOST_SHOWN = 400
"""So many lines are read in a browser; the files have all."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that is taken out (`old`, at its number) or put in."""

    number: int
    text: str
    old: bool


def line_changes(before: bytes, after: bytes) -> tuple[LineChange, ...]:
    """The lines, those that are taken out before those in their place; none where one of the two is no text."""
    try:
        old, new = (content.decode("utf-8-sig").splitlines() for content in (before, after))
    except UnicodeDecodeError:
        return ()
    if max(len(old), len(new)) > _MOST_LINES:
        return ()
    return tuple(_changes(old, new))[:_MOST_SHOWN]


def _changes(old: list[str], new: list[str]) -> Iterator[LineChange]:
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield from (LineChange(number, old[number - 1], old=True) for number in range(i + 1, j + 1))
            yield from (LineChange(number, new[number - 1], old=False) for number in range(k + 1, m + 1))
