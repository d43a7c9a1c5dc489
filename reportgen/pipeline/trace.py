"""trace: where a number of a document comes from."""

from reportgen.diagnostics import Diagnostic, Place
from reportgen.figures.scope import Scope
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.schema import DATASETS
from reportgen.pipeline.season import Job, Season
from reportgen.pipeline.traced import Traced


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


def cells_headed(word: str, scope: Scope) -> frozenset[Place]:
    """The cells, here and below, of the columns that `word` is a heading of."""
    fields = ((dataset, match_field(word, dataset)) for dataset in DATASETS)
    return frozenset(
        row.place(field.key) for dataset, field in fields if field is not None for one in scope.subtree() for row in one.inputs.rows(dataset) or ()
    )
