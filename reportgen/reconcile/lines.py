"""The words of a paragraph of a Word file as a reader sees them, with what stands in it besides: figures' bookmarks, pictures, text boxes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml.etree import _Element as Element

from reportgen.ooxml import text
from reportgen.ooxml.names import W, local
from reportgen.ooxml.numbering import Numbering
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.values import on, val

_BREAK = "\n"
_TABS, _BREAKS = ("tab", "ptab"), ("br", "cr")
_SPACES = " \t\r\n\xa0"
_WORDS = re.compile(f"[{_SPACES}]+|[^{_SPACES}]+")
_SHOWN = ("{*}blip", "{*}imagedata", "{*}chart")  # pictures, and what stands in the place of one
_AROUND = 24  # characters of the paragraph that say where
_UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff"))  # soft hyphens, characters without width


@dataclass(frozen=True, slots=True)
class Span:
    """Where the bookmark of a figure stands in a text."""

    bookmark: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReturnedParagraph:
    """A paragraph: its words without tabs, white space as one space, a line feed for each line break.

    `style` is the name of its style in lower case; `tabs` says where in `text` tabs stood; `pictures` how many there are. `numbered`: Word
    numbers it; the number is in `text` where the file defines it.
    """

    text: str
    style: str
    spans: tuple[Span, ...] = ()
    tabs: tuple[int, ...] = ()
    pictures: int = 0
    boxes: tuple[Element, ...] = ()
    numbered: bool = False

    def behind(self, text: str) -> "ReturnedParagraph":
        """The line with `text` before its words."""
        by = len(text)
        spans = tuple(Span(span.bookmark, span.start + by, span.end + by) for span in self.spans)
        return replace(self, text=text + self.text, spans=spans, tabs=tuple(tab + by for tab in self.tabs))

    def cut(self, at: int) -> tuple["ReturnedParagraph", "ReturnedParagraph"]:
        """The line as two, the second from the character `at` on."""
        before = tuple(span for span in self.spans if span.end <= at)
        behind = tuple(Span(span.bookmark, span.start - at, span.end - at) for span in self.spans if span.start >= at)
        return ReturnedParagraph(self.text[:at], self.style, before, (), self.pictures, self.boxes), ReturnedParagraph(self.text[at:], self.style, behind)


def joined(lines: Iterable[ReturnedParagraph]) -> ReturnedParagraph:
    """The paragraphs of a cell as one text, a line break between them; those without words are left out."""
    text = ""
    spans: list[Span] = []
    pictures = 0
    for line in lines:
        pictures += line.pictures
        if line.text:
            text += "\n" if text else ""
            spans += (Span(span.bookmark, span.start + len(text), span.end + len(text)) for span in line.spans)
            text += line.text
    return ReturnedParagraph(text, "", tuple(spans), (), pictures)


@dataclass(frozen=True, slots=True)
class Struck:
    """Words that somebody struck through by hand, and how the paragraph begins that they stand in."""

    text: str
    where: str


@dataclass(slots=True)
class LineReader:
    """Reads paragraphs in their order; a bookmark may begin in one, or before it, and end in another.

    `names` are the names of styles by their identifiers, `bookmarks` the names of those that are a figure's. What is struck through by
    hand is read as deleted, and noted in `struck`.
    """

    names: dict[str, str]
    bookmarks: frozenset[str]
    styles: Styles
    numbering: Numbering
    struck: list[Struck] = field(default_factory=list)
    _open: dict[str, tuple[str, int]] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)
    _length: int = 0
    _space: bool = False  # white space that is shown if words follow on the line
    _spans: list[Span] = field(default_factory=list)
    _tabs: list[int] = field(default_factory=list)
    _pictures: int = 0
    _boxes: list[Element] = field(default_factory=list)

    def mark(self, mark: text.Mark) -> None:
        """Note that a bookmark begins or ends."""
        if mark.kind == "bookmarkStart":
            if mark.name in self.bookmarks:
                self._open[mark.identifier] = mark.name, self._length
        elif mark.kind == "bookmarkEnd" and mark.identifier in self._open:
            name, start = self._open.pop(mark.identifier)
            self._spans.append(Span(name, start, self._length))

    def read(self, paragraph: text.Paragraph) -> ReturnedParagraph:
        """The words of a paragraph whose tracked changes have been accepted."""
        element = paragraph.element
        numbers = self.styles.numbering(element)[0]
        numbered = numbers is not None and val(numbers.find(f"{W}numId"), "0") != "0"  # 0 takes the style's numbering away
        if numbered and numbers is not None and any(words.text for words in element.iter(f"{W}t")):
            self._say(self.numbering.next(numbers).strip())
        struck: list[text.Piece] = []
        for part in paragraph.parts:
            if isinstance(part, text.Mark):
                self.mark(part)
            elif on(part.run.find(f"{W}rPr/{W}vanish")):
                continue
            elif on(part.run.find(f"{W}rPr/{W}strike")) or on(part.run.find(f"{W}rPr/{W}dstrike")):
                struck += (part,) if isinstance(part, text.Piece) else ()
            elif isinstance(part, text.Piece):
                self._piece(part)
            else:
                self._draw(part)
        spans = (*self._spans, *(Span(name, start, self._length) for name, start in self._open.values()))
        style = self.names.get(val(element.find(f"{W}pPr/{W}pStyle")), "")
        line = ReturnedParagraph("".join(self._words), style, spans, tuple(self._tabs), self._pictures, tuple(self._boxes), numbered)
        for _, pieces in groupby(struck, key=lambda piece: piece.run):
            self.struck.append(Struck(text.typed(pieces), line.text[:_AROUND]))
        self._open = {identifier: (name, 0) for identifier, (name, _) in self._open.items()}
        self._words, self._length, self._space, self._pictures = [], 0, False, 0
        self._spans, self._tabs, self._boxes = [], [], []
        return line

    def _piece(self, piece: text.Piece) -> None:
        name = local(piece.element)
        if name in _TABS:
            self._tabs.append(self._length)
        elif name not in _BREAKS:
            self._say(piece.text)
        elif piece.text != text.PAGE_BREAK:
            self._words.append(_BREAK)
            self._length += 1
            self._space = False

    def _say(self, words: str) -> None:
        for word in _WORDS.findall(words.translate(_UNSEEN)):
            if word[0] in _SPACES:
                self._space = bool(self._words) and self._words[-1] != _BREAK
                continue
            if self._space:
                self._words.append(" ")
                self._length += 1
            self._words.append(word)
            self._length += len(word)
            self._space = False

    def _draw(self, drawing: text.Drawing) -> None:
        self._boxes += drawing.boxes
        if not drawing.boxes and next(drawing.element.iter(*_SHOWN), None) is not None:
            self._pictures += 1
