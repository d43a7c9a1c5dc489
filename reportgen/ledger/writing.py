"""Columns -> a Parquet file, written whole or not at all."""

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from reportgen.ledger.engine import connection, quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

_FEW = 100
"""So many values are listed where they are asked for; a type of more is made first, which each costs as much as a hundred rows."""
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few different values: for each row the number of its value, counted from 1 (0: none); the values as texts, and what SQL type they are."""

    numbers: "np.ndarray[Any, Any]"
    values: Sequence[str]
    type: str = "VARCHAR"


Content: TypeAlias = "Coded | np.ndarray[Any, Any] | str | None"
"""What is in a column: values, none, or an SQL expression over a table of as many rows."""


def write(path: Path, columns: Mapping[str, tuple[str, Content]], link: "DuckDBPyConnection | None" = None, beside: str = "") -> None:
    """Write columns of as many rows, by their names: of each its SQL type and what is in it.

    Expressions are over `beside`, a table of `link`. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    arrays = {name: content.numbers if isinstance(content, Coded) else content for name, (_, content) in columns.items() if not isinstance(content, str | None)}
    with nullcontext(link) if link is not None else connection() as to:
        try:
            with _types(to, columns) as types:
                chosen = ", ".join(_chosen(name, type, content, types) for name, (type, content) in columns.items())
                to.register("written", arrays)
                by_side = any(isinstance(content, str) for _, content in columns.values())
                rows = f"written POSITIONAL JOIN (SELECT * FROM {beside} ORDER BY n)" if by_side else "written"
                to.execute(f"COPY (SELECT {chosen} FROM {rows}) TO {quoted(str(temporary))} (FORMAT parquet)")
                to.unregister("written")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def _types(link: "DuckDBPyConnection", columns: Mapping[str, tuple[str, Any]]) -> Iterator[Mapping[str, str]]:
    """The types that stand for the values of coded columns, by the names of these; for so long as they are used."""
    types: dict[str, str] = {}
    link.begin()
    try:
        for name, (_, content) in columns.items():
            if isinstance(content, Coded) and len(content.values) > _FEW:
                types[name] = f"written_{next(_numbers)}"
                link.execute(f"CREATE TYPE {types[name]} AS ENUM ({', '.join(map(quoted, content.values))})")
        yield types
    finally:
        link.rollback()


def _chosen(name: str, type: str, content: Any, types: Mapping[str, str]) -> str:
    if isinstance(content, str):
        return f'({content})::{type} AS "{name}"'
    if content is None or (isinstance(content, Coded) and not content.values):
        return f'NULL::{type} AS "{name}"'
    if not isinstance(content, Coded):
        return f'"{name}"::{type} AS "{name}"'
    listed = f"enum_range(NULL::{types[name]})" if name in types else f"[{', '.join(map(quoted, content.values))}]"
    value = f'{listed}["{name}"]'
    return f'{value} AS "{name}"' if type == "VARCHAR" else f'{value}::VARCHAR::{type} AS "{name}"'
