"""trace: where a number of a document comes from."""

from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.documents.season import Job, Season
from reportgen.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure and the texts by which the document shows it."""

    figure: Figure
    shown: tuple[str, ...]


def trace(season: Season, job: Job) -> tuple[tuple[Traced, ...], tuple[Diagnostic, ...]]:
    """The figures that a document shows, in the order in which they first appear; and the problems of composing it."""
    from lxml import etree

    composed = season.compose(job)
    if composed.html is None:
        return (), composed.problems
    figures = season.themes(job.scope).figures()
    shown: dict[str, list[str]] = {}
    for element in etree.fromstring(composed.html).iter("data"):
        texts = shown.setdefault(str(element.get("data-figure")), [])
        text = "".join(element.itertext())
        if text not in texts:
            texts.append(text)
    return tuple(Traced(figures[name], tuple(texts)) for name, texts in shown.items()), composed.problems
