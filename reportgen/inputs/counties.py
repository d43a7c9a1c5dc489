"""Rows of a table for the whole city in one county's file: which are the county's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Place, error, notice
from reportgen.inputs.assemble import Values
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import fold

COUNTY, TOWNSHIP = "county", "township"
"""The fields that say whose a row is."""

_TOWNSHIP_ENDINGS = ("乡", "镇", "街道", "街道办", "办事处")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose table is being read. `names` are folded; none means that the rows of all counties belong to the unit."""

    label: str
    names: frozenset[str]

    def owns(self, row: Values) -> bool:
        """Whether a row is the unit's: it names the unit, one of its townships, or no county."""
        county = row.get(COUNTY)
        return not self.names or not isinstance(county, str) or fold(county) in self.names or is_township(county)


def owner_of(unit: Unit) -> Owner:
    """The owner of a unit's tables: a county's are its own rows only, a city's or province's are those of all its counties."""
    names = frozenset(fold(name) for name in (unit.name, unit.short) if name) if unit.level is Level.COUNTY else frozenset[str]()
    return Owner(unit.label, names)


def is_township(label: str) -> bool:
    """Whether a label under the county's heading is a township's name: a county breaks its task down so."""
    return label.endswith(_TOWNSHIP_ENDINGS)


def township_in_county(row: Values) -> Values:
    """The row with a township's name moved from the county's column to the township's."""
    county = row.get(COUNTY)
    if isinstance(county, str) and is_township(county) and not row.get(TOWNSHIP):
        return {TOWNSHIP: county, **{key: value for key, value in row.items() if key not in (COUNTY, TOWNSHIP)}}
    return row


def left_out(owner: Owner, others: Sequence[Place], own: int, whole: Place) -> list[Diagnostic]:
    """What is said of the rows of other counties; an error where nothing is left."""
    if not others:
        return []
    if not own:
        message = f"表中没有“{owner.label}”的行，只有其他县（市、区）的行"
        return [error("inputs.no-own-rows", message, whole, help=f"请检查“县（市、区）”列，本单位的行应写“{owner.label}”")]
    return [notice("inputs.other-counties", f"其他县（市、区）的{len(others)}行没有读取，只读取“{owner.label}”的行", *others)]
