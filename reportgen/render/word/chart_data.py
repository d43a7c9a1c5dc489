"""The data of a chart as the canonical figure has them (`data-chart`, docs/canonical-html.md)."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.ooxml.builder import Element

Values = tuple[Decimal | None, ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """A title and a value for every category; `fill`, `pattern` and `ink` are its look (no fill: a line), `told` the places whose numbers are shown."""

    title: str
    values: Values
    fill: str
    pattern: str
    ink: str
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """A chart of `size` (mm). `axis` is its base, step and top; `plot` and `legend` are areas in mm: left, top, right, bottom."""

    kind: str
    heading: str
    unit: str
    places: int
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: tuple[Decimal, Decimal, Decimal]
    size: tuple[float, float]
    plot: Box
    legend: Box | None
    tabled: bool
    totals: Values
    amounts: tuple[Values, ...]


def chart_data(svg: Element) -> ChartData | None:
    """The data of a drawing; None of one that has none, which is shown as it is drawn."""
    told = svg.get("data-chart")
    if told is None:
        return None
    data: dict[str, Any] = json.loads(told)
    width, height = (float(svg.get(name, "0").removesuffix("mm")) for name in ("width", "height"))
    base, step, top = map(Decimal, data["axis"])
    return ChartData(
        kind=data["kind"],
        heading=data["heading"],
        unit=data["unit"],
        places=data["places"],
        categories=tuple(data["categories"]),
        series=tuple(map(_series, data["series"])),
        axis=(base, step, top),
        size=(width, height),
        plot=_box(data["plot"]),
        legend=_box(data["legend"]) if "legend" in data else None,
        tabled=data.get("tabled", False),
        totals=_values(data.get("totals", ())),
        amounts=tuple(map(_values, data.get("amounts", ()))),
    )


def _series(told: dict[str, Any]) -> Series:
    look = (told.get("fill", ""), told.get("pattern", "none"), told.get("ink", "#000000"))
    return Series(told["title"], _values(told["values"]), *look, tuple(told.get("told", ())))


def _values(told: "list[str | None] | tuple[()]") -> Values:
    return tuple(None if value is None else Decimal(value) for value in told)


def _box(told: list[float]) -> Box:
    left, top, right, bottom = told
    return left, top, right, bottom
