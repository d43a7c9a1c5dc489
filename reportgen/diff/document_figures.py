"""The figures that a canonical document shows: their values, their texts, and where they came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml.etree import _Element

from reportgen.diagnostics import Place
from reportgen.language.figure import Figure
from reportgen.render.tree import plain

COUNTED = re.compile(r"\.\d{1,5}(?=\.|$)")
"""What counts the rows in a figure's name: arrears.3.owed is of the third row. Six digits are a unit's code."""

_CUT = re.compile(r"等\d+处")
_PLACE = re.compile(r"(?P<file>[^#!]+?)(?:#(?P<sheet>[^!]+))?(?:!(?P<cell>.+)|:(?P<line>\d+))?")


@dataclass(frozen=True, slots=True, eq=False)
class ShownFigure:
    """A figure as a document shows it: the elements that do (`data`, `g` of a chart, `span` where it is missing), and its sources where they are known."""

    name: str
    elements: tuple[_Element, ...]
    figure: Figure | None = None

    @property
    def value(self) -> Decimal | None:
        """Its exact value; None where it is missing."""
        text = self._says("value") or self._says("data-value")
        return Decimal(text) if text else None

    @property
    def label(self) -> str:
        """Its label; of a missing one what 【待补：…】 says."""
        missing = self.texts[0].strip("【】").removeprefix("待补").removeprefix("：") if self.texts else ""
        return self._says("data-label") or (self.figure.label if self.figure is not None else missing)

    @property
    def unit(self) -> str:
        """The unit of its value."""
        return self._says("data-unit") or (self.figure.unit if self.figure is not None else "")

    @property
    def formula(self) -> str:
        """How it is computed, in words."""
        return self._says("data-formula") or (self.figure.formula if self.figure is not None else "")

    @property
    def texts(self) -> tuple[str, ...]:
        """What a reader sees of it; a chart may show it without a text."""
        return tuple(dict.fromkeys(text for element in self.elements if (text := "".join(element.itertext()))))

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells behind it; where only the document tells of them, as it does: ranges (D3:D12), of very many the first."""
        if self.figure is not None:
            return tuple(dict.fromkeys(source.place for source in self.figure.sources))
        matches = (_PLACE.fullmatch(text) for text in self._says("data-source").split("; ") if not _CUT.fullmatch(text))
        return tuple(Place(match["file"], match["sheet"], match["cell"], int(match["line"]) if match["line"] else None) for match in matches if match)

    @property
    def row(self) -> str:
        """What the row is called whose figure it is, where its label is that of all rows: the first words in the row of its table."""
        rows = (row for element in self.elements for row in element.iterancestors("tr")) if COUNTED.search(self.name) else ()
        return next((text for row in rows for cell in row if cell.find(".//*[@data-figure]") is None and not (text := plain(cell)).isdecimal() and text), "")

    def _says(self, attribute: str) -> str:
        """The attribute of the first element that has it: a mark of a chart says less than `data`."""
        return next((value for element in self.elements if (value := element.get(attribute))), "")


def figures_in(article: _Element, known: Mapping[str, Figure]) -> dict[str, ShownFigure]:
    """The figures that a document shows, by name, in its order; `known` are those of which the sources are known."""
    found: dict[str, list[_Element]] = {}
    for element in article.iter("data", "g", "span"):
        if name := element.get("data-figure"):
            found.setdefault(name, []).append(element)
    return {name: ShownFigure(name, tuple(elements), known.get(name)) for name, elements in found.items()}
