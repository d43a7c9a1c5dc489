"""A name that a template may use."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a template writes it, what it stands for, and its label in Chinese (empty where nothing gives one).

    `each` tells that it names a list, and is looped over: `value` is then how many items it has. A name within a list is that of one item:
    tasks.units[].name is the `name` of an item of `tasks.units`.
    """

    name: str
    value: Any
    label: str = ""
    each: bool = False
