"""The tracked changes of a Word file: whose they are, of when, and the words that came or went."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from lxml.etree import _Element as Element

from reportgen.ooxml.names import W, local

_AROUND = 24  # characters of the paragraph that say where


class Kind(StrEnum):
    """What a tracked change does."""

    INSERT = "insert"
    DELETE = "delete"
    MOVE_FROM = "move-from"
    MOVE_TO = "move-to"


_KINDS = {"ins": Kind.INSERT, "del": Kind.DELETE, "moveFrom": Kind.MOVE_FROM, "moveTo": Kind.MOVE_TO, "cellIns": Kind.INSERT, "cellDel": Kind.DELETE}


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: its words (empty where only a paragraph was divided or joined), and how its paragraph or row begins."""

    kind: Kind
    author: str
    date: str
    text: str
    where: str


def revisions_of(document: Element) -> tuple[Revision, ...]:
    """The tracked changes in their order, before they are accepted; those of formatting only are left out.

    What one person did to words next to each other is one change.
    """
    found: list[Revision] = []
    for row in document.iter(f"{W}tr"):
        mark = next((child for child in row.iterfind(f"{W}trPr/*") if local(child) in ("ins", "del")), None)
        if mark is not None:
            found.append(_revision(mark, _words(row), _shown(row)))
    for paragraph in document.iter(f"{W}p"):
        if not any(row.find(f"{W}trPr/{W}{name}") is not None for row in paragraph.iterancestors(f"{W}tr") for name in ("ins", "del")):
            found += _in_paragraph(paragraph)
    return tuple(found)


def _in_paragraph(paragraph: Element) -> Iterator[Revision]:
    changes = [element for element in paragraph.iter(*(f"{W}{name}" for name in _KINDS)) if next(element.iterancestors(f"{W}p"), None) is paragraph]
    where = _shown(paragraph) if changes else ""
    words = [_revision(element, _words(element), where) for element in changes if local(element.getparent()) != "rPr"]  # type: ignore[arg-type]
    for (kind, author, date), group in groupby(words, lambda change: (change.kind, change.author, change.date[:10])):
        parts = list(group)
        text = "".join(part.text for part in parts)
        if text:
            yield Revision(kind, author, date and parts[0].date, text, parts[0].where)
    if not words:
        yield from (_revision(element, "", where) for element in changes)


def _revision(mark: Element, text: str, where: str) -> Revision:
    return Revision(_KINDS[local(mark)], mark.get(f"{W}author", ""), mark.get(f"{W}date", ""), text, where[:_AROUND])


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


def _shown(element: Element) -> str:
    """The words that stay when all is accepted; where none do, those that go."""
    return "".join(text.text or "" for text in element.iter(f"{W}t")) or _words(element)
