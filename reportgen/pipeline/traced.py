"""The figures of a document as trace tells them, and which of them a person means."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Place
from reportgen.language.figure import Figure
from reportgen.numerals import number_in


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure and the texts by which the document shows it.

    A missing figure is shown as 【待补：…】, in a table as 【待补】. It has no text where the document doesn't use it.
    """

    figure: Figure
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What is told of a document: its figures, and the problems of composing it.

    `columns` has by the keys of dataset and field which of the cells that the figures come from stand in that column; None where there is so much
    data that this isn't kept.
    """

    traced: tuple[Traced, ...]
    problems: tuple[Diagnostic, ...]
    columns: Mapping[tuple[str, str], frozenset[Place]] | None


def named_in(word: str, year: int) -> str:
    """What a person writes as it is named in a document of the season `year`: previous.tasks.total is season(2022).tasks.total."""
    while word.startswith(_BEFORE):
        year, word = year - 1, word.removeprefix(_BEFORE)
        word = word if word.startswith(_BEFORE) else f"season({year}).{word}"
    return word


_BEFORE = "previous."


def meant(traced: Iterable[Traced], word: str, cells_headed: Callable[[str], frozenset[Place]]) -> tuple[Traced, ...]:
    """The figures that a person means by `word`: those of that name or label; else those from a column so headed; else those of that number.

    The number may be written as the document shows it, with its unit, or otherwise: 15.4898万户, 154898, 154,898. `cells_headed` gives the cells
    below a heading; it isn't asked of what begins with a digit, as no heading does.
    """
    items = tuple(traced)
    named = tuple(item for item in items if word in (item.figure.name, item.figure.label))
    if named:
        return named
    if not word[:1].isdecimal():
        cells = cells_headed(word)
        headed = tuple(item for item in items if item.shown and any(source.place in cells for source in item.figure.sources))
        if headed:
            return headed
    return tuple(item for item in items if item.shown and _says(item, word))


def _says(item: Traced, word: str) -> bool:
    """Whether a figure is the number that `word` says, before its own unit (万元) or with a multiple (万) before any other."""
    numbers = {number_in(word.removesuffix(item.figure.unit)), number_in(_UNIT.sub("", word))} - {None}
    return item.figure.value in numbers or any(number_in(text) in numbers for text in item.shown)


_UNIT = re.compile(r"(?<=[\d百千万亿])[^\d百千万亿]+$")
"""The unit behind a number."""
