"""The tracked changes of a Word file: whose they are, of when, and the words that came or went."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from lxml.etree import _Element as Element

from reportgen.ooxml import text
from reportgen.ooxml.names import W, local

_AROUND = 24  # characters of the paragraph that say where


class RevisionKind(StrEnum):
    """What a tracked change does."""

    INSERT = "insert"
    DELETE = "delete"
    MOVE_FROM = "move-from"
    MOVE_TO = "move-to"


_KINDS = {"ins": RevisionKind.INSERT, "del": RevisionKind.DELETE, "moveFrom": RevisionKind.MOVE_FROM, "moveTo": RevisionKind.MOVE_TO}


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: its words (empty where only a paragraph was divided or joined), and how its paragraph or row begins."""

    kind: RevisionKind
    author: str
    date: str
    text: str
    where: str


def revisions_of(document: Element) -> tuple[Revision, ...]:
    """The tracked changes in their order, before they are accepted; those of formatting only are left out.

    What one person did to words next to each other is one change.
    """
    found: list[Revision] = []
    rows: set[Element] = set()  # that came or went whole
    for row in document.iter(f"{W}tr"):
        mark = next((child for child in row.iterfind(f"{W}trPr/*") if local(child) in ("ins", "del")), None)
        if mark is not None:
            rows.add(row)
            pieces = [piece for paragraph in text.paragraphs(row) for piece in paragraph.pieces]
            found.append(_revision(mark, text.typed(pieces), pieces))
    for paragraph in text.paragraphs(document):
        if rows.isdisjoint(paragraph.element.iterancestors(f"{W}tr")):
            found += _in_paragraph(paragraph)
    return tuple(found)


def _in_paragraph(paragraph: text.Paragraph) -> Iterator[Revision]:
    pieces = [*paragraph.pieces]
    changes = [None if piece.change is None else _revision(piece.change, text.typed((piece,)), pieces) for piece in pieces]
    for by, group in groupby(changes, lambda change: None if change is None else (change.kind, change.author, change.date[:10])):
        parts = [part for part in group if part is not None]
        words = "".join(part.text for part in parts)
        if by is not None and words:
            yield Revision(by[0], by[1], by[2] and parts[0].date, words, parts[0].where)
    if not any(changes):
        yield from (_revision(mark, "", pieces) for mark in paragraph.element.iterfind(f"{W}pPr/{W}rPr/*") if local(mark) in _KINDS)


def _revision(mark: Element, words: str, around: list[text.Piece]) -> Revision:
    """A change among the pieces of its paragraph or row: those that stay say where it is; where none do, those that go."""
    where = text.typed(piece for piece in around if not piece.is_gone) or text.typed(around)
    return Revision(_KINDS[local(mark)], mark.get(f"{W}author", ""), mark.get(f"{W}date", ""), words, where[:_AROUND])
