"""Folders of units that lie elsewhere: behind links, on shares that come and go."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building.watch.running import OUTPUT, UNIT, Running, reduce, with_duty

pytestmark = pytest.mark.xdist_group("watch")
SOON = 20.0
"""Seconds: less than those after which it looks without having been told."""


@pytest.mark.slow
def test_a_folder_behind_a_link_is_watched_and_one_that_goes_leaves_the_documents_as_they_are(project: Callable[[str], Path]) -> None:
    root = reduce(project("pair"))
    shared = root / "共享/甲县"
    shared.parent.mkdir()
    (root / UNIT).rename(shared)
    (root / UNIT).symlink_to(shared, target_is_directory=True)
    city = root / "outputs/2023/示例市/实施方案.html"
    with Running(root) as running:
        running.wait_for("用时")
        with_duty(root, "县第一局")
        running.wait_for("职责分工.csv")
        running.wait_for("用时", seconds=SOON)
        assert "县第一局" in (root / OUTPUT).read_text(encoding="utf-8")
        before = {file: file.read_bytes() for file in (city, root / OUTPUT)}
        shared.rename(root / "断开")
        running.wait_for("甲县", "文件夹打不开", seconds=SOON)
        assert {file: file.read_bytes() for file in before} == before
        shutil.move(root / "断开", shared)
        running.wait_for("用时", seconds=2 * SOON)
        with_duty(root, "县第二局")
        running.wait_for("职责分工.csv", seconds=SOON)
        running.wait_for("用时")
        assert "县第二局" in (root / OUTPUT).read_text(encoding="utf-8")
        (root / UNIT).unlink()
        running.wait_for("甲县", "不在了", seconds=SOON)
        assert city.read_bytes() == before[city]
        assert running.end() == 0
        assert "Traceback" not in str(running)
