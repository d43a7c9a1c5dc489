"""A canonical document as the sequence of its blocks, and a block's words as pieces of its inline elements."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml.etree import _Element, tostring

from reportgen.documents.vocabulary import BLOCKS, HEADINGS
from reportgen.render.tree import TableGrid, grid, has_class

OBJECT = "\ufffc"  # a picture in a line of text
BREAK = "\n"  # a <br/>
PARAGRAPH = "\u2029"  # the end of a paragraph, where another that is compared together with it follows

# What the composer counts: the numbers of headings (一、 （一） 1. （1）) and of captions (表1　).
_COUNTED = re.compile(r"[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d+\.|（\d+）")
_CAPTIONED = re.compile(r"(?:附?表|图)\d*　")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of a block's words under the same inline elements.

    `within` are those elements, outermost first (`span`, `data`): copies of them, put around `text`, write the piece again.
    `void` is what a piece stands for: the `br` (its text is a line break), the `img` (U+FFFC), or the `p` that ends here (PARAGRAPH).
    """

    text: str
    within: tuple[_Element, ...] = ()
    void: _Element | None = None

    @property
    def key(self) -> str:
        """What tells the piece from others: its text; of a picture, the picture."""
        return OBJECT + (self.void.get("src") or "") if self.void is not None and self.void.tag == "img" else self.text

    @property
    def ends(self) -> _Element | None:
        """The paragraph that ends here, where the piece is the end of one."""
        return self.void if self.void is not None and self.text == PARAGRAPH else None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block of a document: a `p`, `h1`..`h5`, `table` or `figure`; or paragraphs next to each other that are compared as one text.

    `kind` is what it is: only blocks of one kind are ever paired (`h2`, `p`, `p.note`, `table`). `pieces` are its words; of a table
    or figure those of its caption. `number` is what the composer counted in front of them (一、, 表1　). `containers` are the `header`,
    `section`s or `footer` around it, outermost first. `further` are the paragraphs behind the first.
    """

    element: _Element
    kind: str
    pieces: tuple[Piece, ...]
    number: str
    containers: tuple[_Element, ...]
    grid: TableGrid | None = None
    further: tuple[_Element, ...] = ()

    @property
    def elements(self) -> tuple[_Element, ...]:
        """Its element; those of its paragraphs, where it is several."""
        return (self.element, *self.further)

    @property
    def id(self) -> str:
        """The id of the block in its document."""
        return self.element.get("id") or ""

    @property
    def turned(self) -> bool:
        """Whether it stands on a page that is turned: behind the text, under no heading."""
        return any(has_class(container, "landscape") for container in self.containers)

    @property
    def text(self) -> str:
        """Its words, the number in front of them included; of a table or figure those of its caption."""
        return text_of(self.pieces)


def blocks_of(article: _Element) -> tuple[Block, ...]:
    """The blocks of a document in reading order."""
    return tuple(_walk(article, ()))


def _walk(parent: _Element, containers: tuple[_Element, ...]) -> Iterator[Block]:
    for child in parent:
        tag = str(child.tag)
        if tag in ("header", "section", "footer"):
            yield from _walk(child, (*containers, child))
        elif tag == "h1" or tag in BLOCKS:
            yield _block(child, tag, containers)


def _block(element: _Element, tag: str, containers: tuple[_Element, ...]) -> Block:
    caption = element.find({"table": "caption", "figure": "figcaption"}[tag]) if tag in ("table", "figure") else element
    pieces = pieces_of(caption) if caption is not None else ()
    counted = _COUNTED if tag in HEADINGS else _CAPTIONED if tag in ("table", "figure") else None
    number = counted.match(text_of(pieces)) if counted else None
    kind = f"{tag}.{element.get('class')}" if tag == "p" and element.get("class") else tag
    return Block(element, kind, pieces, number[0] if number else "", containers, grid(element) if tag == "table" else None)


def pieces_of(element: _Element) -> tuple[Piece, ...]:
    """The words of a block, caption or cell."""
    if not len(element):  # most cells
        return (Piece(element.text),) if element.text else ()
    return tuple(_pieces(element, ()))


def _pieces(element: _Element, within: tuple[_Element, ...]) -> Iterator[Piece]:
    if element.text:
        yield Piece(element.text, within)
    for child in element:
        if child.tag in ("br", "img"):
            yield Piece(BREAK if child.tag == "br" else OBJECT, within, child)
        else:
            yield from _pieces(child, (*within, child))
        if child.tail:
            yield Piece(child.tail, within)


def joined(first: Block, second: Block) -> Block:
    """Two paragraphs, or several, as one text; the end of each but the last is a piece in it."""
    end = Piece(PARAGRAPH, (), first.elements[-1])
    return replace(first, pieces=(*first.pieces, end, *second.pieces), further=(*first.further, *second.elements))


def text_of(pieces: tuple[Piece, ...]) -> str:
    """The words of pieces, one after the other."""
    return "".join(piece.text for piece in pieces)


def cut(pieces: tuple[Piece, ...], length: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The first `length` characters, and what follows."""
    for place, piece in enumerate(pieces):
        if length < len(piece.text):
            parts = (piece.text[:length], piece.text[length:])
            first, rest = ((Piece(text, piece.within, piece.void),) if text else () for text in parts)
            return (*pieces[:place], *first), (*rest, *pieces[place + 1 :])
        length -= len(piece.text)
    return pieces, ()


def drawing_of(figure: _Element) -> str:
    """What a `figure` shows above its caption, as text: equal where two look the same, whatever they say of their data."""
    shown = [deepcopy(child) for child in figure if child.tag != "figcaption"]
    for child in shown:
        child.attrib.pop("data-chart", None)
    return "".join(tostring(child, encoding="unicode", with_tail=False) for child in shown)
