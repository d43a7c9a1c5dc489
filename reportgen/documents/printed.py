"""A canonical tree -> what rules are told of it: the words of its blocks, and its numbers with their figures."""

from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.documents.vocabulary import HEADINGS
from reportgen.policy import Printed, Shown

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = ("p", "h1", *HEADINGS, "caption", "figcaption", "th", "td")


def printed(root: "_Element", name: str, file: str) -> Printed:
    """The document of a kind (its Chinese name), to be written as `file`, as rules see it."""
    blocks = tuple("".join(block.itertext()) for block in root.iter(*_BLOCKS))
    return Printed(name, file, blocks, tuple(_shown(element) for element in root.iter("data")))


def _shown(element: "_Element") -> Shown:
    text = element.text or ""
    value = Decimal(str(element.get("value")))
    return Shown(str(element.get("data-figure")), str(element.get("data-label")), str(element.get("data-unit") or ""), value, text, element.tail or "")
