"""运营维护, sample data: an enterprise for each path; its repairs are those of the weekly reports."""

from math import ceil

from xinzhou.amounts import share
from xinzhou.choices import HeatingPath, OperatingMode
from xinzhou.dispatch import weeks
from xinzhou.outcome import completed
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_OPERATORS = {
    HeatingPath.DISTRICT: ("示例热力有限公司", OperatingMode.FRANCHISE, 6000),
    HeatingPath.ELECTRICITY: ("示例清洁供暖服务有限公司", OperatingMode.ENERGY_CONTRACT, 900),
    HeatingPath.GAS: ("示例燃气有限公司", OperatingMode.FRANCHISE, 1200),
    HeatingPath.BIOMASS: ("示例生物质能源有限公司", OperatingMode.OWN, 2500),
}
_DUTIES = "运行、检修维护、能源调度、政策宣传、安全教育、舆情处置"
_STAFF = 4


def operators(unit: Unit) -> Sheet:
    """运营维护 of a unit's paths."""
    households = [completed(unit, path) for path in unit.paths]
    faults = sum(week.faults for week in weeks(unit))
    open_repairs = faults - sum(week.repaired for week in weeks(unit))
    largest = households.index(max(households))
    rows: list[Row] = []
    for number, (path, repairs) in enumerate(zip(unit.paths, share(faults, households), strict=True)):
        enterprise, mode, per_station = _OPERATORS[path]
        stations = ceil(unit.households(path) / per_station)
        rows.append(
            {
                "enterprise": enterprise,
                "path": path,
                "mode": mode,
                "duties": _DUTIES,
                "stations": stations,
                "staff": stations * _STAFF + 2,
                "repairs": repairs,
                "settled": repairs - (open_repairs if number == largest else 0),
            }
        )
    return Sheet("operators", tuple(rows))
