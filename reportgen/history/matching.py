"""Pairing two sequences without crossing: the one pairing whose pairs weigh most together."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import floating
    from numpy.typing import NDArray


class Op(StrEnum):
    """What became of a part of the old document on its way to the new one."""

    EQUAL = "equal"
    CHANGE = "change"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"
