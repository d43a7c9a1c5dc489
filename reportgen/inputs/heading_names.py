"""A heading's text -> which of given names it writes, and what stands behind the name about units: 预算数（元）, 预算数/元, 预算数（以元计）.

This knows no dataset: `heading_text` gives it the names of one, trace those that were kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.inputs.measures import parse_measure
from reportgen.inputs.unit_marks import NO_MARK, Mark, read_tail, straighten
from reportgen.inputs.wording import fold

SEPARATORS = tuple("(/\\,、:;-—–_·|=~.。→ ")
FOOTNOTE = re.compile(r"(?<=\))\s?(?:注?\d{1,2}|\*+)$")
"""What refers to a note, behind a heading's bracket: ①, 注1."""
_BRACKET = re.compile(r"\s?\((?:[^()]|\([^()]*\))*\)")
_BRACKETS = re.compile(rf"(?:{_BRACKET.pattern})+")

Headings = Mapping[str, Mapping[str, tuple[str, bool]]]
"""By dataset (key) its names, each with the key of its field, and whether that is a number."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a heading's text says: the name, folded, and what stands behind it about units."""

    name: str
    mark: Mark = NO_MARK
    tail: str = ""


def read_name(text: str, names: Mapping[str, bool]) -> Written | None:
    """Which of the names a heading writes, with or without something in brackets or a unit behind it (or a unit in brackets before).

    `names` are folded, the longest first, each with whether what stands below it is a number.
    """
    folded = fold(text).strip("*:")
    if folded in names:
        return Written(folded)
    line = FOOTNOTE.sub("", straighten(text).strip("*: "))
    if line.startswith("(") and not line.endswith(")"):
        unit, _, name = line.partition(")")
        line = f"{name.strip()}{unit})"
    compact = fold(line)
    if not compact.startswith(tuple(names)):  # as most words in the rows of a table
        return None
    for name, numeric in names.items():
        if not compact.startswith(name):
            continue
        tail = _behind(line, len(name))
        brackets = len(_BRACKET.findall(tail)) if _BRACKETS.fullmatch(tail) else 0
        mark = _tail_mark(tail) if numeric else NO_MARK
        if mark or brackets == 1:
            return Written(name, mark, tail)
    return None


def columns_headed(word: str, headings: Headings) -> Iterator[tuple[str, str]]:
    """The columns that `word` is a heading of, by the keys of dataset and field."""
    for dataset, names in headings.items():
        written = read_name(word, {name: numeric for name, (_, numeric) in names.items()})
        if written is not None:
            yield dataset, names[written.name][0]


def _tail_mark(tail: str) -> Mark:
    """What the text behind a name says of units, where that is all it says: （元）, /元, （含税）/元, but not 执行数（元）."""
    if _BRACKETS.fullmatch(tail):
        return read_tail(tail, throughout=True)
    rest = _BRACKETS.sub("", tail, count=1) if tail.startswith("(") else tail
    if rest.startswith(SEPARATORS):
        return read_tail(rest)
    measure = parse_measure(rest)
    return NO_MARK if measure is None else Mark((measure,))


def _behind(line: str, length: int) -> str:
    """What stands in a line behind its first `length` characters, spaces not counted."""
    for at, character in enumerate(line):
        if not length:
            return line[at:]
        length -= character != " "
    return ""
