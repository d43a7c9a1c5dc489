"""Two versions of documents that a person asks to see against each other: which they are, and what differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportgen.desk.models import Entry
from reportgen.desk.moments import day_words
from reportgen.diagnostics import Diagnostic, error
from reportgen.diff.choosing import as_document, choose_version
from reportgen.diff.difference import ComparedDocument, Difference, against, difference
from reportgen.inputs.schema import Programme
from reportgen.versions.history import History, open_history
from reportgen.versions.version import Key, Version

ACCEPTED = "通过"
"""The version that was accepted last, as an address says it; `choosing.FILED` is the one that was filed last."""
_KEPT = 8
"""So many differences are kept, a few MB each: those that people page through and open the texts of."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the document, and the version as it was asked for (a number, 报送, 通过, nothing: the last, or the one before)."""

    key: Key
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two sides, and which versions these are."""

    old: Version
    new: Version
    difference: Difference


def last_accepted(key: Key) -> Entry | None:
    """The entry of the record by which a document was accepted last; None where it never was."""
    found: Entry | None = Entry.objects.filter(season=key.season, unit=key.unit, kind=key.kind, action="accept").last()
    return found


def compared(outputs: Path, old: Side, new: Side, names: Mapping[str, str], programme: Programme) -> Compared | Diagnostic:
    """What differs between two sides; or why it can't be told.

    `names` are those of the kinds by id, `programme` says what a season is called.
    """
    with open_history(outputs) as history:
        after = _chosen(history, new, names, programme)
        if isinstance(after, Diagnostic):
            return after
        before = _before(history, after, _shown(old.key, names, programme)) if old.key == new.key and not old.asked else None
        before = before or _chosen(history, old, names, programme)
        if isinstance(before, Diagnostic):
            return before
        if before.entry == after.entry:
            return error("desk.same-version", f"两边都是{_shown(new.key, names, programme)}第{after.number}版")
        called = _called(before, after, names, programme)
        one, other = (as_document(history, version, name) for version, name in zip((before, after), called, strict=True))
        if one is None or other is None:
            return history.problems[0]
    found = _difference(_Whole(before.entry, one), _Whole(after.entry, other), is_against=before.key != after.key)
    return Compared(before, after, found)


def _chosen(history: History, side: Side, names: Mapping[str, str], programme: Programme) -> Version | Diagnostic:
    shown, asked = _shown(side.key, names, programme), side.asked
    if asked == ACCEPTED:
        entry = last_accepted(side.key)
        if entry is None:
            return error("desk.not-accepted", f"{shown}还没有通过过")
        asked = str(entry.version)
    return choose_version(history, side.key, shown, asked or None)


def _before(history: History, version: Version, shown: str) -> Version | Diagnostic:
    """The version before one of the same document."""
    earlier = [number for number, _ in history.entries(version.key) if number < version.number]
    if not earlier:
        return error("history.one-version", f"{shown}第{version.number}版以前没有版本，没有可以比较的")
    return choose_version(history, version.key, shown, str(earlier[-1]))


def _shown(key: Key, names: Mapping[str, str], programme: Programme) -> str:
    return f"{programme.season(key.season)}{key.unit}《{names.get(key.kind, key.kind)}》"


def _called(old: Version, new: Version, names: Mapping[str, str], programme: Programme) -> tuple[str, str]:
    """What a reader calls the two: by that in which they differ, and their versions."""

    def words(version: Version) -> str:
        key = version.key
        parts = (
            programme.season(key.season) if old.key.season != new.key.season else "",
            key.unit if old.key.unit != new.key.unit else "",
            names.get(key.kind, key.kind) if old.key.kind != new.key.kind else "",
        )
        return f"{''.join(parts)}第{version.number}版（{day_words(version.time)}）"

    return words(old), words(new)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A document with the digest of the record of its version, which says all of it; by the names it is told apart besides."""

    entry: str
    document: ComparedDocument

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and (self.entry, self.document.name) == (other.entry, other.document.name)

    def __hash__(self) -> int:
        return hash((self.entry, self.document.name))


@lru_cache(_KEPT)
def _difference(old: _Whole, new: _Whole, *, is_against: bool) -> Difference:
    return against(old.document, new.document) if is_against else difference(old.document, new.document)
