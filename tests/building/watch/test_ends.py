"""How `reportgen watch` begins and ends: with --once, by a signal, with another season."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building.watch.running import OUTPUT, UNIT, Running, reduce, with_duty

pytestmark = pytest.mark.xdist_group("watch")


@pytest.fixture
def root(project: Callable[[str], Path]) -> Path:
    """A workspace with one quick kind of document."""
    return reduce(project("pair"))


@pytest.mark.slow
def test_once_builds_what_is_due_and_ends(root: Path) -> None:
    with_duty(root, "县第一局")
    with Running(root, "--once") as once:
        assert once.ended() == 0
        assert "已生成3份" in str(once)
    assert "县第一局" in (root / OUTPUT).read_text(encoding="utf-8")
    with Running(root, "--once") as once:
        assert once.ended() == 0
        assert "3份公文都没有变化" in str(once)
    tasks = root / UNIT / "改造任务.csv"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(text.replace("1200", "一千二"), encoding="utf-8")
    with Running(root, "--once", "--polling") as once:
        assert once.ended() == 1
    before = (root / OUTPUT).read_bytes()
    tasks.write_bytes(b"")
    with Running(root, "--once") as once:
        assert once.ended() == 1
        assert "保留上一版2份：示例市《实施方案》、甲县《实施方案》" in str(once)
    assert (root / OUTPUT).read_bytes() == before


def test_a_signal_to_end_is_heeded_also_while_it_builds(root: Path) -> None:
    with Running(root, "--jobs", "2") as running:
        running.wait_for("正在监视")
        assert running.end(signal.SIGTERM) == 0
        assert running.lines[-1].endswith("监视结束")
        assert "Traceback" not in str(running)
        assert running.left() == {}
    with Running(root, "--once") as once:
        assert once.ended() == 0


@pytest.mark.slow
def test_a_newer_season_is_turned_to_once_it_has_a_unit(root: Path) -> None:
    (root / "reportgen.toml").unlink()
    newer = root / "inputs/2024"
    with Running(root) as running:
        running.wait_for("用时")
        newer.mkdir()
        with_duty(root, "县第一局")
        running.wait_for("已生成1份：甲县")
        assert "县第一局" in (root / OUTPUT).read_text(encoding="utf-8")
        shutil.copytree(root / "inputs/2023/甲县", newer / "甲县")
        running.wait_for("改为监视 2024 采暖季")
        running.wait_for("甲县")
        assert (root / "outputs/2024/甲县/实施方案.html").is_file()
        shutil.rmtree(newer)
        running.wait_for("读不到 inputs/2024/")
        assert running.end() == 0
