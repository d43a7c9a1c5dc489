"""设备选型, sample data: the models of the city's tender and the counties' heat exchangers."""

from decimal import Decimal
from math import ceil

from xinzhou.amounts import generator, share
from xinzhou.choices import HeatingPath, Tender
from xinzhou.costs import stations
from xinzhou.dates import ordered
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

# The city tenders 煤改电 and 煤改气 equipment for all (市方案五（二）), so models and prices are the same everywhere.
_CITY_MODELS = {
    HeatingPath.ELECTRICITY: (
        ("低环境温度空气源热泵热风机", "示例企业甲", "SLF-50", Decimal("1.35"), 5200, 40),
        ("低环境温度空气源热泵热风机", "示例企业乙", "SLF-72", Decimal("1.95"), 6900, 38),
        ("低环境温度空气源热泵热水机组", "示例企业丙", "SLR-120", Decimal("4.20"), 13800, 22),
    ),
    HeatingPath.GAS: (
        ("燃气壁挂炉", "示例企业丁", "SLB-20", Decimal("20.00"), 3300, 62),
        ("燃气壁挂炉", "示例企业戊", "SLB-26", Decimal("26.00"), 3900, 38),
    ),
}

STATION = "板式换热机组"
"""What stands in a station, not with a household."""
_SPARE = 0.01  # sets kept to replace those that fail


def equipment(unit: Unit) -> Sheet:
    """设备选型: a set for each household of 煤改电 and 煤改气, a few to spare, those of offices and schools; for networks exchangers and meters."""
    rows = [row for path in unit.paths for row in (_city_models(unit, path) if path in _CITY_MODELS else _network(unit, path))]
    return Sheet("equipment", tuple(rows))


def equipment_cost(unit: Unit, path: HeatingPath) -> int:
    """What the equipment of a path that the city tenders costs, in 元."""
    counts = _counts(unit, path)
    counts[-1] += _institutions(counts[-1])
    return sum(price * count for (*_, price, _), count in zip(_CITY_MODELS[path], counts, strict=True))


def _counts(unit: Unit, path: HeatingPath) -> list[int]:
    random = generator(unit.name, "equipment", path.value)
    households = unit.households(path)
    return share(households + ceil(households * _SPARE), [weight * (0.85 + 0.3 * random.random()) for *_, weight in _CITY_MODELS[path]])


def _institutions(count: int) -> int:
    """Sets of the largest model for offices and schools, in proportion to those of residents."""
    return min(count // 40, 12)


def _city_models(unit: Unit, path: HeatingPath) -> list[Row]:
    rows: list[Row] = []
    models = _CITY_MODELS[path]
    for number, ((kind, maker, model, power, price, _), count) in enumerate(zip(models, _counts(unit, path), strict=True), start=1):
        institutions = _institutions(count) if number == len(models) else 0
        rows.append(
            {
                "path": path,
                "type": kind,
                "maker": maker,
                "model": model,
                "power": power,
                "tender": Tender.CITY,
                "price": price,
                "residents": count,
                "institutions": institutions,
                "contract": f"{unit.initials}-{'D' if path is HeatingPath.ELECTRICITY else 'Q'}SB-2023-{number:02}",
                "signed_on": ordered(unit, path.value, model),
            }
        )
    return rows


def _network(unit: Unit, path: HeatingPath) -> list[Row]:
    """A meter for each household and the exchangers of the stations, which the county tenders itself."""
    biomass = path is HeatingPath.BIOMASS
    contract = f"{unit.initials}-{'S' if biomass else 'R'}SB-2023"
    return [
        {
            "path": path,
            "type": "户用热计量温控装置",
            "maker": "示例企业辛",
            "model": "SLJ-20",
            "tender": Tender.COUNTY,
            "price": 680,
            "residents": unit.households(path),
            "institutions": 0,
            "contract": f"{contract}-02",
            "signed_on": ordered(unit, path.value, "meters"),
        },
        {
            "path": path,
            "type": STATION,
            "maker": "示例企业庚" if biomass else "示例企业己",
            "model": "SLH-7.0",
            "power": Decimal("22.00"),
            "tender": Tender.COUNTY,
            "price": 286000,
            "residents": stations(unit, path),
            "institutions": 0,
            "contract": f"{contract}-01",
            "signed_on": ordered(unit, path.value),
        },
    ]
