"""The watcher sees what changes in another season of which documents speak, and nothing of one of which none does."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building.watch.running import Running
from tests.seasons import change, says, two_seasons

pytestmark = pytest.mark.xdist_group("watch")


@pytest.mark.slow
def test_what_changes_in_the_season_before_is_built_from(project: Callable[[str], Path]) -> None:
    root = two_seasons(project("pair"))
    page = root / "outputs/2023/甲县/年度任务对照.html"
    with Running(root) as watcher:
        watcher.wait_for("正在监视 inputs/2023/")
        watcher.wait_for("用时")
        change(root, "2022", "甲县", "农村,1000", "农村,1001")
        watcher.wait_for("2022/甲县/改造任务.csv 有变化")
        watcher.wait_for("用时")
        assert "1801</data>" in page.read_text(encoding="utf-8")
        shutil.rmtree(root / "inputs/2022/甲县")
        watcher.wait_for("用时")
        assert "【待补：2022年清洁取暖改造总任务】" in page.read_text(encoding="utf-8")
        says(root, "")
        watcher.wait_for("用时")
        assert watcher.end() == 0
        assert "Traceback" not in str(watcher)
