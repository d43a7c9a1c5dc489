"""Writing to the history: what a build has made, as a new version or what the present one was last made from; and filings."""

import sqlite3
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import reportgen
from reportgen.diagnostics import Diagnostic
from reportgen.render.visible import visible
from reportgen.versions import faults
from reportgen.versions.cells import CellChange, changed_cells
from reportgen.versions.details import read_details, write_details
from reportgen.versions.filings import Filing
from reportgen.versions.objects import DamagedObject, Objects
from reportgen.versions.version import BuildRecord, Cause, DamagedRecord, Output, State, Version, causes, is_earlier, read_row


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes to the history of an outputs folder: `tell` hears of what is damaged there and doesn't keep a version from being recorded."""

    outputs: Path
    connection: sqlite3.Connection
    objects: Objects
    tell: Callable[[Diagnostic], None]

    def record(self, made: BuildRecord) -> int:
        """The number of the version that a document now is. One transaction. Raises sqlite3.Error or OSError where it fails."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            number = self._record(made)
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.rollback()
            raise
        return number

    def _record(self, made: BuildRecord) -> int:
        seen = visible(made.html)
        head = self.connection.execute("SELECT number, visible, state, details FROM heads WHERE (season, unit, kind) = (?, ?, ?)", made.key).fetchone()
        number, shown, kept, details_before = read_row(head, tuple[int, str, bytes, bytes]) if head else (0, "", b"", b"")
        before = self._state(kept) if kept else None
        outputs = {**(before.outputs if before else {}), **made.outputs}  # a format that wasn't asked for this time is as it was
        state = State(made.ingredients, outputs)
        if shown == seen and state == before:
            return number
        details = write_details(made.figures, made.cells)
        if shown != seen:
            why = causes(before.ingredients, state.ingredients, self._changed(details_before, details)) if before else ()
            number = self._add(made, seen, details, why)
        self.connection.execute(
            "INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?, ?, ?, ?)", (*made.key, number, seen, zlib.compress(state.content()), zlib.compress(details))
        )
        return number

    def _add(self, made: BuildRecord, seen: str, details: bytes, why: tuple[Cause, ...]) -> int:
        """Adds a version; its number. Its objects are there before anything points to them."""
        last = self.connection.execute("SELECT number, entry FROM versions WHERE (season, unit, kind) = (?, ?, ?) ORDER BY number DESC", made.key).fetchone()
        number, previous = _next(last)
        time, before = made.time.isoformat(timespec="seconds"), self._time(previous)
        behind = before if is_earlier(time, before) else ""
        if behind:
            self.tell(faults.clock_behind(made, time, behind))
        version = Version(
            made.key,
            number,
            time,
            seen,
            self.objects.put(made.html.encode()),
            self.objects.put(details),
            previous,
            reportgen.__version__,
            made.outputs,
            made.ingredients,
            why,
            made.findings,
            self._keep(made.outputs),
            behind,
            made.by,
        )
        self.connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?)", (*made.key, number, self.objects.put(version.content())))
        return number

    def _time(self, entry: str) -> str:
        """When the version before was made; nothing where there is none, or nobody can say."""
        try:
            return Version.read(self.objects.get(entry), entry).time if entry else ""
        except (DamagedObject, DamagedRecord):
            return ""  # `log --verify` tells of it

    def _keep(self, outputs: Mapping[str, Output]) -> tuple[str, ...]:
        """Keeps the files of a version as they are, so that they can be written again when the program and its fonts have moved on; their formats.

        One that somebody changed meanwhile isn't what the version recorded.
        """
        kept = []
        for format, output in outputs.items():
            try:
                content = (self.outputs / output.name).read_bytes()
            except FileNotFoundError:
                continue
            if sha256(content).hexdigest() == output.sha256:
                self.objects.put(content)
                kept.append(format)
        return tuple(kept)

    def _state(self, kept: bytes) -> State | None:
        try:
            return State.read(zlib.decompress(kept))
        except (DamagedRecord, zlib.error):
            self.tell(faults.unreadable())
            return None

    def _changed(self, kept: bytes, now: bytes) -> tuple[CellChange, ...]:
        """The cells that differ between the details that were kept and those of now."""
        try:
            old = read_details(zlib.decompress(kept))
        except (DamagedRecord, zlib.error):
            self.tell(faults.unreadable())
            return ()
        return changed_cells(old.cells, read_details(now).cells)


def _next(last: tuple[int, str] | None) -> tuple[int, str]:
    """The number after that of the last row, and the entry of the last."""
    if last is None:
        return 1, ""
    number, entry = read_row(last, tuple[int, str])
    return number + 1, entry


def file(connection: sqlite3.Connection, objects: Objects, filing: Filing, frozen: Mapping[str, bytes], sign: Callable[[bytes], str]) -> Filing:
    """Puts a filing behind the last one, with what it freezes, signed; as it then is. Raises sqlite3.Error or OSError where it fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        last = connection.execute("SELECT position, entry FROM filings ORDER BY position DESC").fetchone()
        position, previous = _next(last)
        names = {name: objects.put(content) for name, content in frozen.items()}
        filed = replace(filing, position=position, previous=previous, frozen=names)
        filed = replace(filed, signature=sign(filed.statement()))
        entry = objects.put(filed.content())
        connection.execute("INSERT INTO filings VALUES (?, ?)", (position, entry))
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return replace(filed, entry=entry)
