"""清零范围, sample data: the town's no-coal zone, and the plain or valley of the counties along the 滹沱河, all of it covered."""

from dataclasses import dataclass
from decimal import Decimal

from xinzhou.amounts import generator
from xinzhou.own import own
from xinzhou.units import Unit
from xinzhou.workbook import Sheet


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain or valley: its name, extent, altitude (米) up to which it reaches, and households."""

    name: str
    boundary: str
    altitude: int
    total: int


_PLAINS = {
    "忻府区": Plain("忻定盆地平原区域", "播明、豆罗、董村、忻口、奇村等乡镇平川村", 850, 71240),
    "定襄县": Plain("忻定盆地平原区域", "晋昌、季庄、宏道、蒋村、受禄、南王等乡镇平川村", 830, 38460),
    "原平市": Plain("滹沱河平原区域", "子干、大林、沿沟、中阳、西镇、崞阳、云水等乡镇平川村", 900, 96320),
    "代县": Plain("滹沱河川区谷地", "上馆、阳明堡、峨口、枣林、新高等乡镇沿河川区村", 950, 42680),
    "繁峙县": Plain("滹沱河川区谷地", "繁城、砂河、大营、集义庄等乡镇沿河川区村", 1100, 35870),
}


def zones(unit: Unit) -> Sheet:
    """清零范围 of a unit."""
    rows = [_row(*_town(unit))]
    plain = _PLAINS.get(unit.name)
    if plain:
        rows.append(_row(plain.name, plain.boundary, plain.total) | {"altitude": Decimal(plain.altitude)})
    return Sheet("zones", tuple(rows))


def _town(unit: Unit) -> tuple[str, str, int]:
    if unit.scenic:
        return "核心景区禁煤区", "台怀镇核心景区", 1480
    if unit.central:
        return "忻州城区禁煤区", "城区建成区", 96400
    total = round(max(unit.urban() * 1.15, 5200) + generator(unit.name, "zones").random() * 4000)
    town = "城区" if unit.name[-1] in "市区" else "县城"
    return f"{town}禁煤区", own("城界", unit, f"{town}建成区"), total


def _row(name: str, boundary: str, total: int) -> dict[str, str | int | Decimal]:
    return {"name": name, "boundary": boundary, "total": total, "covered": total, "coal_left": 0, "villages_left": 0}
