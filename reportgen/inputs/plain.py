"""A plain table of many rows, read by columns: headings, then rows of data and nothing else.

Every different value of a column is read once, by the reader of cells, and what is to be said of it is said at all its places. What is more than plain
(totals, notes, merged or hidden cells, 同上, rows of other units, units among the rows) needs the rows as they stand: of such a table nothing comes of this,
and `table.read_table` reads it. What both make of a plain table is the same; a test holds them together.
"""

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reportgen.inputs.aggregates import may_sum_up
from reportgen.inputs.belonging import titles_of
from reportgen.inputs.codes import code_columns, has_others
from reportgen.inputs.counties import COUNTY, TOWNSHIP, Owner
from reportgen.inputs.ditto import says_same
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.heading_text import match_field
from reportgen.inputs.headings import find_header
from reportgen.inputs.inner_units import speaks_of_units
from reportgen.inputs.known_cells import known_cells
from reportgen.inputs.layouts import find_layout
from reportgen.inputs.masking import LEAST_TEXT, PersonalColumns, mask_grid, mask_loose
from reportgen.inputs.personal_cells import PersonalCells
from reportgen.inputs.pieces import Piece, Source
from reportgen.inputs.plain_table import ColumnCells, Gathered, PlainTable
from reportgen.inputs.rows import is_note
from reportgen.inputs.schema import CellType, Dataset, Field, Personal
from reportgen.inputs.shapes import crosswise
from reportgen.inputs.table import is_sample
from reportgen.inputs.unit_marks import is_line

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

HEAD_ROWS = 60
"""Twice as many as the header is looked for in: what stands under it (units, numbers of columns) is among them."""
_LEAST_PERSONAL = 10**10
"""The least number of eleven digits, as a telephone number has them: nothing smaller is a person's."""
_FIGURE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?|[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}")
"""A number or a day, as most cells of their columns have it: too short for a person's, and no words."""
_MOST_ODD = 200
"""So many different values of a column that no field has are looked at; a column of more must be numbers."""


def read_plain(link: "DuckDBPyConnection", head: SheetGrid, source: Source, dataset: Dataset, owner: Owner, key: bytes) -> PlainTable | None:
    """The table whose first rows are `head`'s, and whose rows `source` gives, None where it isn't plain. `key` is that of digests.

    The cells of `head` are as any reader takes them. What is personal is in tables of `link`.
    """
    others: set[int] = set()
    while True:
        reader = _begin(link, head, dataset, owner, key, source, others)
        if reader is None:
            return None
        pieces = source.pieces(link, reader.gathered.body, {*reader.gathered.people.kinds, *reader.gathered.people.codes})
        if all(piece is not None and reader.add(piece) for piece in pieces):
            return reader.gathered.table()
        if not reader.no_codes:
            return None
        others |= reader.no_codes  # the first rows had codes alone: once more, as any other column


@dataclass(slots=True)
class _Reader:
    """Reads a plain table piece by piece; `no_codes` are columns that turn out to have other cells than codes."""

    gathered: Gathered
    at: int = 0
    no_codes: frozenset[int] = frozenset()

    def add(self, piece: Piece) -> bool:
        """Reads further rows; whether the table is plain so far."""
        import numpy as np

        start = self.gathered.body + self.at
        self.at += piece.rows
        if not piece.ends_with(self.gathered.width):
            return False
        self.no_codes = frozenset(at for at in self.gathered.people.codes if has_others(self.gathered.people.link, at))
        if self.no_codes:
            return False
        coded: dict[int, np.ndarray[Any, Any]] = {}
        for at, numbers in piece.coded({at: cells.known for at, cells in self.gathered.cells.items()}):
            if numbers is None or not self._is_plain(at):
                return False
            coded[at] = numbers
        filled, kept = self._filled(coded), None
        if filled is not None:
            kept = np.nonzero(filled)[0]
            if not len(kept):
                return True
            coded = {at: numbers[kept] for at, numbers in coded.items()}
        for at, numbers in coded.items():
            self.gathered.cells[at].parts.append(numbers)
        odd = self.gathered.people.add(kept, self.gathered.settle, piece.written)
        self.gathered.numbers.append(np.arange(start, start + piece.rows, dtype=np.int32)[slice(None) if kept is None else kept])
        return not any(_is_aside(raw) or (isinstance(raw, str) and may_sum_up(raw)) for raw in odd)

    def _is_plain(self, at: int) -> bool:
        """Whether what stands in a column for the first time makes nothing of the table that isn't plain."""
        cells = self.gathered.cells[at]
        start = len(cells.settled)
        new = list(itertools.islice(cells.known, start, None))
        settled = list(map(self.gathered.settle, new))
        cells.settled += settled
        cells.blank += [number for number, raw in enumerate(settled, start) if is_blank(raw)]
        field = None if cells.heading is None else cells.heading.field
        if field is None:
            if len(cells.known) > _MOST_ODD and not all(_is_number(raw) for raw in new):
                return False
            if any(isinstance(raw, str) and speaks_of_units(raw) for raw in new):
                return False
            return not any(self._is_structure(raw, at, field) for raw in settled)
        known = known_cells(field, self.gathered.manner(at), labelling=at in self.gathered.labels)  # of a plain table: they were no structure there
        return not any((type(raw), raw) not in known and self._is_structure(raw, at, field) for raw in settled)

    def _is_structure(self, raw: Raw, at: int, field: Field | None) -> bool:
        """Whether a cell may say something of its row or of others than what its column holds, or has to be masked."""
        if not isinstance(raw, str):
            small = isinstance(raw, (int, float)) and abs(raw) < _LEAST_PERSONAL
            return not small and mask_loose(raw) is not raw
        if not raw.strip() or _FIGURE.fullmatch(raw):
            return False
        if len(raw) >= LEAST_TEXT and mask_loose(raw) is not raw:
            return True
        if _is_aside(raw) or (at in self.gathered.labels and may_sum_up(raw)):
            return True
        return field is not None and (says_same(raw) or ((named := match_field(raw, self.gathered.dataset)) is not None and named.key == field.key))

    def _filled(self, coded: Mapping[int, Any]) -> "np.ndarray[Any, Any] | None":
        """Which rows have anything in a column that is read; None where all have."""
        import numpy as np

        filled: Any = None
        if self.gathered.people.codes:
            return None
        for at in sorted(self.gathered.headings, key=lambda at: at in self.gathered.people.kinds):
            if at in coded:
                blank = self.gathered.cells[at].blank
                here = None if not blank else ~np.isin(coded[at], blank)
            else:
                here = ~self.gathered.people.blank(at)
            if here is None or here.all():
                return None
            filled = here if filled is None else filled | here
        return filled if filled is not None and not filled.all() else None


