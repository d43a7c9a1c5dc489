"""What a unit adds to one of its documents, in its own words and tables, put in where it belongs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic
from reportgen.documents.kinds import Kind
from reportgen.documents.own.passages import Passage, passages
from reportgen.documents.own.placing import Block, paragraph, put_in
from reportgen.documents.own.tables import own_table
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import OwnPlace
from reportgen.inputs.schema.everywhere import OWN_TABLES

if TYPE_CHECKING:
    from lxml.etree import _Element


def own_words(root: "_Element", inputs: UnitInputs, kind: Kind) -> tuple[Diagnostic, ...]:
    """Puts a unit's own paragraphs, chapters and tables into the rendered tree of a document; gives a fault for each that has no place there."""
    problems: list[Diagnostic] = []
    own = [_block(passage, root) for passage in passages(inputs, kind)]
    own += _tables(root, inputs, kind, problems)
    return (*problems, *put_in(root, own, kind.name, inputs.unit.name))


def _block(passage: Passage, root: "_Element") -> Block:
    texts = [paragraph(text, root, passage.row.place("text")) for text in passage.paragraphs]
    return Block(passage.row, passage.at, passage.where, passage.heading, passage.level, texts)


def _tables(root: "_Element", inputs: UnitInputs, kind: Kind, problems: list[Diagnostic]) -> Iterator[Block]:
    """The tables of a document; adds to the problems what is wrong with them."""
    for row in inputs.rows(OWN_TABLES) or ():
        grid = inputs.sheets.get(row.sheet or "")
        if grid is None or not row.kind or not kind.is_named(row.kind):
            continue
        blocks, wrong = own_table(grid, row, root, inputs.unit.name)
        problems += wrong
        if blocks:
            yield Block(row, row.at or None, _place(row), None, None, blocks)


def _place(row: Record) -> OwnPlace:
    return row.where or OwnPlace.AFTER
