"""能源保障, sample data: demand is households times a household's use, and contracts cover it with a margin."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from reportgen.inputs.schema import Energy
from reportgen.inputs.schema.choices import EnergyKind, HeatingPath
from xinzhou.amounts import generator, two_places
from xinzhou.costs import of_path, stations
from xinzhou.dates import signed
from xinzhou.grid import districts
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """An energy kind: who supplies it, its measure and price; `stock` is the part of the demand stored before the season."""

    supplier: str
    measure: str
    letters: str
    price: Decimal
    price_unit: str
    stock: Decimal | None = None


_KINDS = {
    EnergyKind.HEAT: Kind("示例热力有限公司", "万吉焦", "GR", Decimal("32.50"), "元/吉焦"),
    EnergyKind.ELECTRICITY: Kind("国网忻州供电公司", "万千瓦时", "GD", Decimal("0.2862"), "元/千瓦时"),
    EnergyKind.GAS: Kind("示例燃气有限公司", "万立方米", "GQ", Decimal("2.61"), "元/立方米", Decimal("0.1")),
    EnergyKind.BIOMASS: Kind("示例生物质能源有限公司", "吨", "SW", Decimal(320), "元/吨", Decimal("0.3")),
    EnergyKind.COAL: Kind("示例洁净煤配送有限公司", "吨", "JM", Decimal(980), "元/吨", Decimal("0.5")),
}

_HEAT_PER_HOUSEHOLD = Decimal("28.8")  # 吉焦 a season
_BIOMASS_PER_HOUSEHOLD = Decimal("2.4")  # 吨 a season
_COAL_PER_HOUSEHOLD = 2  # 吨 a season


def energy(unit: Unit) -> Sheet:
    """能源保障 of the unit's paths, and clean coal for the households that none of them reaches."""
    rows = [_of_path(unit, path) for path in unit.paths]
    if unit.uncovered:
        demand = Decimal(unit.uncovered * _COAL_PER_HOUSEHOLD)
        rows.append(_row(unit, EnergyKind.COAL, demand, points=ceil(unit.uncovered / 300)))
    return Sheet(Energy, tuple(rows))


def _of_path(unit: Unit, path: HeatingPath) -> Row:
    households = unit.households(path)
    metered = Decimal(households * of_path(unit, path).use) / 10000
    match path:
        case HeatingPath.DISTRICT:
            works = f"新建、改造供热管网和换热站{stations(unit, path)}座"
            return _row(unit, EnergyKind.HEAT, households * _HEAT_PER_HOUSEHOLD / 10000, works)
        case HeatingPath.ELECTRICITY:
            works = f"新增、改造配电台区{districts(unit)}个，采暖季前完成配套电网改造"
            return _row(unit, EnergyKind.ELECTRICITY, metered, works)
        case HeatingPath.GAS:
            works = f"新建中低压燃气管线{ceil(households / 180)}千米、调压设施{ceil(households / 400)}座"
            return _row(unit, EnergyKind.GAS, metered, works)
        case HeatingPath.BIOMASS:
            points = ceil(households / 1000)
            works = f"新建秸秆收储点{points}处、原料堆场1处"
            return _row(unit, EnergyKind.BIOMASS, households * _BIOMASS_PER_HOUSEHOLD, works, points)


def _row(unit: Unit, key: EnergyKind, demand: Decimal, works: str | None = None, points: int | None = None) -> Row:
    kind = _KINDS[key]
    margin = Decimal(103 + int(generator(unit.name, "energy", key.value).random() * 9)) / 100
    return {
        "kind": key,
        "supplier": kind.supplier,
        "measure": kind.measure,
        "demand": two_places(demand),
        "contracted": two_places(demand * margin),
        "contract": f"{unit.initials}-{kind.letters}-2023-01",
        "signed_on": signed(unit, "energy", key.value),
        "stock": None if kind.stock is None else two_places(demand * kind.stock),
        "price": kind.price,
        "price_unit": kind.price_unit,
        "points": points,
        "grid_works": works,
    }
