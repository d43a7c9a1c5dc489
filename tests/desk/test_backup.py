"""Backups: made while the desk goes on, restored into a desk that answers; and what is no whole backup restores nothing."""

import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from reportgen.desk.backup import back_up
from reportgen.desk.backup_contents import DATABASES, MANIFEST, Unusable
from reportgen.desk.restore import restore
from reportgen.desk.roles import Role
from tests.command import run
from tests.desk import databases
from tests.desk.desks import COUNTY, SEASON, Desk, tasks

pytestmark = pytest.mark.parametrize("server", [databases.SQLITE], indirect=True, scope="session")  # of the other: test_backup_postgresql.py
NOW = datetime(2023, 11, 20, 2, 0, 0).astimezone()


@contextmanager
def opened(root: Path) -> Iterator[Desk]:
    """The desk of a workspace that is there, in place of the test's."""
    from django.conf import settings
    from django.db import connections

    made = Desk(root)
    connections["default"].close()
    before, settings.DESK_FOLDER = settings.DESK_FOLDER, made.folder
    name, connections["default"].settings_dict["NAME"] = connections["default"].settings_dict["NAME"], made.folder.database
    yield made
    connections["default"].close()
    settings.DESK_FOLDER, connections["default"].settings_dict["NAME"] = before, name


@pytest.mark.slow
def test_a_desk_that_was_restored_goes_on_where_it_was(filled: Desk, tmp_path: Path) -> None:
    from reportgen.desk.models import Entry, Person
    from reportgen.desk.trail import first_broken

    client = filled.signed_in(Role.FILLER, COUNTY)
    receipt = filled.upload(client, content := tasks()).redirect_chain[-1][0]
    before = filled.book.read_bytes()
    assert filled.step(client, "submit").status_code == 302
    filled.person(Role.AUDITOR, COUNTY)
    told = [entry.entry for entry in Entry.objects.all()]
    made = back_up(filled.root, tmp_path / "backup.zip", NOW)
    assert made.left_out == () and made.file.stat().st_mode & 0o077 == 0
    filled.mend()  # what comes after the backup isn't in it

    restored = restore(made.file, tmp_path / "new").root
    with opened(restored) as desk:
        assert [entry.entry for entry in Entry.objects.all()] == told and first_broken() is None
        assert desk.book.read_bytes() == before
        desk.people = {seat: Person.objects.get(username=person.username) for seat, person in filled.people.items()}
        page = desk.signed_in(Role.FILLER, COUNTY).get(receipt)
        assert page.status_code == 200
        number = receipt.rstrip("/").rpartition("/")[2]
        kept = desk.signed_in(Role.FILLER, COUNTY).get(f"/units/{SEASON}/{COUNTY}/upload/{number}/kept/new")
        assert kept.content == content
        auditor = desk.signed_in(Role.AUDITOR, COUNTY)
        assert [one.state for one in auditor.get("/").context["board"].waiting] == ["submitted"]
        assert desk.step(auditor, "audit").status_code == 302 and desk.case().stage == "audited"
    assert filled.case().stage == "submitted"


def test_neither_keys_nor_what_is_made_again_are_in_it(filled: Desk, tmp_path: Path) -> None:
    filled.folder.secret()
    names = zipfile.ZipFile(back_up(filled.root, tmp_path, NOW).file).namelist()
    assert {*DATABASES, "reportgen.toml", f"inputs/{SEASON}/{COUNTY}/填报表.xlsx", MANIFEST} <= {*names}
    assert any(name.startswith("outputs/.reportgen/objects/") for name in names)
    assert not [name for name in names if "secret" in name or "/answers/" in name or "/tries/" in name or name.endswith((".lock", "-wal"))]
    assert not list(filled.folder.tries.iterdir())


def test_decisions_that_come_meanwhile_are_in_it_or_not_but_never_half(desk: Desk, tmp_path: Path) -> None:
    from django.db import connection

    from reportgen.desk.people import register

    ended = threading.Event()

    def decide() -> None:
        number = 0
        while not ended.wait(0.01):
            register(f"person-{number}", "张某某", (), None)
            number += 1
        connection.close()

    thread = threading.Thread(target=decide)
    thread.start()
    try:
        made = [back_up(desk.root, tmp_path / f"{number}.zip", NOW).file for number in range(2)]
    finally:
        ended.set()
        thread.join()
    for number, file in enumerate(made):
        root = restore(file, tmp_path / f"restored-{number}").root
        with opened(root):
            from reportgen.desk.models import Entry, Person
            from reportgen.desk.trail import first_broken

            assert first_broken() is None
            assert Entry.objects.filter(action="person").count() == Person.objects.count()


