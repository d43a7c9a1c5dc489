"""trace: where a number of a document comes from."""

from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.documents.season import Job, Season
from reportgen.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure and the texts by which the document shows it.

    A missing figure is shown as 【待补：…】, in a table as 【待补】. It has no text where the document doesn't use it.
    """

    figure: Figure
    shown: tuple[str, ...]


def trace(season: Season, job: Job) -> tuple[tuple[Traced, ...], tuple[Diagnostic, ...]]:
    """The figures that a document shows, in their order, then those that are missing and that it doesn't show; and the problems of composing it."""
    from lxml import etree

    composed = season.compose(job)
    if composed.html is None:
        return (), composed.problems
    figures = season.figures(job)
    shown: dict[str, list[str]] = {}
    for element in etree.fromstring(composed.html).iter("data", "g", "span"):
        if element.get("data-figure") is None:
            continue
        texts = shown.setdefault(str(element.get("data-figure")), [])
        text = "".join(element.itertext()) or "（图）"  # a mark of a chart without a number
        if text not in texts:
            texts.append(text)
    absent = (Traced(figure, ()) for figure in figures.values() if not (figure.known or figure.void or figure.name in shown))
    return (*(Traced(figures[name], tuple(texts)) for name, texts in shown.items() if name in figures), *absent), composed.problems
