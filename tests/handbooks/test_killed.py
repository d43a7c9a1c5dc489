"""A run that is killed at any moment leaves whole volumes alone, and the next makes what is lacking and nothing twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from tests.handbooks.conftest import HEAD, UNIT, write

VILLAGES, HOUSEHOLDS = 40, 6
NAME = "示例县"


def ledger(root: Path) -> None:
    """A county of many small villages."""
    rows = [
        f"甲镇,第{village:02}村,K{village:02}-{number},张某甲,990001194001010002,农村,13900000000,90,煤改电,2023-05-08,示例企业甲,SLF-30,SL-{number},"
        "2023-08-01,2023-10-16,是,是,5000,600,2023-12-20,0,1号,6222000000000000001"
        for village in range(VILLAGES)
        for number in range(HOUSEHOLDS)
    ]
    write(root / "reportgen.toml", "season = 2023\n")
    write(root / "inputs/2023" / NAME / "单位.yaml", UNIT)
    write(root / "inputs/2023" / NAME / "用户台账.csv", "\n".join((HEAD, *rows)) + "\n")


def started(root: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "reportgen", "handbooks", NAME, "--jobs", "2"]
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(command, cwd=root, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def volumes(root: Path) -> dict[str, Path]:
    return {path.name: path for path in (root / "outputs").glob("2023/*/一户一档/*/*.pdf")}


def written(root: Path) -> Counter[str]:
    """How often each volume was written, by the record."""
    record = root / "outputs/.reportgen/handbooks" / f"2023-{NAME}.jsonl"
    lines = record.read_bytes().split(b"\n") if record.exists() else []
    return Counter(json.loads(line)[0] for line in lines if line.endswith(b"]") and b".pdf" in line)


@pytest.mark.slow
def test_killed_again_and_again_it_makes_every_volume_once_and_none_is_torn(tmp_path: Path) -> None:
    ledger(tmp_path)
    seen: dict[str, int] = {}
    chance, killed = random.Random(4), 0
    for _ in range(100):
        before = len(volumes(tmp_path))
        process = started(tmp_path)
        goal, begun = before + chance.randrange(1, 8), time.monotonic()
        while process.poll() is None and len(volumes(tmp_path)) < goal and time.monotonic() - begun < 120:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.2)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        there = {name: path.stat().st_mtime_ns for name, path in volumes(tmp_path).items()}
        assert seen.items() <= there.items()  # what stood stands as it was
        for name in there.keys() - seen.keys():
            with pypdfium2.PdfDocument(volumes(tmp_path)[name]) as pdf:
                assert len(pdf) >= 2 * HOUSEHOLDS
        seen = there
        if len(there) == VILLAGES:
            break
    assert len(seen) == VILLAGES and killed >= 5
    last = started(tmp_path)
    last.wait()
    assert {name: path.stat().st_mtime_ns for name, path in volumes(tmp_path).items()} == seen
    # A line without its file is a run that ended between the two; no volume that had its name was written again.
    assert sum(written(tmp_path).values()) <= VILLAGES + killed
    assert not list((tmp_path / "outputs/.reportgen/handbooks/temporary").glob("*"))
    assert (tmp_path / "outputs/2023" / NAME / "一户一档/缺项清单.xlsx").exists()
