"""Everything that differs between two documents: figures first, then the text, then the findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.diff.align import Alignment, Pair, align
from reportgen.diff.equivalents import counterparts, years_between
from reportgen.diff.figure_changes import FigureChange, figure_changes
from reportgen.diff.finding_changes import FindingChanges, FindingJson, finding_changes, rule_changes
from reportgen.diff.matching import Op
from reportgen.language.figure import Figure
from reportgen.render.tree import parse
from reportgen.versions.cells import CellChange, Cells, changes_among, paired_cells


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """A document to compare: its canonical HTML, and what a reader calls it (第3版, 保德县).

    `figures` are its figures by name with their sources (`Details.figures`), and `cells` all that it was made from (`Details.cells`), as
    far as they are known; `findings` as `check --json` gives them. `day` (ISO) is when it became so, `by` who made it so.
    """

    html: str
    name: str
    number: int | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    findings: tuple[FindingJson, ...] = ()
    cells: Cells = field(default_factory=dict)
    day: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What differs between two documents.

    `cells` are those that changed and stand behind no figure that did: words, dates, numbers that are only counted.
    `against`: they aren't versions of one document, but those of two units or seasons; their names and years are taken for the same.
    """

    old: ComparedDocument
    new: ComparedDocument
    alignment: Alignment
    figures: tuple[FigureChange, ...]
    findings: FindingChanges
    cells: tuple[CellChange, ...] = ()
    against: bool = False

    @property
    def changed(self) -> tuple[FigureChange, ...]:
        """The figures whose values changed: both documents show them."""
        return tuple(change for change in self.figures if change.op is Op.CHANGE)

    @property
    def blocks(self) -> tuple[Pair, ...]:
        """The blocks that differ, in merged order; one that moved stands once, where it is now."""
        return tuple(pair for pair in self.alignment.pairs if pair.op is not Op.EQUAL and not (pair.op is Op.MOVE and pair.new is None))

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.figures or self.cells or self.blocks or self.findings.new or self.findings.gone or self.findings.changed)


def difference(old: ComparedDocument, new: ComparedDocument) -> Difference:
    """What changed between two versions of one document. Raises `lxml.etree.XMLSyntaxError` where one isn't well-formed."""
    alignment = align(parse(old.html), parse(new.html))
    pairs = paired_cells(old.cells, new.cells)
    figures = figure_changes(alignment, old.figures, new.figures, pairs)
    told = {cell for change in figures for cell in change.cells}
    cells = tuple(cell for cell in changes_among(pairs, old.cells, new.cells) if cell not in told)
    return Difference(old, new, alignment, figures, finding_changes(old.findings, new.findings), cells)


def against(old: ComparedDocument, new: ComparedDocument) -> Difference:
    """How the document of another unit or season differs from `old`.

    The names of the units and the years of the seasons don't count, no cell has changed, as each document has its own, and of the
    findings those count whose rule only one of them breaks. Raises `lxml.etree.XMLSyntaxError` where one isn't well-formed.
    """
    before, after = parse(old.html), parse(new.html)
    alignment = align(before, after, counterparts(before, after))
    figures = figure_changes(alignment, {}, {}, years=years_between(before, after))
    return Difference(old, new, alignment, figures, rule_changes(old.findings, new.findings), against=True)
