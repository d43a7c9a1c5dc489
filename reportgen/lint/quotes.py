"""The words of a document in pieces that checks of wording go through: its paragraphs and the cells of its tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.lint.elements import Official
from reportgen.lint.faults import FilePlace, at, at_cell
from reportgen.lint.model import Cell, Paragraph, Span, Table


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a cell, and its text."""

    text: str
    paragraph: Paragraph | None = None
    cell: tuple[Table, Cell] | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its text by look; of the title's lines the first."""
        return self.paragraph.spans if self.paragraph is not None else self.cell[1].spans if self.cell is not None else ()

    def spot(self, quote: str) -> FilePlace:
        """Its spot, quoting the words in question."""
        if self.paragraph is not None:
            return at(self.paragraph, quote)
        return at_cell(*self.cell, quote) if self.cell is not None else FilePlace(quote=quote)


def quotable(official: Official, *, without: Paragraph | None = None) -> Iterator[Piece]:
    """Every paragraph but `without`, the title as one, and every cell with text."""
    for block in official.document.blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield Piece(cell.text, cell=(block, cell))
        elif isinstance(block, Paragraph) and block is not without:
            if block not in official.title:
                yield Piece(block.text, paragraph=block)
            elif block is official.title[0]:
                yield Piece(official.title_text, paragraph=block)
