"""What rules are told of a unit's surroundings: its documents as they will be printed, the units around it, the policies by number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Shown(NamedTuple):
    """A number as a document prints it: the figure's name, label, unit and exact value; the text; and the words right behind it.

    A tuple: a season's documents print tens of thousands, and it is made several times as quickly as a record.
    """

    figure: str
    label: str
    unit: str
    value: Decimal
    text: str
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A composed document as rules see it: its kind's Chinese name, the text of its blocks and cells in order, and its numbers.

    `file` is where a person finds it, relative to the workspace, without its ending.
    """

    name: str
    file: str
    blocks: tuple[str, ...]
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule about documents needs besides the unit's data.

    `printed` are the unit's documents by kind (id), those that could be composed. `others` are the names of units that its
    documents have no reason to name. `titles` are the titles of known policies by document number,
    `rules` the ids of all rules, where they are known.
    """

    printed: Mapping[str, Printed] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
