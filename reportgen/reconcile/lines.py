"""The words of a paragraph of a Word file as a reader sees them, with what stands in it besides: figures' bookmarks, pictures, text boxes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from reportgen.ooxml.names import W, local
from reportgen.ooxml.numbering import Numbering
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.values import on, val

# What holds text that isn't shown, or none of the text.
_SILENT = frozenset(("pPr", "rPr", "sdtPr", "delText", "instrText", "delInstrText", "rt", "del", "moveFrom", "fldData"))
_CHARACTERS = {"noBreakHyphen": "-", "sym": "□"}
_BREAKS = frozenset(("br", "cr"))
_BREAK = "\n"
_TABS = frozenset(("tab", "ptab"))
_DRAWN = frozenset(("drawing", "pict", "object"))
_SPACES = " \t\r\n\xa0"
_WORDS = re.compile(f"[{_SPACES}]+|[^{_SPACES}]+")
_AROUND = 24  # characters of the paragraph that say where
_UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff"))  # soft hyphens, characters without width


@dataclass(frozen=True, slots=True)
class Span:
    """Where the bookmark of a figure stands in a text."""

    bookmark: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
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

    def behind(self, text: str) -> "Line":
        """The line with `text` before its words."""
        by = len(text)
        spans = tuple(Span(span.bookmark, span.start + by, span.end + by) for span in self.spans)
        return replace(self, text=text + self.text, spans=spans, tabs=tuple(tab + by for tab in self.tabs))

    def cut(self, at: int) -> tuple["Line", "Line"]:
        """The line as two, the second from the character `at` on."""
        before = tuple(span for span in self.spans if span.end <= at)
        behind = tuple(Span(span.bookmark, span.start - at, span.end - at) for span in self.spans if span.start >= at)
        return Line(self.text[:at], self.style, before, (), self.pictures, self.boxes), Line(self.text[at:], self.style, behind)


def joined(lines: Iterable[Line]) -> Line:
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
    return Line(text, "", tuple(spans), (), pictures)


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
    _fields: list[bool] = field(default_factory=list)  # of each that is open, whether its result has begun
    _struck: list[str] = field(default_factory=list)

    def mark(self, element: Element) -> None:
        """Note that a bookmark begins or ends."""
        identifier = element.get(f"{W}id", "")
        if local(element) == "bookmarkStart":
            if (name := element.get(f"{W}name", "")) in self.bookmarks:
                self._open[identifier] = name, self._length
        elif identifier in self._open:
            name, start = self._open.pop(identifier)
            self._spans.append(Span(name, start, self._length))

    def read(self, paragraph: Element) -> Line:
        """The words of a `w:p` whose tracked changes have been accepted."""
        numbers = self.styles.numbering(paragraph)[0]
        numbered = numbers is not None and val(numbers.find(f"{W}numId"), "0") != "0"  # 0 takes the style's numbering away
        if numbered and numbers is not None and any(text.text for text in paragraph.iter(f"{W}t")):
            self._say(self.numbering.next(numbers).strip())
        self._read(paragraph)
        spans = (*self._spans, *(Span(name, start, self._length) for name, start in self._open.values()))
        style = self.names.get(val(paragraph.find(f"{W}pPr/{W}pStyle")), "")
        line = Line("".join(self._words), style, spans, tuple(self._tabs), self._pictures, tuple(self._boxes), numbered)
        self.struck += (Struck(text, line.text[:_AROUND]) for text in self._struck)
        self._open = {identifier: (name, 0) for identifier, (name, _) in self._open.items()}
        self._words, self._length, self._space, self._pictures = [], 0, False, 0
        self._spans, self._tabs, self._boxes, self._fields, self._struck = [], [], [], [], []
        return line

    def _read(self, parent: Element) -> None:
        for child in parent:
            name = local(child)
            if name in ("bookmarkStart", "bookmarkEnd"):
                self.mark(child)
            elif name == "r":
                self._run(child)
            elif name == "t":
                self._say(child.text or "")
            elif name == "AlternateContent":  # the same drawing in two forms
                self._read(next(iter(child), child))
            elif name in _DRAWN:
                self._draw(child)
            elif not self._is_character(child, name) and name and name not in _SILENT:
                self._read(child)

    def _run(self, run: Element) -> None:
        if on(run.find(f"{W}rPr/{W}vanish")):
            return
        if on(run.find(f"{W}rPr/{W}strike")) or on(run.find(f"{W}rPr/{W}dstrike")):
            self._struck.append("".join(text.text or "" for text in run.iter(f"{W}t")))
            return
        self._read(run)

    def _is_character(self, child: Element, name: str) -> bool:
        """Whether an element is a character, or tells of fields; it has been read then."""
        if name == "fldChar":
            self._field(child.get(f"{W}fldCharType", ""))
        elif name in _TABS:
            self._tabs.append(self._length)
        elif name in _CHARACTERS:
            self._say(_CHARACTERS[name])
        elif name in _BREAKS:
            if child.get(f"{W}type") not in ("page", "column") and all(self._fields):
                self._break()
        else:
            return False
        return True

    def _say(self, text: str) -> None:
        if not all(self._fields):
            return
        for word in _WORDS.findall(text.translate(_UNSEEN)):
            if word[0] in _SPACES:
                self._space = bool(self._words) and self._words[-1] != _BREAK
                continue
            if self._space:
                self._words.append(" ")
                self._length += 1
            self._words.append(word)
            self._length += len(word)
            self._space = False

    def _break(self) -> None:
        self._words.append(_BREAK)
        self._length += 1
        self._space = False

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _draw(self, drawing: Element) -> None:
        boxes = [*_outermost(drawing, f"{W}txbxContent")]
        self._boxes += boxes
        if not boxes and any(local(element) in ("blip", "imagedata") for element in drawing.iter()):
            self._pictures += 1


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)
