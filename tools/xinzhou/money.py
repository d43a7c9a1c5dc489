"""资金, all sample data. Government money for conversion is exactly what the standards times the households need."""

from datetime import date, timedelta
from decimal import Decimal

from xinzhou.amounts import generator, share_amount, two_places
from xinzhou.choices import FundSource, HeatingPath, RetrofitType
from xinzhou.costs import network_cost, of_path
from xinzhou.dates import working_day
from xinzhou.energy import price_subsidy
from xinzhou.equipment import equipment_cost
from xinzhou.story import STORIES
from xinzhou.subsidies import construction_paid, hardship_paid, running_paid
from xinzhou.units import Unit, retrofit_shares
from xinzhou.work import retrofitted
from xinzhou.workbook import Row, Sheet

_GOVERNMENT = (FundSource.CENTRAL, FundSource.PROVINCE, FundSource.CITY, FundSource.COUNTY)
_BUILDING_SHARES = (40, 20, 15, 25)
_RUNNING_SHARES = (0, 30, 30, 40)
_LOCAL_SHARES = (0, 0, 40, 60)
_COUNTY_ONLY = (0, 0, 0, 100)
_SUMMER, _AUTUMN, _WINTER = date(2023, 5, 15), date(2023, 8, 1), date(2023, 11, 6)
_LATE = date(2023, 12, 11)  # when a county that is short of money pays a part of its own
_RETAINED = 97  # % of a work that is paid before its guarantee ends
_NETWORK = "按工程进度支付，竣工验收后付至97%，质保期满付清"
_EQUIPMENT = "到货安装后支付70%，验收合格后付至97%，质保期满付清"
_TO_RESIDENTS = "核定后通过惠民“一卡通”发放到户"
_RETROFIT_COST = {RetrofitType.URBAN: 150, RetrofitType.RURAL: 90}
_GAS_PIPES_PER_HOUSEHOLD = 4000
_GRID_PER_HOUSEHOLD = 3500
_EXPLORATION = Decimal(4200)

USES = {
    HeatingPath.DISTRICT: "集中供热热源及管网",
    HeatingPath.ELECTRICITY: "煤改电设备购置安装",
    HeatingPath.GAS: "煤改气设备及配套管网",
    HeatingPath.BIOMASS: "生物质热电联产热源及管网",
}


def funds(unit: Unit) -> Sheet:
    """资金 by use and source: subsidies and retrofit by governments, what remains by enterprises and residents."""
    rows: list[Row] = []
    for path in unit.paths:
        subsidy = Decimal(of_path(unit, path).construction * unit.households(path)) / 10000
        terms = _NETWORK if path in (HeatingPath.DISTRICT, HeatingPath.BIOMASS) else _EQUIPMENT
        rows += _rows(unit, USES[path], subsidy, construction_paid(unit, path), _BUILDING_SHARES, _SUMMER, terms)
        rows += _by_society(unit, USES[path], _path_cost(unit, path) - subsidy, terms)
    electricity = unit.households(HeatingPath.ELECTRICITY)
    if electricity:
        rows += _by_society(unit, "煤改电配套电网改造", Decimal(electricity * _GRID_PER_HOUSEHOLD) / 10000, "由供电企业按工程进度支付")
    for kind, part in retrofit_shares()[unit.name].items():
        cost = Decimal(part) / 100 * _RETROFIT_COST[kind]
        public = two_places(cost * Decimal("0.8"))
        done = retrofitted(unit, kind) * 100 / Decimal(part)
        rows += _rows(unit, kind.value, public, None, _BUILDING_SHARES, _AUTUMN, "按工程进度支付，验收合格后结清", done)
        rows += _by_society(unit, kind.value, cost - public, "按工程进度支付，验收合格后结清", _AUTUMN)
    running = Decimal(sum(of_path(unit, path).running * unit.households(path) for path in unit.paths)) / 10000
    if running:
        paid = sum((running_paid(unit, path) for path in unit.paths), Decimal(0))
        rows += _rows(unit, "运行补贴", running, paid, _RUNNING_SHARES, _WINTER, _TO_RESIDENTS)
    extra = sum((hardship_paid(unit, path) for path in unit.paths), Decimal(0))
    rows += _rows(unit, "困难群众取暖增补", extra, extra, _COUNTY_ONLY, _WINTER, _TO_RESIDENTS)
    gas, delivered = price_subsidy(unit)
    if gas:
        rows += _rows(unit, "燃气保供企业气价补贴", gas, delivered, _LOCAL_SHARES, _WINTER, "按实际供气量核定，拨付企业")
    if unit.name == "原平市":
        rows += _by_society(unit, "干热岩勘探", _EXPLORATION, "按勘探进度支付")
    return Sheet("funds", tuple(rows), totals=("budget", "adjusted", "received", "spent", "carried"))


