"""The entries of 单位.yaml as the reader and the data dictionary use them, derived from the schema's models."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from reportgen.inputs.schema import CellType, Column, Field
from reportgen.inputs.schema.choices import BY_TYPE
from reportgen.inputs.schema.columns import Identifier, Name
from reportgen.inputs.schema.unit import OF_PACKAGE, Section

_OF_HEATING = re.compile("清洁|[取供采]暖|绩效|周报")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a section.

    `field` says how its value (each value, where `many`) is read. `section` is set instead of a scalar type where the
    value is itself a mapping; with `many` it is a mapping of such sections by name. `grouped` is a list of names, each of which may have
    a list of names below it (乡镇: {鹅城镇: [东关村]}).
    """

    field: Field
    section: type[Section] | None = None
    many: bool = False
    grouped: bool = False

    @property
    def key(self) -> str:
        """The English key."""
        return self.field.key

    @property
    def title(self) -> str:
        """The Chinese key."""
        return self.field.column.title


def entries(section: type[Section], *, alone: bool = False) -> Iterator[Entry]:
    """The keys that a section may have, in the order of the schema.

    Those that a programme asks for that stands `alone` are fewer, and what would be an example in clean heating is none to it.
    """
    for key, info in section.model_fields.items():
        if alone and key in OF_PACKAGE:
            continue
        example = str((info.examples or [""])[0])
        column = Column(info.alias or key, info.description or "", "" if alone and _OF_HEATING.search(example) else example, aliases=())
        annotation, required = _without_none(info.annotation), info.is_required()
        origin = get_origin(annotation)
        if isinstance(annotation, type) and issubclass(annotation, Section):
            yield Entry(Field(key, column, CellType.TEXT, required), annotation)
        elif origin is dict and get_origin(get_args(annotation)[1]) is tuple:
            yield Entry(Field(key, column, CellType.TEXT, required), grouped=True)
        elif origin is dict:
            yield Entry(Field(key, column, CellType.TEXT, required), get_args(annotation)[1], many=True)
        elif origin is tuple:
            yield Entry(Field(key, column, CellType.TEXT, required, name=Name in info.metadata), many=True)
        elif isinstance(annotation, type) and issubclass(annotation, StrEnum):
            yield Entry(Field(key, column, CellType.CHOICE, required, BY_TYPE[annotation]))
        else:
            types = {str: CellType.TEXT, int: CellType.COUNT, Decimal: CellType.NUMBER, date: CellType.DATE, bool: CellType.FLAG}
            identifier = Identifier in info.metadata
            yield Entry(Field(key, column, CellType.IDENTIFIER if identifier else types[annotation], required, name=Name in info.metadata))


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(a for a in get_args(annotation) if a is not type(None))
    return annotation
