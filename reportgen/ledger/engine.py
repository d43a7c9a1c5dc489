"""DuckDB, as tables of many rows use it: one database in memory for a process, within bounds, that asks nothing of a network."""

import os
import re
import tempfile
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
"""What the queries of ten million rows need together is some 900 MB; what is more goes to the disk."""
_THREADS = 1
"""Builds run beside each other; more threads gain little on tables of this size."""


def connection() -> "DuckDBPyConnection":
    """A connection of its own to the database of this process."""
    return _database(os.getpid()).cursor()


@cache
def _database(process: int) -> "DuckDBPyConnection":
    """The database of a process; one that was forked has its own."""
    import duckdb

    settings: dict[str, Any] = {
        "memory_limit": MEMORY,
        "threads": _THREADS,
        "temp_directory": f"{tempfile.gettempdir()}/reportgen-duckdb-{process}",  # made only where memory doesn't suffice
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    made = duckdb.connect(":memory:", config=settings)
    made.execute("SET parquet_metadata_cache = true")  # rules ask the same files one after the other
    return made


def file_read(path: str) -> str:
    """A path as DuckDB reads a file by it: a folder may be called 清洁取暖[2023], which would be taken for a pattern."""
    return quoted(re.sub(r"[\[*?]", lambda mark: f"[{mark[0]}]", path))


def quoted(text: str) -> str:
    """A text as SQL writes one."""
    return "'" + text.replace("'", "''") + "'"
