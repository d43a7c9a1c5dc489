"""Versions outlive what happens to processes, folders and databases; and what they don't outlive is told, and stops no build."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from reportgen.versions import database
from reportgen.versions.history import open_history
from reportgen.versions.integrity import check_integrity
from tests.versions.miniature import KEY, made

WRITER = """
import sys
from pathlib import Path
from reportgen.versions.history import open_history
from miniature import made
with open_history(Path(sys.argv[1])) as history:
    for number in range(int(sys.argv[2]), 10_000):
        print(history.record(made(f"第{number}次")), flush=True)
"""
READER = """
import sys
from pathlib import Path
from reportgen.versions.history import open_history
from miniature import KEY
seen = 0
while seen < 30:
    with open_history(Path(sys.argv[1])) as history:
        numbers = [version.number for version in history.versions(KEY)]
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= seen, (seen, numbers)
        assert not history.problems, history.problems
        seen = len(numbers)
print(seen)
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process beside this file."""
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent)


def test_a_recording_that_is_killed_loses_nothing_that_it_told(tmp_path: Path) -> None:
    told = 0
    for run in range(4):
        process = start(WRITER, tmp_path, run * 1000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.02 + 0.03 * run)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        told = max(told, *(int(line) for line in rest.split() if line.isdecimal()), 1)
        with open_history(tmp_path) as history:
            found = check_integrity(history, {})
            removed = [problem for problem in found.problems if problem.code == "history.removed"]  # written, and not yet in its place
            assert set(found.problems) == set(removed) and len(removed) <= 1
            assert [version.number for version in history.versions(KEY)] == list(range(1, found.versions + 1))
            assert found.versions >= told
            assert history.record(made(f"其后{run}")) == found.versions + 1
            assert check_integrity(history, {}).problems == ()


def test_two_processes_read_while_one_writes(tmp_path: Path) -> None:
    with open_history(tmp_path) as history:
        history.record(made())
    readers = [start(READER, tmp_path) for _ in range(2)]
    writer = start(WRITER, tmp_path, 1)
    try:
        results = [reader.communicate(timeout=60)[0].strip() for reader in readers]
    finally:
        writer.kill()
        writer.communicate()
    assert all(int(result) >= 30 for result in results)


def test_a_workspace_may_be_moved(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "somewhere" / "else"
    with open_history(first) as history:
        history.record(made())
        history.record(made("新的任务"))
        before = history.versions(KEY)
    shutil.move(first, second)
    with open_history(second) as history:
        assert history.versions(KEY) == before
        assert history.record(made("又一个")) == 3
        assert check_integrity(history, {}).problems == ()
    assert not any(b"first" in path.read_bytes() for path in second.rglob("*") if path.is_file())


def damage_head(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def damage_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def of_the_future(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (damage_head, "history.damaged"),
        (damage_pages, "history.damaged"),
        (cut_off, "history.damaged"),
        (put_a_folder, "history.unwritable"),
        (of_the_future, "history.newer"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_once(harm: "object", code: str, tmp_path: Path) -> None:
    with open_history(tmp_path) as history:
        history.record(made())
    assert callable(harm)
    harm(tmp_path / database.FILE)
    with open_history(tmp_path) as history:
        assert [history.record(made("新的任务")), history.record(made("又一个"))] == [None, None]
        assert [problem.code for problem in history.problems] == [code]
        assert history.problems[0].help
    with open_history(tmp_path) as history:
        assert history.versions(KEY) == ()
        assert [problem.code for problem in history.problems] == [code]


def test_a_database_that_another_program_holds_is_waited_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT", 1)
    with open_history(tmp_path) as history:
        history.record(made())
    other = sqlite3.connect(tmp_path / database.FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    start = time.monotonic()
    with open_history(tmp_path) as history:
        assert [history.record(made(f"{number}")) for number in range(20)] == [None] * 20
        assert [problem.code for problem in history.problems] == ["history.busy"]
    assert time.monotonic() - start < 10  # for each it would be twenty seconds
    other.execute("ROLLBACK")
    other.close()
    with open_history(tmp_path) as history:
        assert history.record(made("新的任务")) == 2


def test_without_a_write_ahead_log_versions_are_recorded_all_the_same(tmp_path: Path) -> None:
    """Where a file system can't do that, as here, where something stands in its place."""
    path = tmp_path / database.FILE
    path.parent.mkdir()
    path.with_name("history.db-shm").mkdir()
    with open_history(tmp_path) as history:
        assert [history.record(made()), history.record(made("新的任务"))] == [1, 2]
        assert history.problems == []
    with open_history(tmp_path) as history:
        assert [version.number for version in history.versions(KEY)] == [1, 2]
        assert history.problems == []


def test_a_folder_that_may_only_be_read_is_read() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with open_history(folder) as history:
            history.record(made())
            path = history.objects.path(history.versions(KEY)[0].html)
        for entry in (folder, *folder.rglob("*")):
            entry.chmod((stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH) | (0o111 if entry.is_dir() else 0))
        child = os.fork()
        if child == 0:  # a user who owns nothing, as root may write anywhere
            status = 9
            try:
                if os.getuid() == 0:
                    os.setuid(65534)
                with open_history(folder) as history:
                    read = len(history.versions(KEY)) == 1 and path.is_file() and not history.problems
                    told = history.record(made("新的任务")) is None and [problem.code for problem in history.problems] == ["history.unwritable"]
                    status = 0 if read and told else 1
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        for entry in (folder, *folder.rglob("*")):
            entry.chmod(0o755)
        shutil.rmtree(folder)


def test_a_damaged_state_is_told_and_versions_go_on(tmp_path: Path) -> None:
    with open_history(tmp_path) as history:
        history.record(made())
    connection = sqlite3.connect(tmp_path / database.FILE, isolation_level=None)
    connection.execute("UPDATE heads SET state = x'00'")
    connection.close()
    with open_history(tmp_path) as history:
        assert history.record(made("新的任务")) == 2
        assert [problem.code for problem in history.problems] == ["history.damaged"]
    with open_history(tmp_path) as history:
        assert history.record(made("又一个")) == 3
        assert history.problems == []
