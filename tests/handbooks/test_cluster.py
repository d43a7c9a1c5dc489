"""Volumes made by a Dask cluster: a real scheduler and workers, as processes of this machine."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.building.test_cluster import Scheduler, scheduler_in, surroundings, wait_until
from tests.handbooks.conftest import picture, scan
from tests.handbooks.test_killed import NAME, VILLAGES, ledger, volumes

pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.slow]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    with scheduler_in(tmp_path_factory.mktemp("dask")) as running:
        yield running


def begun(root: Path, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "reportgen", "--workspace", str(root), "handbooks", NAME, "--json", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings())


def told(process: "subprocess.Popen[str]") -> dict[str, Any]:
    stdout, stderr = process.communicate(timeout=300)
    assert stdout, stderr
    found: dict[str, Any] = json.loads(stdout)
    return found


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.glob("outputs/2023/*/*/*/*.pdf"))}


def test_a_lost_worker_s_volumes_are_made_by_others_and_are_those_made_here(tmp_path: Path, scheduler: Scheduler) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    ledger(here)
    ledger(there)
    assert told(begun(here, "--jobs", "1"))["made"] == VILLAGES
    with scheduler.worker("dying") as dying, scheduler.worker("other"):
        process = begun(there, "--cluster", scheduler.address)
        wait_until(lambda: len(volumes(there)) >= 3)
        dying.kill()
        outcome = told(process)
    assert (outcome["made"], outcome["failed"]) == (VILLAGES, 0)
    assert contents(there) == contents(here)


def test_photographs_go_to_machines_that_have_no_folder_in_common(county: Path, papers: Callable[..., None], scheduler: Scheduler) -> None:
    papers("JX-002", 改造后照片__jpg=picture((400, 300)), 申请表__pdf=scan(2), 坏__pdf=b"%PDF-1.4")
    papers("JX-003", 铭牌__jpg=picture((200, 100)))
    assert told(begun(county, "--full", "--jobs", "1"))["made"] == 2
    here = contents(county)
    with scheduler.worker("one"), scheduler.worker("two"):
        time.sleep(0.5)
        outcome = told(begun(county, "--full", "--force", "--cluster", scheduler.address))
    assert outcome["made"] == 2 and [problem for problem in outcome["problems"] if problem["code"] == "handbook.paper"]
    assert contents(county) == here
