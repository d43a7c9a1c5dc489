"""Sheets of running it, all sample data: 能源保障, 设备选型, 清零范围, 群众工作."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from reportgen.inputs.schema import Energy, Equipment, Outreach, Zone
from reportgen.inputs.schema.choices import EnergyKind, HeatingPath, Tender
from xinzhou.amounts import generator, share, two_places
from xinzhou.costs import of_path, stations
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_HEAT_PER_HOUSEHOLD = Decimal("28.8")  # 吉焦 a season
_BIOMASS_PER_HOUSEHOLD = Decimal("2.4")  # 吨 a season
_COAL_PER_HOUSEHOLD = 2  # 吨 a season
_HOUSEHOLDS_PER_TRANSFORMER = 60
_QINGMING = date(2023, 4, 5)

# The city tenders 煤改电 and 煤改气 equipment for all (市方案五（二）), so models and prices are the same everywhere.
_CITY_MODELS = {
    HeatingPath.ELECTRICITY: (
        ("低环境温度空气源热泵热风机", "示例企业甲", "SLF-50", Decimal("1.35"), 5200, 40),
        ("低环境温度空气源热泵热风机", "示例企业乙", "SLF-72", Decimal("1.95"), 6900, 38),
        ("低环境温度空气源热泵热水机组", "示例企业丙", "SLR-120", Decimal("4.20"), 13800, 22),
    ),
    HeatingPath.GAS: (
        ("燃气采暖热水炉", "示例企业丁", "SLB-20", Decimal("20.00"), 3300, 62),
        ("燃气采暖热水炉", "示例企业戊", "SLB-26", Decimal("26.00"), 3900, 38),
    ),
}


def _signed(unit: Unit, *names: str) -> date:
    """A working day of March or April before the unit's document."""
    return _working_day(unit.dated - timedelta(days=2 + int(generator(unit.name, "signed", *names).random() * 18)))


def _working_day(day: date) -> date:
    """The day, or the last working day before it."""
    while day.weekday() > 4 or day == _QINGMING:
        day -= timedelta(days=1)
    return day


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
                "signed_on": _signed(unit, "equipment", path.value, model),
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
            "signed_on": _signed(unit, "equipment", path.value),
        }
    ]


def energy(unit: Unit) -> Sheet:
    """能源保障: demand is households times a household's use; contracts cover it with a margin."""
    rows = [_supply(unit, path) for path in unit.paths]
    if unit.uncovered:
        demand = Decimal(unit.uncovered * _COAL_PER_HOUSEHOLD)
        points = ceil(unit.uncovered / 300)
        rows.append(_energy(unit, EnergyKind.COAL, "示例洁净煤配送有限公司", "吨", demand, Decimal(980), "元/吨", "", stock=Decimal("0.5"), points=points))
    return Sheet(Energy, tuple(rows))


def _supply(unit: Unit, path: HeatingPath) -> Row:
    households = unit.households(path)
    match path:
        case HeatingPath.DISTRICT:
            works = f"新建、改造供热管网和换热站{stations(unit, path)}座"
            demand = two_places(households * _HEAT_PER_HOUSEHOLD / 10000)
            return _energy(unit, EnergyKind.HEAT, "示例热力有限公司", "万吉焦", demand, Decimal("32.50"), "元/吉焦", works)
        case HeatingPath.ELECTRICITY:
            transformers = ceil(households / _HOUSEHOLDS_PER_TRANSFORMER)
            works = f"新增、改造配电台区{transformers}个，采暖季前完成配套电网改造"
            standard = of_path(unit, path)
            demand = two_places(Decimal(households * standard.use) / 10000)
            return _energy(unit, EnergyKind.ELECTRICITY, "国网忻州供电公司", "万千瓦时", demand, standard.price, standard.price_unit, works)
        case HeatingPath.GAS:
            standard = of_path(unit, path)
            works = f"新建中低压燃气管线{max(1, round(households / 180))}千米、调压设施{ceil(households / 400)}座"
            demand = two_places(Decimal(households * standard.use) / 10000)
            stock = Decimal("0.1")
            return _energy(unit, EnergyKind.GAS, "示例燃气有限公司", "万立方米", demand, standard.price, standard.price_unit, works, stock=stock)
        case HeatingPath.BIOMASS:
            works = f"新建秸秆收储点{ceil(households / 1000)}处、原料堆场1处"
            demand = two_places(households * _BIOMASS_PER_HOUSEHOLD)
            points = ceil(households / 1000)
            return _energy(unit, EnergyKind.BIOMASS, "示例生物质能源有限公司", "吨", demand, Decimal(320), "元/吨", works, stock=Decimal("0.3"), points=points)


def _energy(
    unit: Unit,
    kind: EnergyKind,
    supplier: str,
    measure: str,
    demand: Decimal,
    price: Decimal,
    price_unit: str,
    works: str,
    *,
    stock: Decimal | None = None,
    points: int | None = None,
) -> Row:
    """One supply. `stock` is the part of the demand that is stored before the season."""
    margin = Decimal(103 + int(generator(unit.name, "energy", kind.value).random() * 9)) / 100
    letters = {"热力": "GR", "电力": "GD", "天然气": "GQ", "生物质": "SW", "洁净煤": "JM"}
    return {
        "kind": kind,
        "supplier": supplier,
        "measure": measure,
        "demand": demand,
        "contracted": two_places(demand * margin),
        "contract": f"{unit.initials}-{letters[kind.value]}-2023-01",
        "signed_on": _signed(unit, "energy", kind.value),
        "stock": None if stock is None else two_places(demand * stock),
        "price": price,
        "price_unit": price_unit,
        "points": points,
        "grid_works": works or None,
    }


def zones(unit: Unit) -> Sheet:
    """清零范围: the town's no-coal zone, all of it covered."""
    random = generator(unit.name, "zones")
    total = round(max(unit.urban() * 1.15, 5200) + random.random() * 4000)
    if unit.scenic:
        name, boundary, total = "核心景区禁煤区", "台怀镇核心景区", 1480
    elif unit.central:
        name, boundary, total = "忻州城区禁煤区", "城区建成区", 96400
    else:
        town = "城区" if unit.local[-1] in "市区" else "县城"
        name, boundary = f"{town}禁煤区", f"{town}建成区"
    return Sheet(Zone, ({"name": name, "boundary": boundary, "total": total, "covered": total, "coal_left": 0, "villages_left": 0},))


def outreach(unit: Unit) -> Sheet:
    """群众工作 up to the plan: notice given, views heard."""
    random = generator(unit.name, "outreach")
    opinions = 4 + int(random.random() * 20)
    heard = 120 + int(random.random() * 400)
    first, second = (_working_day(unit.dated - timedelta(days=days)) for days in (15, 8))
    return Sheet(
        Outreach,
        (
            {"activity": "改造任务和补贴政策公示", "held_on": first, "times": 1},
            {"activity": "征求群众意见", "held_on": second, "times": 2, "reached": heard, "received": opinions, "settled": opinions},
        ),
    )
