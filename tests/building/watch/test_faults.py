"""What goes wrong while it watches: it says so, lives on, and is right again by itself."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building.watch.running import OUTPUT, Running, reduce, with_duty

pytestmark = [pytest.mark.xdist_group("watch"), pytest.mark.slow]


@pytest.fixture
def root(project: Callable[[str], Path]) -> Path:
    """A workspace with one kind of document, as Word file and PDF too."""
    return reduce(project("pair"), ("docx", "pdf", "html"))


def test_workers_that_are_killed_are_replaced(root: Path) -> None:
    with Running(root, "--jobs", "2") as running:
        running.wait_for("已生成3份")
        for number, name in enumerate(("县第一局", "县第二局")):
            for worker in [process for process, command in running.processes().items() if "spawn_main" in command][: 2 - number]:
                os.kill(worker, signal.SIGKILL)
            with_duty(root, name)
            running.wait_for("已生成1份：甲县")
            assert name in (root / OUTPUT).read_text(encoding="utf-8")
        assert sum("spawn_main" in command for command in running.processes().values()) == 2
        assert running.end() == 0
        assert running.left() == {}
        assert "Traceback" not in str(running)


def test_an_output_that_cannot_be_written_is_tried_again(root: Path) -> None:
    folder = root / "outputs/2023/甲县"
    folder.parent.mkdir(parents=True)
    folder.write_text("not a folder", encoding="utf-8")
    with Running(root) as running:
        running.wait_for("已生成2份", "没有生成1份：甲县")
        running.wait_for("错误", "outputs/2023/甲县/实施方案")
        folder.unlink()
        running.wait_for("已生成1份：甲县")
        running.wait_for("已改正", "outputs/2023/甲县/实施方案")
        assert sum("没有生成" in line for line in running.lines) == 1
        assert {file.suffix for file in folder.iterdir()} == {".docx", ".pdf", ".html"}
        assert running.end() == 0


def test_a_checkout_has_its_own_templates_watched_and_its_program(root: Path, tmp_path: Path) -> None:
    """A copy of the program as a source checkout has it."""
    checkout = tmp_path / "checkout"
    for name in ("reportgen", "templates"):
        shutil.copytree(Path(__file__).parents[3] / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    with Running(root, PYTHONPATH=str(checkout)) as running:
        running.wait_for("已生成3份")
        template = checkout / "templates/html/plan-county.html"
        template.write_text(template.read_text(encoding="utf-8").replace("{% block body %}", "{% block body %}{# 说明 #}"), encoding="utf-8")
        running.wait_for("templates/html/plan-county.html 有变化")
        running.wait_for("3份公文都没有变化")
        template.write_text("{% extends 'base.html' %}{% block body %}{{ no }}{% endblock %}", encoding="utf-8")
        running.wait_for("没有生成2份：甲县《实施方案》、乙县《实施方案》")
        with (checkout / "reportgen/__init__.py").open("a", encoding="utf-8") as program:
            program.write("# a later version\n")
        with_duty(root, "县第一局")
        running.wait_for("软件已经更新")
        assert running.ended() == 1
        assert "县第一局" not in (root / OUTPUT).read_text(encoding="utf-8")
