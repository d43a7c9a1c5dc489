"""The data of a chart, beside its drawing: of them a Word file has a chart whose numbers a reader can see and edit (docs/canonical-html.md, Charts).

They travel as JSON in `data-chart` of the `svg`. Values are in the chart's unit, as exact decimals; lengths are millimetres of the drawing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import StrEnum

from reportgen.documents.charts.axis import Span
from reportgen.documents.charts.svg import INK, Fill
from reportgen.documents.charts.values import Scale
from reportgen.language.figure import Figure

_PLACES = 10  # significant digits of a share that doesn't end: more than a spreadsheet shows, and fewer than a telephone number has


class Kind(StrEnum):
    """What is drawn: columns with a line over them, bars made of parts, bars of shares (%), a line."""

    COLUMNS = "columns"
    BARS = "bars"
    SHARES = "shares"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """What one look stands for: its title, a value for every category (None where it is missing), how its areas are filled (None: a line).

    `told` are the places of the values whose numbers stand beside them.
    """

    title: str
    values: Sequence[Decimal | None]
    fill: Fill | None = None
    told: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart by its data.

    `span` is what the axis of values shows; `plot` and `legend` are the areas of the marks and of what each series looks like: left, top, right, bottom.
    `tabled`: the numbers stand in rows below. `totals` stand behind bars; `amounts` are those of which bars show the shares.
    """

    kind: Kind
    heading: str
    unit: str
    places: int
    categories: Sequence[str]
    series: Sequence[Series]
    span: Span
    plot: tuple[float, float, float, float]
    legend: tuple[float, float, float, float] | None = None
    tabled: bool = False
    totals: Sequence[Decimal | None] = ()
    amounts: Sequence[Sequence[Decimal | None]] = field(default=())

    def json(self) -> str:
        """As it stands in the canonical figure."""
        told = {
            "kind": self.kind,
            "heading": self.heading,
            "unit": self.unit,
            "places": self.places,
            "categories": [*self.categories],
            "series": [_told(series) for series in self.series],
            "axis": [_exact(number) for number in (self.span.base, self.span.step, self.span.top)],
            "plot": _lengths(self.plot),
        }
        if self.legend is not None:
            told["legend"] = _lengths(self.legend)
        if self.tabled:
            told["tabled"] = True
        if self.totals:
            told["totals"] = [_exact(total) for total in self.totals]
        if self.amounts:
            told["amounts"] = [[_exact(amount) for amount in amounts] for amounts in self.amounts]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def values_of(figures: Sequence[Figure], scale: Scale) -> list[Decimal | None]:
    """The values of a series in the chart's unit, None where one is missing."""
    return [scale.number(figure) if figure.known else None for figure in figures]


def _told(series: Series) -> dict[str, object]:
    told: dict[str, object] = {"title": series.title, "values": [_exact(value) for value in series.values]}
    if series.fill is not None:
        told["fill"] = series.fill.colour
        told |= {"pattern": series.fill.pattern} if series.fill.pattern != "none" else {}
        told |= {"ink": series.fill.ink} if series.fill.ink != INK else {}
    if series.told:
        told["told"] = [*series.told]
    return told


def _exact(value: Decimal | None) -> str | None:
    """A value as text; a share that doesn't end, to more digits than anybody reads."""
    if value is None:
        return None
    ends = value if len(value.as_tuple().digits) <= _PLACES else Context(prec=_PLACES).plus(value)
    return format(ends.normalize(), "f") if ends else "0"


def _lengths(box: tuple[float, ...]) -> list[float]:
    return [round(length, 2) for length in box]
