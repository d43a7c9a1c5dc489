"""What the last build knew: the season's roster and problems, how each document came out and what it was made from.

Kept in outputs/.reportgen/build.json. It saves work and decides nothing that the files themselves don't bear out: one that is
lost or can't be read costs a build that composes everything again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.building import codec
from reportgen.building.stamps import Stamps
from reportgen.diagnostics import Diagnostic, error
from reportgen.files import replace_file
from reportgen.findings import Evaluated
from reportgen.pipeline.roster import KindName, Roster, UnitName

FILE = ".reportgen/build.json"
FORMAT = 2

Key = tuple[str, str]
"""A document of a season: the unit's name, the kind's id."""


@dataclass(frozen=True, slots=True)
class Record:
    """How a document came out: the digests of its canonical HTML, of what it was made from (a key of Memory.made_from), of the writers' set-up.

    `version` is its version's number, None where none was recorded. `problems` are those of composing and writing.
    """

    html: str
    made_from: str
    set_up: str
    version: int | None
    problems: tuple[Diagnostic, ...]
    evaluated: Evaluated


@dataclass(slots=True)
class Remembered:
    """A season as it was when its snapshot had this digest (empty: nobody knows): roster, problems, what each unit's documents are made from.

    `set_up` is the digest of the writers' set-up, `made_from` gives a key of Memory.made_from by unit's name. `undecided` are the units
    (names, or folders that can't be read) whose documents stay as they are, and why. `documents` are as they came out, then or earlier.
    """

    snapshot: str = ""
    set_up: str = ""
    roster: Roster = field(default_factory=partial(Roster, (), (), (), ()))
    problems: tuple[Diagnostic, ...] = ()
    made_from: dict[str, str] = field(default_factory=dict)
    undecided: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    documents: dict[Key, Record] = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    """All of it. `made_from` has what a document was made from, digests by name, under their own digest."""

    file: Path
    stamps: Stamps = field(default_factory=Stamps)
    seasons: dict[str, Remembered] = field(default_factory=dict)
    made_from: dict[str, Mapping[str, str]] = field(default_factory=dict)
    references: dict[str, list[str] | None] = field(default_factory=dict)

    def season(self, name: str) -> Remembered:
        """What is remembered of a season."""
        return self.seasons.setdefault(name, Remembered())

    def save(self) -> tuple[Diagnostic, ...]:
        """Keep it for the next build; only what is still in use."""
        used = {digest for season in self.seasons.values() for digest in (*season.made_from.values(), *(r.made_from for r in season.documents.values()))}
        self.made_from = {digest: names for digest, names in self.made_from.items() if digest in used}
        value = {
            "format": FORMAT,
            "stamps": self.stamps.fresh,
            "made_from": self.made_from,
            "references": self.references,
            "seasons": {name: _encode(season) for name, season in self.seasons.items()},
        }
        try:
            replace_file(self.file, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        except OSError as fault:
            return (error("outputs.failed", f"写不了 {FILE}：{fault.strerror or fault}", help="请检查磁盘空间和文件夹权限"),)
        return ()


def open_memory(outputs: Path) -> Memory:
    """What is remembered in an outputs folder; nothing where it can't be read."""
    file = outputs / FILE
    try:
        value = json.loads(file.read_bytes())
        if value["format"] != FORMAT:
            return Memory(file)
        stamps = Stamps({path: tuple(stamp) for path, stamp in value["stamps"].items()})
        return Memory(file, stamps, {name: _decode(season) for name, season in value["seasons"].items()}, value["made_from"], value["references"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, ArithmeticError):
        return Memory(file)


def _encode(season: Remembered) -> dict[str, Any]:
    roster = season.roster
    return {
        "snapshot": season.snapshot,
        "set_up": season.set_up,
        "made_from": season.made_from,
        "units": [[unit.name, unit.short, unit.code, unit.folder, unit.level] for unit in roster.units],
        "blocked": roster.blocked,
        "kinds": [[kind.id, kind.name, kind.filed, kind.formats, kind.levels, kind.on_request] for kind in roster.kinds],
        "order": roster.documents,
        "problems": [codec.encode(problem) for problem in season.problems],
        "undecided": {name: [codec.encode(fault) for fault in faults] for name, faults in season.undecided.items()},
        "documents": [[*key, *_encode_record(record)] for key, record in season.documents.items()],
    }


def _encode_record(record: Record) -> list[Any]:
    problems = [codec.encode(one) for one in record.problems]
    return [record.html, record.made_from, record.set_up, record.version, problems, codec.encode_evaluated(record.evaluated)]


def _decode(value: dict[str, Any]) -> Remembered:
    units = tuple(UnitName(*unit) for unit in value["units"])
    kinds = tuple(KindName(id, name, filed, tuple(formats), tuple(levels), asked) for id, name, filed, formats, levels, asked in value["kinds"])
    roster = Roster(units, tuple(value["blocked"]), kinds, tuple((unit, kind) for unit, kind in value["order"]))
    documents = {(unit, kind): _decode_record(record) for unit, kind, *record in value["documents"]}
    undecided = {name: codec.problems(faults) for name, faults in value["undecided"].items()}
    return Remembered(value["snapshot"], value["set_up"], roster, codec.problems(value["problems"]), value["made_from"], undecided, documents)


def _decode_record(value: list[Any]) -> Record:
    html, made_from, set_up, version, problems, evaluated = value
    return Record(html, made_from, set_up, version, codec.problems(problems), codec.evaluated(evaluated))
