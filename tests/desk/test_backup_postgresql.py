"""Backups of a workspace whose desk has its database at a server: they say that it isn't in them, and take no old file for it."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from reportgen.desk.backup import back_up
from reportgen.desk.backup_contents import DATABASES
from reportgen.desk.folder import DeskFolder
from reportgen.desk.restore import restore
from reportgen.desk.roles import Role
from reportgen.desk.setup import migrate
from tests.command import run
from tests.desk import databases
from tests.desk.desks import COUNTY, SEASON, Desk, tasks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("server", [databases.POSTGRESQL], indirect=True, scope="session"),
]
NOW = datetime(2023, 11, 20, 2, 0, 0).astimezone()


@pytest.fixture
def left_over(filled: Desk, tmp_path: Path) -> Desk:
    """The desk, in whose folder a whole database lies from the time before PostgreSQL was chosen."""
    from django.db import connections

    before = connections.settings["default"]
    old = DeskFolder(tmp_path / "old")
    old.make()
    databases.use_folder(old)
    migrate()
    connections.close_all()
    shutil.copyfile(old.database, filled.folder.database)
    databases.use(before)
    return filled


def test_an_old_database_is_not_taken_for_the_one_at_the_server(left_over: Desk, tmp_path: Path) -> None:
    client = left_over.signed_in(Role.FILLER, COUNTY)
    left_over.upload(client, content := tasks())
    made = back_up(left_over.root, tmp_path / "backup.zip", NOW)
    assert made.elsewhere and DATABASES[0] not in made.manifest.files and DATABASES[1] in made.manifest.files
    root = restore(made.file, tmp_path / "new").root
    assert not (root / DATABASES[0]).exists()
    there = root / "inputs" / SEASON / COUNTY / left_over.book.name
    assert there.read_bytes() == left_over.book.read_bytes() == content


def test_the_commands_say_so_and_leave_the_server_alone(left_over: Desk, tmp_path: Path) -> None:
    from reportgen.desk.models import Entry

    left_over.person(Role.FILLER, COUNTY)
    told = [entry.entry for entry in Entry.objects.all()]
    done = run(left_over.root, "desk", "backup", str(tmp_path))
    (file,) = tmp_path.glob("*.zip")
    assert done.returncode == 0 and "PostgreSQL" in done.stdout and "pg_dump" in done.stdout
    assert f"不是报送台现在用的数据库）：{DATABASES[0]}" in done.stdout
    left_over.folder.database.unlink()
    done = run(left_over.root, "desk", "backup", str(tmp_path / "second.zip"))
    assert done.returncode == 0 and "pg_dump" in done.stdout and DATABASES[0] not in done.stdout
    done = run(tmp_path, "desk", "restore", str(file), "restored")
    assert done.returncode == 0 and "新的数据库" in done.stdout and "首尾完整" not in done.stdout
    assert [entry.entry for entry in Entry.objects.all()] == told