def test_links_out_of_the_workspace_are_told_not_followed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("x")
    (desk.root / "inputs/elsewhere").symlink_to(tmp_path / "outside")
    (desk.root / "inputs/one.txt").symlink_to(tmp_path / "outside/secret.txt")
    made = back_up(desk.root, tmp_path / "backup.zip", NOW)
    assert sorted(made.left_out) == ["inputs/elsewhere", "inputs/one.txt"]
    assert "x" not in {made.manifest.files[name].digest for name in made.manifest.files if "elsewhere" in name or "one.txt" in name}


def test_nothing_that_is_there_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        back_up(desk.root, there, NOW)
    assert there.read_bytes() == b"mine"
    made = back_up(desk.root, tmp_path / "backup.zip", NOW)
    with pytest.raises(FileExistsError):
        restore(made.file, desk.root)
    assert desk.book.exists()


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def book(entries: dict[str, bytes]) -> str:
    return next(name for name in entries if name.endswith("填报表.xlsx"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda entries: entries.update({book(entries): b"other"}), "与清单不一致"),
        (lambda entries: entries.pop(book(entries)), "与清单不一致"),
        (lambda entries: entries.update({"inputs/more.txt": b"x"}), "与清单不一致"),
        (lambda entries: entries.pop(MANIFEST), "没有备份清单"),
        (lambda entries: entries.update({MANIFEST: b"[1]"}), "清单读不了"),
        (lambda entries: entries.update({MANIFEST: entries[MANIFEST].replace(b"reportgen.toml", b"../elsewhere.toml")}), "不属于工作区"),
        (lambda entries: entries.update({MANIFEST: entries[MANIFEST].replace(b'"format": 1', b'"format": 9')}), "更新版本"),
    ],
)
def test_what_is_no_whole_backup_restores_nothing(desk: Desk, tmp_path: Path, change: Callable[[dict[str, bytes]], None], words: str) -> None:
    made = back_up(desk.root, tmp_path / "backup.zip", NOW)
    made.file.write_bytes(rewritten(made.file, change))
    with pytest.raises(Unusable, match=words):
        restore(made.file, tmp_path / "target")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "pair"]


def test_a_cut_off_file_and_a_database_that_is_none_restore_nothing(desk: Desk, tmp_path: Path) -> None:
    made = back_up(desk.root, tmp_path / "backup.zip", NOW)
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unusable, match="没有复制完"):
        restore(made.file, tmp_path / "target")
    assert not (tmp_path / "target").exists()


@pytest.mark.slow
def test_the_commands_say_what_they_did(desk: Desk, tmp_path: Path) -> None:
    from reportgen.desk.people import register

    register("person", "张某某", (), None)
    done = run(desk.root, "desk", "backup", str(tmp_path))
    (file,) = tmp_path.glob("*.zip")
    assert done.returncode == 0 and file.name in done.stdout and "个人信息" in done.stdout and "没有报送台的数据库" not in done.stdout
    done = run(tmp_path, "desk", "restore", str(file), "restored")
    assert done.returncode == 0 and "办理记录2条，首尾完整" in done.stdout
    with closing(sqlite3.connect(tmp_path / "restored" / DATABASES[0])) as database:
        assert database.execute("SELECT username FROM desk_person").fetchall() == [("person",)]
    done = run(tmp_path / "restored", "desk", "link", "person")
    secret = done.stdout.strip().removesuffix("/").rpartition("/")[2]
    with opened(tmp_path / "restored"):
        from reportgen.desk.people import use

        set_by = use(secret, "清洁取暖-示例-456")
        assert set_by is not None and set_by.check_password("清洁取暖-示例-456")
    assert run(tmp_path / "restored", "desk", "link", "nobody").returncode == 2
    done = run(tmp_path, "desk", "restore", str(file), "restored")
    assert done.returncode == 2 and "已经有东西" in done.stderr
