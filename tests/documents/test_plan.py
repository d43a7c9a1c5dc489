"""A county's plan says what its data say: zero tasks, unread cells, what the policy demands and isn't there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.documents.season import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


def plan(root: Path) -> str:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"plan"}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return "\n".join("".join(block.itertext()) for block in etree.fromstring(composed.html).iter("p", "h2", "h3", "caption", "td"))


@pytest.mark.parametrize(
    ("file", "before", "after", "there", "not_there"),
    [
        ("确村确户.csv", "700", "若干", ["与下达任务的差额为【待补：尚未确村确户的户数】"], ["比下达任务多"]),
        (
            "改造任务.csv",
            "1200\n生物质热电联产,城区/县城,800",
            "0\n生物质热电联产,城区/县城,0",
            ["清洁取暖改造任务0户（见表1）。"],
            ["其中，", "全部在农村", "\n。"],
        ),
        ("建筑节能.yaml", None, "- {改造类型: 既有建筑节能改造, 计划面积: 0, 结转面积: 0}\n", ["任务0平方米。"], ["均为", "同步实施建筑节能改造"]),
        ("群众工作.csv", None, None, ["【待补：公示和征求群众意见的情况】"], []),
        ("单位.yaml", "居住分散的村采用空气源热泵，县城采用生物质热电联产", "居住分散的村采用空气源热泵。", ["采用空气源热泵。"], ["。。"]),
    ],
)
def test_a_plan(file: str, before: str | None, after: str | None, there: list[str], not_there: list[str], project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县" / file
    if after is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert before is None or before in text
        path.write_text(after if before is None else text.replace(before, after), encoding="utf-8")
    words = plan(root)
    assert [text for text in there if text not in words] == []
    assert [text for text in not_there if re.search(text, words)] == []


def test_shares_that_do_not_add_up_are_explained(project: Project) -> None:
    root = project("pair")
    note = "因四舍五入，分项之和与合计略有出入"
    assert note not in plan(root)
    tasks = "取暖路径,区域,任务户数\n煤改电,农村,1\n煤改气,农村,1\n生物质热电联产,城区/县城,1\n"
    (root / "inputs/2023/甲县/改造任务.csv").write_text(tasks, encoding="utf-8")
    assert note in plan(root)


def test_a_reference_that_is_not_given_is_missing(project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/示例市/单位.yaml"
    path.write_text(re.sub(r"  绩效评价: .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "按照【待补：绩效评价】" in plan(root)
