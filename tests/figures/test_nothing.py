"""Of nothing there is no share: not missing, printed as —; while a part or whole that isn't known stays missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.language import numbers
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("file", "before", "after", "name", "void", "shown"),
    [
        ("乙县/运营维护.csv", "19,19", "0,0", "operators.rate", True, "—"),
        ("乙县/运营维护.csv", "19,19", "0,", "operators.rate", False, "【待补】"),
        ("乙县/运营维护.csv", "19,19", ",0", "operators.rate", False, "【待补】"),
        ("甲县/拖欠款.csv", "示例企业甲,2022年煤改电设备采购,86.50,60.00,2024年9月30日\n", "", "arrears.rate", True, "—"),
        ("甲县/拖欠款.csv", "86.50,60.00", "86.50,", "arrears.rate", False, "【待补】"),
        ("甲县/改造任务.csv", "", "", "completion.gas.rate", True, "—"),
        ("甲县/改造任务.csv", "1200", "", "completion.electricity.rate", False, "【待补】"),
        ("甲县/改造任务.csv", "1200\n生物质热电联产,城区/县城,800", "0\n生物质热电联产,城区/县城,0", "tasks.share", True, "—"),
    ],
)
def test_a_share_of_nothing(file: str, before: str, after: str, name: str, void: bool, shown: str, project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    season = open_season(Workspace(root), "2023")
    (scope,) = (scope for scope in season.scopes if scope.unit.name == file[:2])
    figure = season.themes(scope).figures()[name]
    assert figure.value is None
    assert figure.void is void
    assert numbers.number(figure).striptags() == shown
    assert ("待补" in numbers.percent(figure)) is not void
