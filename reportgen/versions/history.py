"""The history of a workspace's documents: recording versions, and reading them."""

import sqlite3
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from reportgen.diagnostics import Diagnostic
from reportgen.versions import database, faults
from reportgen.versions.details import Details, read_details
from reportgen.versions.filings import Filing
from reportgen.versions.objects import DamagedObject, Objects, open_objects
from reportgen.versions.recording import Recorder, file
from reportgen.versions.version import BuildRecord, DamagedRecord, Key, State, Version, read_row

T = TypeVar("T")
Rows = list[tuple[Any, ...]]


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

    def record(self, made: BuildRecord) -> int | None:
        """The number of the version that a document now is: a new one where what a reader sees has changed, else the present one.

        None where the history can't be written (see `problems`). What is recorded survives the process's end at any time.
        """
        if self._given_up:  # else each document of a build would wait for a database that somebody else holds
            return None
        number = self._told(lambda: Recorder(self.outputs, self._writer(), self.objects, self._tell).record(made), None)
        self._given_up = number is None
        return number

    def number(self, key: Key) -> int | None:
        """The number of a document's present version; None where it has none."""
        head = self.head(key)
        return head[0] if head else None

    def versions(self, key: Key) -> tuple[Version, ...]:
        """The versions of a document, the first first; one whose record is damaged is left out and told."""
        return tuple(version for _, entry in self.entries(key) if (version := self._read(entry)) is not None)

    def version(self, key: Key, number: int) -> Version | None:
        """One version of a document; None where there is none of that number, or its record is damaged."""
        entry = dict(self.entries(key)).get(number)
        return self._read(entry) if entry else None

    def html(self, version: Version) -> str | None:
        """The canonical HTML of a version; None where it is damaged."""
        return self._told(lambda: self.objects.get(version.html).decode(), None)

    def details(self, version: Version) -> Details | None:
        """The figures that a version shows and the cells that it was made from, with what was written there; None where they are damaged."""
        return self._told(lambda: read_details(self.objects.get(version.details)), None)

    def keys(self) -> tuple[Key, ...]:
        """The documents that have versions."""
        nothing: Rows = []
        rows = self._told(lambda: _typed(self._rows("SELECT DISTINCT season, unit, kind FROM versions"), tuple[str, str, str]), nothing)
        return tuple(Key(*row) for row in rows)

    def entries(self, key: Key) -> tuple[tuple[int, str], ...]:
        """The numbers of a document's versions with the names of their records, as the database has them."""
        return self._numbered("SELECT number, entry FROM versions WHERE (season, unit, kind) = (?, ?, ?) ORDER BY number", *key)

    def head(self, key: Key) -> tuple[int, str] | None:
        """A document's present version, as the database has it: its number, and the digest of what a reader sees."""
        found = self._numbered("SELECT number, visible FROM heads WHERE (season, unit, kind) = (?, ?, ?)", *key)
        return found[0] if found else None

    def has_state(self, key: Key) -> bool:
        """Whether what a document was last made from is there and whole."""
        return self._told(lambda: self._state(key), False)

    def is_sound(self) -> bool:
        """Whether SQLite finds its file to be whole; there being none is sound too."""
        return self._told(lambda: all(row == ("ok",) for row in self._rows("PRAGMA integrity_check")), False)

    def filing_entries(self) -> tuple[tuple[int, str], ...]:
        """The positions in the log of filings with the names of the entries, as the database has them."""
        return self._numbered("SELECT position, entry FROM filings ORDER BY position")

    def filings(self) -> tuple[Filing, ...]:
        """The log of filings, the first first; an entry that is damaged is left out and told."""
        return tuple(filing for _, entry in self.filing_entries() if (filing := self._read_filing(entry)) is not None)

    def file(self, filing: Filing, frozen: Mapping[str, bytes], sign: Callable[[bytes], str]) -> Filing | None:
        """Put a filing behind the last one in the log, with the contents of the objects that it freezes; None where that can't be written.

        Its position, `previous`, `frozen` and `entry` are given by the log, its signature by `sign` of its statement.
        """
        return self._told(lambda: file(self._writer(), self.objects, filing, frozen, sign), None)

    def close(self) -> None:
        """Let go of the database; the next question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _state(self, key: Key) -> bool:
        for state, kept in _typed(self._rows("SELECT state, details FROM heads WHERE (season, unit, kind) = (?, ?, ?)", *key), tuple[bytes, bytes]):
            State.read(zlib.decompress(state))
            read_details(zlib.decompress(kept))
            return True
        return False

    def _read(self, entry: str) -> Version | None:
        return self._told(lambda: Version.read(self.objects.get(entry), entry), None)

    def _read_filing(self, entry: str) -> Filing | None:
        return self._told(lambda: Filing.read(self.objects.get(entry)), None)

    def _writer(self) -> sqlite3.Connection:
        if not self._writes:
            self.close()
        if self._connection is None:
            self._connection = database.open_for_writing(self.outputs / database.FILE)
            self._writes = True
        return self._connection

    def _numbered(self, question: str, *values: object) -> tuple[tuple[int, str], ...]:
        nothing: tuple[tuple[int, str], ...] = ()
        return self._told(lambda: tuple((number, text) for number, text in _typed(self._rows(question, *values), tuple[int, str])), nothing)

    def _rows(self, question: str, *values: object) -> Rows:
        if self._connection is None:
            self._connection = database.open_for_reading(self.outputs / database.FILE)
            self._writes = False
        return [] if self._connection is None else self._connection.execute(question, values).fetchall()

    def _told(self, ask: Callable[[], T], otherwise: T) -> T:
        """What `ask` gives; `otherwise`, and a problem, where something is wrong with the history."""
        try:
            return ask()
        except DamagedObject as fault:
            problem = faults.damaged_object(fault, self.outputs)
        except database.NewerFormat:
            problem = faults.newer()
        except sqlite3.Error as fault:
            problem = faults.database(fault)
        except OSError as fault:
            problem = faults.unwritable(fault)
        except (DamagedRecord, zlib.error):
            problem = faults.unreadable()
        self._tell(problem)
        return otherwise

    def _tell(self, problem: Diagnostic) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _typed(rows: Rows, columns: Any) -> Rows:
    return [read_row(row, columns) for row in rows]


def open_history(outputs: Path) -> History:
    """The history of an outputs folder. Nothing is opened or made before it is asked for."""
    return History(outputs, open_objects(outputs))
