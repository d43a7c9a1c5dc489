"""Write the demonstration inputs of Xinzhou 2023: `python tools/make_xinzhou_inputs.py [DIRECTORY]`, by default inputs/2023.

True figures come from xinzhou/policy.py; all others are sample data, marked so in the sheet or file they stand in.
Running it again changes nothing.
"""

import argparse
from pathlib import Path

from xinzhou import (
    acceptance,
    arrears,
    description,
    dispatch,
    duties,
    effects,
    energy,
    equipment,
    evidence,
    grid,
    indicators,
    issues,
    ledger,
    money,
    notes,
    operators,
    organisation,
    outreach,
    own_words,
    particulars,
    pilot,
    plants,
    projects,
    reports,
    safety,
    subsidies,
    transfers,
    work,
    workbook,
    zones,
)
from xinzhou.units import DEVELOPMENT_ZONE, UNITS, Unit
from xinzhou.workbook import Sheet


def main(directory: Path) -> None:
    """Write a folder for the city and each unit under it."""
    # The city's key projects are 原平市's two, which the policy names; the counties' own are not the city's to list.
    key_projects = next(sheet for unit in UNITS if unit.name == "原平市" if (sheet := projects.projects(unit)) is not None)
    own = (
        work.city_retrofit(),
        key_projects,
        transfers.city(),
        reports.city(),
        effects.air("忻州市"),
        indicators.city(),
        evidence.city(),
        duties.city(),
        organisation.city(),
        notes.city(),
    )
    _write(directory, "忻州市", description.CITY, tuple(sheet for sheet in own if sheet is not None))
    evidence.write(directory / "忻州市", "忻州市", evidence.city())
    for order, unit in enumerate(UNITS, start=1):
        _write(directory, unit.full_name, description.of_unit(unit, order), _sheets(unit))
        evidence.write(directory / unit.full_name, unit.full_name, evidence.of_unit(unit))
        own_words.write_own(directory / unit.full_name, unit.full_name)
        if unit.full:
            workbook.write(directory / unit.full_name / "用户台账.xlsx", unit.full_name, (ledger.ledger(unit),))
    zone = DEVELOPMENT_ZONE
    _write(directory, zone.name, description.of_development_zone(zone, len(UNITS) + 1), (work.retrofit(zone),))


def _sheets(unit: Unit) -> tuple[Sheet, ...]:
    """In the order in which a workbook has them."""
    sheets = (
        work.tasks(unit),
        pilot.pilot(unit),
        work.villages(unit),
        work.progress(unit),
        work.retrofit(unit),
        projects.projects(unit),
        particulars.coverage(unit),
        money.funds(unit),
        transfers.of_unit(unit),
        effects.unit_costs(unit),
        arrears.arrears(unit),
        subsidies.subsidies(unit),
        particulars.safeguards(unit),
        energy.energy(unit),
        grid.grid(unit),
        plants.plants(unit),
        equipment.equipment(unit),
        acceptance.acceptance(unit),
        particulars.material_checks(unit),
        particulars.home_visits(unit),
        particulars.expert_opinions(unit),
        particulars.final_accounts(unit),
        operators.operators(unit),
        dispatch.dispatch(unit),
        reports.of_unit(unit),
        safety.safety(unit),
        issues.issues(unit),
        outreach.outreach(unit),
        effects.coal(unit),
        effects.air(unit.name),
        indicators.of_unit(unit),
        evidence.of_unit(unit),
        zones.zones(unit),
        duties.of_unit(unit),
        organisation.of_unit(unit),
        particulars.incentives(unit),
        particulars.household_forms(unit),
        notes.of_unit(unit),
        *own_words.sheets(unit.full_name),
    )
    return tuple(sheet for sheet in sheets if sheet is not None)


def _write(directory: Path, name: str, text: str, sheets: tuple[Sheet, ...]) -> None:
    folder = directory / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "单位.yaml").write_text(text, "utf-8", newline="\n")
    workbook.write(folder / "填报表.xlsx", name, sheets)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the demonstration inputs of Xinzhou 2023.")
    parser.add_argument("directory", nargs="?", type=Path, default=Path(__file__).parent.parent / "inputs" / "2023")
    main(parser.parse_args().directory)
