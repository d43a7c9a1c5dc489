"""佐证材料: the index of supporting files against the files that are there, and what each supports."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Record
from reportgen.language.figure import Absent, Figure, Source

_CODE = re.compile(r"[0-9A-Za-z]+(?:[-.][0-9A-Za-z.]+)*")
"""The number of an indicator (1.1.1) or of a rule."""
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_MARKS = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A row of the index: the numbers that it supports (indicators, datasets, paths, rules), its file, and whether that is there.

    `file` is relative to 佐证材料/, None where the row gives none. `title` is what a reader calls it: no path, no extension.
    """

    line: ListingRow
    record: Record
    supports: tuple[str, ...]
    file: str | None
    present: bool
    title: str | Absent

    @property
    def codes(self) -> tuple[str, ...]:
        """The numbers that it supports: of indicators, of rules."""
        return tuple(item for item in self.supports if _CODE.fullmatch(item))

    @property
    def matters(self) -> tuple[str, ...]:
        """What it supports otherwise, in words."""
        return tuple(item for item in self.supports if not _CODE.fullmatch(item))


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """佐证材料目录 of the unit itself: its rows, how many (份), and the files that are there and no row names."""

    rows: tuple[EvidenceItem, ...]
    count: Figure
    uncited: tuple[str, ...]
    lacking: tuple[str, ...]

    def supporting(self, number: str) -> tuple[EvidenceItem, ...]:
        """The items that support what has this number."""
        return tuple(item for item in self.rows if number in item.supports)


def evidence(scope: Scope) -> EvidenceIndex:
    """The unit's own index of evidence; the figure is named evidence.count."""
    rows = scope.own("evidence")
    there = frozenset(scope.inputs.evidence)
    items = []
    for line, record in zip(listing(rows), rows.rows, strict=False):
        file = _file(record.path) if record.path else None
        supports = tuple(filter(None, _MARKS.split(record.supports or "")))
        items.append(EvidenceItem(line, record, supports, file, file in there, _title(record.title, file) or line.title))
    cited = {item.file for item in items}
    sources = tuple(Source(row.place("number"), row.raw("number")) for row in rows.rows)
    count = Figure(None if rows.lacking else Decimal(len(items)), sources, rows.lacking, "evidence.count", "佐证材料份数", "份", "佐证材料表的行数")
    return EvidenceIndex(tuple(items), count, tuple(file for file in scope.inputs.evidence if file not in cited), rows.lacking)


def _title(given: str | None, file: str | None) -> str:
    """The title as it was given, without the folder and the extension where it is the name of a file; without one, the file's name."""
    name = (given or file or "").replace("\\", "/").rsplit("/", 1)[-1]
    return _EXTENSION.sub("", name).strip()


def _file(path: str) -> str:
    r"""A path as people write it (佐证材料\验收\文件.pdf) as the folder has it."""
    parts = [part for part in unicodedata.normalize("NFC", path).replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(parts[1:] if parts[:1] == ["佐证材料"] else parts)
