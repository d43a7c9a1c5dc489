"""What people have said of a document, as comments of its Word file: threads at paragraphs and figures.

ISO/IEC 29500-1, 17.13.4; which comment answers which is said as [MS-DOCX] has it (commentsExtended).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import BREAK, Block, blocks_of
from reportgen.ooxml import text
from reportgen.ooxml.names import COMPATIBILITY, MAIN, WORD, beside, q
from reportgen.ooxml.relations import Relation, office, relate
from reportgen.redline.word_comments import add_line
from reportgen.redline.word_parts import WordFile, open_word
from reportgen.render.tree import parse
from reportgen.render.word import read_figures

K = TypeVar("K")

UNSIGNED = "未署名"
"""Whose a comment is that doesn't say it: Word wants a name."""
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
_EXTENDED = "word/commentsExtended.xml"
_EXTENDED_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_NAME = 0x10000000
"""The names of the paragraphs of comments count from here: eight hexadecimal digits below 0x80000000, as [MS-DOCX] wants them (2.2.3, paraId)."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_INITIALS = 9  # characters that Word keeps


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said: who, when (2023-11-01T09:30:00; empty: not known), and the words."""

    author: str
    time: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment and the answers to it; `block`, `figure`, `occurrence` say at which id of the canonical HTML it stands, and at which of its figures.

    Without a block it stands at the title. `done`: it is resolved.
    """

    block: str
    figure: str
    occurrence: int
    said: Sequence[Said]
    done: bool = False


def with_threads(docx: bytes, html: str, remarks: Sequence[Remark]) -> bytes:
    """The Word file `docx` of the canonical document `html` with comments; nothing else in it changes. The same arguments give the same bytes.

    A paragraph that can't be found in the file (of a form, which brings its own) has its comments at the first one.
    """
    if not any(one.said for one in remarks):
        return docx
    file = open_word(docx)
    places = _Places(file.main, html, {shown.bookmark: shown.figure for shown in read_figures(docx)})
    comments = etree.Element(q("comments"), nsmap={"w": WORD, "w14": WORD_2010, "mc": COMPATIBILITY})
    comments.set(f"{{{COMPATIBILITY}}}Ignorable", "w14")
    extended = etree.Element(f"{{{WORD_2012}}}commentsEx", nsmap={"w15": WORD_2012})
    number = 0
    for remark in remarks:
        first: str | None = None
        start, end = places.of(remark)
        for said in remark.said:
            name = f"{_NAME + number:08X}"
            _stand(start, end, str(number))
            comments.append(_comment(str(number), said, name))
            told = etree.SubElement(extended, f"{{{WORD_2012}}}commentEx", {f"{{{WORD_2012}}}paraId": name})
            if first is not None:
                told.set(f"{{{WORD_2012}}}paraIdParent", first)
            told.set(f"{{{WORD_2012}}}done", "1" if remark.done else "0")
            first = first or name
            number += 1
    _put(file, "word/comments.xml", office("comments"), _COMMENTS_TYPE, comments)
    _put(file, _EXTENDED, _EXTENDED_RELATION, _EXTENDED_TYPE, extended)
    return file.save()


_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def _put(file: WordFile, name: str, relation: str, type: str, root: _Element) -> None:
    """Put a part beside the text."""
    file.types.names[name] = type
    file.parts[name] = b""
    file.opened[name] = root
    relate(file.relations, Relation(relation, beside(MAIN, name)))


class _Places:
    """Where the blocks and figures of a document stand in its Word file: a paragraph is known by its words, and which of those that say the same it is."""

    def __init__(self, document: _Element, html: str, figures: dict[str, str]) -> None:
        self._blocks = {block.id: block for block in blocks_of(parse(html)) if block.id}
        self._order = _counted((id, _bare(_named(block))) for id, block in self._blocks.items())
        paragraphs = list(text.paragraphs(document))
        counted = _counted((at, _bare(text.typed(one.pieces))) for at, one in enumerate(paragraphs))
        self._paragraphs = {place: paragraphs[at].element for at, place in counted.items()}
        self._first = next((one.element for one in paragraphs if text.typed(one.pieces).strip()), paragraphs[0].element)
        title = next((id for id, block in self._blocks.items() if block.kind == "h1"), "")
        self._title = title
        self._bookmarks: dict[str, list[_Element]] = {}
        for mark in document.iter(q("bookmarkStart")):
            if mark.get(q("name"), "") in figures:
                self._bookmarks.setdefault(figures[mark.get(q("name"), "")], []).append(mark)

    def of(self, remark: Remark) -> tuple[_Element, _Element]:
        """The first and the last element that a remark reaches over."""
        marks = self._bookmarks.get(remark.figure, []) if remark.figure else []
        if marks:
            before = self._before(remark)
            start = marks[min(before + remark.occurrence, len(marks) - 1)]
            return start, next(one for one in start.itersiblings(q("bookmarkEnd")) if one.get(q("id")) == start.get(q("id")))
        paragraph = self._paragraph(remark.block)
        runs = [one for one in paragraph if one.tag != q("pPr")]
        return (runs[0], runs[-1]) if runs else (paragraph, paragraph)

    def _paragraph(self, block: str) -> _Element:
        """The paragraph of a block; one that holds its words among others, as the number and 签发人 stand in one line."""
        place = self._order.get(block) or self._order.get(self._title)
        if place is None:
            return self._first
        found = self._paragraphs.get(place)
        return found if found is not None else next((one for (words, _), one in self._paragraphs.items() if place[0] and place[0] in words), self._first)

    def _before(self, remark: Remark) -> int:
        """How often a figure is shown before the block of a remark."""
        number = 0
        for id, block in self._blocks.items():
            if id == remark.block:
                break
            number += sum(one.get("data-figure") == remark.figure for one in block.element.iter("data"))
        return number


def _named(block: Block) -> str:
    """The words of the paragraph at which a block is found: its own; of a table or chart its caption without the unit, which stands in a line of its own."""
    caption = block.element.find("caption")
    unit = "" if caption is None else "".join("".join(span.itertext()) for span in caption.iter("span") if span.get("class") == "unit")
    return block.text.removesuffix(unit) if unit else block.text


def _counted(texts: Iterable[tuple[K, str]]) -> dict[K, tuple[str, int]]:
    """Each text with how often it came before."""
    known: Counter[str] = Counter()
    found: dict[K, tuple[str, int]] = {}
    for key, words in texts:
        found[key] = words, known[words]
        known[words] += 1
    return found


def _bare(words: str) -> str:
    return "".join(words.replace(BREAK, "").split())


def _stand(start: _Element, end: _Element, number: str) -> None:
    """Let a comment reach from one element to another of the same paragraph."""
    reference = etree.Element(q("r"))
    etree.SubElement(reference, q("commentReference"), {q("id"): number})
    begin, stop = (etree.Element(q(f"commentRange{what}"), {q("id"): number}) for what in ("Start", "End"))
    if start.tag == q("p"):  # an empty paragraph
        start.extend((begin, stop, reference))
        return
    start.addprevious(begin)
    after = end
    while (following := after.getnext()) is not None and (following.tag == q("commentRangeEnd") or following.find(q("commentReference")) is not None):
        after = following  # those that stand here already
    after.addnext(reference)
    after.addnext(stop)


def _comment(number: str, said: Said, name: str) -> _Element:
    author = said.author or UNSIGNED
    time = _TIME.match(said.time)  # a file may have told anything
    told = {q("id"): number, q("author"): author, q("initials"): author[:_INITIALS]}
    comment = etree.Element(q("comment"), told | ({q("date"): f"{time[0]}Z"} if time else {}))
    for line in said.text.split("\n"):
        last = add_line(comment, line)
    last.set(f"{{{WORD_2010}}}paraId", name)
    return comment
