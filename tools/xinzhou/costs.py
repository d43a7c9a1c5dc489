"""The made-up unit costs and uses that money, energy and equipment share, so that their figures agree."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from xinzhou.choices import HeatingPath
from xinzhou.story import STORIES
from xinzhou.units import Unit

FLOOR_AREA = 80
HEATING_MONTHS = 5
HOUSEHOLDS_PER_STATION = 1500
COAL_PER_HOUSEHOLD = 2  # 吨 a season
COAL_PRICE = 980  # 元/吨
COAL_STOCK = Decimal("0.5")  # of the season's demand, before it begins
COST_LIMIT, COLD_COST_LIMIT = 1500, 1650  # 元 that a household is to pay for a season at most, in the plain and in the mountains
_DISTRICT_PRICE = "3.60"  # 元/平方米·月, where a unit has no other
_DISTRICT_PRICES = {
    "定襄县": "3.50",
    "河曲县": "3.50",
    "五台县": "3.70",
    "繁峙县": "3.80",
    "岢岚县": "3.80",
    "宁武县": "3.90",
    "神池县": "3.90",
    "五台山": "3.75",
}
GAS_PRICE_SUBSIDY = {"保德县": Decimal("0.15")}  # 元/立方米, where the supplier buys dearer than it sells


@dataclass(frozen=True, slots=True)
class Path:
    """A path's subsidies (元/户), price, and a household's use of energy in a season in the price's measure."""

    construction: int
    running: int
    price: Decimal
    price_unit: str
    use: int

    @property
    def season_cost(self) -> Decimal:
        """What a household pays for a season after the running subsidy, in 元."""
        return self.price * self.use - self.running


def of_path(unit: Unit, path: HeatingPath) -> Path:
    """The unit's standards for one path. After subsidy its paths cost a household much the same (市方案三（六）), in the mountains more than in the plain."""
    heated = FLOOR_AREA * HEATING_MONTHS
    match path:
        case HeatingPath.DISTRICT:
            return Path(1500 if unit.urban() > 5000 else 2000, 0, Decimal(_DISTRICT_PRICES.get(unit.name, _DISTRICT_PRICE)), "元/平方米·月", heated)
        case HeatingPath.ELECTRICITY:
            return Path(5000, 600 if unit.cold else 500, Decimal("0.2862"), "元/千瓦时", STORIES[unit.name].use)
        case HeatingPath.GAS:
            return Path(4500, 600, Decimal("2.61"), "元/立方米", 800)
        case HeatingPath.BIOMASS:
            return Path(3000, 0, Decimal("3.70" if unit.name == "偏关县" else "3.65"), "元/平方米·月", heated)


def network_cost(unit: Unit, path: HeatingPath) -> Decimal:
    """What heat sources and networks of a path cost, in 万元: cheaper a household where many share a network."""
    households = unit.households(path)
    district = 6200 if households > 100000 else 9000
    return Decimal(households * (11000 if path is HeatingPath.BIOMASS else district)) / 10000


def stations(unit: Unit, path: HeatingPath) -> int:
    """Heat-exchange stations of a path's network."""
    return ceil(unit.households(path) / HOUSEHOLDS_PER_STATION)


def cost_limit(unit: Unit) -> int:
    """What a household of the unit is to pay for a season at most, in 元."""
    return COLD_COST_LIMIT if unit.cold else COST_LIMIT
