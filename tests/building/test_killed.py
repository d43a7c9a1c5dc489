"""A build that is killed at any moment leaves whole files, and the next build is right."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from lxml import etree

from reportgen.building.build import build
from reportgen.building.outcome import Order
from reportgen.building.outputs import open_outputs
from reportgen.building.project import open_project
from reportgen.building.workers import Workers
from reportgen.workspace import open_workspace
from tests.building.meanwhile import restless

UNIT, SEASON = "甲县", "2023"
VALUES = ("李某某", "王某某")


def alter(root: Path, name: str) -> None:
    """Every document of the unit shows its contact person."""
    path = root / "inputs" / SEASON / UNIT / "单位.yaml"
    text = path.read_text(encoding="utf-8")
    for value in VALUES:
        text = text.replace(value, name)
    path.write_text(text, encoding="utf-8")


def built(root: Path, kinds: str) -> dict[str, bytes]:
    workspace, _ = open_workspace(root)
    assert workspace is not None
    result = build(open_project(workspace, SEASON), Order(frozenset({UNIT}), frozenset(kinds.split())), Workers)
    assert {document.status for document in result.documents} <= {"built", "unchanged"}
    assert result.problems == ()
    return contents(root)


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "outputs" / SEASON / UNIT).iterdir()}


def opens(name: str, content: bytes) -> None:
    """As the program that the file is for would open it."""
    file = io.BytesIO(content)
    if name.endswith(".docx"):
        assert zipfile.ZipFile(file).testzip() is None
        assert docx.Document(file).paragraphs
    elif name.endswith(".xlsx"):
        assert openpyxl.load_workbook(file).sheetnames
    elif name.endswith(".pdf"):
        assert len(pypdfium2.PdfDocument(content)) > 0
    else:
        assert etree.HTML(content) is not None


def kill_while_building(root: Path, after: float, kinds: str, jobs: int) -> bool:
    """Start a build as a person does and kill it, with all its processes, `after` so many seconds; whether it was still running."""
    command = [sys.executable, "-m", "reportgen", "build", UNIT, "--jobs", str(jobs)]
    command += ["--kind", kinds] if " " not in kinds else []
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def kills(root: Path, draw: random.Random, times: int, kinds: str, jobs: int) -> int:
    """How many of so many builds were killed before they were done; after each of all what is there is looked through, and a build made that is right."""
    clean = {}
    for value in VALUES:
        alter(root, value)
        shutil.rmtree(root / "outputs", ignore_errors=True)
        clean[value] = built(root, kinds)
    shutil.rmtree(root / "outputs")
    start = time.monotonic()
    assert not kill_while_building(root, 120, kinds, jobs)
    longest = time.monotonic() - start
    shown = {name: {clean[value][name] for value in VALUES} for name in clean[VALUES[0]]}
    running = 0
    for number in range(times):
        value = VALUES[number % 2]
        alter(root, value)
        for stored in (root / "outputs/.reportgen/store").glob("*/*"):
            if draw.random() < 0.5:  # else all would come from the store, and be there at once
                stored.unlink()
        described = root / "inputs" / SEASON / UNIT / "单位.yaml"
        other = described.read_bytes().replace(value.encode(), VALUES[1 - number % 2].encode())
        with restless(described, described.read_bytes(), other) if number % 4 > 1 else nullcontext():
            running += kill_while_building(root, draw.uniform(0.2, longest), kinds, jobs)
        for name, content in contents(root).items():
            assert not name.endswith(".tmp"), name
            assert content in shown[name], f"{name} is neither the old one nor the new one"
            opens(name, content)
        open_outputs(root / "outputs")
        assert built(root, kinds) == clean[value]
    return running


@pytest.mark.slow
def test_a_killed_build_leaves_whole_files_and_the_next_one_is_right(project: Callable[[str], Path]) -> None:
    assert kills(project("pair"), random.Random(9704), 3, "plan", jobs=1) > 0


def running(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            if int(state[2]) == group and state[0] != "Z":
                found.append(path.parent.name)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("number", [pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGINT])
def test_a_build_that_is_told_to_end_does_so_without_a_traceback(number: signal.Signals, project: Callable[[str], Path]) -> None:
    root = project("pair")
    command = [sys.executable, "-m", "reportgen", "build", UNIT, "--jobs", "2"]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (root / "outputs/.reportgen/store").exists():  # the workers are busy
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.strip()) == (130, "已中断")
    end = time.monotonic() + 10
    while running(process.pid):
        assert time.monotonic() < end, "a worker outlives its build"
        time.sleep(0.05)
    built(root, "compliance")


@pytest.mark.slow
def test_fifty_killed_builds(project: Callable[[str], Path]) -> None:
    assert kills(project("pair"), random.Random(2012), 60, "plan acceptance evaluation summary compliance", jobs=2) > 0
