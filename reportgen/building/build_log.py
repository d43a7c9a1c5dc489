"""The log of the builds: how each document came out and what it was made from; and the digests of files, so that none is read in vain.

Kept in outputs/.reportgen/build.json: a line with the digest of the rest, and the rest. It saves work and decides nothing that the files
themselves don't bear out: one that is lost, or isn't as it was written, costs a build that composes everything again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.building import codec
from reportgen.building.file_digests import FileDigests
from reportgen.diagnostics import Diagnostic, error
from reportgen.files import cause, read_file, replace_file
from reportgen.findings import Evaluated
from reportgen.pipeline.answer import DocumentId
from reportgen.seen import digest
from reportgen.shapes import AS_JSON, MISSHAPEN, shaped

FILE = ".reportgen/build.json"
FORMAT = 6
LARGEST = 512 * 2**20
"""Bytes: that of 16 counties is 0.3 MB."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """How a document came out: the digests of its canonical HTML, of what it was made from (a key of BuildLog.made_from), of the writers' set-up.

    `version` is its version's number, None where none was recorded. `problems` are those of composing and writing.
    """

    html: str
    made_from: str
    set_up: str
    version: int | None
    problems: tuple[Diagnostic, ...]
    evaluated: Evaluated


@dataclass(slots=True)
class BuildLog:
    """The entries by season and document. `made_from` has what a document was made from, digests by name, under their own digest.

    `references` are the templates that a template names in extends, include and import, by its digest; None where it names one by a computed name.
    """

    file: Path
    digests: FileDigests = field(default_factory=FileDigests)
    seasons: dict[str, dict[DocumentId, LogEntry]] = field(default_factory=dict)
    made_from: dict[str, Mapping[str, str]] = field(default_factory=dict)
    references: dict[str, list[str] | None] = field(default_factory=dict)

    def season(self, name: str) -> dict[DocumentId, LogEntry]:
        """The entries of a season."""
        return self.seasons.setdefault(name, {})

    def save(self) -> tuple[Diagnostic, ...]:
        """Keep it for the next build; only what is still in use."""
        used = {entry.made_from for documents in self.seasons.values() for entry in documents.values()}
        self.made_from = {of: names for of, names in self.made_from.items() if of in used}
        value = {
            "format": FORMAT,
            "digests": self.digests.fresh,
            "made_from": self.made_from,
            "references": self.references,
            "seasons": {name: [[*key, *_encode(entry)] for key, entry in documents.items()] for name, documents in self.seasons.items()},
        }
        try:
            content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors=AS_JSON)
            replace_file(self.file, digest(content).encode() + b"\n" + content)
        except OSError as fault:
            return (error("outputs.failed", f"写不了 {FILE}：{cause(fault)}", help="请检查磁盘空间和文件夹权限"),)
        return ()


def open_build_log(outputs: Path) -> BuildLog:
    """The log in an outputs folder; an empty one where it can't be read."""
    file = outputs / FILE
    try:
        written, _, content = read_file(file, LARGEST).data.partition(b"\n")
        value = json.loads(content)
        if written != digest(content).encode() or value["format"] != FORMAT:
            return BuildLog(file)
        digests = FileDigests({path: tuple(stamp) for path, stamp in value["digests"].items()})
        seasons = {name: {(unit, kind): _decode(entry) for unit, kind, *entry in documents} for name, documents in value["seasons"].items()}
        return shaped(BuildLog(file, digests, seasons, value["made_from"], value["references"]), BuildLog)
    except (OSError, *MISSHAPEN):
        return BuildLog(file)


def _encode(entry: LogEntry) -> list[Any]:
    problems = [codec.encode(one) for one in entry.problems]
    return [entry.html, entry.made_from, entry.set_up, entry.version, problems, codec.encode_evaluated(entry.evaluated)]


def _decode(value: list[Any]) -> LogEntry:
    html, made_from, set_up, version, problems, evaluated = value
    return LogEntry(html, made_from, set_up, version, codec.problems(problems), codec.evaluated(evaluated))
