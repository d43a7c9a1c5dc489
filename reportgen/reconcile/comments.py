"""The comments of a Word file: who says what, of which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.ooxml import text
from reportgen.ooxml.names import W

QUOTED = 200
"""So many characters of what a comment stands at are given."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, and the words that it stands at; those of the whole paragraph where it stands at one place."""

    author: str
    date: str
    text: str
    at: str


def comments_of(document: Element, comments: Element | None) -> tuple[Comment, ...]:
    """The comments of a `w:document` in the order of `comments`, its part of comments."""
    if comments is None:
        return ()
    words = _commented(document)
    return tuple(
        Comment(
            comment.get(f"{W}author", ""),
            comment.get(f"{W}date", ""),
            "\n".join(text.typed(paragraph.pieces) for paragraph in text.paragraphs(comment)),
            words.get(comment.get(f"{W}id", ""), ""),
        )
        for comment in comments.iter(f"{W}comment")
    )


def _commented(document: Element) -> Mapping[str, str]:
    """The words of each comment by its identifier."""
    texts: list[str] = []
    starts: dict[str, int] = {}
    words: dict[str, str] = {}
    for block in text.flow(document):
        for part in block.parts if isinstance(block, text.Paragraph) else (block,):
            if isinstance(part, text.Piece):
                texts.append("" if part.is_gone else text.typed((part,)))
            elif isinstance(part, text.Mark):
                match part.kind:
                    case "commentRangeStart":
                        starts[part.identifier] = len(texts)
                    case "commentRangeEnd" if part.identifier in starts:
                        words[part.identifier] = _first(texts[k] for k in range(starts.pop(part.identifier), len(texts)))
                    case "commentReference" if not words.get(part.identifier) and isinstance(block, text.Paragraph):
                        words[part.identifier] = _first((text.typed(piece for piece in block.pieces if not piece.is_gone),))
    return words


def _first(texts: Iterable[str]) -> str:
    """The first words, as many as are quoted."""
    found = ""
    for one in texts:
        found += one
        if len(found) > QUOTED:
            return f"{found[:QUOTED]}……"
    return found
