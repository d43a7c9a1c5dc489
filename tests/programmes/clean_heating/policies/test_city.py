"""Rules about a city's whole programme look at the units below: what can't be told isn't checked, who is behind is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.policy import Evaluated
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
NUMBER = "忻清洁办发〔2023〕3号"


def season_of(root: Path, change: Callable[[Path], None]) -> Season:
    """The miniature workspace, bound by the city's policy, with a change made to its inputs."""
    inputs = root / "inputs/2023"
    for unit in ("示例市", "甲县", "乙县"):
        path = inputs / unit / "单位.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("示清洁办发〔2023〕3号]", f"{NUMBER}]"), encoding="utf-8")
    change(inputs)
    return open_season(Workspace(root), "2023")


def of_city(season: Season, kind: str) -> Evaluated:
    (job,) = season.jobs(frozenset({"示例市"}), frozenset({kind}))
    return season.evaluate(job)


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("rule", ["XZ23-2.2-03", "XZ23-2-06"])
def test_with_a_county_that_is_not_there_the_whole_is_not_checked(rule: str, project: Project) -> None:
    outcome = of_city(season_of(project("pair"), lambda inputs: (inputs / "乙县/单位.yaml").unlink()), "acceptance")
    assert rule not in {finding.code for finding in outcome.findings}
    (open_,) = (one for one in outcome.not_checked if one.rule == rule)
    assert any("乙县" in what for what in open_.missing)


def test_the_counties_that_are_behind_are_named(project: Project) -> None:
    def behind(inputs: Path) -> None:
        path = inputs / "乙县/月度计划与进度.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(line.replace(",600,600", ",600,590") for line in lines) + "\n", encoding="utf-8")

    outcome = of_city(season_of(project("pair"), behind), "acceptance")
    (finding,) = (finding for finding in outcome.findings if finding.code == "XZ23-2-06")
    assert finding.message.endswith("户没有完成（乙县）")
    assert {place.file.split("/")[2] for place in finding.places} == {"乙县"}


def test_a_citys_retrofit_is_what_its_counties_completed(project: Project) -> None:
    def task_alone(inputs: Path) -> None:
        """The city's own table gives the task and nothing else, as a city's does."""
        path = inputs / "示例市/建筑节能.csv"
        rows = [line.split(",")[:2] for line in path.read_text(encoding="utf-8").splitlines()]
        path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")

    outcome = of_city(season_of(project("pair"), task_alone), "acceptance")
    assert "XZ23-2-08" not in {one.rule for one in outcome.not_checked}
    assert "XZ23-2-08" in outcome.holds
