"""The databases that the desk's tests run on: a file of SQLite, a real server of PostgreSQL."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from reportgen.desk.chosen import Database
from reportgen.desk.folder import DeskFolder
from reportgen.desk.settings import database_of

SQLITE, POSTGRESQL = "sqlite", "postgresql"
USER, MADE = "desk", "made"
_PROGRAMS = "/usr/lib/postgresql/*/bin"


@dataclass
class Server:
    """A server of PostgreSQL in a folder of its own, reached by a socket there."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def database(self, name: str) -> Database:
        """One of its databases."""
        return Database(name, USER, str(self.folder))

    def run(self, statement: str) -> None:
        """Carry a statement out that is of no transaction."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def copy(self, of: str) -> str:
        """The name of a new database, which is a copy."""
        name = f"desk{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {of}")
        return name


def use(described: dict[str, Any]) -> None:
    """Let Django speak to another database from now on."""
    from django.db import connections

    connections.close_all()
    connections.settings = connections.configure_settings({"default": described})
    connections["default"] = connections.create_connection("default")


def use_folder(folder: DeskFolder) -> None:
    """Let Django speak to the SQLite database of a desk's folder."""
    use(database_of(folder, None))


@contextmanager
def server() -> Iterator[Server]:
    """A server of Debian's package that runs for as long as it is asked for, as a user without rights."""
    programs = next(Path("/").glob(_PROGRAMS.removeprefix("/")))
    owner = "nobody" if os.geteuid() == 0 else None  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="desk-postgresql-"))
    if owner is not None:
        shutil.chown(folder, owner)
    try:
        data = folder / "data"
        initialise = [programs / "initdb", "--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C.UTF-8", data]
        subprocess.run(initialise, user=owner, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        # It is thrown away: what a power cut would leave of it is nobody's concern.
        settings = [f"unix_socket_directories={folder}", "listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=60", "jit=off"]
        command = [programs / "postgres", "-D", data, *(part for one in settings for part in ("-c", one))]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, user=owner, cwd=folder, stderr=log)
        try:
            made = Server(folder)
            _wait(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGINT)  # without waiting for who is still there
            process.wait(30)
    finally:
        shutil.rmtree(folder)


def _wait(made: Server, process: "subprocess.Popen[bytes]") -> None:
    import psycopg

    end = time.monotonic() + 120
    while True:
        try:
            made.run("SELECT 1")
        except psycopg.OperationalError:
            assert process.poll() is None and time.monotonic() < end, (made.folder / "log").read_text("utf-8", "replace")
            time.sleep(0.1)
        else:
            return
