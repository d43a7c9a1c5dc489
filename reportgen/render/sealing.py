"""Whether a document is sealed, by a picture of the seal or by hand, and what the seal leaves free (GB/T 9704-2012, 7.3.5.1)."""

from lxml.etree import _Element

from reportgen.measure import width
from reportgen.render.layout import Layout
from reportgen.render.tree import has_class, plain
from reportgen.standard.signature import seal_blanks, signature_blanks


def is_sealed(article: _Element) -> bool:
    """Whether the office seals the document: each that says nothing else, but for minutes (10.3)."""
    return not (has_class(article, "unsealed") or has_class(article, "minutes"))


def blanks_of(article: _Element, signature: str, date: str) -> tuple[float, float]:
    """How many 字 stay blank at the right of 署名 and of 成文日期."""
    return (seal_blanks if is_sealed(article) else signature_blanks)(signature, date)


def passes_the_seal(annotation: _Element, signature: str, date: str, layout: Layout) -> bool:
    """Whether a 附注 on the line below the date of a sealed document ends before the seal begins."""
    middle = seal_blanks(signature, date)[1] + width(date) / 2
    return width(plain(annotation)) + 2 <= layout.type_width / layout.em - middle - layout.seal_size / 2 / layout.em
