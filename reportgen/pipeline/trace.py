"""trace: where a number of a document comes from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Place
from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope
from reportgen.inputs.headings import match_field
from reportgen.inputs.schema import DATASETS
from reportgen.numerals import number_in
from reportgen.pipeline.season import Job, Season


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure and the texts by which the document shows it.

    A missing figure is shown as 【待补：…】, in a table as 【待补】. It has no text where the document doesn't use it.
    """

    figure: Figure
    shown: tuple[str, ...]


def trace(season: Season, job: Job) -> tuple[tuple[Traced, ...], tuple[Diagnostic, ...]]:
    """The figures that a document shows, in their order, then those that are missing and that it doesn't show; and the problems of composing it."""
    from reportgen.render.tree import parse

    composed = season.compose(job)
    if composed.html is None:
        return (), composed.problems
    figures = season.figures(job)
    shown: dict[str, list[str]] = {}
    for element in parse(composed.html).iter("data", "g", "span"):
        if element.get("data-figure") is None:
            continue
        texts = shown.setdefault(str(element.get("data-figure")), [])
        text = "".join(element.itertext()) or "（图）"  # a mark of a chart without a number
        if text not in texts:
            texts.append(text)
    absent = (Traced(figure, ()) for figure in figures.values() if not (figure.known or figure.void or figure.name in shown))
    return (*(Traced(figures[name], tuple(texts)) for name, texts in shown.items() if name in figures), *absent), composed.problems


def meant(traced: Iterable[Traced], word: str, scope: Scope) -> tuple[Traced, ...]:
    """The figures that a person means by `word`: those of that name or label; else those from a column so headed; else those of that number.

    The number may be written as the document shows it, with its unit, or otherwise: 15.4898万户, 154898, 154,898.
    """
    items = tuple(traced)
    named = tuple(item for item in items if word in (item.figure.name, item.figure.label))
    if named:
        return named
    cells = set(_cells_headed(word, scope))
    headed = tuple(item for item in items if item.shown and any(source.place in cells for source in item.figure.sources))
    if headed:
        return headed
    return tuple(item for item in items if item.shown and _says(item, word))


def _cells_headed(word: str, scope: Scope) -> Iterator[Place]:
    """The cells, here and below, of the columns that `word` is a heading of."""
    for dataset in DATASETS:
        field = match_field(word, dataset)
        if field is not None:
            yield from (row.place(field.key) for one in scope.subtree() for row in one.inputs.rows(dataset) or ())


def _says(item: Traced, word: str) -> bool:
    """Whether a figure is the number that `word` says, before its own unit (万元) or with a multiple (万) before any other."""
    numbers = {number_in(word.removesuffix(item.figure.unit)), number_in(_UNIT.sub("", word))} - {None}
    return item.figure.value in numbers or any(number_in(text) in numbers for text in item.shown)


_UNIT = re.compile(r"(?<=[\d百千万亿])[^\d百千万亿]+$")
"""The unit behind a number."""
