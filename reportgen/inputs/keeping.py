"""Large tables (大表) as they are read -> parts kept by columns, with what was said in reading them; and the same of a file that is known already."""

import csv
import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics import Diagnostic, Place, Severity
from reportgen.inputs.cells import Value
from reportgen.inputs.counties import Owner
from reportgen.inputs.delimited import cell_text, first_rows, text_and_separator
from reportgen.inputs.excel import entered_grid
from reportgen.inputs.grid import MAX_COLUMNS, RowCells, SheetGrid
from reportgen.inputs.kept_rows import DIGEST, RAW, TYPES, WRONG, KeptRows, Part, identities
from reportgen.inputs.known_cells import shown, text_of
from reportgen.inputs.personal import fault_of_identity
from reportgen.inputs.personal_cells import PEOPLE, digests_of
from reportgen.inputs.pieces import ColumnRows, Lines, SheetRows, Source
from reportgen.inputs.plain import HEAD_ROWS, read_plain
from reportgen.inputs.plain_table import PlainTable
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Dataset, Origin, Record
from reportgen.inputs.sheet_columns import SheetColumns
from reportgen.ledger.shelf import Shelf, passing_shelf
from reportgen.ledger.texts import reading
from reportgen.ledger.writing import Coded, write
from reportgen.shapes import MISSHAPEN

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

_made = itertools.count()


@dataclass(slots=True)
class Keeper:
    """Keeps the large tables of one file, in their order, under the key of what they are made from."""

    shelf: Shelf
    key: str
    tables: list[dict[str, Any]] = field(default_factory=list)

    def plain(self, head: SheetGrid, source: Source, dataset: Dataset, owner: Owner) -> tuple[Table, list[Diagnostic]] | None:
        """A plain table, kept; None where it isn't plain."""
        with reading() as link:
            found = read_plain(link, head, source, dataset, owner, self.shelf.digest_key())
            if found is None:
                return None
            columns = _of_plain(found, dataset)
            part = self._part(dataset, Place(head.file, head.sheet), found.positions, len(found.numbers), columns, found.sample, link=link)
            return part, [*found.problems]

    def lines(self, data: bytes, file: str, dataset: Dataset, owner: Owner) -> tuple[Table, list[Diagnostic]] | None:
        """The same of a CSV file. Raises Unreadable."""
        text, separator = text_and_separator(data)
        try:
            rows, starts = first_rows(text, separator, HEAD_ROWS)
        except csv.Error:
            return None  # who reads it row by row says where
        width = max(map(len, rows), default=0)
        head = SheetGrid(file, None, [list(map(cell_text, row)) for row in rows], textual=True)
        return self.plain(head, Lines(text, separator, starts, width), dataset, owner) if width <= MAX_COLUMNS else None

    def stored(self, grid: SheetGrid, dataset: Dataset, owner: Owner) -> tuple[Table, list[Diagnostic]] | None:
        """The same of a sheet whose rows are all there, as they are stored."""
        head = entered_grid(replace(grid, rows=grid.rows[:HEAD_ROWS]))
        return self.plain(head, SheetRows(grid.rows), dataset, owner)

    def columns(self, sheet: SheetColumns, dataset: Dataset, owner: Owner) -> tuple[Table, list[Diagnostic]] | None:
        """The same of a sheet that is known by its different cells."""
        return self.plain(entered_grid(sheet.head(HEAD_ROWS)), ColumnRows(sheet), dataset, owner)

    def records(self, table: Table, place: Place, grid: SheetGrid | None = None) -> Table:
        """A table that was read row by row, kept; `grid` is what it was read from, as it stands in the file."""
        positions = _positions(table.rows)
        origins = () if positions is not None else tuple(row.origin for row in table.rows)
        columns = _of_records(table.rows, table.dataset, grid, positions or {}, self.shelf.digest_key())
        kept = self._part(table.dataset, place, positions or {}, len(table.rows), columns, table.sample, origins)
        return replace(table, rows=kept.rows)

    def _part(
        self,
        dataset: Dataset,
        place: Place,
        positions: Mapping[str, int],
        rows: int,
        columns: Mapping[str, tuple[str, Any]],
        sample: bool,
        origins: tuple[Origin, ...] = (),
        link: "DuckDBPyConnection | None" = None,
    ) -> Table:
        path = self.shelf.path(self.key, len(self.tables))
        write(path, columns, link, PEOPLE)
        self.tables.append({"sheet": place.sheet, "positions": dict(positions), "rows": rows, "sample": sample, "whole": not origins})
        return Table(dataset, KeptRows(dataset, (Part(path, place, positions, rows, origins),)), sample, place)

    def keep(self, problems: Sequence[Diagnostic]) -> None:
        """Keep what was read for the next time, where it can be had again without the file."""
        if self.shelf.lasting and self.tables and all(table["whole"] for table in self.tables):
            self.shelf.keep(self.key, [self.tables, [_encode(problem) for problem in problems]], len(self.tables))


def kept(dataset: Dataset, rows: Sequence[Record]) -> KeptRows:
    """Rows of a large dataset that were made otherwise than by reading a file, kept while the process runs, so that they can be asked like any others."""
    if isinstance(rows, KeptRows):
        return rows
    if not rows:
        return KeptRows(dataset, ())
    keeper = Keeper(passing_shelf(), key_of("made", str(next(_made))))
    columns = _of_records(rows, dataset, None, {}, b"")
    table = keeper._part(dataset, Place(""), {}, len(rows), columns, False, tuple(row.origin for row in rows))  # noqa: SLF001
    return table.rows if isinstance(table.rows, KeptRows) else KeptRows(dataset, ())


