"""Rows of texts -> a table of DuckDB's, `piece`, a part of a file at a time; and its columns by the numbers of their different texts.

No cell becomes an object of Python's. What stands in the table is as it was written, personal data too: its database is in memory alone, and never
writes to a disk what doesn't fit.
"""

import itertools
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from reportgen.ledger.engine import MEMORY, quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

_AT_ONCE = 16 * 2**20
"""So many characters of a file are looked at together: some 100,000 households, which take 100 MB."""
_MOST_IN_LINE = 2**17
"""The longest cell that Python's reader of CSV takes, which says what is wrong with a longer one."""
_numbers = itertools.count()


@contextmanager
def reading() -> Iterator["DuckDBPyConnection"]:
    """A connection for reading, whose tables are its own."""
    with _database(os.getpid()).cursor() as link:
        yield link


@cache
def _database(_process: int) -> "DuckDBPyConnection":
    import duckdb

    # One thread keeps the rows in their order; files are read beside each other by processes.
    settings: dict[str, Any] = {"memory_limit": MEMORY, "threads": 1, "temp_directory": "", "autoinstall_known_extensions": "false"}
    return duckdb.connect(":memory:", config={**settings, "autoload_known_extensions": "false"})


def lines_of(text: str, start: int) -> Iterator[str]:
    """The text from a place on, some thousand lines at a time, without the blank ones at its end."""
    end = len(text)
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    while start < end:
        cut = text.rfind("\n", start, start + _AT_ONCE) + 1 if end - start > _AT_ONCE else end
        cut = cut or (text.find("\n", start, end) + 1 or end)
        yield text[start:cut].removesuffix("\n").removesuffix("\r")
        start = cut


def read_lines(link: "DuckDBPyConnection", lines: str, separator: str, width: int) -> int | None:
    """Lines of CSV as the table `piece`, columns c0, c1… of texts ("" for none), one more than `width`; how many rows they are.

    None where it isn't certain that each line is a row and that any reader finds the same cells in it: quotes within a cell, cells over several lines,
    blank lines, cells far out.
    """
    import duckdb

    if lines.count("\r") != lines.count("\r\n") or ('"' in lines and '"' in _usual_quotes(separator).sub("", lines)):
        return None
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width + 1))
    dialect = (
        f"auto_detect = false, header = false, delim = {quoted(separator)}, quote = '\"', escape = '\"', null_padding = true, max_line_size = {_MOST_IN_LINE}"
    )
    try:
        with _as_file(lines.encode()) as path:
            link.execute(
                f"CREATE OR REPLACE TEMP TABLE piece AS SELECT coalesce(COLUMNS(*), '') FROM read_csv({quoted(path)}, {dialect}, columns = {{{columns}}})"
            )
    except (duckdb.Error, OSError):
        return None
    rows = _rows(link)
    return rows if rows == lines.count("\n") + 1 else None


def hold(link: "DuckDBPyConnection", columns: "Mapping[int, Sequence[str] | np.ndarray[Any, Any]]", rows: int) -> None:
    """Columns of so many texts as the table `piece`, by their numbers."""
    import numpy as np

    arrays: dict[str, Any] = {f"c{at}": _objects(column) for at, column in columns.items()}
    link.register("given", arrays or {"nothing": np.zeros(rows, np.int8)})
    link.execute("CREATE OR REPLACE TEMP TABLE piece AS SELECT * FROM given")
    link.unregister("given")


def coded(link: "DuckDBPyConnection", columns: Sequence[int]) -> dict[int, tuple[Sequence[str], "np.ndarray[Any, Any]"]]:
    """Of columns of `piece` the different texts, and for each row the number of its text among them."""
    import numpy as np

    types = {at: f"piece_{next(_numbers)}" for at in columns}
    if not types:
        return {}
    link.begin()  # one for all: each costs as much as a column
    try:
        for at, type in types.items():
            link.execute(f"CREATE TYPE {type} AS ENUM (SELECT DISTINCT c{at} FROM piece)")
        values = link.execute(f"SELECT {', '.join(f'enum_range(NULL::{type})' for type in types.values())}").fetchall()[0]
        numbers = link.execute(f"SELECT {', '.join(f'enum_code(c{at}::{type}) AS c{at}' for at, type in types.items())} FROM piece").fetchnumpy()
        return {at: (texts, np.asarray(numbers[f"c{at}"])) for at, texts in zip(types, values, strict=True)}
    finally:
        link.rollback()  # the types are gone


def _rows(link: "DuckDBPyConnection") -> int:
    found: tuple[int] = link.execute("SELECT count(*) FROM piece").fetchall()[0]
    return found[0]


def _objects(column: "Sequence[str] | np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    import numpy as np

    if isinstance(column, np.ndarray):
        return column
    array = np.empty(len(column), dtype=object)
    array[:] = column
    return array


@lru_cache(maxsize=8)
def _usual_quotes(separator: str) -> re.Pattern[str]:
    """A cell in quotes, and nothing beside them."""
    between = re.escape(separator)
    return re.compile(rf'(?:^|{between})"[^"\r\n]*(?:""[^"\r\n]*)*"(?={between}|\r?$)', re.MULTILINE)


@contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """A file in memory with these bytes, by its path; where the system has none such, one that only this user may read, for as long as it is read."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("reportgen"), "wb") as file:
            file.write(data)
            file.flush()
            yield f"/proc/self/fd/{file.fileno()}"
        return
    handle, path = tempfile.mkstemp(prefix="reportgen-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        yield path
    finally:
        os.unlink(path)  # noqa: PTH108  # a path as text
