"""The history of a workspace's documents: recording versions, and reading them."""

import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import reportgen
from reportgen.diagnostics import Diagnostic
from reportgen.history import database, faults
from reportgen.history.cells import changed_cells
from reportgen.history.details import Details, read_details, write_details
from reportgen.history.objects import Damaged, Objects, open_objects
from reportgen.history.version import Cause, Key, Made, State, Version, causes
from reportgen.history.visible import visible

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
UNREADABLE = (ValueError, KeyError, TypeError, IndexError)
"""What reading raises of a record that says something else than it should."""


@dataclass(slots=True)
class History:
    """The versions of an outputs folder. Where something is wrong with it, `problems` say so, once; nothing is raised.

    Usable as a context manager; `close` lets go of the database.
    """

    outputs: Path
    objects: Objects
    problems: list[Diagnostic] = field(default_factory=list)
    _connection: sqlite3.Connection | None = None
    _writes: bool = False
    _given_up: bool = False

    def record(self, made: Made) -> int | None:
        """The number of the version that a document now is: a new one where what a reader sees has changed, else the present one.

        None where the history can't be written (see `problems`). What is recorded survives the process's end at any time.
        """
        if self._given_up:  # else each document of a build would wait for a database that somebody else holds
            return None
        number = self._told(lambda: self._record(self._writer(), made), None)
        self._given_up = number is None
        return number

    def number(self, key: Key) -> int | None:
        """The number of a document's present version; None where it has none."""
        found = self._found("SELECT number FROM heads WHERE (season, unit, kind) = (?, ?, ?)", *key)
        return int(found[0][0]) if found else None

    def versions(self, key: Key) -> tuple[Version, ...]:
        """The versions of a document, the first first; one whose record is damaged is left out and told."""
        entries = self._found("SELECT entry FROM versions WHERE (season, unit, kind) = (?, ?, ?) ORDER BY number", *key)
        return tuple(version for (entry,) in entries if (version := self._read(entry)) is not None)

    def version(self, key: Key, number: int) -> Version | None:
        """One version of a document; None where there is none of that number, or its record is damaged."""
        found = self._found("SELECT entry FROM versions WHERE (season, unit, kind) = (?, ?, ?) AND number = ?", *key, number)
        return self._read(found[0][0]) if found else None

    def html(self, version: Version) -> str | None:
        """The canonical HTML of a version; None where it is damaged."""
        return self._told(lambda: self.objects.get(version.html).decode(), None)

    def details(self, version: Version) -> Details | None:
        """The figures that a version shows and the cells that it was made from, with what was written there; None where they are damaged."""
        return self._details(version.details)

    def keys(self) -> tuple[Key, ...]:
        """The documents that have versions."""
        found = self._found("SELECT DISTINCT season, unit, kind FROM versions ORDER BY season, unit, kind")
        return tuple(Key(*row) for row in found)

    def close(self) -> None:
        """Let go of the database; the next question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _record(self, connection: sqlite3.Connection, made: Made) -> int:
        seen = visible(made.html)
        connection.execute("BEGIN IMMEDIATE")
        try:
            row = connection.execute("SELECT number, visible, state FROM heads WHERE (season, unit, kind) = (?, ?, ?)", made.key).fetchone()
            number, shown, before = (int(row[0]), row[1], self._told(lambda: _state(row[2]), None)) if row else (0, "", None)
            outputs = {**(before.outputs if before else {}), **made.outputs}  # a format that wasn't asked for this time is as it was
            if shown != seen or before is None or (before.ingredients, before.outputs) != (made.ingredients, outputs):
                state = State(self.objects.put(write_details(made.figures, made.cells)), made.ingredients, outputs)
                if shown != seen:
                    number += 1
                    entry = self._version(connection, made, number, seen, state, before)
                    connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?)", (*made.key, number, entry))
                values = (*made.key, number, seen, zlib.compress(state.content(), 6))
                connection.execute("INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?, ?, ?)", values)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        return number

    def _version(self, connection: sqlite3.Connection, made: Made, number: int, seen: str, state: State, before: State | None) -> str:
        """Writes the record of a new version; its name. Objects are there before anything points to them."""
        last = connection.execute("SELECT entry FROM versions WHERE (season, unit, kind) = (?, ?, ?) ORDER BY number DESC", made.key).fetchone()
        version = Version(
            made.key,
            number,
            made.time.isoformat(timespec="seconds"),
            seen,
            self.objects.put(made.html.encode()),
            state.details,
            last[0] if last else "",
            reportgen.__version__,
            made.outputs,
            made.ingredients,
            self._causes(before, state) if before else (),
            made.findings,
        )
        return self.objects.put(version.content())

    def _causes(self, before: State, now: State) -> tuple[Cause, ...]:
        old, new = self._details(before.details), self._details(now.details)
        changed = changed_cells(old.cells, new.cells) if old and new else ()
        return causes(before.ingredients, now.ingredients, changed)

    def _details(self, name: str) -> Details | None:
        return self._told(lambda: read_details(self.objects.get(name)), None)

    def _read(self, entry: str) -> Version | None:
        return self._told(lambda: Version.read(self.objects.get(entry), entry), None)

    def _writer(self) -> sqlite3.Connection:
        if not self._writes:
            self.close()
        if self._connection is None:
            self._connection = database.open_for_writing(self.outputs / database.FILE)
            self._writes = True
        return self._connection

    def _found(self, question: str, *values: object) -> Rows:
        nothing: Rows = []
        return self._told(lambda: self._rows(question, values), nothing)

    def _rows(self, question: str, values: tuple[object, ...]) -> Rows:
        if self._connection is None:
            self._connection = database.open_for_reading(self.outputs / database.FILE)
            self._writes = False
        return [] if self._connection is None else self._connection.execute(question, values).fetchall()

    def _told(self, ask: Callable[[], T], otherwise: T) -> T:
        """What `ask` gives; `otherwise`, and a problem, where something is wrong with the history."""
        try:
            return ask()
        except Damaged as fault:
            problem = faults.damaged_object(fault, self.outputs)
        except database.Newer:
            problem = faults.newer()
        except sqlite3.Error as fault:
            problem = faults.database(fault)
        except OSError as fault:
            problem = faults.unwritable(fault)
        except (*UNREADABLE, zlib.error):
            problem = faults.unreadable()
        if problem not in self.problems:
            self.problems.append(problem)
        return otherwise


def _state(blob: bytes) -> State:
    return State.read(zlib.decompress(blob))


def open_history(outputs: Path) -> History:
    """The history of an outputs folder. Nothing is opened or made before it is asked for."""
    return History(outputs, open_objects(outputs))
