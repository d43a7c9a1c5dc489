"""问题清单: found, closed, open, by origin and by unit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reportgen.figures.period import PERIOD, TO_DATE, InPeriod
from reportgen.pipeline.opening import open_season
from reportgen.programmes.clean_heating.figures.issues import Issues
from reportgen.workspace import Workspace

HEAD = "序号,问题来源,问题,整改措施,责任单位,发现日期,整改时限,销号日期\n"
CLOSED = "1,回头看,3户未通电,协调接电,供电公司,2023年10月20日,2023年10月28日,2023年10月26日\n"
LATE = "2,验收,1户漏水,更换管件,住建局,2023年10月20日,2023年10月28日,2023年11月2日\n"
OPEN = "3,验收,管道未保温,补做保温,住建局,2023年10月20日,2023年10月28日,\n"


def read(root: Path, unit: str) -> Issues:
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == unit]
    return season.themes(scope).issues


def counts(issues: Issues) -> list[int | None]:
    figures = (issues.found, issues.closed, issues.open, issues.overdue)
    return [None if figure.value is None else int(figure.value) for figure in figures]


@pytest.fixture
def pair(project: Callable[[str], Path]) -> Path:
    root = project("pair")
    for county in ("甲县", "乙县"):
        (root / f"inputs/2023/{county}/问题清单.csv").unlink(missing_ok=True)
    return root


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (CLOSED, [1, 1, 0, 0]),
        (CLOSED + LATE + OPEN, [3, 2, 1, 1]),
        (OPEN.replace("28日,\n", "28日,—\n"), [1, 0, 1, 0]),
        (CLOSED + OPEN.replace("28日,\n", "28日,已销号\n"), [2, None, None, None]),
        (LATE.replace("2023年10月28日", "下旬"), [1, 1, 0, None]),
        ("", [0, 0, 0, 0]),
    ],
)
def test_problems_are_closed_or_open(rows: str, expected: list[int | None], pair: Path) -> None:
    (pair / "inputs/2023/甲县/问题清单.csv").write_text(HEAD + rows, encoding="utf-8")
    assert counts(read(pair, "甲县")) == expected


def test_a_table_of_headings_alone_states_that_there_is_none_and_no_table_states_nothing(pair: Path) -> None:
    assert counts(read(pair, "甲县")) == [None] * 4
    (pair / "inputs/2023/甲县/问题清单.csv").write_text(HEAD, encoding="utf-8")
    county = read(pair, "甲县")
    assert county.found.sources[0].place.file == "inputs/2023/甲县/问题清单.csv"
    assert county.rate.void
    assert not county.found.void
    assert counts(read(pair, "示例市")) == [None] * 4  # 乙县 has said nothing
    (pair / "inputs/2023/乙县/问题清单.csv").write_text(HEAD + CLOSED, encoding="utf-8")
    assert counts(read(pair, "示例市")) == [1, 1, 0, 0]


def test_by_origin_and_of_the_units_below(pair: Path) -> None:
    (pair / "inputs/2023/甲县/问题清单.csv").write_text(HEAD + CLOSED + LATE + OPEN, encoding="utf-8")
    county = read(pair, "甲县")
    assert [(group.name, int(group.found.value or 0)) for group in county.origins] == [("回头看", 1), ("验收", 2)]
    assert county.of_origin("验收").open == 1
    assert county.of_origin("督导检查").found == 0
    assert [str(row.number) for row in county.open_rows] == ["3"]
    city = read(pair, "示例市")
    assert city.found.lacking == ("乙县《问题清单》",)
    assert not city.found.known
    assert [(unit.name, unit.found.value) for unit in city.units] == [("甲县", 3), ("乙县", None)]
    (pair / "inputs/2023/乙县/问题清单.csv").write_text(HEAD + CLOSED, encoding="utf-8")
    assert counts(read(pair, "示例市")) == [4, 3, 1, 1]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("first", "last", "whole", "part"),
    [
        # of CLOSED (10-20, closed 10-26), LATE (due 10-28, closed 11-2), OPEN (due 10-28): found, closed, open, overdue, late
        (date(2023, 10, 1), date(2023, 10, 19), [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]),
        (date(2023, 10, 1), date(2023, 10, 26), [3, 1, 2, 0, 0], [3, 1, 2, 0, 0]),
        (date(2023, 10, 27), date(2023, 10, 28), [3, 1, 2, 0, 0], [0, 0, 2, 0, 0]),
        (date(2023, 10, 29), date(2023, 11, 1), [3, 1, 2, 0, 2], [0, 0, 2, 0, 2]),
        (date(2023, 11, 2), date(2023, 12, 1), [3, 2, 1, 1, 1], [0, 1, 1, 1, 1]),
    ],
)
def test_a_part_of_the_season_tells_how_things_stood_on_its_last_day(first: date, last: date, whole: list[int], part: list[int], pair: Path) -> None:
    (pair / "inputs/2023/甲县/问题清单.csv").write_text(HEAD + CLOSED + LATE + OPEN, encoding="utf-8")
    (scope,) = [s for s in open_season(Workspace(pair), "2023").scopes if s.unit.name == "甲县"]

    def of(found: Issues) -> list[int | None]:
        assert found.late is not None
        return [*counts(found), None if found.late.value is None else int(found.late.value)]

    assert of(InPeriod(TO_DATE, scope, None, last, {}).issues) == whole
    in_part = InPeriod(PERIOD, scope, first, last, {}).issues
    assert of(in_part) == part
    assert [len(rows) for rows in (in_part.rows, in_part.closed_rows, in_part.open_rows)] == part[:3]


def test_each_origin_is_counted_by_unit(pair: Path) -> None:
    (pair / "inputs/2023/甲县/问题清单.csv").write_text(HEAD + CLOSED + LATE + OPEN, encoding="utf-8")
    (pair / "inputs/2023/乙县/问题清单.csv").write_text(HEAD + CLOSED, encoding="utf-8")
    city = read(pair, "示例市")
    assert [(unit.name, unit.found.value, unit.on_time) for unit in city.of_origin("回头看").units] == [("甲县", 1, True), ("乙县", 1, True)]
    assert [(unit.name, unit.found.value, unit.on_time) for unit in city.of_origin("验收").units] == [("甲县", 2, False), ("乙县", 0, False)]
