"""问题清单: found, closed, open, by origin and by unit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.pipeline.season import open_season
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
