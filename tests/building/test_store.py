"""The store of built bytes: what is asked for stays, what nobody asks for goes, damage is noticed."""

import os
from pathlib import Path

from reportgen.building.store import KEPT_SECONDS, open_store

KEY = "ab" * 32


def test_bytes_come_back_until_they_are_damaged(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, b"content")
    assert store.get(KEY) == b"content"
    (file,) = store.folder.glob("*/*")
    for damaged in (file.read_bytes()[:-1], b"", b"\0" * 100):
        file.write_bytes(damaged)
        assert store.get(KEY) is None
    store.put(KEY, b"content")
    assert store.get(KEY) == b"content"


def test_what_nobody_has_asked_for_in_thirty_days_goes(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.put(KEY, b"used")
    store.put("cd" * 32, b"unused")
    now = 10**9
    for file in store.folder.glob("*/*"):
        os.utime(file, (now, now))
    store.prune(now + KEPT_SECONDS - 1)
    assert len(list(store.folder.glob("*/*"))) == 2
    assert store.get(KEY) == b"used"  # fresh again, as of today's clock
    store.prune(now + KEPT_SECONDS + 1)
    assert [store.get(key) for key in (KEY, "cd" * 32)] == [b"used", None]


def test_a_store_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".reportgen").write_text("a file where the folder should be")
    store = open_store(tmp_path)
    store.put(KEY, b"content")
    assert store.get(KEY) is None
    store.prune()
