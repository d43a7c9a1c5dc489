"""补贴标准, all sample data: standards, what was paid, and the extra for households in hardship."""

from decimal import Decimal

from xinzhou.amounts import generator, two_places
from xinzhou.choices import Area, HeatingPath, SubsidyMode
from xinzhou.costs import of_path
from xinzhou.outcome import completed
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_HARDSHIP_EXTRA = 200


def subsidies(unit: Unit) -> Sheet:
    """补贴标准 of the unit's paths. No standard is lower than in the year before."""
    rows: list[Row] = []
    mode = SubsidyMode.DIRECT if generator(unit.name, "mode").random() < 0.5 else SubsidyMode.AFTER
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
                "income": _income(unit, path),
                "running_before": standard.running,
                "mode": mode,
                "construction_paid": construction_paid(unit, path),
                "running_paid": running_paid(unit, path),
                "hardship": _hardship(unit, path),
                "hardship_extra": _HARDSHIP_EXTRA,
                "hardship_paid": hardship_paid(unit, path),
            }
        )
    return Sheet("subsidies", tuple(rows))


def construction_paid(unit: Unit, path: HeatingPath) -> Decimal:
    """万元: the standard for every completed household."""
    return Decimal(of_path(unit, path).construction * completed(unit, path)) / 10000


def running_paid(unit: Unit, path: HeatingPath) -> Decimal:
    """万元: by what was really used, so a little less than the standard, which is the most that a household gets."""
    part = Decimal(91 + int(generator(unit.name, "running", path.value).random() * 7)) / 100
    return two_places(of_path(unit, path).running * completed(unit, path) * part / 10000)


def hardship_paid(unit: Unit, path: HeatingPath) -> Decimal:
    """万元: the extra for every household in hardship."""
    return Decimal(_hardship(unit, path) * _HARDSHIP_EXTRA) / 10000


def _hardship(unit: Unit, path: HeatingPath) -> int:
    rate = 0.012 if (path, Area.RURAL) not in unit.tasks else 0.03
    return round(completed(unit, path) * rate * (0.8 + 0.6 * generator(unit.name, "hardship", path.value).random()))


def _income(unit: Unit, path: HeatingPath) -> int:
    """元 a year; a household in the town earns more."""
    urban = unit.tasks.get((path, Area.URBAN), 0) * 2 > unit.households(path)
    return (62000 if urban else 33000) + 100 * int(generator(unit.name, "income", path.value).random() * 80)
