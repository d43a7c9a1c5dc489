"""Columns -> a Parquet file, written whole or not at all."""

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.ledger.engine import connection, quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few different values: for each row the number of its value, counted from 1 (0: none); the values as texts, and what SQL type they are."""

    numbers: "np.ndarray[Any, Any]"
    values: Sequence[str]
    type: str = "VARCHAR"


Content = "Coded | np.ndarray[Any, Any] | None"


def write(path: Path, columns: Mapping[str, tuple[str, "Coded | np.ndarray[Any, Any] | None"]]) -> None:
    """Write columns of as many rows, by their names: of each its SQL type and what is in it (None: nothing). Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    arrays = {name: content.numbers if isinstance(content, Coded) else content for name, (_, content) in columns.items() if content is not None}
    link = connection()
    try:
        with _types(link, columns) as types:
            chosen = ", ".join(_chosen(name, type, content, types) for name, (type, content) in columns.items())
            link.register("written", arrays)
            link.execute(f"COPY (SELECT {chosen} FROM written) TO {quoted(str(beside))} (FORMAT parquet)")
            link.unregister("written")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        link.close()


@contextmanager
def _types(link: "DuckDBPyConnection", columns: Mapping[str, tuple[str, Any]]) -> Iterator[Mapping[str, str]]:
    """The types that stand for the values of coded columns, by the names of these."""
    types: dict[str, str] = {}
    try:
        for name, (_, content) in columns.items():
            if isinstance(content, Coded) and content.values:
                types[name] = f"written_{next(_numbers)}"
                link.execute(f"CREATE TYPE {types[name]} AS ENUM ({', '.join(map(quoted, content.values))})")
        yield types
    finally:
        for made in types.values():
            link.execute(f"DROP TYPE {made}")


def _chosen(name: str, type: str, content: Any, types: Mapping[str, str]) -> str:
    if content is None or (isinstance(content, Coded) and name not in types):
        return f'NULL::{type} AS "{name}"'
    if not isinstance(content, Coded):
        return f'"{name}"::{type} AS "{name}"'
    value = f'enum_range(NULL::{types[name]})["{name}"]'
    return f'{value} AS "{name}"' if type == "VARCHAR" else f'{value}::VARCHAR::{type} AS "{name}"'
