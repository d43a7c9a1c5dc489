"""A desk of a miniature workspace, for each test its own: two counties and their city."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.desk import engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.setup import migrate, set_up
from tests.desk.desks import BOOK, COUNTY, PAIR, SEASON, SHEET, Desk, as_workbook

_HOME = tempfile.TemporaryDirectory(prefix="desk-")
set_up(DeskFolder(Path(_HOME.name)), SEASON)  # once in a process, before anything of Django's is imported


@pytest.fixture(scope="session")
def ready() -> Path:
    """A database with the tables and nobody in it."""
    from django.conf import settings
    from django.db import connections
    from django.test.utils import setup_test_environment

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the tests sign in a hundred times
    setup_test_environment()  # what a template was given can be looked at
    settings.ALLOWED_HOSTS.remove("testserver")
    migrate()
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    return settings.DESK_FOLDER.database


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature workspace, whose county keeps its tasks in a workbook; what its documents come to is known."""
    from reportgen.desk.engine import Engine

    made = Path(shutil.copytree(PAIR, tmp_path_factory.mktemp("workspace") / "pair"))
    table = made / "inputs" / SEASON / COUNTY / f"{SHEET}.csv"
    table.with_name(BOOK).write_bytes(as_workbook(table))
    table.unlink()
    Engine(made, SEASON).look()
    return made


@pytest.fixture(scope="session")
def built(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the county's plan built."""
    from reportgen.building.build import build
    from reportgen.building.outcome import Order
    from reportgen.building.project import open_project
    from reportgen.workspace import open_workspace

    made = Path(shutil.copytree(workspace, tmp_path_factory.mktemp("built") / "pair"))
    opened, problems = open_workspace(made)
    assert opened is not None and not problems
    build(open_project(opened, SEASON), Order(frozenset((COUNTY,)), frozenset(("plan",))))
    return made


def opened(workspace: Path, database: Path, folder: Path) -> Iterator[Desk]:
    """A desk of a copy of a workspace, with a copy of a database."""
    from django.conf import settings
    from django.db import connections

    made = Desk(Path(shutil.copytree(workspace, folder / "pair")))
    made.folder.make()
    shutil.copyfile(database, made.folder.database)
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = made.folder.database
    before, settings.DESK_FOLDER = settings.DESK_FOLDER, made.folder
    engine.FRESH, fresh = -1.0, engine.FRESH  # a test changes a file and looks at once
    yield made
    engine.FRESH = fresh
    connections.close_all()
    settings.DESK_FOLDER = before


@pytest.fixture
def desk(ready: Path, workspace: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own, before anything has been built."""
    yield from opened(workspace, ready, tmp_path)


@pytest.fixture
def filled(ready: Path, built: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own, whose county has its plan."""
    yield from opened(built, ready, tmp_path)
