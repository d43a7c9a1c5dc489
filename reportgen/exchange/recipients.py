"""The units below one, to which tables are handed out, and which tables each level gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.documents.kinds_file import kinds_of
from reportgen.inputs.counties import TOWNSHIP, VILLAGE
from reportgen.inputs.divisions import townships
from reportgen.inputs.likeness import stem
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.everywhere import everywhere
from reportgen.inputs.schema.known import SETTLEMENTS
from reportgen.workspace import Workspace

_OF_PLACES = (TOWNSHIP, VILLAGE)
_DIGITS = 3  # of a township's code behind its county's (GB/T 10114)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit below: its name, level and code; `inputs` are those of its own folder, None where it has none yet."""

    name: str
    level: Level
    code: str
    inputs: UnitInputs | None = None


def recipients(upper: UnitInputs, units: Sequence[UnitInputs]) -> tuple[Recipient, ...]:
    """The units below `upper`, of all `units` of the season: those whose 上级 it is; of a county also townships that have no folder.

    Townships are those that 单位.yaml lists, else those of the 乡镇村名录, else those that its tables name, else those of the table of divisions.
    """
    below = [inputs for inputs in units if inputs.unit.parent == upper.unit.name]
    found = [Recipient(one.unit.name, one.unit.level, one.unit.code, None if one.absent else one) for one in below]
    if upper.unit.level is not Level.COUNTY:
        return tuple(found)
    here = {stem(name) for one in below for name in (one.unit.name, one.unit.label)}
    taken = {one.code for one in found}
    for number, name in enumerate(_townships(upper), 1):
        if stem(name) not in here:
            code = f"{upper.unit.code}{number:0{_DIGITS}}"
            found.append(Recipient(name, Level.TOWNSHIP, code if code not in taken else f"{upper.unit.code}{number + 500:0{_DIGITS}}"))
    return tuple(found)


def _townships(upper: UnitInputs) -> Sequence[str]:
    listed = tuple(upper.unit.townships)
    if listed:
        return listed
    registered = _named(upper, (SETTLEMENTS,))
    return registered or _named(upper, tuple(upper.tables)) or townships(upper.unit.code)


def _named(upper: UnitInputs, keys: Sequence[str]) -> tuple[str, ...]:
    """The townships that tables name, each once, in their order."""
    names = (getattr(row, TOWNSHIP, None) for key in keys for row in upper.rows(key) or ())
    first: dict[str, str] = {}
    for name in names:
        if isinstance(name, str):
            first.setdefault(stem(name), name)
    return tuple(first.values())


def datasets_of(workspace: Workspace, programme: Programme, level: Level) -> tuple[Dataset, ...]:
    """The tables that a unit of a level gives: townships and villages those that say where a row belongs; others what their level's documents are made from.

    A level that no kind of document is for gives all.
    """
    every = programme.at(level).filled_in
    if level.is_low:
        return tuple(dataset for dataset in every if any(key in dataset.columns for key in _OF_PLACES))
    kinds, _ = kinds_of(workspace)
    asked = {key for kind in kinds if level in kind.levels for key in (*kind.datasets, *kind.optional)}
    return tuple(dataset for dataset in every if not asked or dataset.key in asked or dataset.key in everywhere())
