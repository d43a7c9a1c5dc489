"""A version as its Word file shows it: the parts that are looked for in the file that came back."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import Block, blocks_of, pieces_of, text_of
from reportgen.redline.text import settle_spaces
from reportgen.render.tree import has_class, is_form, parse

CAPTION, UNIT, FIGCAPTION, PICTURE, TABLE = "caption", "unit", "figcaption", "picture", "table"
BOOKMARK = "data-bookmark"


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """A part of the Word file of a version: what it is (`p.date`, `h2`, CAPTION, …), its words, and the block that it is of."""

    kind: str
    text: str
    block: Block

    @property
    def element(self) -> _Element:
        """The element of its block."""
        return self.block.element


def compared_article(html: str) -> _Element:
    """The version as it is compared: white space as a reader sees it.

    Seals, which a file gets on its way, are left out, and what stands in page headers and footers, which are compared beside the text: those of a form,
    the 发文机关标志 of a letter.
    """
    article = parse(html)
    settle_spaces(article)
    etree.strip_elements(article, "img", with_tail=False)
    head = letterhead(article)
    for element in article.findall("p[@class='running']") if is_form(html) else [] if head is None else [head]:
        element.getparent().remove(element)  # type: ignore[union-attr]  # the article, or its header
    return article


def letterhead(article: _Element) -> _Element | None:
    """The 发文机关标志 of a letter; nothing of other documents."""
    return article.find("header/p[@class='issuer']") if has_class(article, "letter") else None


def expected_parts(article: _Element) -> tuple[Expected, ...]:
    """The parts in the order of the Word file."""
    return tuple(part for block in blocks_of(article) for part in _parts(block))


def _parts(block: Block) -> Iterator[Expected]:
    element = block.element
    if block.grid is not None:
        caption = element.find("caption")
        if caption is not None:
            unit = _unit(caption)
            yield Expected(CAPTION, block.text.removesuffix(unit), block)
            if unit:
                yield Expected(UNIT, unit, block)
        rows = ("\x1f".join(text_of(pieces_of(cell.element)) for cell in row) for _, row in block.grid.rows)
        yield Expected(TABLE, "\x1e".join(rows), block)
    elif block.kind == "figure":
        for part in element.iterchildren("svg", "span"):
            yield Expected(PICTURE, "" if part.tag == "svg" else "".join(part.itertext()), block)
        if block.text:
            yield Expected(FIGCAPTION, block.text, block)
    elif block.text:
        yield Expected(block.kind, block.text, block)


def _unit(caption: _Element) -> str:
    return next((text_of(pieces_of(span)) for span in caption.iter("span") if has_class(span, "unit")), "")
