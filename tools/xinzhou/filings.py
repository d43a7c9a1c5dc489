"""Numbers and dates of a unit's four documents, all sample data: working days, each after what it reports on."""

from dataclasses import dataclass
from datetime import date

from xinzhou.amounts import generator
from xinzhou.dates import working_day
from xinzhou.units import Unit


@dataclass(frozen=True, slots=True)
class Filing:
    """A document (文种) of a unit, with its number and date; it is sent on that day."""

    kind: str
    number: str
    dated: date


def filings(unit: Unit) -> tuple[Filing, ...]:
    """The unit's four documents in the order of their dates."""
    random = generator(unit.name, "filings")

    def day(first: date, days: int) -> date:
        return working_day(date.fromordinal(first.toordinal() + int(random.random() * days)))

    def number(year: int, sequence: int) -> str:
        return f"{unit.prefix}〔{year}〕{sequence}号"

    accepted = unit.number + 3 + int(random.random() * 5)
    evaluated = 2 + int(random.random() * 3) + (10 if unit.central else 0)
    return (
        Filing("实施方案", number(2023, unit.number), unit.dated),
        Filing("验收报告", number(2023, accepted), day(date(2023, 10, 31), 4)),
        Filing("绩效自评报告", number(2024, evaluated), day(date(2024, 4, 2), 10)),
        Filing("采暖季工作总结", number(2024, evaluated + 1 + int(random.random() * 2)), day(date(2024, 4, 15), 5)),
    )
