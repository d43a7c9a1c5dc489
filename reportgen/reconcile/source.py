"""Which version a Word file that came back was made of."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from reportgen.reconcile.body import Part, Picture
from reportgen.reconcile.expected import compared_article, expected_parts
from reportgen.reconcile.lines import ReturnedParagraph
from reportgen.render.word.figures import Origin
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version

LEAST = 0.6
"""Less alike, a file isn't one of ours: other official documents come to 0.3."""

_LOOKED_AT = 8  # of the versions that share most paragraphs, so many are compared by character


@dataclass(frozen=True, slots=True)
class SourceVersion:
    """The version that a file was made of. `likeness` is how alike their words are, from 0 to 1; None where the file itself says which it is."""

    version: Version
    likeness: float | None = None


def named_version(history: History, origin: Origin) -> SourceVersion | None:
    """The version that a file says it is of, the last of those that look alike; None where there is none."""
    versions = history.versions(Key(origin.season, origin.unit, origin.kind))
    return next((SourceVersion(version) for version in reversed(versions) if version.visible == origin.visible), None)


def nearest_version(history: History, parts: Sequence[Part]) -> SourceVersion | None:
    """The version, of all documents, whose words are most like those of a file; None where none is as alike as LEAST."""
    from rapidfuzz.distance import Indel

    lines = list(_lines(parts))
    counted = Counter(lines)
    candidates = []
    for key in history.keys():  # noqa: SIM118  # no mapping
        for version in history.versions(key):
            html = history.html(version)
            if html is not None and (words := _words(html)):
                shared = sum(len(line) * count for line, count in (counted & Counter(words)).items())
                candidates.append((shared / max(sum(map(len, words)), 1), version.time, version, words))
    best: tuple[float, str, Version] | None = None
    text = "\n".join(lines)
    for _, time, version, words in sorted(candidates, key=lambda one: one[:2], reverse=True)[:_LOOKED_AT]:
        likeness = Indel.normalized_similarity("\n".join(words), text)
        if likeness >= LEAST and (best is None or likeness > best[0]):
            best = likeness, time, version
    return None if best is None else SourceVersion(best[2], best[0])


def _lines(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, ReturnedParagraph):
            yield part.text
        elif not isinstance(part, Picture):
            yield from (cell.line.text for row in part.rows for cell in row if cell.line.text)


def _words(html: str) -> list[str]:
    try:
        parts = expected_parts(compared_article(html))
    except etree.XMLSyntaxError:  # recorded by another program
        return []
    return [text for part in parts for text in part.text.replace("\x1e", "\x1f").split("\x1f") if text]
