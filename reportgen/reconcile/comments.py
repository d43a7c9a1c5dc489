"""The comments of a Word file: who says what, of which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from reportgen.ooxml import text
from reportgen.ooxml.names import W

QUOTED = 200
"""So many characters of what a comment stands at are given."""
_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EX = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, and the words that it stands at; those of the whole paragraph where it stands at one place.

    `paragraph` are the words of the paragraph in which it begins, with tracked changes accepted. `answers` is the place, among the comments of the file, of
    the one that it answers; `done`: it was resolved in Word. The same comment in two copies of a file is one, whatever these are.
    """

    author: str
    date: str
    text: str
    at: str
    paragraph: str = field(default="", compare=False)
    answers: int | None = field(default=None, compare=False)
    done: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where a comment stands: the words that it is put at, and those of its paragraph."""

    words: str
    paragraph: str


def comments_of(document: Element, comments: Element | None, extended: Element | None = None) -> tuple[Comment, ...]:
    """The comments of a `w:document` in the order of `comments`, its part of comments; `extended` is the part that says which answer which."""
    if comments is None:
        return ()
    stands = _commented(document)
    elements = list(comments.iter(f"{W}comment"))
    threads = _threads(elements, extended)
    return tuple(_comment(one, stands.get(one.get(f"{W}id", ""), _Stands("", "")), threads.get(place, (None, False))) for place, one in enumerate(elements))


def _comment(element: Element, stands: _Stands, thread: tuple[int | None, bool]) -> Comment:
    said = "\n".join(text.typed(paragraph.pieces) for paragraph in text.paragraphs(element))
    return Comment(element.get(f"{W}author", ""), element.get(f"{W}date", ""), said, stands.words, stands.paragraph, *thread)


def _threads(comments: list[Element], extended: Element | None) -> dict[int, tuple[int | None, bool]]:
    """By the place of a comment the one that it answers, and whether it is resolved: Word names comments by their last paragraphs."""
    if extended is None:
        return {}
    named = {paragraph.get(_PARAGRAPH, ""): place for place, comment in enumerate(comments) for paragraph in comment.iter(f"{W}p")}
    found: dict[int, tuple[int | None, bool]] = {}
    for told in extended.iter(f"{_EX}commentEx"):
        place = named.get(told.get(f"{_EX}paraId") or "?")
        if place is not None:
            found[place] = named.get(told.get(f"{_EX}paraIdParent") or "?"), told.get(f"{_EX}done") in ("1", "true")
    return found


def _commented(document: Element) -> Mapping[str, _Stands]:
    """Where each comment stands, by its identifier."""
    texts: list[str] = []
    starts: dict[str, tuple[int, str]] = {}
    found: dict[str, _Stands] = {}
    for block in text.flow(document):
        around = _left(block) if isinstance(block, text.Paragraph) else ""
        for part in block.parts if isinstance(block, text.Paragraph) else (block,):
            if isinstance(part, text.Piece):
                texts.append("" if part.is_gone else text.typed((part,)))
            elif isinstance(part, text.Mark):
                match part.kind:
                    case "commentRangeStart":
                        starts[part.identifier] = len(texts), around
                    case "commentRangeEnd" if part.identifier in starts:
                        start, began = starts.pop(part.identifier)
                        found[part.identifier] = _Stands(_first(texts[k] for k in range(start, len(texts))), began or around)
                    case "commentReference" if isinstance(block, text.Paragraph):
                        known = found.get(part.identifier, _Stands("", around))
                        found[part.identifier] = _Stands(known.words or _first((around,)), known.paragraph or around)
    return found


def _left(paragraph: text.Paragraph) -> str:
    """The words of a paragraph that no tracked change has taken away."""
    return text.typed(piece for piece in paragraph.pieces if not piece.is_gone)


def _first(texts: Iterable[str]) -> str:
    """The first words, as many as are quoted."""
    found = ""
    for one in texts:
        found += one
        if len(found) > QUOTED:
            return f"{found[:QUOTED]}……"
    return found
