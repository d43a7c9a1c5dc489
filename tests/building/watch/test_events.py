"""Folders are watched, and the watching itself."""

import os
import resource
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.building.watch.bell import Bell
from reportgen.building.watch.events import Events
from reportgen.workspace import Workspace

QUIET = 0.5
"""Seconds in which an event would have come."""


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def events(tmp_path: Path, bell: Bell) -> Iterator[Events]:
    (tmp_path / "inputs/2023/甲县").mkdir(parents=True)
    (tmp_path / "inputs/2023/甲县/资金.csv").write_text("a", encoding="utf-8")
    (tmp_path / "outputs/2023").mkdir(parents=True)
    watched = Events(Workspace(tmp_path), bell.ring)
    watched.renew()
    assert watched.are_sound
    yield watched
    watched.stop()


def rings(bell: Bell) -> bool:
    """Whether it is rung; afterwards it is silent."""
    heard = bell.wait(10)
    while bell.wait(QUIET):
        list(bell.rings())
    return heard


DONE: dict[str, Callable[[Path], object]] = {
    "a file is written": lambda root: (root / "inputs/2023/甲县/资金.csv").write_text("b", encoding="utf-8"),
    "a file is made": lambda root: (root / "inputs/2023/甲县/任务.csv").write_text("b", encoding="utf-8"),
    "a file goes": lambda root: (root / "inputs/2023/甲县/资金.csv").unlink(),
    "a file is renamed": lambda root: (root / "inputs/2023/甲县/资金.csv").rename(root / "inputs/2023/甲县/任务.csv"),
    "a file is moved out": lambda root: (root / "inputs/2023/甲县/资金.csv").rename(root / "outputs/资金.csv"),
    "a file is moved in": lambda root: (root / "outputs/2023").rename(root / "inputs/2023/乙县"),
    "a folder is made": lambda root: (root / "inputs/policies").mkdir(),
    "the settings are written": lambda root: (root / "reportgen.toml").write_text("", encoding="utf-8"),
}


@pytest.mark.parametrize("what", DONE)
def test_a_change_rings(what: str, events: Events, bell: Bell, tmp_path: Path) -> None:
    DONE[what](tmp_path)
    assert bell.wait(10)
    assert events.are_sound


def test_what_is_below_a_new_folder_rings(events: Events, bell: Bell, tmp_path: Path) -> None:
    folder = tmp_path / "inputs/2023/丙县/佐证材料"
    folder.mkdir(parents=True)
    assert rings(bell)
    (folder / "a.pdf").write_bytes(b"a")
    assert rings(bell)
    assert events.are_sound


def test_outputs_and_reading_do_not_ring(events: Events, bell: Bell, tmp_path: Path) -> None:
    (tmp_path / "outputs/2023/甲县").mkdir()
    (tmp_path / "outputs/2023/甲县/实施方案.html").write_text("a", encoding="utf-8")
    (tmp_path / "读我.txt").write_text("a", encoding="utf-8")
    shutil.rmtree(tmp_path / "outputs")
    (tmp_path / "outputs").mkdir()
    assert (tmp_path / "inputs/2023/甲县/资金.csv").read_text(encoding="utf-8") == "a"
    assert list(os.walk(tmp_path / "inputs"))
    assert not bell.wait(QUIET)
    assert events.are_sound


def test_folders_that_come_and_go_are_noticed(events: Events, bell: Bell, tmp_path: Path) -> None:
    (tmp_path / "templates/html").mkdir(parents=True)
    assert not events.are_sound
    events.renew()
    assert events.are_sound
    (tmp_path / "templates/html/base.html").write_text("a", encoding="utf-8")
    assert rings(bell)
    shutil.rmtree(tmp_path / "inputs")
    assert not events.are_sound
    events.renew()
    (tmp_path / "inputs/2023").mkdir(parents=True)
    assert not events.are_sound
    events.renew()
    assert events.are_sound
    (tmp_path / "inputs/2023/甲县").mkdir()
    assert rings(bell)


def test_a_system_that_gives_no_events_is_a_fault_with_its_reason(events: Events) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    events.stop()
    assert not events.are_sound
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, hard))  # no file more can be opened
    try:
        events.renew()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert events.fault
    assert not events.are_sound


def test_a_thread_that_ends_is_noticed(events: Events, bell: Bell, tmp_path: Path) -> None:
    observer = events._observer
    assert observer is not None
    watching = set(threading.enumerate())
    emitter = next(iter(observer.emitters))
    emitter.stop()
    emitter.join()
    assert not events.are_sound
    events.renew()
    assert events.are_sound
    assert not {thread for thread in watching if thread in events._threads}
    (tmp_path / "inputs/2023/甲县/资金.csv").write_text("b", encoding="utf-8")
    assert rings(bell)
