"""Whether what was kept has the types that are declared: JSON reads as anything, and what a file says is used far from where it was read."""

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

AS_JSON = "surrogatepass"
"""How what is kept as JSON is encoded, as `json` decodes it: the name of a file may be no UTF-8."""
MISSHAPEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, ArithmeticError)
"""What reading raises of values that have another shape than was written: they count as missing."""

MOST_DIGITS = 64
"""A number of the data has a dozen. One of a thousand million digits is nine characters (1E+999999999), and as a text takes all memory."""
_MOST = 2**63
"""What SQLite and a file's size can say."""

_Check = Callable[[Any], bool]


def strangers_json(content: bytes) -> Any:
    """What JSON from outside says. Raises one of MISSHAPEN where it is none, or says what can't be written again: an infinite number, half a character."""
    value = json.loads(content)
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value


def listed(value: Any) -> list[Any]:
    """A list that JSON has. Raises TypeError for what could be walked through as well: a text by its characters, an object by its names."""
    if type(value) is not list:
        raise TypeError(value)
    return value


def shaped(value: T, kind: Any) -> T:
    """The value, where it is of the type `kind` through and through. Raises TypeError."""
    if not _check(kind)(value):
        raise TypeError(kind)
    return value


@cache
def _check(kind: Any) -> _Check:  # noqa: PLR0911  # one for each sort of type
    """Whether a value is of a type: made once, as thousands of values are looked at."""
    origin, of = get_origin(kind), get_args(kind)
    if kind is Any:
        return lambda _: True
    if kind is str:
        return _is_text
    if kind is int:
        return lambda value: type(value) is int and -_MOST <= value < _MOST
    if kind is Decimal:
        return lambda value: type(value) is Decimal and value.is_finite() and abs(value.adjusted()) < MOST_DIGITS
    if origin in (Union, UnionType):
        among = tuple(_check(one) for one in of)
        return lambda value: any(check(value) for check in among)
    if origin is Literal:
        return lambda value: value in of
    if origin is tuple and of[-1] is not ...:
        parts = tuple(_check(one) for one in of)
        return lambda value: type(value) is tuple and len(value) == len(parts) and all(check(one) for check, one in zip(parts, value, strict=True))
    if origin in (tuple, list, frozenset):
        item = _check(of[0])
        return lambda value: type(value) is origin and all(map(item, value))
    if origin in (dict, Mapping):
        key, entry = map(_check, of)
        return lambda value: type(value) is dict and all(map(key, value)) and all(map(entry, value.values()))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        inner = tuple((name, _check(one)) for name, one in get_type_hints(kind).items())
        return lambda value: isinstance(value, kind) and all(check(getattr(value, name)) for name, check in inner)
    plain = NoneType if kind is None else kind
    return lambda value: isinstance(value, plain)


def _is_text(value: Any) -> bool:
    """Whether a value is a text that can be written, or name a file: also of a file whose name isn't UTF-8."""
    return type(value) is str and (value.isascii() or bool(value.encode(errors="surrogateescape"))) and "\0" not in value
