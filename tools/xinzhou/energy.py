"""能源保障, sample data: demand is households times a household's use, and contracts cover it with a margin."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from xinzhou.amounts import generator, two_places
from xinzhou.choices import EnergyKind, HeatingPath
from xinzhou.costs import COAL_PER_HOUSEHOLD, COAL_PRICE, COAL_STOCK, GAS_PRICE_SUBSIDY, of_path, stations
from xinzhou.dates import signed
from xinzhou.grid import districts
from xinzhou.outcome import completed
from xinzhou.places import townships
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet, Value


@dataclass(frozen=True, slots=True)
class Kind:
    """An energy kind: who supplies it, its measure and price, a household's use in a season.

    `scale` are units of `average_unit` in one of `measure`; `stock` is the part of the demand stored before the season;
    `peak` is a household's part of the highest load (电力 in 千瓦, 天然气 in 立方米/日); `emergency` is the plan for a failure.
    """

    supplier: str
    measure: str
    letters: str
    price: Decimal
    price_unit: str
    average_unit: str
    scale: int
    emergency: str
    stock: Decimal | None = None
    peak: Decimal | None = None


_KINDS = {
    EnergyKind.HEAT: Kind("示例热力有限公司", "万吉焦", "GR", Decimal("32.50"), "元/吉焦", "吉焦", 10000, "冬季集中供热应急预案"),
    EnergyKind.ELECTRICITY: Kind(
        "国网忻州供电公司", "万千瓦时", "GD", Decimal("0.2862"), "元/千瓦时", "千瓦时", 10000, "“煤改电”供电保障应急预案", peak=Decimal("1.8")
    ),
    EnergyKind.GAS: Kind(
        "示例燃气有限公司", "万立方米", "GQ", Decimal("2.61"), "元/立方米", "立方米", 10000, "冬季天然气保供应急预案", Decimal("0.1"), Decimal(9)
    ),
    EnergyKind.BIOMASS: Kind("示例生物质能源有限公司", "吨", "SW", Decimal(320), "元/吨", "吨", 1, "生物质燃料供应应急预案", Decimal("0.3")),
    EnergyKind.COAL: Kind("示例洁净煤配送有限公司", "吨", "JM", Decimal(COAL_PRICE), "元/吨", "吨", 1, "洁净煤供应应急预案", COAL_STOCK),
}

_PATHS = {
    EnergyKind.HEAT: HeatingPath.DISTRICT,
    EnergyKind.ELECTRICITY: HeatingPath.ELECTRICITY,
    EnergyKind.GAS: HeatingPath.GAS,
    EnergyKind.BIOMASS: HeatingPath.BIOMASS,
}
_HEAT_PER_HOUSEHOLD = Decimal(30)  # 吉焦 a season
_BIOMASS_PER_HOUSEHOLD = Decimal("2.4")  # 吨 a season


def energy(unit: Unit) -> Sheet:
    """能源保障 of the unit's paths, and clean coal for the households that none of them reaches."""
    rows = [_of_path(unit, path) for path in unit.paths]
    if unit.uncovered:
        points = ceil(unit.uncovered / 300)
        rows.append(_row(unit, EnergyKind.COAL, unit.uncovered, Decimal(COAL_PER_HOUSEHOLD)) | _points(unit, points))
    return Sheet("energy", tuple(rows))


def price_subsidy(unit: Unit) -> tuple[Decimal, Decimal]:
    """What the gas supplier gets because it buys dearer than it sells, in 万元: by the demand, and by what it delivered."""
    gas = [row for row in energy(unit).rows if row["kind"] is EnergyKind.GAS]
    return _by_volume(unit, gas, "demand"), _by_volume(unit, gas, "supplied")


def _by_volume(unit: Unit, gas: list[Row], column: str) -> Decimal:
    rate = GAS_PRICE_SUBSIDY.get(unit.name, Decimal(0))
    return sum((two_places(rate * volume) for row in gas if isinstance(volume := row[column], Decimal)), Decimal(0))


def _of_path(unit: Unit, path: HeatingPath) -> dict[str, Value]:
    households = unit.households(path)
    metered = Decimal(of_path(unit, path).use)
    match path:
        case HeatingPath.DISTRICT:
            works = f"新建、改造供热管网和换热站{stations(unit, path)}座"
            return _row(unit, EnergyKind.HEAT, households, _HEAT_PER_HOUSEHOLD, works)
        case HeatingPath.ELECTRICITY:
            works = f"新增、改造配电台区{districts(unit)}个，采暖季前完成配套电网改造"
            return _row(unit, EnergyKind.ELECTRICITY, households, metered, works)
        case HeatingPath.GAS:
            works = f"新建中低压燃气管线{ceil(households / 180)}千米、调压设施{ceil(households / 400)}座"
            row = _row(unit, EnergyKind.GAS, households, metered, works)
            return row | {"price_subsidy": _by_volume(unit, [row], "supplied")}
        case HeatingPath.BIOMASS:
            points = ceil(households / 1000)
            works = f"新建秸秆收储点{points}处、原料堆场1处"
            return _row(unit, EnergyKind.BIOMASS, households, _BIOMASS_PER_HOUSEHOLD, works) | _points(unit, points)


def _points(unit: Unit, points: int) -> dict[str, Value]:
    return {"points": points, "townships": min(points, len(townships(unit)))}


def _reached(unit: Unit, key: EnergyKind) -> Decimal:
    """The part of the households of a kind of energy that were finished, and so use it."""
    path = _PATHS.get(key)
    return Decimal(completed(unit, path)) / unit.households(path) if path else Decimal(1)


def _row(unit: Unit, key: EnergyKind, households: int, average: Decimal, works: str | None = None) -> dict[str, Value]:
    """A row whose demand is exactly households times a household's use."""
    kind = _KINDS[key]
    margin = Decimal(103 + int(generator(unit.name, "energy", key.value).random() * 9)) / 100
    demand = households * average / kind.scale
    random = generator(unit.name, "supplied", key.value)
    story = STORIES[unit.name]
    # In a cold winter more is used than was reckoned, but never more than was contracted.
    used = min(Decimal(story.supplied + int(random.random() * 3) - 1) / 100 * _reached(unit, key), margin)
    outages = {EnergyKind.COAL: None, EnergyKind.GAS: 0}.get(key, story.outages)
    return {
        "kind": key,
        "supplier": kind.supplier,
        "measure": kind.measure,
        "demand": demand,
        "contracted": two_places(demand * margin),
        "contract": f"{unit.initials}-{kind.letters}-2023-01",
        "signed_on": signed(unit, "energy", key.value),
        "stock": None if kind.stock is None else two_places(demand * kind.stock),
        "price": kind.price,
        "price_unit": kind.price_unit,
        "grid_works": works,
        "signed": True,
        "facilities": True,
        "safety": True,
        "households": households,
        "average": average,
        "average_unit": kind.average_unit,
        "peak": None if kind.peak is None else two_places(max(households * kind.peak / 10000, Decimal("0.01"))),
        "supplied": two_places(demand * used),
        "outages": outages,
        "outage_hours": None if outages is None else outages * (Decimal("1.5") + int(random.random() * 4) / Decimal(2)),
        "emergency": kind.emergency,
    }
