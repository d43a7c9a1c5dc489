"""A document is a draft while an error in what its unit or a unit below filled in stands, whatever it prints."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from reportgen.building.project import open_project
from reportgen.building.status import status
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]

# What is wrong prints no 【待补】 in the plan: the sum is that of the rows, an acceptance is no part of a plan.
FAULTS = [
    ("资金.csv", "\n中央,", "\n合计,,35300000,,,,,,\n中央,", "inputs.wrong-total"),
    ("资金.csv", "\n中央,", "\n合计,,0,,,,,,\n中央,", "inputs.wrong-total"),
    ("验收.csv", "一村,煤改电,农村,700,700", "一村,煤改电,农村,700,", "inputs.missing-value"),
]


def html_of(season: Season, unit: str, kind: str) -> etree._Element:
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return etree.fromstring(composed.html)


def is_draft(season: Season, unit: str) -> bool:
    return "草稿" in (html_of(season, unit, "plan").findtext("header/p[@class='marks']") or "")


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("file", "before", "after", "code"), FAULTS)
def test_an_error_of_the_inputs_makes_drafts_of_its_unit_and_of_those_above(file: str, before: str, after: str, code: str, project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    assert code in {problem.code for problem in season.problems if problem.unit == "甲县" and problem.severity == "error"}
    assert {unit: is_draft(season, unit) for unit in ("甲县", "乙县", "示例市")} == {"甲县": True, "乙县": False, "示例市": True}
    # It is said why: in the problems, in the standing, in the reports of the unit and of the city.
    (job,) = season.jobs(frozenset({"示例市"}), frozenset({"plan"}))
    (said,) = (problem for problem in season.compose(job).problems if problem.code == "documents.draft-by-errors")
    assert said.message.startswith("《实施方案》标注草稿：甲县的填报数据有")
    standings = {(one.unit, one.kind): one for one in status(open_project(Workspace(root), "2023"), date(2023, 4, 1), kinds=frozenset({"plan"}))}
    assert [(one.draft, one.faults > 0) for one in standings.values()] == [(True, True), (True, True), (False, False)]
    for unit in ("甲县", "示例市"):
        table = html_of(season, unit, "compliance").find(".//table[@id='input-errors']")
        assert table is not None
        assert {"".join(row[0].itertext()) for row in table.iterfind("tbody/tr")} == {"甲县"}


def test_without_errors_nothing_is_said_of_them(root: Path) -> None:
    season = open_season(Workspace(root / "tests/projects/pair"), "2023")
    assert not is_draft(season, "示例市")
    assert html_of(season, "示例市", "compliance").find(".//table[@id='input-errors']") is None
