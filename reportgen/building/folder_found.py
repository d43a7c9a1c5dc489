"""What reading a unit's folder told, as it is kept: what is wrong there, and what builds must know of its data before they read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reportgen.building import codec
from reportgen.diagnostics import Diagnostic
from reportgen.shapes import listed, shaped


@dataclass(frozen=True, slots=True)
class FolderFound:
    """What reading a folder of inputs found wrong: its problems, and those for which nobody can say what the unit's data are.

    `explained` are the days until which what the unit says of findings holds; `asks_before`: its figures ask something of the season before, because
    of what it leaves blank.
    """

    problems: tuple[Diagnostic, ...]
    undecided: tuple[Diagnostic, ...]
    explained: tuple[date, ...]
    asks_before: bool


def encode_found(found: FolderFound) -> list[Any]:
    """It as JSON holds it."""
    return [codec.encode_all(found.problems), codec.encode_all(found.undecided), [day.isoformat() for day in found.explained], found.asks_before]


def decode_found(values: list[Any]) -> FolderFound:
    """It again. Raises what `reportgen.shapes` does for what is none."""
    problems, undecided, explained, asks_before = listed(values)
    days = tuple(map(date.fromisoformat, listed(explained)))
    return shaped(FolderFound(codec.problems(problems), codec.problems(undecided), days, asks_before), FolderFound)