def _path_cost(unit: Unit, path: HeatingPath) -> Decimal:
    if path in (HeatingPath.DISTRICT, HeatingPath.BIOMASS):
        return network_cost(unit, path)
    pipes = unit.households(path) * _GAS_PIPES_PER_HOUSEHOLD if path is HeatingPath.GAS else 0
    return (Decimal(equipment_cost(unit, path)) + pipes) / 10000


def _rows(
    unit: Unit, use: str, budget: Decimal, spent: Decimal | None, shares: tuple[int, ...], day: date, payment: str, done: Decimal = Decimal(1)
) -> list[Row]:
    """Money of governments. What is paid to the residents arrives in full; for works (`spent` None) a part is still to come.

    Of what came for works at most the part `done` is spent.
    """
    rows: list[Row] = []
    spendings = share_amount(spent, shares) if spent is not None else [None] * len(shares)
    for number, (source, amount, paid) in enumerate(zip(_GOVERNMENT, share_amount(budget, shares), spendings, strict=True)):
        if not amount:
            continue
        random = generator(unit.name, "funds", use, source.value)
        own, story = source is FundSource.COUNTY, STORIES[unit.name]
        late = own and paid is None and story.received < 100
        part = story.received if own else 92 + int(random.random() * 9)
        received = amount if paid is not None else two_places(amount * part / 100)
        carried = random.random() < 0.15 and source is FundSource.CENTRAL
        rows.append(
            {
                "source": source,
                "use": use,
                "budget": amount,
                "adjusted": amount,
                "received": received,
                "spent": paid if paid is not None else two_places(received * min(done, Decimal(story.spent + 1 + int(random.random() * 4)) / 100)),
                "carried": two_places(amount / 10) if carried else 0,
                "received_on": working_day((_LATE if late else day + timedelta(days=12 * number)) + timedelta(days=int(random.random() * 10))),
                "payment": payment,
            }
        )
    return rows


def _by_society(unit: Unit, use: str, budget: Decimal, payment: str, day: date = _SUMMER) -> list[Row]:
    """Money of enterprises and residents; a few works cost less than planned."""
    budget = two_places(budget)
    if not budget:
        return []
    random = generator(unit.name, "funds", use, FundSource.SOCIETY.value)
    adjusted = two_places(budget * Decimal("0.97")) if random.random() < 0.12 else budget
    # What enterprises pay follows the work; a part is kept until the guarantee ends.
    paid = min(STORIES[unit.name].spent - 1 + int(random.random() * 3), _RETAINED)
    received = two_places(adjusted * min(paid + 1 + int(random.random() * 4), 100) / 100)
    return [
        {
            "source": FundSource.SOCIETY,
            "use": use,
            "budget": budget,
            "adjusted": adjusted,
            "received": received,
            "spent": two_places(adjusted * paid / 100),
            "carried": 0,
            "received_on": working_day(day + timedelta(days=7 + int(random.random() * 30))),
            "payment": payment,
        }
    ]
