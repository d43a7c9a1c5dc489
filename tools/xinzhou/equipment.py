"""设备选型, sample data: the models of the city's tender and the counties' heat exchangers."""

from decimal import Decimal

from reportgen.inputs.schema import Equipment
from reportgen.inputs.schema.choices import HeatingPath, Tender
from xinzhou.amounts import generator, share
from xinzhou.costs import stations
from xinzhou.dates import signed
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


def equipment(unit: Unit) -> Sheet:
    """设备选型: one set for each household of 煤改电 and 煤改气; heat exchangers for the networks."""
    rows = [row for path in unit.paths for row in (_city_models(unit, path) if path in _CITY_MODELS else _exchangers(unit, path))]
    return Sheet(Equipment, tuple(rows))


def equipment_cost(unit: Unit, path: HeatingPath) -> int:
    """What the equipment of a path that the city tenders costs, in 元."""
    return sum(price * count for (*_, price, _), count in zip(_CITY_MODELS[path], _counts(unit, path), strict=True))


def _counts(unit: Unit, path: HeatingPath) -> list[int]:
    random = generator(unit.name, "equipment", path.value)
    return share(unit.households(path), [weight * (0.85 + 0.3 * random.random()) for *_, weight in _CITY_MODELS[path]])


def _city_models(unit: Unit, path: HeatingPath) -> list[Row]:
    rows: list[Row] = []
    models = _CITY_MODELS[path]
    for number, ((kind, maker, model, power, price, _), count) in enumerate(zip(models, _counts(unit, path), strict=True), start=1):
        institutions = min(count // 40, 12) if number == len(models) else 0
        rows.append(
            {
                "path": path,
                "type": kind,
                "maker": maker,
                "model": model,
                "power": power,
                "tender": Tender.CITY,
                "price": price,
                "residents": count - institutions,
                "institutions": institutions,
                "contract": f"{unit.initials}-{'D' if path is HeatingPath.ELECTRICITY else 'Q'}SB-2023-{number:02}",
                "signed_on": signed(unit, "equipment", path.value, model),
            }
        )
    return rows


def _exchangers(unit: Unit, path: HeatingPath) -> list[Row]:
    biomass = path is HeatingPath.BIOMASS
    return [
        {
            "path": path,
            "type": "板式换热机组",
            "maker": "示例企业庚" if biomass else "示例企业己",
            "model": "SLH-7.0",
            "power": Decimal("22.00"),
            "tender": Tender.COUNTY,
            "price": 286000,
            "residents": stations(unit, path),
            "institutions": 0,
            "contract": f"{unit.initials}-{'S' if biomass else 'R'}SB-2023-01",
            "signed_on": signed(unit, "equipment", path.value),
        }
    ]
