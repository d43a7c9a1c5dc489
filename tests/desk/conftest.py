"""A desk of a miniature workspace, for each test its own: two counties and their city."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from reportgen.desk import engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.roles import Role
from reportgen.desk.settings import database_of
from reportgen.desk.setup import migrate, set_up
from tests.desk import databases
from tests.desk.databases import Server
from tests.desk.desks import BOOK, CITY, COUNTY, PAIR, PASSWORD, SEASON, SHEET, Desk, as_workbook
from tests.desk.processes import free_port, read, until
from tests.desk.served import Served

_HOME = tempfile.TemporaryDirectory(prefix="desk-")
set_up(DeskFolder(Path(_HOME.name)), SEASON)  # once in a process, before anything of Django's is imported


@pytest.fixture(scope="session", params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.slow)])
def server(request: pytest.FixtureRequest) -> Iterator[Server | None]:
    """What the tests run on: SQLite (None) in the short run; in the longer one a server of PostgreSQL."""
    if request.param == databases.SQLITE:
        yield None
        return
    with databases.server() as made:
        yield made
        from django.db import connections

        connections.close_all()


@pytest.fixture(scope="session")
def observed() -> None:
    """What a template was given can be looked at; signing in is quick."""
    from django.conf import settings
    from django.test.utils import setup_test_environment

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the tests sign in a hundred times
    setup_test_environment()
    settings.ALLOWED_HOSTS.remove("testserver")


@pytest.fixture(scope="session")
def ready(server: Server | None, observed: None) -> Path | str:
    """A database with the tables and nobody in it: its file, or its name at the server."""
    from django.conf import settings
    from django.db import connections

    if server is not None:
        server.run(f"CREATE DATABASE {databases.MADE}")
        databases.use(database_of(settings.DESK_FOLDER, server.database(databases.MADE)))
        migrate()
        connections.close_all()
        return databases.MADE
    databases.use_folder(settings.DESK_FOLDER)
    migrate()
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    return Path(settings.DESK_FOLDER.database)


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


def opened(workspace: Path, server: Server | None, ready: Path | str, folder: Path) -> Iterator[Desk]:
    """A desk of a copy of a workspace, with a copy of a database."""
    from django.conf import settings
    from django.db import connections

    made = Desk(Path(shutil.copytree(workspace, folder / "pair")))
    made.folder.make()
    name = None
    connections.close_all()
    at_rest = connections.settings["default"]
    if server is not None:
        name = server.copy(str(ready))
        with (made.root / "reportgen.toml").open("a", encoding="utf-8") as chosen:
            chosen.write(f'\n[desk]\ndatabase = "postgresql://{databases.USER}@/{name}?host={server.folder}"\n')
        databases.use(database_of(made.folder, server.database(name)))
    else:
        shutil.copyfile(ready, made.folder.database)
        databases.use_folder(made.folder)
    before, settings.DESK_FOLDER = settings.DESK_FOLDER, made.folder
    engine.FRESH, fresh = -1.0, engine.FRESH  # a test changes a file and looks at once
    yield made
    engine.FRESH = fresh
    databases.use(at_rest)
    settings.DESK_FOLDER = before
    if server is not None:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def desk(server: Server | None, ready: Path | str, workspace: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own, before anything has been built."""
    yield from opened(workspace, server, ready, tmp_path)


@pytest.fixture
def filled(server: Server | None, ready: Path | str, built: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of its own, whose county has its plan."""
    yield from opened(built, server, ready, tmp_path)


@pytest.fixture
def served(filled: Desk) -> Iterator[Served]:
    from django.db import connections
    from django.test import override_settings

    from reportgen.desk.people import new_link, use

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):  # as those of the server
        for role, unit in (
            (Role.FILLER, COUNTY),
            (Role.AUDITOR, COUNTY),
            (Role.SIGNER, COUNTY),
            (Role.RECEIVER, CITY),
            (Role.ADMINISTRATOR, ""),
            (Role.EDITOR, ""),
        ):
            use(new_link(filled.person(role, unit)), PASSWORD)
    connections.close_all()
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "reportgen", "desk", "--port", str(port)], cwd=filled.root)
    try:
        until(lambda: read(f"http://127.0.0.1:{port}/sign-in/"), 120)  # a machine that is loaded takes its time
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium")
            assert chromium is not None, "apt-get install chromium"
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            made = Served(filled, f"http://127.0.0.1:{port}", browser)
            yield made
            browser.close()
            assert made.wrong == []
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
