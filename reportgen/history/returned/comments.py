"""The comments of a Word file: who says what, of which words."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.lint.word.markup import W, local


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
    words: dict[str, str] = {}
    open_now: set[str] = set()
    for element in document.iter(*(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "t"))):
        identifier = element.get(f"{W}id", "")
        match local(element):
            case "commentRangeStart":
                open_now.add(identifier)
                words[identifier] = ""
            case "commentRangeEnd":
                open_now.discard(identifier)
            case "commentReference":
                if not words.get(identifier):
                    paragraph = next(element.iterancestors(f"{W}p"), None)
                    words[identifier] = "".join(text.text or "" for text in paragraph.iter(f"{W}t")) if paragraph is not None else ""
            case _:
                for one in open_now:
                    words[one] += element.text or ""
    return words
