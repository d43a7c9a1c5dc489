"""The rows of a large table (大表): kept by columns, asked by queries, made records only as they are looked at one by one.

Whoever takes a table's rows may walk through them as through any others, a few thousand at a time; whoever would count, add up or look for some asks a query.
In a query the rows are the table `held`: each column under its key (a choice as its title, an amount as a decimal number), `_part` and `_row` (where the row
stands), `_at` (which it is of its part), how a cell was written where that isn't its value, `_raw_KEY`, and of identity numbers a keyed digest,
`_digest_KEY`, and whether it can't be right, `_wrong_KEY`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from reportgen.diagnostics import Place
from reportgen.inputs.cells import BLANK_MARKS
from reportgen.inputs.grid import RowCells, column_name
from reportgen.inputs.schema import CellType, Dataset, Field, Origin, Personal, Record
from reportgen.ledger.engine import connection, file_read, quoted

if TYPE_CHECKING:
    from pandas import DataFrame

TYPES: Mapping[CellType, str] = {
    CellType.TEXT: "VARCHAR",
    CellType.IDENTIFIER: "VARCHAR",
    CellType.COUNT: "BIGINT",
    CellType.NUMBER: "DECIMAL(27,12)",
    CellType.DATE: "DATE",
    CellType.MONTH: "DATE",
    CellType.CHOICE: "VARCHAR",
    CellType.FLAG: "BOOLEAN",
}
MOST_DECIMALS = 12
"""Of an amount so many are kept: one hundred-millionth of a fen."""
RAW, DIGEST, WRONG = "_raw_", "_digest_", "_wrong_"
"""What the names of columns begin with that say how a cell was written, where its value doesn't; which identity number it was; whether that can't be right."""
FIRST = f"min(_part * {2**32} + _at)"
"""In a query with groups: what orders these by the first of their rows."""
_BASE = "_base_"
_WORD = re.compile(r"\w+")
_EVERY = re.compile(r"(?:\b(?:select|distinct)\b|[,.])\s*\*|\bcolumns\s*\(", re.IGNORECASE)
"""A query for all columns."""
_AT_ONCE = 5_000
"""So many records are made at a time."""


Change = tuple[tuple[str, str], ...]
"""Columns by key, each with the SQL expression of what it has become."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a large table: the Parquet file, the file and sheet that it was read from, in which column of it each field stands, and how many rows it has.

    `origins` say where each row stands where no grid of rows and columns does (YAML).
    """

    path: Path
    place: Place
    positions: Mapping[str, int]
    rows: int
    origins: tuple[Origin, ...] = field(default=(), repr=False)


class KeptRows(Sequence[Record]):
    """The rows of a large table, part by part. `changes` are the columns that have become something else since they were read, as SQL over `held`."""

    def __init__(self, dataset: Dataset, parts: Iterable[Part], changes: Iterable[Change] = ()) -> None:
        self.dataset = dataset
        self.parts = tuple(parts)
        self.changes = tuple(changes)
        self._ends = tuple(accumulate(part.rows for part in self.parts))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        if isinstance(index, slice):
            return self.at(range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.at((index % len(self),))[0]

    def __iter__(self) -> Iterator[Record]:
        for part in self.parts:
            yield from self._records(part, "")

    def at(self, numbers: Iterable[int]) -> tuple[Record, ...]:
        """The records of these numbers, counted from 0 through all parts."""
        wanted = list(numbers)
        found: dict[int, Record] = {}
        for part, end in zip(self.parts, self._ends, strict=True):
            start = end - part.rows
            here = sorted({one - start for one in wanted if start <= one < end})
            if here:
                records = self._records(part, f"WHERE _at IN ({', '.join(map(str, here))})")
                found |= {start + at: record for at, record in zip(here, records, strict=True)}
        return tuple(found[one] for one in wanted)

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query over the table `held` gives; `values` stand for its question marks."""
        with connection() as link:
            return link.execute(f"WITH held AS ({self.table(query)}) {query}", values).fetchall()

    def walk(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The same, some thousand at a time: of as many rows as there may be."""
        with connection() as link:
            found = link.execute(f"WITH held AS ({self.table(query)}) {query}", values)
            while rows := found.fetchmany(_AT_ONCE):
                yield from rows

    def number(self, where: str = "TRUE", *values: object) -> int:
        """How many rows there are of which a condition holds."""
        return int(self.ask(f"SELECT count(*) FROM held WHERE {where}", *values)[0][0])

    def places(self, key: str, where: str, *values: object, most: int) -> tuple[Place, ...]:
        """Where the cells of a field stand in the first rows of which a condition holds, at most so many."""
        found = self.ask(f"SELECT _part, _row, _at FROM held WHERE {where} ORDER BY _part, _at LIMIT {most}", *values)
        return tuple(self.place(key, *one) for one in found)

    def texts(self, key: str, where: str = "TRUE") -> dict[str, int]:
        """The different texts of a column, of rows of which a condition holds, in the order in which they come, each with how many rows have it."""
        asked = f'SELECT "{key}", count(*) FROM held WHERE "{key}" IS NOT NULL AND {where} GROUP BY 1 ORDER BY {FIRST}'
        return dict(self.ask(asked))

    def numbers(self, condition: str, *values: object) -> list[int]:
        """The numbers of the rows of which a condition holds, counted from 0 through all parts."""
        found = self.ask(f"SELECT _part, _at FROM held WHERE {condition} ORDER BY _part, _at", *values)
        starts = (0, *self._ends)
        return [starts[part] + at for part, at in found]

    def where(self, condition: str, *values: object, most: int | None = None) -> tuple[Record, ...]:
        """The rows of which a condition holds, the first at most so many."""
        limit = "" if most is None else f"LIMIT {most}"
        found = self.ask(f"SELECT _part, _at FROM held WHERE {condition} ORDER BY _part, _at {limit}", *values)
        starts = (0, *self._ends)
        return self.at(starts[part] + at for part, at in found)

    def place(self, key: str, part: int, row: int, at: int) -> Place:
        """Where the cell of a field stands, by what a query tells of its row; the row's own place where the table has no such column."""
        of = self.parts[part]
        if of.origins:
            origin = of.origins[at]
            return origin.cells.get(key, origin.place)
        return _cell(of, row, of.positions.get(key, min(of.positions.values(), default=0)))

    def unread(self, key: str) -> str:
        """The SQL condition that something is written in a cell of a column, other than a mark for none, and its value isn't known."""
        marks = ", ".join(map(quoted, ("", *sorted(BLANK_MARKS))))
        return f'("{key}" IS NULL AND trim(coalesce("{RAW}{key}", \'\')) NOT IN ({marks}))'

    def ranges(self, key: str, condition: str, most: int) -> list[tuple[Place, int]]:
        """Where the cells of a field stand in the rows of which a condition holds, as ranges of rows, each with how many they are.

        Of at most so many ranges; what comes behind them is told table by table.
        """
        found: list[tuple[Place, int]] = []
        several = f"SELECT _part, count(*), arg_min(_row, _at), arg_max(_row, _at), min(_at) FROM held WHERE {condition} GROUP BY 1 ORDER BY 1"
        if len(self.parts) > 1:
            of_parts = self.ask(several)
            in_pieces = [part for part, rows, first, last, _ in of_parts if last - first + 1 != rows]
            runs = self._runs(condition, most, in_pieces)
        else:
            runs = self._runs(condition, most)
            of_parts = [(part, all_[0][-1], None, None, None) for part, all_ in runs.items()]
        for part, rows, first, last, at in of_parts:
            if first is not None and last - first + 1 == rows:
                found.append((self.range(key, part, first, last, at), rows))
                continue
            here = runs.get(part, [])[: max(most - len(found), 0)]
            found += [(self.range(key, part, *run[:3]), run[3]) for run in here]
            left = rows - sum(run[3] for run in here)
            found += [(self.parts[part].place, left)] if left else []
        return found

    def _runs(self, condition: str, most: int, parts: Sequence[int] | None = None) -> dict[int, list[tuple[int, int, int, int, int]]]:
        """The first ranges of rows by part, of these parts (None means all), in one query: what a condition asks may cost as much as all parts.

        Of each its first row and last, which its first is of its part, how many they are, and how many the part has in all.
        """
        if parts is not None and not parts:
            return {}
        among = "" if parts is None else f" AND _part IN ({', '.join(map(str, parts))})"
        by_part, part = ("PARTITION BY _part ", "_part, ") if len(self.parts) > 1 else ("", "")  # of one, half the time is saved
        numbered = f"SELECT _part, _row, _at, _row - row_number() OVER ({by_part}ORDER BY _at) AS run FROM held WHERE ({condition}){among}"
        runs: dict[int, list[tuple[int, int, int, int, int]]] = {}
        for number, *run in self.ask(
            f"SELECT any_value(_part), min(_row), max(_row), min(_at), count(*), sum(count(*)) OVER ({by_part})::BIGINT "
            f"FROM ({numbered}) GROUP BY {part}run ORDER BY {part}4 LIMIT {most}"
        ):
            runs.setdefault(number, []).append((*run,))
        return runs

    def range(self, key: str, part: int, first: int, last: int, at: int) -> Place:
        """Where the cells of a field stand in rows of a part that follow each other, of which the first is its `at`th."""
        start = self.place(key, part, first, at)
        if first == last or self.parts[part].origins:
            return start
        return replace(start, cell=f"{start.cell}:{self.place(key, part, last, at).cell}")

    @property
    def tables(self) -> tuple[Place, ...]:
        """The files and sheets that the rows stand in."""
        return tuple(dict.fromkeys(part.place for part in self.parts if part.rows))

    def to_pandas(self, condition: str = "TRUE", *values: object) -> "DataFrame":
        """The rows of which a condition holds, as an analyst takes them: a column for each of the dataset, by its title.

        Then 文件, 工作表 and 行 (in the file, from 1). What is personal is masked. Amounts are floats, days moments of midnight.
        """
        with connection() as link:
            return link.execute(self._titled(condition), values).df()

    def save(self, path: Path, condition: str = "TRUE", *values: object) -> None:
        """The same as a Parquet file, amounts exactly, of any number of rows. Raises OSError."""
        import duckdb

        with connection() as link:
            try:
                link.execute(f"COPY ({self._titled(condition)}) TO {quoted(str(path))} (FORMAT parquet)", values)
            except duckdb.IOException as fault:
                raise OSError(str(fault)) from fault

    def _titled(self, condition: str) -> str:
        """The query of rows with the titles of their columns."""
        titles = {key: of.column.title.replace('"', '""') for key, of in self.dataset.columns.items()}
        chosen = ", ".join(f'held."{key}" AS "{title}"' for key, title in titles.items())
        places = [
            f"({number}, {quoted(part.place.file)}, {'NULL' if part.place.sheet is None else quoted(part.place.sheet)}, {str(not part.origins).upper()})"
            for number, part in enumerate(self.parts)
        ]
        named = f"(VALUES {', '.join(places) or '(0, NULL, NULL, TRUE)'}) AS places(part, file, sheet, has_rows)"
        where = 'places.file AS "文件", places.sheet AS "工作表", CASE WHEN has_rows THEN _row + 1 END AS "行"'
        return f"WITH held AS ({self.table()}) SELECT {chosen}, {where} FROM held JOIN {named} ON part = _part WHERE {condition} ORDER BY _part, _at"

    def changed(self, change: Mapping[str, str]) -> "KeptRows":
        """The same rows with other values in some columns: an SQL expression of each."""
        return KeptRows(self.dataset, self.parts, (*self.changes, tuple(change.items())))

    def table(self, query: str = "*") -> str:
        """The SQL of the table `held`, with the columns that a query names, which each cost time where they aren't read, too; "*" is any query.

        How cells were written is there only for who names it.
        """
        keys, raws = self._named(query)
        known = _raw_columns(tuple(str(part.path) for part in self.parts)) if raws else frozenset()
        if not self.parts:
            types = {"_part": "BIGINT", "_at": "BIGINT", "_row": "INTEGER", **{key: TYPES[of.type] for key, of in self.dataset.columns.items()}}
            types |= {f"{of}{field.key}": type for field in identities(self.dataset) for of, type in ((DIGEST, "UBIGINT"), (WRONG, "BOOLEAN"))}
            types |= {RAW + key: "VARCHAR" for key in self.dataset.columns}
            nothing = ", ".join(f'NULL::{type} AS "{key}"' for key, type in types.items())
            held = f"SELECT {nothing} WHERE FALSE"
        else:
            written = (f'"{RAW}{key}"' if RAW + key in known else f'NULL::VARCHAR AS "{RAW}{key}"' for key in raws)
            chosen = ", ".join(("file_row_number AS _at", "_row", *(f'"{key}"' for key in keys), *written))
            files, options = ", ".join(file_read(str(part.path)) for part in self.parts), f"file_row_number = true, union_by_name = {str(bool(known)).lower()}"
            if len(self.parts) == 1:
                held = f"SELECT 0 AS _part, {chosen} FROM read_parquet([{files}], {options})"
            else:
                numbered = ", ".join(f"({quoted(str(part.path))}, {number})" for number, part in enumerate(self.parts))
                held = (
                    f"SELECT _part, {chosen} FROM read_parquet([{files}], {options}, filename = true) AS read "
                    f"JOIN (VALUES {numbered}) AS named(name, _part) ON read.filename = named.name"
                )
        return self._with_changes(held, keys, raws)

    def _named(self, query: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which columns a query needs as they are kept, and of which it needs how their cells were written."""
        digests = tuple(f"{of}{field.key}" for field in identities(self.dataset) for of in (DIGEST, WRONG))
        words = {word.lower() for word in _WORD.findall(query)}
        for change in reversed(self.changes):
            for key, expression in change:
                if key.lower() in words or f"{RAW}{key}".lower() in words:
                    words |= {key.lower(), *(word.lower() for word in _WORD.findall(expression))}
        every, columns = query == "*" or bool(_EVERY.search(query)), tuple(self.dataset.columns)
        keys = tuple(key for key in (*columns, *digests) if every or key.lower() in words)
        return keys, tuple(key for key in columns if query == "*" or f"{RAW}{key}".lower() in words)

    def _with_changes(self, held: str, keys: Collection[str], raws: Collection[str] = ()) -> str:
        for change in self.changes:
            here = [(key, expression) for key, expression in change if key in keys]
            replaced = [f'{expression} AS "{key}"' for key, expression in here]
            replaced += [f'coalesce("{RAW}{key}", "{key}"::VARCHAR) AS "{RAW}{key}"' for key, _ in here if key in raws]
            held = f"SELECT * REPLACE ({', '.join(replaced)}) FROM ({held})" if replaced else held
        return held

    def _records(self, part: Part, where: str) -> Iterator[Record]:
        if part.rows == 0:
            return
        bases = "".join(f', "{key}" AS "{_BASE}{key}"' for key in dict.fromkeys(key for change in self.changes for key, _ in change))
        read = f"SELECT * EXCLUDE (file_row_number), file_row_number AS _at{bases} FROM read_parquet({file_read(str(part.path))}, file_row_number = true)"
        held = self._with_changes(read, self.dataset.columns)
        makers = {field.key: _maker(field) for field in self.dataset.fields()}
        with connection() as link:
            found = link.execute(f"SELECT * FROM ({held}) {where} ORDER BY _at")
            names = [column[0] for column in found.description]
            while rows := found.fetchmany(_AT_ONCE):
                for row in rows:
                    yield _record(self.dataset, part, dict(zip(names, row, strict=True)), makers)


def together(dataset: Dataset, tables: Sequence[KeptRows]) -> KeptRows:
    """The rows of several tables of one dataset, as they stand one after the other."""
    if len({table.changes for table in tables}) <= 1:
        return KeptRows(dataset, (part for table in tables for part in table.parts), tables[0].changes if tables else ())
    return _Several(dataset, tables)


class _Several(KeptRows):
    """Tables that have been changed each in its own way."""

    def __init__(self, dataset: Dataset, tables: Sequence[KeptRows]) -> None:
        super().__init__(dataset, (part for table in tables for part in table.parts))
        self._tables = tuple(tables)

    def __iter__(self) -> Iterator[Record]:
        for table in self._tables:
            yield from table

    def at(self, numbers: Iterable[int]) -> tuple[Record, ...]:
        """The records of these numbers, counted from 0 through all parts."""
        wanted = list(numbers)
        found: dict[int, Record] = {}
        start = 0
        for table in self._tables:
            here = [one for one in wanted if start <= one < start + len(table)]
            found |= dict(zip(here, table.at(one - start for one in here), strict=True))
            start += len(table)
        return tuple(found[one] for one in wanted)

    def changed(self, change: Mapping[str, str]) -> KeptRows:
        """The same rows with other values in some columns: an SQL expression of each."""
        return _Several(self.dataset, tuple(table.changed(change) for table in self._tables))

    def table(self, query: str = "*") -> str:
        """The SQL of the table `held`, as a query asks for it: with how cells were written where it names such a column; "*" is any query."""
        held, first = [], 0
        for table in self._tables:
            if table.parts:
                held.append(f"SELECT * REPLACE (_part + {first} AS _part) FROM ({table.table(query)})")
            first += len(table.parts)
        return " UNION ALL ".join(held)


def one_of(key: str, texts: Iterable[str | None]) -> str:
    """The SQL condition that a column has one of these texts; it holds of no row where there are none."""
    among = sorted(text for text in texts if text is not None)
    return f'coalesce("{key}" IN ({", ".join(map(quoted, among))}), FALSE)' if among else "FALSE"


@lru_cache(maxsize=64)
def _raw_columns(files: tuple[str, ...]) -> frozenset[str]:
    """Which columns of cells as they were written the files have, of a name that says what is in them."""
    if not files:
        return frozenset()
    with connection() as link:
        asked = f"SELECT DISTINCT name FROM parquet_schema([{', '.join(map(file_read, files))}]) WHERE starts_with(name, '{RAW}')"
        return frozenset(name for (name,) in link.execute(asked).fetchall())


def identities(dataset: Dataset) -> tuple[Field, ...]:
    """The columns of identity numbers, of which a digest is kept."""
    return tuple(field for field in dataset.fields() if field.column.personal is Personal.IDENTITY)


def _cell(part: Part, row: int, column: int) -> Place:
    return Place(part.place.file, part.place.sheet, f"{column_name(column)}{row + 1}")


def _record(dataset: Dataset, part: Part, row: Mapping[str, Any], makers: Mapping[str, Any]) -> Record:
    values = {key: None if row[key] is None else make(row[key]) for key, make in makers.items()}
    if part.origins:
        return Record(dataset, values, part.origins[row["_at"]])
    number = row["_row"]
    cells: RowCells[Place] = RowCells(lambda row, column: _cell(part, row, column), part.positions, number)
    raws = {key: row.get(f"{RAW}{key}") or row.get(f"{_BASE}{key}") or values[key] for key in part.positions}
    return Record(dataset, values, Origin(cells, raws, _cell(part, number, min(part.positions.values(), default=0))))


def _maker(field: Field) -> Any:
    """What makes of a kept value one as records have it."""
    if field.type is CellType.CHOICE:
        choices = {str(choice): choice for choice in field.choices}
        return lambda title: choices.get(title, title)
    return plainly if field.type is CellType.NUMBER else lambda value: value


def plainly(number: Decimal) -> Decimal:
    """A number without the zeros at its end, and without an exponent."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
