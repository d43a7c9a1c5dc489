"""Columns of codes (户号): each row has its own, of letters and digits, of which nothing is to be said and which stand for themselves.

A large table has as many different ones as rows. What is plain among them is told by a pattern, in a query, and no cell becomes an object of Python's;
a test holds the pattern against what the reader of cells says.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from reportgen.inputs.counties import SAYING_WHOSE
from reportgen.inputs.grid import SheetGrid
from reportgen.inputs.heading_text import names_of
from reportgen.inputs.headings import Heading
from reportgen.inputs.schema import CellType, Dataset
from reportgen.ledger.engine import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LETTERS = 3
"""At most so many letters stand before the digits: a heading's English name has more."""
PATTERN = (
    # Ten digits are no person's number; of eleven, a mobile telephone's.
    rf"(?:[A-Za-z]{{1,{_LETTERS}}}-?)?[0-9](?:-?[0-9]){{0,9}}"
    # Twelve to sixteen, of an area (GB/T 2260) and a serial number: not grouped as an identity number of 15 digits (6, 6 and 3) or a bank card (by four) is,
    # and without the 0 or 86 that stands before a mobile number, or the 62 of a bank card.
    r"|[1-579][0-9]{5}-?[0-9]{6}(?:-?[0-9]{1,2})?|[1-579][0-9]{11}-[0-9]{3,4}"
)
_CODE = re.compile(PATTERN)


def code_columns(head: SheetGrid, body: int, headings: Mapping[int, Heading], dataset: Dataset) -> frozenset[int]:
    """The columns of codes, each row's another, as far as a table's first rows show; `body` is the first row of data."""
    if _names_are_short(dataset):
        return frozenset()
    fields = {at: heading.field for at, heading in headings.items()}
    among = [at for at, of in fields.items() if of.type is CellType.IDENTIFIER and of.column.personal is None and of.key not in SAYING_WHOSE]
    cells = {at: [head.raw(row, at) for row in range(body, len(head.rows))] for at in among}
    own = {at: raws for at, raws in cells.items() if len(set(raws)) == len(raws)}
    return frozenset(at for at, raws in own.items() if all(isinstance(raw, str) and _CODE.fullmatch(raw) for raw in raws))


def has_others(link: "DuckDBPyConnection", at: int) -> bool:
    """Whether a column of the table `piece` has any cell that is no code."""
    found = link.execute(f"SELECT count(*) FROM piece WHERE NOT regexp_full_match(c{at}, {quoted(PATTERN)})").fetchall()
    return bool(found[0][0])


@cache
def _names_are_short(dataset: Dataset) -> bool:
    """Whether a heading of a dataset may begin as a code does."""
    return any(name[:1].isdigit() or (name.isascii() and len(name) <= _LETTERS) for name in names_of(dataset))
