"""trace: where a number of a document comes from."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from reportgen.diagnostics import Place
from reportgen.figures.period import is_of_period
from reportgen.figures.scope import Scope
from reportgen.figures.seasons import elsewhen, years_in
from reportgen.inputs.heading_names import columns_headed
from reportgen.inputs.heading_text import headings
from reportgen.pipeline.known import Columns
from reportgen.pipeline.season import Job, Season
from reportgen.pipeline.traced import Trace, Traced

_MOST_ROWS = 10_000  # of one table: a ledger of households has millions


def trace(season: Season, job: Job) -> Trace:
    """The figures that a document shows, in their order, then those that are missing and that it doesn't show; and the problems of composing it.

    Of those of a period only what is shown is told: what else is missing in it is missing in the season.
    """
    from reportgen.render.tree import parse

    composed = season.compose(job)
    if composed.html is None:
        return Trace((), composed.problems, {})
    figures = {**composed.derived, **season.figures(job)}
    shown: dict[str, list[str]] = {}
    for element in parse(composed.html).iter("data", "g", "span"):
        if element.get("data-figure") is None:
            continue
        texts = shown.setdefault(str(element.get("data-figure")), [])
        text = "".join(element.itertext()) or "（图）"  # a mark of a chart without a number
        if text not in texts:
            texts.append(text)
    absent = (Traced(figure, ()) for figure in figures.values() if not (figure.known or figure.void or figure.name in shown or is_of_period(figure.name)))
    traced = (*(Traced(figures[name], tuple(texts)) for name, texts in shown.items() if name in figures), *absent)
    columns = _columns(season, job.scope)
    if columns is not None and composed.derived:
        columns = {**columns, **_columns_of(chain.from_iterable(scope.subtree() for scope in elsewhen(job.scope, years_in(composed.derived))))}
    return Trace(traced, composed.problems, _by_column(traced, columns))


def cells_headed(word: str, scope: Scope) -> frozenset[Place]:
    """The cells, here and below, of the columns that `word` is a heading of."""
    columns = tuple(columns_headed(word, headings(scope.programme)))
    return frozenset(place for one in scope.subtree() for dataset, key in columns for place in _cells(one, dataset, key))


def _cells(scope: Scope, dataset: str, key: str) -> Iterator[Place]:
    """The cells of a column (the keys of dataset and field) in a unit's own table."""
    return (row.place(key) for row in scope.inputs.rows(dataset) or ())


def _columns(season: Season, scope: Scope) -> Columns | None:
    """In which columns each cell stands, here and below; None where a table is so long that this takes its time. Found out once for all documents of a unit."""
    if any(len(one.inputs.rows(key) or ()) > _MOST_ROWS for one in scope.subtree() for key in scope.programme.by_key):
        return None
    if scope.unit.name not in season.known.columns:
        season.known.columns[scope.unit.name] = _columns_of(scope.subtree())
    return season.known.columns[scope.unit.name]


def _columns_of(scopes: Iterable[Scope]) -> Columns:
    columns: Columns = {}
    for scope in scopes:
        for dataset in scope.programme.datasets:
            for field in dataset.fields():
                for place in _cells(scope, dataset.key, field.key):
                    columns[place] = (*columns.get(place, ()), (dataset.key, field.key))
    return columns


def _by_column(traced: Iterable[Traced], columns: Columns | None) -> Mapping[tuple[str, str], frozenset[Place]] | None:
    """The cells that figures come from, by their columns."""
    if columns is None:
        return None
    found: dict[tuple[str, str], set[Place]] = {}
    for place in dict.fromkeys(source.place for item in traced for source in item.figure.sources):
        for column in columns.get(place, ()):
            found.setdefault(column, set()).add(place)
    return {column: frozenset(places) for column, places in found.items()}
