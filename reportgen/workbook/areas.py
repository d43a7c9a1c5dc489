"""Which cells a formula looks at, as its words name them; and a formula whose areas have grown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_REFERENCE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!\[\]:(){}\"]+))!)?\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_ELSEWHERE = frozenset(("INDIRECT(", "OFFSET(", "INDEX(", "CELL(", "GETPIVOTDATA("))
"""Functions that look at cells which their words don't name."""


class NotUnderstood(Exception):
    """A formula, or a cell that it looks at, of which nobody here can say what it comes to."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that a formula looks at: first and last row and column, from 0, inclusive."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, cell: tuple[str, int, int]) -> bool:
        """Whether a cell is one of them."""
        sheet, row, column = cell
        return sheet == self.sheet and self.top <= row <= self.bottom and self.left <= column <= self.right


def areas(formula: str, sheet: str) -> tuple[Area, ...] | None:
    """The cells that a formula of a sheet looks at; None where that can't be told: it may be any."""
    found = []
    try:
        tokens = tokens_of(formula)
    except NotUnderstood:
        return None
    for token in tokens:
        if token.value.upper() in _ELSEWHERE:
            return None
        if token.type == "OPERAND" and token.subtype == "RANGE":
            area = area_of(token.value, sheet)
            if area is None:
                return None
            found.append(area)
    return tuple(found)


def extended(formula: str, sheet: str, of: str, last: int, count: int) -> str:
    """A formula of a sheet, in which areas of several rows of the sheet `of` that end with row `last` (from 0) end `count` rows further down."""
    try:
        tokens = tokens_of(formula)
    except NotUnderstood:
        return formula
    words = []
    for token in tokens:
        area = area_of(token.value, sheet) if token.type == "OPERAND" and token.subtype == "RANGE" else None
        grows = area is not None and area.sheet == of and area.bottom == last and area.top < last
        words.append(re.sub(r"\d+$", str(last + 1 + count), token.value) if grows else token.value)
    return "".join(words)


class Token(Protocol):
    """A piece of a formula, as openpyxl tells them apart: what is written, what it is (OPERAND, FUNC, ...), and which sort of that (RANGE, OPEN, ...)."""

    value: str
    type: str
    subtype: str


def tokens_of(formula: str) -> Sequence[Token]:
    """The pieces of a formula. Raises NotUnderstood."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    try:
        return list(Tokenizer(f"={formula}").items)
    except (TokenizerError, IndexError) as fault:
        raise NotUnderstood from fault


def area_of(text: str, sheet: str) -> Area | None:
    """The cells that a reference in a formula of a sheet names: B2, B2:C9, '1月'!B2; None for any other (whole columns, names, other files)."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    named = (match[1] or "").replace("''", "'") or match[2] or sheet
    top, left = int(match[4]) - 1, _column(match[3])
    bottom, right = (int(match[6]) - 1, _column(match[5])) if match[5] else (top, left)
    return Area(named, min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
