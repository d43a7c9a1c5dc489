"""The comments of a Word file: who says what, of which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.ooxml.names import W, local

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
            "\n".join("".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in comment.iter(f"{W}p")),
            words.get(comment.get(f"{W}id", ""), ""),
        )
        for comment in comments.iter(f"{W}comment")
    )


def _commented(document: Element) -> Mapping[str, str]:
    """The words of each comment by its identifier."""
    texts: list[str] = []
    starts: dict[str, int] = {}
    words: dict[str, str] = {}
    for element in document.iter(*(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "t"))):
        identifier = element.get(f"{W}id", "")
        match local(element):
            case "commentRangeStart":
                starts[identifier] = len(texts)
            case "commentRangeEnd":
                if identifier in starts:
                    words[identifier] = _first(texts[k] for k in range(starts.pop(identifier), len(texts)))
            case "commentReference":
                paragraph = next(element.iterancestors(f"{W}p"), None)
                if not words.get(identifier) and paragraph is not None:
                    words[identifier] = _first(text.text or "" for text in paragraph.iter(f"{W}t"))
            case _:
                texts.append(element.text or "")
    return words


def _first(texts: Iterable[str]) -> str:
    """The first words, as many as are quoted."""
    found = ""
    for text in texts:
        found += text
        if len(found) > QUOTED:
            return f"{found[:QUOTED]}……"
    return found
