"""安全检查, sample data: rounds on sites in summer, with users in the season; hazards put right."""

from datetime import date, timedelta

from xinzhou.amounts import generator
from xinzhou.choices import HeatingPath
from xinzhou.dates import working_day
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_IN_USE = {
    HeatingPath.DISTRICT: "热源、换热站和管网运行安全",
    HeatingPath.ELECTRICITY: "用电安全",
    HeatingPath.GAS: "用气安全",
    HeatingPath.BIOMASS: "生物质燃料堆场消防安全",
}


def safety(unit: Unit) -> Sheet:
    """安全检查 of a unit."""
    users = [_IN_USE[path] for path in unit.paths]
    rounds = [
        (date(2023, 6, 12), "施工现场安全", unit.safety_office),
        (date(2023, 8, 14), "施工现场安全", unit.safety_office),
        (date(2023, 10, 9), f"{'、'.join(users)}（采暖季前）", unit.lead),
        *((date(2023, 11, 13) + timedelta(days=28 * number), users[number % len(users)], unit.lead) for number in range(4)),
    ]
    rows: list[Row] = []
    for number, (first, subject, department) in enumerate(rounds):
        random = generator(unit.name, "safety", str(number))
        hazards = int(random.random() * 6) + (2 if number < 2 else 0)
        left = STORIES[unit.name].open_hazards if number == len(rounds) - 1 else 0
        rows.append(
            {
                "checked_on": working_day(first + timedelta(days=int(random.random() * 5))),
                "subject": subject,
                "department": department,
                "places": 12 + int(random.random() * 40),
                "hazards": hazards + left,
                "rectified": hazards,
            }
        )
    return Sheet("safety", tuple(rows))
