"""A version of a document: what is kept of it, and that as JSON and back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self, TypeVar

from reportgen.diagnostics import Place, Severity
from reportgen.language.figure import Figure, Source
from reportgen.shapes import AS_JSON, MISSHAPEN, listed, shaped
from reportgen.versions.cells import CellChange

Row = TypeVar("Row")


class DamagedRecord(Exception):
    """A record that says something else than it should."""


@contextmanager
def reading_record() -> Iterator[None]:
    """For what reads a record, as a decorator: whatever goes wrong, it is because the record is DamagedRecord."""
    try:
        yield
    except MISSHAPEN as fault:
        raise DamagedRecord from fault


@reading_record()
def read_row(row: Row, columns: Any) -> Row:
    """A row of the database, where its columns are of these types (a tuple of them). Raises DamagedRecord."""
    return shaped(row, columns)


class Key(NamedTuple):
    """Which document: the season by its starting year, the unit's name, the kind's id."""

    season: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a document: its path relative to outputs/, with /, and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """A document as a build has made it.

    `outputs` are by format. `ingredients` are what it was made from, by name with a digest each: paths as messages show them
    (inputs/2023/甲县/资金.csv, templates/html/base.html, inputs/policies/own.yaml, reportgen.toml), and what is no file (程序, 字体).
    `figures` are those that it shows (`shown_figures`); `findings` as `check --json` gives them (`finding_json`).
    `time` has a time zone. `cells` are cells that it was made from besides those of its figures: words and dates.
    `by` is who built it; empty where the system knows no name.
    """

    key: Key
    html: str
    outputs: Mapping[str, Output]
    ingredients: Mapping[str, str]
    figures: tuple[Figure, ...]
    findings: tuple[Mapping[str, Any], ...]
    time: datetime
    cells: tuple[Source, ...] = ()
    by: str = ""


def shown_figures(html: str, figures: Mapping[str, Figure]) -> tuple[Figure, ...]:
    """Those of a unit's figures (by name) that a canonical document shows, in its order; missing ones too."""
    from reportgen.render.tree import parse

    named = (element.get("data-figure", "") for element in parse(html).iter("data", "g", "span"))
    return tuple(figures[name] for name in dict.fromkeys(named) if name in figures)


@dataclass(frozen=True, slots=True)
class Cause:
    """A file (or 程序, 字体) that a version was made from and that differs from the one before; of inputs, the cells that differ.

    `change` is added, changed or removed.
    """

    name: str
    change: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it was recorded; it is never altered.

    `time` is ISO 8601. `html`, `details` and `previous` name objects: the canonical HTML, the figures with their sources, and the
    record of the version before (empty for the first). `entry` is the SHA-256 of this record, its name among the objects.
    `visible` is the digest of what a reader sees. `causes` is empty for the first version. `kept` are the formats of which the bytes are
    kept too, as objects; none in records of before. `behind` is the time of the version before, where this computer's clock was behind it.
    `by` is who built it; empty in records of before.
    """

    key: Key
    number: int
    time: str
    visible: str
    html: str
    details: str
    previous: str
    program: str
    outputs: Mapping[str, Output]
    ingredients: Mapping[str, str]
    causes: tuple[Cause, ...]
    findings: tuple[Mapping[str, Any], ...]
    kept: tuple[str, ...] = ()
    behind: str = ""
    by: str = ""
    entry: str = field(default="", compare=False)

    def content(self) -> bytes:
        """The record as canonical JSON, all but `entry`, which is its SHA-256."""
        return canonical(
            {
                **self.key._asdict(),
                "number": self.number,
                "time": self.time,
                "visible": self.visible,
                "html": self.html,
                "details": self.details,
                "previous": self.previous,
                "program": self.program,
                "outputs": outputs_json(self.outputs),
                "ingredients": dict(self.ingredients),
                "causes": [[cause.name, cause.change, [_cell_list(cell) for cell in cause.cells]] for cause in self.causes],
                "findings": list(self.findings),
                **({"kept": list(self.kept)} if self.kept else {}),
                **({"behind": self.behind} if self.behind else {}),
                **({"by": self.by} if self.by else {}),
            }
        )

    @classmethod
    @reading_record()
    def read(cls, content: bytes, entry: str) -> Self:
        """The version that `content` records. Raises DamagedRecord where it records none."""
        raw = json.loads(content)
        texts = ("time", "visible", "html", "details", "previous", "program")
        version = cls(
            Key(raw["season"], raw["unit"], raw["kind"]),
            raw["number"],
            **{name: raw[name] for name in texts},
            outputs=read_outputs(raw["outputs"]),
            ingredients=dict(raw["ingredients"]),
            causes=tuple(
                Cause(name, change, tuple(CellChange(Place(*place), old, new) for *place, old, new in map(listed, listed(cells))))
                for name, change, cells in map(listed, listed(raw["causes"]))
            ),
            findings=tuple(listed(raw["findings"])),
            kept=tuple(listed(raw.get("kept", []))),
            behind=raw.get("behind", ""),
            by=raw.get("by", ""),
            entry=entry,
        )
        datetime.fromisoformat(version.time)
        for finding in version.findings:
            shaped((finding["rule"], finding["message"], Severity(finding["severity"])), tuple[str, str, Severity])
        return shaped(version, cls)


def is_earlier(time: str, than: str) -> bool:
    """Whether one time of the records is before another; not where either is none."""
    try:
        return datetime.fromisoformat(time) < datetime.fromisoformat(than)
    except (ValueError, TypeError):  # no time, or one without a zone beside one with it
        return False


@dataclass(frozen=True, slots=True)
class State:
    """What a document was last made from: it may have changed since its version was recorded, in what doesn't show."""

    ingredients: Mapping[str, str]
    outputs: Mapping[str, Output]

    def content(self) -> bytes:
        """The state as canonical JSON."""
        return canonical({"ingredients": dict(self.ingredients), "outputs": outputs_json(self.outputs)})

    @classmethod
    @reading_record()
    def read(cls, content: bytes) -> Self:
        """The state that `content` describes. Raises DamagedRecord where it describes none."""
        raw = json.loads(content)
        return shaped(cls(dict(raw["ingredients"]), read_outputs(raw["outputs"])), cls)


def causes(old: Mapping[str, str], new: Mapping[str, str], cells: Iterable[CellChange]) -> tuple[Cause, ...]:
    """What differs between two makings, inputs first: their ingredients and the cells that changed."""
    by_file: dict[str, list[CellChange]] = {}
    for cell in cells:
        by_file.setdefault(cell.place.file, []).append(cell)
    found = []
    for name in sorted({*old, *new}, key=lambda name: (not name.startswith("inputs/"), name)):
        before, after = old.get(name), new.get(name)
        if before != after:
            change = "added" if before is None else "removed" if after is None else "changed"
            found.append(Cause(name, change, tuple(by_file.get(name, ()))))
    return tuple(found)


def canonical(value: object) -> bytes:
    """JSON in one way: what is equal has equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(errors=AS_JSON)


def _cell_list(cell: CellChange) -> list[str | int | None]:
    return [cell.place.file, cell.place.sheet, cell.place.cell, cell.place.line, cell.old, cell.new]


def outputs_json(outputs: Mapping[str, Output]) -> dict[str, list[str]]:
    """Files by format in the short form of the records."""
    return {format: [output.name, output.sha256] for format, output in outputs.items()}


def read_outputs(raw: Mapping[str, list[str]]) -> dict[str, Output]:
    """The files that `outputs_json` wrote. Raises TypeError or ValueError where it didn't."""
    return {format: Output(name, sha256) for format, (name, sha256) in raw.items()}
