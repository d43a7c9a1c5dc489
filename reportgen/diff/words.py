"""Words as units that change whole, each written as one character, so that texts are compared unit by unit.

Chinese has no spaces: a unit is a character, but a number, a word in Latin letters or 【待补：…】 is one unit.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.diff.blocks import OBJECT, Piece, text_of

# From here on no character is assigned: codes of units. What stands there all the same (private use) gets a code too.
_CODES = 0x40000
_UNITS = (
    r"(?:(?<![0-9A-Za-z])[-−])?\d+(?:[.,]\d+)*[%％‰]?",
    r"[A-Za-z]{2,}",
    r"【待补[^】]*】",
    f"[{OBJECT}{chr(_CODES)}-\U0010ffff]",
)


# Words that differ by rights between two documents, and are taken for the same: (of the old one, of the new one).
Counterparts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A text as units: `codes` has a character for each; `long` are the (place in `codes`, length in the text) of those longer than 1."""

    codes: str
    long: tuple[tuple[int, int], ...]

    def offsets(self) -> list[int]:
        """Where each unit begins in the text, and where the last one ends."""
        lengths = [1] * len(self.codes)
        for place, length in self.long:
            lengths[place] = length
        offsets = [0]
        for length in lengths:
            offsets.append(offsets[-1] + length)
        return offsets


@dataclass(slots=True, eq=False)
class Codes:
    """The code of every unit of two documents. Old and new texts are coded by one table, so that equal units have equal codes."""

    counterparts: Counterparts = ()
    _codes: dict[str, str] = field(default_factory=dict)
    _numbers: set[str] = field(default_factory=set)
    _missing: set[str] = field(default_factory=set)
    _patterns: tuple[re.Pattern[str], ...] = ()
    _same: tuple[dict[str, str], ...] = ()

    def __post_init__(self) -> None:
        sides = [[pair[side] for pair in self.counterparts] for side in (0, 1)]
        self._patterns = tuple(map(_pattern, sides))
        self._same = tuple({word: f"\0{number}" for number, word in reversed(list(enumerate(words)))} for words in sides)

    def old(self, pieces: tuple[Piece, ...]) -> Coded:
        """Words of the old document."""
        return self._code(pieces, 0)

    def new(self, pieces: tuple[Piece, ...]) -> Coded:
        """Words of the new document."""
        return self._code(pieces, 1)

    def is_number(self, code: str) -> bool:
        """Whether a unit is a number."""
        return code in self._numbers

    def is_missing(self, code: str) -> bool:
        """Whether a unit is 【待补：…】."""
        return code in self._missing

    def _code(self, pieces: tuple[Piece, ...], side: int) -> Coded:
        pictures = iter([piece.key for piece in pieces if piece.text == OBJECT])
        long: list[tuple[int, int]] = []
        shrunk = 0  # how much shorter the codes before are than their text

        def code(match: re.Match[str]) -> str:
            nonlocal shrunk
            unit = match[0]
            if len(unit) > 1:
                long.append((match.start() - shrunk, len(unit)))
                shrunk += len(unit) - 1
            return self._of(next(pictures, unit) if unit == OBJECT else self._same[side].get(unit, unit))

        codes = self._patterns[side].sub(code, text_of(pieces))
        return Coded(codes, tuple(long))

    def _of(self, key: str) -> str:
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = chr(_CODES + len(self._codes))
            if key.lstrip("-−")[:1].isdecimal():
                self._numbers.add(code)
            elif key.startswith("【"):
                self._missing.add(code)
        return code


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    known = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join([*map(re.escape, known), *_UNITS]))
