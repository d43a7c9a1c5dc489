"""trace: where the numbers of a document come from, and what the missing ones lack."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.trace import trace
from reportgen.pipeline.traced import Traced
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]


def traced(root: Path, unit: str, kind: str = "plan") -> dict[str, Traced]:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    return {item.figure.name: item for item in trace(season, job).traced}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("table", "before", "after", "name", "shown", "lacking"),
    [
        ("改造任务", "农村,1200", "农村,", "tasks.total", ("【待补：清洁取暖改造总任务】", "【待补】"), ("inputs/2023/甲县/改造任务.csv!C2的任务户数",)),
        ("改造任务", "煤改电,农村", "空调,农村", "tasks.electricity.total", ("【待补：煤改电改造任务】", "【待补】"), ("inputs/2023/甲县/改造任务.csv!A2",)),
        ("改造任务", None, None, "tasks.total", ("【待补：清洁取暖改造总任务】", "【待补】"), ("甲县《改造任务》",)),
        ("改造任务", "农村,1200", "农村,", "tasks.electricity.rural", ("【待补】",), ("inputs/2023/甲县/改造任务.csv!C2的任务户数",)),
    ],
    ids=["blank-cell", "unread-choice", "no-table", "in-a-table"],
)
def test_a_missing_figure_says_what_it_lacks(
    table: str, before: str | None, after: str | None, name: str, shown: tuple[str, ...], lacking: tuple[str, ...], project: Project
) -> None:
    root = project("pair")
    file = root / f"inputs/2023/甲县/{table}.csv"
    if before is None or after is None:
        file.unlink()
    else:
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    item = traced(root, "甲县")[name]
    assert (item.figure.known, item.shown) == (False, shown)
    assert set(lacking) <= set(item.figure.lacking)


def test_known_figures_come_as_they_are_shown(project: Project) -> None:
    found = traced(project("pair"), "甲县")
    assert all(item.figure.known for item in found.values() if item.shown)
    assert "2000" in found["tasks.total"].shown


def test_the_command_shows_a_missing_figure_and_what_it_lacks(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/改造任务.csv").unlink()
    for name in ("tasks.total", "tasks.electricity.rural"):
        result = run(root, "trace", "甲县", "plan", name)
        assert result.returncode == 0, result.stderr
        assert "　待补" in result.stdout
        assert "缺少：甲县《改造任务》" in result.stdout


def test_the_counts_of_a_compliance_report_come_from_the_rules(project: Project) -> None:
    root = project("pair")
    counts = traced(root, "示例市", "compliance")
    held = counts["compliance.holds"]
    assert held.shown == (str(held.figure.value),)
    assert {source.raw for source in held.figure.sources} >= {"CD-12"}
    assert str(held.figure.sources[0].place).startswith("policy/catalogue/")
    assert "compliance.unit.990901.holds" in counts


@pytest.mark.slow
@pytest.mark.parametrize(("written", "figure"), [("funds.received_rate", "funds.received.rate"), ("villages.village_count", "villages.villages")])
def test_a_figure_is_found_by_the_name_that_templates_write(written: str, figure: str, project: Project) -> None:
    root = project("pair")
    results = [run(root, "trace", "甲县", "evaluation", name) for name in (written, figure)]
    assert [(result.returncode, result.stderr) for result in results] == [(0, "")] * 2
    assert results[0].stdout == results[1].stdout != ""
