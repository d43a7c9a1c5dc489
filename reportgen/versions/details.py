"""The figures of a version with the cells that they came from, and what else it was made from, as JSON that is kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure, Source
from reportgen.shapes import listed, shaped
from reportgen.versions.cells import KEPT, Cells, joined, shorten
from reportgen.versions.version import canonical, reading_record


@dataclass(frozen=True)
class Details:
    """The figures that a version shows, by name, each with its cells and what was written there; `others` are further cells."""

    figures: Mapping[str, Figure]
    others: tuple[Source, ...]

    @cached_property
    def cells(self) -> Cells:
        """What was written in every cell that the version was made from."""
        return joined(chain(self.others, *(figure.sources for figure in self.figures.values())))


def write_details(figures: Iterable[Figure], others: Iterable[Source]) -> bytes:
    """The JSON of figures and further cells. Each cell stands in it once, and each sheet."""
    figures = tuple(figures)
    cells: dict[Source, int] = {}
    used = [[cells.setdefault(source, len(cells)) for source in figure.sources] for figure in figures]
    if len(cells) > KEPT and (shorter := shorten(figures)) is not figures:
        return write_details(shorter, others)
    sheets: dict[tuple[str, str | None], int] = {}

    def written(source: Source) -> list[str | int | None]:
        place = source.place
        return [sheets.setdefault((place.file, place.sheet), len(sheets)), place.cell, place.line, source.raw]

    return canonical(
        {
            "cells": [written(source) for source in cells],
            "others": [written(source) for source in others],
            "sheets": list(sheets),
            "figures": [
                [f.name, f.label, f.unit, f.formula, None if f.value is None else format(f.value, "f"), f.void, f.lacking, numbers]
                for f, numbers in zip(figures, used, strict=True)
            ],
        }
    )


@reading_record()
def read_details(content: bytes) -> Details:
    """What `write_details` wrote. Raises DamagedRecord where it didn't."""
    raw = json.loads(content)
    sheets = [(file, sheet) for file, sheet in map(listed, listed(raw["sheets"]))]

    def read(sheet: int, cell: str | None, line: int | None, text: str) -> Source:
        return Source(Place(*sheets[sheet], cell, line), text)

    cells = [read(*listed(cell)) for cell in listed(raw["cells"])]
    figures = (
        Figure(None if value is None else Decimal(value), tuple(cells[n] for n in listed(numbers)), tuple(listed(lacking)), name, label, unit, formula, void)
        for name, label, unit, formula, value, void, lacking, numbers in map(listed, listed(raw["figures"]))
    )
    return shaped(Details({figure.name: figure for figure in figures}, tuple(read(*listed(cell)) for cell in listed(raw["others"]))), Details)
