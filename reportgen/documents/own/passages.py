"""文字说明 that is placed at a heading: which rows are a document's."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.documents.kinds import Kind
from reportgen.documents.own.typed import without_number
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import OwnLevel, OwnPlace
from reportgen.inputs.schema.everywhere import NOTES, everywhere

_ENDS = ("。", "！", "？", "：", "；", "…", "。”", "！”", "？”")


@dataclass(frozen=True, slots=True)
class Passage:
    """A row of 文字说明 that stands at a heading: `at` is the heading's words (None: the text as a whole), `heading` the passage's own, of a `level`.

    `paragraphs` are its texts, each a paragraph.
    """

    row: Record
    at: str | None
    where: OwnPlace
    heading: str | None
    level: OwnLevel | None
    paragraphs: tuple[str, ...]


def passages(inputs: UnitInputs, kind: Kind) -> tuple[Passage, ...]:
    """Those of a document, in the order of the rows; a row at fault (`own_faults`) is left out."""
    return tuple(_passage(row) for row in _rows(inputs) if row.text and not has_column_of_its_own(row) and kind.is_named(row.kind))


def _rows(inputs: UnitInputs) -> Iterator[Record]:
    return (row for row in inputs.rows(NOTES) or () if row.kind)


def has_column_of_its_own(row: Record) -> bool:
    """Whether the programme says by a column of its own (栏目) where the row stands: then a template prints it."""
    common = {column.key for column in everywhere()[NOTES].columns}
    return any(getattr(row, key) for key in row.dataset.columns if key not in common)


def _passage(row: Record) -> Passage:
    texts = tuple(without_number(line, is_heading=False) for line in paragraphs_of(row.text))
    heading = without_number(row.heading, is_heading=True) if row.heading else None
    return Passage(row, row.at or None, row.where or OwnPlace.AFTER, heading or None, row.level, texts)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs that somebody wrote; one that ends in no mark ends in a full stop."""
    lines = (line.strip() for line in text.splitlines())
    return [line if line.endswith(_ENDS) else f"{line}。" for line in lines if line]
