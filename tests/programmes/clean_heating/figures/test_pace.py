"""The works at the end of a month against their plan: as of the month that a part of the season ends in, by unit and township, with places."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportgen.figures.period import PERIOD, TO_DATE, InPeriod
from reportgen.figures.scope import Scope
from reportgen.pipeline.opening import open_season
from reportgen.programmes.clean_heating.figures.pace import Pace
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
TABLE = "inputs/2023/乙县/月度计划与进度.csv"


def scope_of(root: Path, unit: str) -> Scope:
    return next(scope for scope in open_season(Workspace(root), "2023").scopes if scope.unit.name == unit)


def pace_of(root: Path, unit: str, end: date) -> Pace:
    part: Pace = InPeriod(TO_DATE, scope_of(root, unit), None, end, {}).pace
    return part


@pytest.mark.parametrize(
    ("end", "planned", "completed", "added", "due", "ahead"),
    [
        (date(2023, 6, 30), 700, 710, 710, 700, None),  # of July, that has no row, nobody knows
        (date(2023, 9, 30), 1600, 1570, None, None, 2000),
        (date(2023, 10, 5), 2000, 2000, 430, 400, 2000),  # the month that the day lies in; after the last the plan stays
        (date(2023, 5, 31), 0, 0, 0, 0, 700),
    ],
)
def test_a_month_is_compared_with_its_plan(end: date, planned: int, completed: int, added: int | None, due: int | None, ahead: int | None, root: Path) -> None:
    whole = pace_of(root / "tests/projects/pair", "甲县", end).total
    assert [figure.value for figure in (whole.planned, whole.completed, whole.added, whole.due, whole.ahead)] == [planned, completed, added, due, ahead]
    assert (whole.behind.value, whole.beyond.value) == (planned - completed, completed - planned)


def test_months_to_come_change_nothing(project: Project) -> None:
    root = project("pair")
    before = pace_of(root, "甲县", date(2023, 9, 30)).total.completed
    table = root / "inputs/2023/甲县/月度计划与进度.csv"
    table.write_text(table.read_text("utf-8").replace("2023年10月,煤改电,1200,1200", "2023年10月,煤改电,1200,1111"), encoding="utf-8")
    assert pace_of(root, "甲县", date(2023, 9, 30)).total.completed == before
    assert pace_of(root, "甲县", date(2023, 10, 31)).total.left.value == 89


def places(pace: Pace) -> list[tuple[str, int | None]]:
    return [(unit.name, None if unit.place.value is None else int(unit.place.value)) for unit in pace.ranked]


def test_units_have_places_and_the_same_rate_the_same_place(project: Project) -> None:
    root = project("pair")
    assert places(pace_of(root, "示例市", date(2023, 10, 31))) == [("甲县", 1), ("乙县", 1)]
    table = root / TABLE
    lines = table.read_text("utf-8").splitlines()
    last = max(range(1, len(lines)), key=lambda number: ("10月" in lines[number], number))
    month, path, planned, completed, *others = lines[last].split(",")
    lines[last] = ",".join((month, path, planned, str(int(completed) - 60), *others))
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    city = pace_of(root, "示例市", date(2023, 10, 31))
    assert places(city) == [("甲县", 1), ("乙县", 2)]
    assert [(unit.name, unit.behind.value) for unit in city.behind] == [("乙县", 60)]
    assert {source.place.file for source in city.ranked[1].place.sources} >= {f"inputs/2023/{county}/月度计划与进度.csv" for county in ("甲县", "乙县")}


def test_a_unit_that_has_said_nothing_leaves_all_places_open(project: Project) -> None:
    root = project("pair")
    (root / TABLE).unlink()
    city = pace_of(root, "示例市", date(2023, 10, 31))
    assert dict(places(city)) == {"甲县": None, "乙县": None}
    assert not city.total.completed.known


@pytest.mark.slow
def test_townships_are_ranked_by_the_acceptance(root: Path) -> None:
    found = scope_of(root, "静乐县")
    townships = InPeriod(PERIOD, found, date(2023, 10, 1), date(2023, 10, 31), {}).pace.townships
    assert [(each.name, int(each.place.value), int(each.left.value)) for each in townships][-1] == ("段家寨乡", 7, 38)
    assert {int(each.place.value) for each in townships[:-1]} == {1}
