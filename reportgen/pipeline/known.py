"""What has been computed and composed of a season's units, so that it is done once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.diagnostics import Place
from reportgen.documents.compose import Composed
from reportgen.figures.themes import Themes
from reportgen.findings import Evaluated
from reportgen.language.figure import Figure
from reportgen.pipeline.answer import DocumentId

Columns = dict[Place, tuple[tuple[str, str], ...]]
"""The columns, by the keys of dataset and field, in which a cell stands; a line of YAML may be a cell of several."""


@dataclass(frozen=True, slots=True)
class Known:
    """The figures by unit's name; the documents as composed, before they are marked as drafts, and what the policies say to them.

    `themes` hold the figures of a unit by theme, `figures` list them by their names; `columns` are those of its cells and of the cells below it.
    """

    themes: dict[str, Themes] = field(default_factory=dict)
    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)
    columns: dict[str, Columns] = field(default_factory=dict)
    drafts: dict[DocumentId, Composed] = field(default_factory=dict)
    evaluated: dict[DocumentId, Evaluated] = field(default_factory=dict)

    def carry_over(self, earlier: "Known", units: Iterable[str]) -> None:
        """Take over what was known of units (names) of which nothing has changed since."""
        same = frozenset(units)
        self.themes.update((name, themes) for name, themes in earlier.themes.items() if name in same)
        self.drafts.update((key, composed) for key, composed in earlier.drafts.items() if key[0] in same)
        self.evaluated.update((key, evaluated) for key, evaluated in earlier.evaluated.items() if key[0] in same)

    def forget(self, unit: str) -> None:
        """Let go of a unit's composed documents and the lists of its figures and cells, which are large."""
        self.figures.pop(unit, None)
        self.columns.pop(unit, None)
        for key in [key for key in self.drafts if key[0] == unit]:
            del self.drafts[key]