def _begin(
    link: "DuckDBPyConnection", head: SheetGrid, dataset: Dataset, owner: Owner, key: bytes, source: Source, no_codes: Collection[int]
) -> _Reader | None:
    """The reader of a table with these first rows; None where these aren't plain. `no_codes` are columns that have other cells than codes."""
    hidden = head.hidden
    if hidden.rows or hidden.columns or hidden.sheet or (dataset.across and find_layout(head, dataset)):
        return None
    header, problems = find_header(head, dataset, owner.implied)
    if header is None or header.body >= len(head.rows) or crosswise(head, dataset, header) or titles_of(head, owner.kin):
        return None
    if any(span.bottom >= header.body for span in head.merged) or not header.columns:
        return None
    by_key = {heading.field.key for heading in header.columns.values()}
    if COUNTY in by_key or (TOWNSHIP in dataset.columns and not dataset.columns[TOWNSHIP].required and not owner.level.is_low):
        return None
    top = replace(head, rows=head.rows[: header.body])
    marked = PersonalColumns.of(head, dataset)
    personal = {at: heading.field.column.personal for at, heading in header.columns.items() if heading.field.column.personal is not None}
    found = {at: kind for at, (row, kind) in marked.personal.items() if row <= header.bottom}
    if mask_grid(top, dataset).cells or found != personal or len(found) != len(marked.personal):
        return None
    if sum(kind is Personal.IDENTITY for kind in personal.values()) > 1:
        return None
    texts = header.texts(head)
    width = max(header.headed, default=0) + 1
    codes = code_columns(head, header.body, header.columns, dataset).difference(no_codes)
    others = {at: ColumnCells(header.columns.get(at)) for at in sorted(header.headed | header.columns.keys()) if at not in personal and at not in codes}
    numeric = [at for at, heading in header.columns.items() if heading.field.type in (CellType.COUNT, CellType.NUMBER)]
    must = {at for at, heading in header.columns.items() if heading.field.required and at not in numeric}
    labels = frozenset(at for at in (*others, *personal) if at < min(numeric, default=0) or at in must or at not in header.columns)
    sample = is_sample(head, header.bottom)
    if any(at not in header.headed for at in range(width)):
        return None
    gathered = Gathered(
        head=head,
        dataset=dataset,
        owner=owner,
        body=header.body,
        headings=header.columns,
        texts=texts,
        titles=marked.titles,
        problems=problems,
        width=width,
        sample=sample,
        cells=others,
        settle=source.settle,
        people=PersonalCells(link, personal, key, sorted(codes)),
        labels=labels,
    )
    return _Reader(gathered)


def _is_aside(raw: Raw) -> bool:
    """Whether a cell is a note, the label of a total, or a line about units."""
    return isinstance(raw, str) and (is_note([raw]) or is_line(raw))


def _is_number(raw: Raw) -> bool:
    """Whether a cell is a number and nothing else: a serial number."""
    return is_blank(raw) or (isinstance(raw, (int, float)) and abs(raw) < 10**5) or (isinstance(raw, str) and raw.isdecimal() and len(raw) < 6)  # noqa: PLR2004
