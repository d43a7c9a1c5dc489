"""history.db: the index of the versions, in SQLite. What it points to are objects; without it they have no order."""

import sqlite3
from pathlib import Path

FILE = ".reportgen/history.db"
SCHEMA = 1
WAIT = 10.0  # seconds that one process waits for another's write

_TABLES = """
CREATE TABLE versions (
  season TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, entry TEXT NOT NULL,
  PRIMARY KEY (season, unit, kind, number)
) WITHOUT ROWID;
CREATE TABLE heads (
  season TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, visible TEXT NOT NULL,
  state BLOB NOT NULL, details BLOB NOT NULL,
  PRIMARY KEY (season, unit, kind)
) WITHOUT ROWID;
CREATE TABLE filings (position INTEGER PRIMARY KEY, entry TEXT NOT NULL);
"""


class NewerFormat(Exception):
    """The database was written by a later version of the program."""


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The database, made where it isn't there. Raises sqlite3.Error, OSError or NewerFormat.

    A crash at any time leaves it as it was before or after a transaction. Readers don't wait for writers (WAL), but where the
    file system can't do that, as many network shares can't: there each waits for the other.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _with_wal(path) or _without_wal(path)
    try:
        connection.execute("PRAGMA synchronous = FULL")  # what was recorded is there after a power cut too
        if _schema(connection) == 0:
            connection.execute("BEGIN IMMEDIATE")
            if _schema(connection) == 0:  # still: another process may have made it meanwhile
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
            connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _with_wal(path: Path) -> sqlite3.Connection | None:
    """The database with a write-ahead log; None where it can't have one. Its users share memory, which two computers can't."""
    if path.absolute().drive.startswith("\\\\"):
        return None
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("BEGIN IMMEDIATE")  # only now is the memory asked for
        connection.execute("ROLLBACK")
        if mode == "wal":
            return connection
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            connection.close()
            raise
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def _without_wal(path: Path) -> sqlite3.Connection:
    """The database with a journal of its own. With the lock for itself alone it can take in a write-ahead log that is there already."""
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        for statement in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE", "locking_mode = NORMAL"):
            connection.execute(f"PRAGMA {statement}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection | None:
    """The database, or None where there is none. It is never changed, nor is one made. Raises sqlite3.Error or NewerFormat."""
    if not path.exists():
        return None
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        # A reader of a WAL database writes beside it; in a folder where it may not, nobody else writes either.
        return _opened(path, "immutable=1")


def _opened(path: Path, how: str) -> sqlite3.Connection | None:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=WAIT, isolation_level=None)
    try:
        made = _schema(connection) > 0
    except BaseException:
        connection.close()
        raise
    if not made:
        connection.close()
    return connection if made else None


def _schema(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    if int(number) > SCHEMA:
        raise NewerFormat
    return int(number)
