"""The names that a template may use, each with what it stands for: found by looking at what a template is given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from reportgen.documents.context import View
from reportgen.figures.figure import Absent, Figure
from reportgen.figures.lines import Line, Listing

DEEPEST = 6
"""How many names may stand one below the other; what lies deeper is reached by way of a list."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a template writes it, and what it stands for. `each` tells that it names a list, and is looped over.

    A name within a list is that of one item: tasks.units[].name is the `name` of an item of `tasks.units`.
    """

    name: str
    value: Any
    each: bool = False


def members(value: Any) -> tuple[str, ...]:
    """The names that may follow a value and a dot; none for a number, text, date or list."""
    if isinstance(value, Figure | Absent | Enum | str | date | tuple | Listing) or value is None:
        return ("rows", "given") if isinstance(value, Listing) else ()
    if isinstance(value, Line):
        return tuple(value._fields)  # noqa: SLF001  # nothing else says which names a line answers to
    if isinstance(value, View):
        return _of_class(type(value._section))  # noqa: SLF001  # likewise
    if isinstance(value, Mapping):
        return tuple(str(key) for key in value)
    return _of_class(type(value))


def _of_class(kind: type) -> tuple[str, ...]:
    given = tuple(kind.model_fields) if issubclass(kind, BaseModel) else tuple(entry.name for entry in fields(kind)) if is_dataclass(kind) else ()
    computed = (name for above in kind.__mro__ for name, entry in vars(above).items() if isinstance(entry, property))
    return tuple(dict.fromkeys(name for name in (*given, *computed) if not name.startswith(("_", "model_"))))


def usable(names: Mapping[str, Any]) -> Iterator[Named]:
    """Every name that stands for something to print or to loop over, in the order in which a template is given them."""
    for name, value in names.items():
        yield from _below(name, value, 1)


def _below(name: str, value: Any, depth: int) -> Iterator[Named]:
    if isinstance(value, tuple | Listing):
        items = value.rows if isinstance(value, Listing) else value
        yield Named(name, value, each=True)
        if items and depth < DEEPEST:
            yield from (found for found in _below(f"{name}[]", items[0], depth + 1) if found.name != f"{name}[]")
    elif isinstance(value, Figure | Absent | Enum | str | date | bool) or not members(value):
        yield Named(name, value)
    elif depth < DEEPEST:
        for key in members(value):
            yield from _below(f"{name}.{key}", value[key] if isinstance(value, Mapping) else getattr(value, key), depth + 1)
