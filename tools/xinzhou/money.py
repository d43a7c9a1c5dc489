"""Sheets of money, all sample data: 补贴标准 and 资金. Government money is exactly what the standards times the households need."""

from decimal import Decimal

from reportgen.inputs.schema import Fund, Subsidy
from reportgen.inputs.schema.choices import FundSource, HeatingPath, RetrofitType
from xinzhou.amounts import share_amount, two_places
from xinzhou.costs import network_cost, of_path
from xinzhou.equipment import equipment_cost
from xinzhou.units import Unit, retrofit_shares
from xinzhou.workbook import Row, Sheet

_GOVERNMENT = (FundSource.CENTRAL, FundSource.PROVINCE, FundSource.CITY, FundSource.COUNTY)
_BUILDING_SHARES = (40, 20, 15, 25)
_RUNNING_SHARES = (0, 30, 30, 40)
_RETROFIT_COST = {RetrofitType.URBAN: 150, RetrofitType.RURAL: 90}
_GAS_PIPES_PER_HOUSEHOLD = 4000
_GRID_PER_HOUSEHOLD = 3500
_EXPLORATION = Decimal(4200)

_USES = {
    HeatingPath.DISTRICT: "集中供热热源及管网",
    HeatingPath.ELECTRICITY: "煤改电设备购置安装",
    HeatingPath.GAS: "煤改气设备及配套管网",
    HeatingPath.BIOMASS: "生物质热电联产热源及管网",
}


def subsidies(unit: Unit) -> Sheet:
    """补贴标准 of the unit's paths."""
    rows: list[Row] = []
    for path in unit.paths:
        standard = of_path(unit, path)
        rows.append(
            {
                "path": path,
                "construction": standard.construction,
                "running": standard.running,
                "price": standard.price,
                "price_unit": standard.price_unit,
                "season_cost": two_places(standard.season_cost),
            }
        )
    return Sheet(Subsidy, tuple(rows))


def funds(unit: Unit) -> Sheet:
    """资金 by use and source: subsidies and retrofit by governments, what remains by enterprises and residents."""
    rows: list[Row] = []
    for path in unit.paths:
        subsidy = Decimal(of_path(unit, path).construction * unit.households(path)) / 10000
        rows += _rows(_USES[path], subsidy, _BUILDING_SHARES, _path_cost(unit, path) - subsidy)
    electricity = unit.households(HeatingPath.ELECTRICITY)
    if electricity:
        rows += _rows("煤改电配套电网改造", Decimal(0), _BUILDING_SHARES, Decimal(electricity * _GRID_PER_HOUSEHOLD) / 10000)
    for kind, part in retrofit_shares()[unit.name].items():
        cost = Decimal(part) / 100 * _RETROFIT_COST[kind]
        public = two_places(cost * Decimal("0.8"))
        rows += _rows(kind.value, public, _BUILDING_SHARES, cost - public)
    running = Decimal(sum(of_path(unit, path).running * unit.households(path) for path in unit.paths)) / 10000
    if running:
        rows += _rows("运行补贴", running, _RUNNING_SHARES, Decimal(0))
    if unit.name == "原平市":
        rows += _rows("干热岩勘探", Decimal(0), _BUILDING_SHARES, _EXPLORATION)
    return Sheet(Fund, tuple(rows), totals=("budget",))


def _path_cost(unit: Unit, path: HeatingPath) -> Decimal:
    if path in (HeatingPath.DISTRICT, HeatingPath.BIOMASS):
        return network_cost(unit, path)
    pipes = unit.households(path) * _GAS_PIPES_PER_HOUSEHOLD if path is HeatingPath.GAS else 0
    return (Decimal(equipment_cost(unit, path)) + pipes) / 10000


def _rows(use: str, public: Decimal, shares: tuple[int, ...], society: Decimal) -> list[Row]:
    amounts = [*zip(_GOVERNMENT, share_amount(public, shares), strict=True), (FundSource.SOCIETY, two_places(society))]
    return [{"source": source, "use": use, "budget": amount} for source, amount in amounts if amount]