def known(shelf: Shelf, key: str, file: str, dataset: Dataset) -> tuple[list[Table], list[Diagnostic]] | None:
    """The tables of a file that was read before, and what was said of it; None where nothing is kept."""
    if not shelf.lasting:
        return None
    found = shelf.find(key)
    try:
        tables, problems = found
        made = []
        for number, one in enumerate(tables):
            place = Place(file, one["sheet"])
            part = Part(shelf.path(key, number), place, {str(name): int(at) for name, at in one["positions"].items()}, int(one["rows"]))
            made.append(Table(dataset, KeptRows(dataset, (part,)), bool(one["sample"]), place))
        return made, [_decode(problem) for problem in problems]
    except MISSHAPEN:
        return None


def _of_plain(table: PlainTable, dataset: Dataset) -> dict[str, tuple[str, Any]]:
    """The columns of a plain table as they are written."""
    import numpy as np

    found: dict[str, tuple[str, Any]] = {"_row": ("INTEGER", table.numbers)}
    for key, of in dataset.columns.items():
        type = TYPES[of.type]
        if key in table.columns:
            column = table.columns[key]
            found[key] = (type, _coded(column.numbers, column.texts, type))
            if any(column.written):
                found[RAW + key] = ("VARCHAR", _coded(column.numbers, column.written, "VARCHAR"))
        elif key in table.personal:
            at = table.personal[key]
            found[key] = (type, f"m{at}")
            if table.people.has_been_other(at):
                found[RAW + key] = ("VARCHAR", f"was{at}")
        elif key in table.codes:
            found[key] = (type, f"m{table.codes[key]}")
        elif key in table.implied:
            found[key] = (type, Coded(np.ones(len(table.numbers), np.int32), (table.implied[key],), type))
        else:
            found[key] = (type, None)
    for of in identities(dataset):
        among = table.personal.get(of.key)
        found[DIGEST + of.key] = ("UBIGINT", None if among is None else f"nullif(d{among}, 0)")
        found[WRONG + of.key] = ("BOOLEAN", None if among is None else f"wrong{among} > 0")
    return found


def _of_records(
    rows: Sequence[Record], dataset: Dataset, grid: SheetGrid | None, positions: Mapping[str, int], key_of_digests: bytes
) -> dict[str, tuple[str, Any]]:
    """The columns of records as they are written."""
    import numpy as np

    numbers = [row.origin.cells.row if isinstance(row.origin.cells, RowCells) else at for at, row in enumerate(rows)]
    found: dict[str, tuple[str, Any]] = {"_row": ("INTEGER", np.array(numbers, np.int32))}
    for key, of in dataset.columns.items():
        type = TYPES[of.type]
        values = [getattr(row, key) for row in rows]
        raws = [row.raw(key) for row in rows]
        found[key] = (type, _coded_of(values, type))
        odd = [raw if raw not in ("", shown(value)) else None for raw, value in zip(raws, values, strict=True)]
        if any(odd):
            found[RAW + key] = ("VARCHAR", _coded_of(odd, "VARCHAR"))
    for of in identities(dataset):
        cells = [grid.raw(number, positions[of.key]) for number in numbers] if grid is not None and of.key in positions else []
        digests = np.array(list(digests_of(cells, key_of_digests)), np.uint64)
        found[DIGEST + of.key] = ("UBIGINT", np.ma.masked_array(digests, mask=digests == 0) if digests.any() else None)
        wrong = np.array([bool(digest) and fault_of_identity(str(cell)) is not None for cell, digest in zip(cells, digests, strict=True)], bool)
        found[WRONG + of.key] = ("BOOLEAN", wrong if digests.any() else None)
    return found


def _coded_of(values: Sequence[Value], type: str) -> Coded | None:
    import numpy as np

    different = {value: number for number, value in enumerate(dict.fromkeys(values))}
    texts = [None if value is None else text_of(value) for value in different]
    return _coded(np.fromiter((different[value] for value in values), np.int32, len(values)), texts, type)


def _coded(numbers: "np.ndarray[Any, Any]", texts: Sequence[str | None], type: str) -> Coded | None:
    """A column by the numbers of its values, of which several may be the same, or none."""
    import numpy as np

    different = {text: number for number, text in enumerate(dict.fromkeys(text for text in texts if text is not None), 1)}
    new = np.fromiter((0 if text is None else different[text] for text in texts), np.int32, len(texts)) if texts else np.zeros(1, np.int32)
    return Coded(new[numbers], tuple(different), type) if different else None


def _positions(rows: Sequence[Record]) -> Mapping[str, int] | None:
    """In which column each field stands, where all rows come from one grid."""
    cells = [row.origin.cells for row in rows]
    if not all(isinstance(one, RowCells) for one in cells):
        return None
    columns = {id(one.columns): one.columns for one in cells if isinstance(one, RowCells)}
    return next(iter(columns.values()), {}) if len(columns) <= 1 else None


def _encode(problem: Diagnostic) -> list[Any]:
    places = [[place.file, place.sheet, place.cell, place.line] for place in problem.places]
    return [problem.code, problem.severity.value, problem.message, places, problem.help]


def _decode(values: list[Any]) -> Diagnostic:
    code, severity, message, places, help_text = values
    return Diagnostic(code, Severity(severity), message, tuple(Place(*place) for place in places), help_text)


def key_of(*of: str) -> str:
    """The key of what a file's tables are made from."""
    return hashlib.sha256("\x1f".join(of).encode(errors="surrogatepass")).hexdigest()
